"""Small PDF files for tests, written line by line in the standard fonts."""

from dataclasses import dataclass

FONTS = {"plain": "Times-Roman", "italic": "Times-Italic", "bold": "Times-Bold"}
PITCH = 12.0
TOP = 709.0
LEFT, FIRST, RIGHT = 123.4, 147.1, 488.0


@dataclass(frozen=True)
class Words:
    """Words at a place of the page, in points from its lower left corner; `turned` sets them going up the page."""

    text: str
    x: float
    y: float
    size: float = 10.0
    font: str = "plain"
    turned: bool = False


def pdf_file(*pages: list[Words], rotate: int = 0, extra: str = "") -> bytes:
    """Return a PDF file with these pages; `extra` goes into each page's dictionary."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = []
    for name, base in FONTS.items():
        encoding = "/Encoding /WinAnsiEncoding"
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} {encoding} >>")
        fonts.append(f"/{name} {len(objects)} 0 R")
    kids = []
    for words in pages:
        content = "\n".join(_shown(one) for one in words)
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} {extra} "
            f"/Resources << /Font << {' '.join(fonts)} >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _joined(objects)


def _shown(words: Words) -> str:
    text = words.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    matrix = "0 1 -1 0" if words.turned else "1 0 0 1"
    return f"BT /{words.font} {words.size} Tf {matrix} {words.x} {words.y} Tm ({text}) Tj ET"


def _joined(objects: list[str], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def protected_file() -> bytes:
    """Return a PDF file that asks for a password which nobody knows."""
    lock = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >> "
        "/ID [<" + "43" * 16 + "> <" + "43" * 16 + ">]"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    ]
    return _joined(objects, lock)


def scanned_file(pages: int) -> bytes:
    """Return a PDF file of which each page is one grey picture."""
    picture = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", f"{picture}\nstream\nx\nendstream"]
    content = "612 0 0 792 0 0 cm /picture Do"
    objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /XObject << /picture 3 0 R >> >> >>"
    )
    first = len(objects) + 1
    objects += [page] * pages
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{first + n} 0 R' for n in range(pages))}] /Count {pages} >>"
    return _joined(objects)
