"""Read plain text into blocks: one line, or one run of wrapped lines, a block.

Stands first in the flow: bytes in, Source out. Knows how the old UN word-processor files and pasted pages look as text
(tabs, anchors, job-number fields), and nothing of what a resolution is.
"""

import codecs
import re
from collections.abc import Iterator

from tracker.reading.limits import check_size
from tracker.reading.records import Block, Place, Role, Source, UnreadableError

TAB_POINTS = 36.0
MAX_BLOCKS = 30_000

# A label that a tab sets apart from its words, also in quotation marks: "1.", "(a)", "iv)", "a.", "XIII.", "•", "“2.".
_TAB_LABEL = re.compile(r"[“\"]?(\(?(?:\d{1,3}|[^\W\d_]{1,5})[.)]|[•●▪○·–—-])\t\s*(?=\S)")
# A number whose stop is missing, no first cell of a table's row: "3 Calls upon".
_NUMBER_CELL = re.compile(r"\d{1,3}\t\s*\.?[A-Z][^\t]*$")
# A note below a rule, as a word processor saves it: its number, a tab, its words.
_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3})\t[^\t]+$")
# Word fields of the documents service: "[DU1]", "<<ODS JOB NO>>N0350298E<<ODS JOB NO>>".
_ANCHOR = re.compile(r"\[DU\d{0,3}\]")
_FIELD = re.compile(r"<<ODS [A-Z0-9 ]{1,30}>>")
# Lines of nothing but rules and page-break debris.
_RULE = re.compile(r"[\s_\-–—=*]{3,}")
# Characters that are no text: controls other than white space.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
# Soft hyphens, zero-width and direction characters: no letter of a word.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# The share of control characters above which a file is taken to be binary.
_BINARY_SHARE = 0.01
# A file is taken to be wrapped by hand when most of its lines end between these widths.
_WRAP_WIDTHS = range(50, 101)


def read(content: bytes) -> Source:
    """Return the blocks of a text file; raise UnreadableError where it is empty or no text.

    A label set apart by a tab goes into `label`; the indent is half an inch a leading tab. Lines broken by hand at a
    fixed width are joined. `place.line` is the line of the file, from 1.
    """
    check_size(content)
    return read_lines(decode(content))


def read_lines(text: str) -> Source:
    """Return the blocks of text that is already decoded (pasted into a form)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n").split("\n")
    if _is_wrapped(lines):
        numbered = _unwrapped(lines)
    else:
        numbered = list(enumerate(lines, start=1))
    if len(numbered) > MAX_BLOCKS and sum(bool(line.strip()) for _, line in numbered) > MAX_BLOCKS:
        raise UnreadableError(
            f"The text has more than {MAX_BLOCKS:,} paragraphs. Send its resolutions in smaller files."
        )
    blocks = tuple(_blocks(numbered))
    if not blocks:
        raise UnreadableError("The file holds no words. Check that the right file was chosen.")
    return Source(format="text", blocks=blocks)


def decode(content: bytes) -> str:
    """Return the file's text: by its byte-order mark, else UTF-16 by its zero bytes, else UTF-8, else Windows-1252."""
    if not content.strip():
        raise UnreadableError("The file is empty. Check that the right file was chosen.")
    text = content.decode(_encoding(content), errors="replace")
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) * _BINARY_SHARE):
        raise UnreadableError(
            "The file is no text: it holds binary data. Send the document as Word, PDF, XML, HTML or plain text."
        )
    return text if text.isascii() else _UNSEEN.sub("", text)


def _encoding(content: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return name
    head = content[:4096]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _is_wrapped(lines: list[str]) -> bool:
    """Say whether the lines were broken by hand at a fixed width: few are longer, many come near it."""
    widths = [len(line.rstrip()) for line in lines if line.strip()]
    if len(widths) < 10 or max(widths) > _WRAP_WIDTHS.stop + 20:
        return False
    return sum(width in _WRAP_WIDTHS for width in widths) * 2 > len(widths)


# What starts a paragraph even in the middle of wrapped lines: a tab, a label.
_OPENS = re.compile(r"\s{4,}\S|\t|\s*\(?(?:\d{1,3}|[a-z]{1,4})[.)]\s")


def _unwrapped(lines: list[str]) -> list[tuple[int, str]]:
    joined: list[tuple[int, str]] = []
    ended, above = True, ""
    longest = max(len(line.rstrip()) for line in lines)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            ended = True
            continue
        if ended or (_OPENS.match(line) and not _hangs(line, above)):
            joined.append((number, line.rstrip()))
        else:
            first, text = joined[-1]
            joined[-1] = (first, f"{text} {line.strip()}")
        above = line if ended or not joined or joined[-1][0] == number else above
        ended = len(line.rstrip()) < longest * 0.6
    return joined


def _hangs(line: str, above: str) -> bool:
    """Say whether a line hangs under the words of the line that opened its paragraph, behind their number."""
    indent = len(line) - len(line.lstrip())
    return (
        len(above) - len(above.lstrip()) < indent < len(above)
        and above[indent - 1 : indent + 1].lstrip() == above[indent]
    )


def _holds_words(row: str) -> bool:
    """Say whether tabs part names or phrases, as in a list of people, rather than the figures of a table."""
    cells = row.split("\t")
    return len(row) > 12 * len(cells) and not any(character.isdigit() for character in row)


def _blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    in_body = opened = behind_rule = False
    for number, line in lines:
        role: Role = ""
        if "[DU" in line:
            line = _ANCHOR.sub("", line)
        if "<<ODS" in line:
            line, role = _FIELD.sub(" ", line), "furniture"
        words = line.strip()
        if not words:
            continue
        if _RULE.fullmatch(words):
            role, behind_rule = "furniture", True
        tabs = len(line) - len(line.lstrip("\t"))
        label = ""
        if behind_rule and not tabs and _NOTE.match(words):
            words = " ".join(words.split())
        if "\t" in words:
            if found := _TAB_LABEL.match(words):
                label, words = found[1], words[found.end() :]
            if (
                in_body
                and not label
                and "\t" in words
                and not (tabs == 1 and _NUMBER_CELL.match(words))
                and not (opened and tabs == 1 and _holds_words(words))
            ):
                role = "table"
        elif in_body and line.endswith("\t"):
            role = "table"
        elif tabs > 1 and not label:
            role = role or "heading"
        in_body = in_body or (tabs == 1 and len(words) > 60)
        opened = words.endswith(":")
        yield Block(" ".join(words.split()), Place(number), label, role, indent=tabs * TAB_POINTS)
