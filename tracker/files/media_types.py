"""Tell the media type of a file from its bytes, never from its name. Called by storing.

What is not recognised is "application/octet-stream": a download, nothing more.
"""

import codecs
import zipfile
from pathlib import Path

UNKNOWN = "application/octet-stream"
HEAD = 4096

# What a file begins with. Longer beginnings that share a start with shorter ones stand first.
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)
# The folder inside an Office package that tells which program wrote it.
PACKAGES = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
MARKUP = (
    (b"<?xml", "application/xml"),
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<svg", "image/svg+xml"),
)
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def media_type_of(path: Path) -> str:
    """Return the media type that the bytes of a file speak for."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for beginning, media_type in SIGNATURES:
        if head.startswith(beginning):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _package_type(path)
    return _text_type(head)


def _package_type(path: Path) -> str:
    """Return the type of a zip package from the names in its directory; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()[:2000]
            if names and names[0] == "mimetype" and package.getinfo("mimetype").file_size < 100:
                declared = package.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared.startswith("application/vnd.oasis.opendocument.") else "application/zip"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return UNKNOWN
    if "[Content_Types].xml" in names:
        for folder, media_type in PACKAGES:
            if any(name.startswith(folder) for name in names):
                return media_type
    return "application/zip"


def _text_type(head: bytes) -> str:
    lowered = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for beginning, media_type in MARKUP:
        if lowered.startswith(beginning):
            return media_type
    if head.startswith(BYTE_ORDER_MARKS[1:]):
        return "text/plain"
    if b"\x00" in head:
        return UNKNOWN
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return UNKNOWN
    return "text/plain"
