"""Small Word files of 1997–2003 for tests, written byte by byte: the container and the piece table."""

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def container(streams: dict[str, bytes]) -> bytes:
    """Return an OLE compound file with these streams, each at least as long as is kept outside the small sectors."""
    fat, data = [FAT, END], b""
    entries = [_entry("Root Entry", 5, END, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        content += b"\0" * (-len(content) % SECTOR)
        entries.append(_entry(name, 2, len(fat), len(content)))
        count = len(content) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), END]
        data += content
    assert len(entries) <= 4
    assert len(fat) <= 128
    fat += [FREE] * (128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6).ljust(20, b"\0")
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0).ljust(36, b"\0")
    head = head[:76] + struct.pack("<109I", 0, *[FREE] * 108)
    return head + struct.pack("<128I", *fat) + b"".join(entries).ljust(SECTOR, b"\0") + data


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    fields = struct.pack("<HBBIII", len(encoded), kind, 1, FREE, FREE, FREE)
    return encoded.ljust(64, b"\0") + fields + b"\0" * 36 + struct.pack("<IQ", start, size)


def word_97(body: str, footnotes: str = "", headers: str = "", *, flags: int = 0x0200) -> bytes:
    """Return a .doc file whose text is held in one piece of UTF-16."""
    text = body + footnotes + headers
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<III", main, 0x4C, len(body), len(footnotes), len(headers))
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, len(main), 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x1A2, 0, len(table))
    return container({"WordDocument": bytes(main) + text.encode("utf-16-le"), "1Table": table})
