"""Damage a document: bytes changed, cut, doubled or put in, also inside the parts of an archive."""

import copy
import io
import zipfile
import zlib
from random import Random

from lxml import etree

# Words and signs that formats give a meaning to, and those that bring out mistakes of their readers.
TOKENS = [
    *(b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"99999999999999999999", b"\r\n", b"\t", b"\xe2\x80\x8f"),
    *(b"<", b">", b"&", b"&#0;", b"&amp;", b"<![CDATA[", b"]]>", b"<!--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"</p>"),
    *(b"<w:p>", b"</w:p>", b"<w:tbl><w:tr><w:tc>", b'<w:fldChar w:fldCharType="begin"/>', b'w:val="-3"', b"<w:del>"),
    *(b"<table><tr><td>", b"<ol><li>", b"<sup>1</sup>", b"<br><br>", b"style='mso-list:Ignore'"),
    *(
        b"obj",
        b"endobj",
        b"stream",
        b"endstream",
        b"xref",
        b"trailer",
        b"/Kids [1 0 R]",
        b"/Length 4294967295",
        b"%PDF-",
    ),
    *(
        b"1. ",
        b"(a) ",
        b"(i) ",
        b"bis ",
        b"IV. ",
        b"Annex",
        b"The General Assembly,",
        b"Requests ",
        b"at its ",
        b"1/1/1",
    ),
    *("، الجمعية العامة".encode(), "大会，".encode(), "Генеральная Ассамблея,".encode(), "\U0001f642\u0301".encode()),
]


def damage(content: bytes, chance: Random) -> bytes:
    """Return the document with one to six damages; the same chance gives the same damages."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _damage_part(content, chance)
    if content.startswith(b"<") and chance.random() < 0.7:
        return _damage_tree(content, chance)
    for _ in range(chance.randint(1, 6)):
        content = _damage_once(content, chance)
    return content


def _damage_once(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    length = min(int(chance.expovariate(1 / 60)), 5_000)
    match chance.randrange(7):
        case 0:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 1:
            return content[:at] + content[at + length :]
        case 2:
            return content[:at] + content[at : at + length] * chance.choice((2, 3, 50)) + content[at + length :]
        case 3:
            return content[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 300)) + content[at:]
        case 4:
            other = chance.randrange(len(content) + 1)
            return content[:at] + content[other : other + length] + content[at:]
        case 5:
            return content[:at] + chance.randbytes(min(length, 64)) + content[at + length :]
        case _:
            return content[:at] if chance.random() < 0.3 else content.replace(chance.choice(TOKENS), b"", 3)


def _damage_tree(content: bytes, chance: Random) -> bytes:
    """Damage a document of elements so that it stays well-formed: elements doubled, nested, their values changed."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, recover=True))
    except etree.XMLSyntaxError:
        return content
    if root is None:
        return content
    for _ in range(chance.randint(1, 6)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0 if one is not root:
                one.getparent().remove(one)
            case 1:
                other.insert(chance.randrange(len(other) + 1), copy.deepcopy(one) if len(elements) < 5_000 else other)
            case 2:
                for _ in range(chance.choice((3, 40, 400))):
                    other = etree.SubElement(other, one.tag, one.attrib)
                other.text = "deep"
            case 3 if one.attrib:
                name = chance.choice(sorted(one.attrib))
                one.set(name, chance.choice(("", "0", "-1", "9" * 30, "x", "on", other.get(name, "1"))))
            case 4:
                one.tag = other.tag
            case _:
                one.text = chance.choice(("", "1.", "(a)", " ", "x" * 5_000, "٣", "\u202e", other.text))
    return etree.tostring(root)


def _damage_part(content: bytes, chance: Random) -> bytes:
    """Damage one part of an archive, and pack it again as if nothing were wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error):
        return content
    name = chance.choice(sorted(parts))
    parts[name] = damage(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
