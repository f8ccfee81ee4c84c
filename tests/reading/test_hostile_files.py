"""Hostile files through the sandbox, by the ids of the plan: U1 archives, U2 XML, U3 PDF, U4 macros, U5 types, U7 text.

Each is read in a limited process, which then tells the processor time that it took and the memory at its highest. U6,
the damaged files, is in tests/fuzz.
"""

import gc
import io
import math
import os
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reading.pdf_file import Words, _joined, pdf_file, protected_file, scanned_file
from tests.reading.word_file import paragraph, word_file, zipped
from tracker.reading.reader import read_document
from tracker.reading.records import UnreadableError
from tracker.reading.sandbox import Pool

TEXT = b"79/1. Boats\nThe General Assembly,\nRecalling it,\n1. Urges States to act.\n2. Decides to go on."
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Told:
    """What came of a file: the reason of its refusal ("" where it was read), processor seconds and peak MiB."""

    reason: str
    seconds: float
    peak: float


def read(content: bytes, name: str = "file") -> Told:
    """Read a file in a fresh limited process that is warm, and return what came of it."""
    with Pool(size=1) as pool:
        pool.read(TEXT, "warm", structure_only=True)
        process = pool._idle[0]._child.pid
        before, reason = _processor_time(process), ""
        try:
            pool.read(content, name, structure_only=True)
        except UnreadableError as error:
            reason = str(error)
        if not pool._idle:
            # The process was ended at a limit: it took no more than that.
            return Told(reason, 10.0, 512.0)
        return Told(reason, _processor_time(process) - before, _peak(process))


def _processor_time(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look at a process")


# --- U1: archives ---


def nested_archive() -> bytes:
    inner = zipped({"zeros": bytes(20 * 2**20)})
    return word_file(paragraph("Words"), extra={"word/inner.zip": inner})


def a_million_entries() -> bytes:
    """Return an archive whose end record speaks of more entries than a file may have, and a directory to match."""
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory), 0, 0)
    return b"PK\x03\x04" + bytes(26) + directory + end


def with_data_descriptor() -> bytes:
    """Return a Word file written as a stream, its sizes behind the bytes, with a part that unpacks to 120 MiB."""

    class Stream(io.RawIOBase):
        written = bytearray()

        def write(self, piece) -> int:
            self.written += bytes(piece)
            return len(piece)

        def writable(self) -> bool:
            return True

    stream = Stream()
    stream.written = bytearray()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(120 * 2**20))
    return bytes(stream.written)


def in_many_parts() -> bytes:
    """Return an archive of which every part keeps the ratio, and all together unpack to more than is read."""
    noise = os.urandom(2**16)
    return zipped({f"word/part{number}.xml": noise + bytes(2 * 2**20) for number in range(60)})


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: word_file(paragraph("W"), extra={"word/zeros.bin": bytes(90 * 2**20)}), "READING_RATIO"),
        (nested_archive, ""),
        (a_million_entries, "READING_ENTRIES"),
        (with_data_descriptor, "READING_"),
        (in_many_parts, "READING_UNPACKED_MIB"),
        (linked, "link to another file"),
    ],
)
def test_u1_an_archive_made_to_exhaust_the_machine_is_refused_at_once(made, reason):
    told = read(made(), "bomb.docx")

    assert reason in told.reason
    assert told.seconds <= 1
    assert told.peak <= 200


# --- U2: XML ---

LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ha'}'>" for n in range(10))
AKN = "<akomaNtoso>{}</akomaNtoso>"
HOSTILE_XML = {
    "external entity": f"<!DOCTYPE a [<!ENTITY b SYSTEM 'http://127.0.0.1:9/x'>]>{AKN.format('&b;')}",
    "billion laughs": f"<!DOCTYPE a [{LAUGHS}]>{AKN.format('&a9;')}",
    "quadratic blow-up": f"<!DOCTYPE a [<!ENTITY b '{'x' * 50_000}'>]>{AKN.format('&b;' * 20_000)}",
    "external definition": f"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>{AKN.format('')}",
    "deep nesting": AKN.format("<p>" * 200_000),
    "inclusion": AKN.format("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("attack", HOSTILE_XML)
def test_u2_hostile_xml_is_refused_at_once_and_reaches_nobody(attack, encoding):
    told = read(f"<?xml version='1.0' encoding='{encoding}'?>{HOSTILE_XML[attack]}".encode(encoding), "a.xml")

    assert told.reason or attack == "inclusion"  # An inclusion is never followed: the file holds nothing else.
    assert told.seconds <= 1
    assert told.peak <= 200


@pytest.mark.parametrize("attack", HOSTILE_XML)
def test_u2_hostile_xml_inside_a_word_file_is_refused_at_once(attack):
    told = read(word_file("", extra={"word/document.xml": HOSTILE_XML[attack].encode()}), "a.docx")

    assert told.reason
    assert told.seconds <= 1
    assert told.peak <= 200


# --- U3: PDF ---


def stream(content: bytes, filters: str) -> str:
    return f"<< /Length {len(content)} /Filter [{filters}] >>\nstream\n{content.decode('latin-1')}\nendstream"


def one_page(contents: str, extra: str = "", box: str = "0 0 612 792") -> bytes:
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {extra} >>"
    return _latin(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, contents])


def _latin(objects: list[str]) -> bytes:
    """Join objects that hold any bytes; pdf_file's own writer knows printable ones only."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    return bytes(out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())


def flate_bomb() -> bytes:
    content = zlib.compress(b"BT /F 9 Tf (x) Tj ET\n" * 5_000_000, 9)
    return one_page(stream(content, "/FlateDecode"))


def flate_chain() -> bytes:
    content = bytes(100 * 2**20)
    for _ in range(4):
        content = zlib.compress(content, 9)
    return one_page(stream(content, "/FlateDecode " * 4))


def million_objects() -> bytes:
    head = _joined(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"])
    return head + b"".join(b"%d 0 obj 1 endobj\n" % number for number in range(3, 1_000_000))


LOOP = _joined(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])
ENDLESS_TABLE = pdf_file([Words("Words", 100, 700)]).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 15")
SCRIPT = "/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
ATTACHMENT = "/Annots [<< /Type /Annot /Subtype /FileAttachment /FS << /F (evil.exe) >> >>]"
PAGE_TREE = ["<< /Type /Catalog /Pages 2 0 R >>", ""]


def ten_thousand_pages() -> bytes:
    pages = ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"] * 10_000
    kids = " ".join(f"{number} 0 R" for number in range(3, 10_003))
    return _joined([PAGE_TREE[0], f"<< /Type /Pages /Kids [{kids}] /Count 10000 >>", *pages])


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (flate_bomb, "READING_|more text|damaged"),
        (flate_chain, "READING_|no text|damaged"),
        (million_objects, "READING_|no text|damaged|no pages"),
        (lambda: LOOP, "READING_|no text|damaged"),
        (ten_thousand_pages, "10000 pages; at most 2000|10,000 pages; at most 2,000"),
        (protected_file, "password protected"),
        (lambda: scanned_file(3), "no text layer: 3 of 3 pages are images"),
        (lambda: one_page("<< /Length 0 >>\nstream\n\nendstream", box="0 0 1036800 1036800"), "no text"),
    ],
)
def test_u3_a_hostile_pdf_file_is_refused_within_the_limits(made, reason):
    told = read(made(), "a.pdf")

    assert any(part in told.reason for part in reason.split("|")), told.reason
    assert told.seconds <= 10
    assert told.peak <= 512


@pytest.mark.parametrize("extra", [SCRIPT, ATTACHMENT])
def test_u3_scripts_and_attachments_of_a_pdf_file_are_left_alone(extra):
    told = read(pdf_file([Words("1. Decides to go on.", 100, 700)], extra=extra), "a.pdf")

    assert (told.reason, told.seconds <= 1, told.peak <= 200) == ("", True, True)


def compendium(pages: int) -> bytes:
    """Return a PDF file of so many full pages, every fourth of which begins a resolution."""
    made = []
    for number in range(pages):
        count = number // 4 + 1
        page = [Words(f"78/{count}. Boats of the year {count}", 85, 720, 12, "bold")] if number % 4 == 0 else []
        lines = ["The General Assembly,", "Recalling its resolution 77/1,"] if page else []
        lines += [f"{number % 4 * 8 + item}. Requests the Secretary-General to" for item in range(1, 9)]
        height = 700
        for line in lines:
            page.append(Words(line, 147, height))
            page.append(
                Words("go on with the work that was begun in the year before and to tell of it;", 123, height - 12)
            )
            height -= 40
        made.append(page)
    return pdf_file(*made)


def test_u3_a_compendium_of_2000_pages_is_read_within_the_limits():
    told = read(compendium(2_000), "compendium.pdf")

    assert (told.reason, told.seconds < 10, told.peak < 512) == ("", True, True)


def test_u3_a_table_of_objects_that_points_at_itself_ends():
    assert read(ENDLESS_TABLE, "a.pdf").seconds <= 10


# --- U4: macros ---

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
REMOTE = (
    b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
    b"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate' "
    b"Target='http://127.0.0.1:9/t.dotm' TargetMode='External'/></Relationships>"
)
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
DDE = FIELD.format("begin") + "<w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r>" + FIELD.format("end")


@pytest.mark.parametrize(
    "content",
    [
        word_file(paragraph("Words"), main_type=MACROS),
        word_file(paragraph("Words"), extra={"word/vbaProject.bin": b"x"}),
        word_file(paragraph("Words"), extra={"customUI/VBAPROJECT.BIN": b"x"}),
    ],
)
def test_u4_macros_are_refused_with_what_to_do(content):
    assert "contains macros. Save it" in read(content, "a.docm").reason


def test_u4_remote_templates_embedded_objects_and_commands_are_never_followed():
    extra = {"word/_rels/settings.xml.rels": REMOTE, "word/embeddings/oleObject1.bin": b"MZ"}
    content = word_file(paragraph(DDE, "1. Decides to go on."), extra=extra)

    reading = read_document(content, "a.docx", structure_only=True)

    assert [block.text for block in reading.remains] == ["1. Decides to go on."]
    assert read(content, "a.docx").reason == ""


# --- U5: types and names ---

SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"MZ\x90\x00" + bytes(range(256)) * 20, "resolution.pdf", "is no text"),
        (b"\x7fELF" + bytes(range(256)) * 20, "resolution.docx", "is no text"),
        (SVG, "resolution.txt", "outermost element is <svg>"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "resolution.pdf.txt", "picture"),
        (zipped({"a.txt": b"words"}), "resolution.docx", "no Word file"),
        (b"{\\rtf1 words}", "resolution.docx", "rich-text"),
    ],
)
def test_u5_a_file_is_what_its_bytes_are_whatever_its_name(content, name, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_document(content, name, structure_only=True)


def test_u5_a_file_that_is_a_page_and_a_pdf_at_once_is_read_as_one_of_them():
    polyglot = b"<!DOCTYPE html><script>alert(1)</script>\n" + pdf_file([Words("Decides.", 100, 700)])

    assert read_document(polyglot, "a.html", structure_only=True).format == "pdf"


@pytest.mark.parametrize("name", ["a\0.pdf", "\u202efdp.exe", "x" * 300, "../../etc/passwd", "C:\\a.txt", ""])
def test_u5_a_name_is_never_more_than_a_name(name):
    assert len(read_document(TEXT, name, structure_only=True).resolutions) == 1


# --- U7: text ---

HEAD = "79/1. Boats\nThe General Assembly,\nRecalling it,\n1. Requests the Secretary-General to report;\n"
ONE_LINE = {
    "repeated clauses": "requests the Secretary-General to report, and urges all States, to act, and ",
    "commas": ",",
    "capitals": "REQUESTS STATES ",
    "mixed scripts": "а(b)１٢的, «ال» ",
    "numbers": "57/173, 1.5 (XII) 2004 ",
    "brackets": "((((a)(",
    "dates": "by 3 December 2003 and 4 ",
}
LINES = {
    "items": "(a) To act in harbours;\n",
    "numbered": "12. Urges States;\n",
    "headings": "Boats and harbours\n",
    "roman": "(xvii) Lamps,\n",
    "notes": "1 A/58/222.\n",
    "blank": "\t \n",
}


@pytest.fixture
def nothing_collected():
    """Measure the reading alone: a full collection of all that the tests keep takes longer than what is measured."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds_for(words: str) -> float:
    start = time.process_time()
    with suppress(UnreadableError):
        read_document(words.encode(), "a.txt")
    return time.process_time() - start


@pytest.mark.parametrize("kind", [*ONE_LINE, *LINES])
def test_u7_reading_takes_time_in_line_with_the_length(kind, nothing_collected):
    piece = ONE_LINE.get(kind) or LINES[kind]
    half, whole = (HEAD + piece * (size // len(piece.encode())) for size in (60_000, 120_000))
    shortest, ratio = {half: math.inf, whole: math.inf}, math.inf

    # What else the machine does only ever adds: the shortest of a few runs is the reading's own.
    for _ in range(8):
        for words, seconds in shortest.items():
            shortest[words] = min(seconds, seconds_for(words))
        ratio = shortest[whole] / max(shortest[half], 0.02)
        if ratio <= 2.3:
            break

    assert ratio <= 2.3


@pytest.mark.parametrize("kind", ONE_LINE)
def test_u7_a_megabyte_in_one_paragraph_has_its_structure_within_a_second(kind, nothing_collected):
    content = (HEAD + ONE_LINE[kind] * (2**20 // len(ONE_LINE[kind].encode()))).encode()
    start = time.process_time()

    read_document(content, "a.txt", structure_only=True)

    assert time.process_time() - start <= 1
