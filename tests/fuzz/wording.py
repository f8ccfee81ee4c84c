"""Reword resolutions without sense, and say of each whether judging it did harm: the grammar must stand any words."""

import functools
import re
import traceback
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.fuzz.originals import originals
from tracker.reading import vocabulary
from tracker.reading.directives import judge
from tracker.reading.reader import read_document
from tracker.reading.records import Provision, Resolution

_PIECE = re.compile(r"\w+|[^\w\s]")
_SPACE_BEFORE_MARK = re.compile(r" (?=[,;:.])")
# What the grammar gives a meaning to by its place, often enough to stand next to anything.
_HINGES = (
    *(",", ";", ":", ".", "—", "-", "“", "”", "'", "’s", "(a)"),
    *(
        "that",
        "to",
        "of",
        "and",
        "the",
        "by",
        "it",
        "them",
        "its",
        "their",
        "shall",
        "need",
        "within",
        "until",
        "every",
    ),
    *("at its", "next session", "fifty", "years", "2025", "31 January"),
)
_MOST = 30


def reworded(seed: int) -> Iterator[tuple[str, Resolution]]:
    """Yield resolutions with provisions of damaged words without end, each with the name of its original."""
    chance = Random(seed)
    readings = [
        (name, resolution)
        for name, content in sorted(originals().items())
        if name.endswith((".txt", ".xml"))
        for resolution in read_document(content, name).resolutions
        if resolution.operative
    ]
    words = _words()
    while True:
        name, resolution = chance.choice(readings)
        provisions = tuple(_reword(provision, words, chance) for provision in resolution.operative[:_MOST])
        yield name, replace(resolution, operative=provisions)


def harm_of_words(resolution: Resolution) -> str:
    """Return where judging the resolution failed and on which provisions, "" if it did not."""
    try:
        judge(resolution, vocabulary.load())
    except Exception:  # noqa: BLE001 – any fault is a finding
        words = "\n".join(f"{provision.path}: {provision.text!r}" for provision in resolution.operative)
        return f"{words}\n{traceback.format_exc()}"
    return ""


@functools.cache
def _words() -> tuple[str, ...]:
    """Return the words the grammar knows, the hinges among them as often as all the others."""
    known = vocabulary.load()
    words = sorted({word for group in known.words.values() for word in group} | set(known.verbs["en"]))
    return (*words, *_HINGES * (len(words) // len(_HINGES)))


def _reword(provision: Provision, words: tuple[str, ...], chance: Random) -> Provision:
    if chance.random() < 0.2:
        return provision
    return replace(provision, text=_damaged_text(provision.text, words, chance))


def _damaged_text(text: str, words: tuple[str, ...], chance: Random) -> str:
    """Return the text with one to four damages: words cut off, left out, put in, exchanged, doubled or moved."""
    pieces = _PIECE.findall(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(pieces) + 1)
        end = min(len(pieces), at + 1 + int(chance.expovariate(1 / 4)))
        match chance.randrange(8):
            case 0:
                pieces = pieces[:at]
            case 1:
                pieces = pieces[at:]
            case 2:
                pieces = pieces[:at] + pieces[end:]
            case 3:
                pieces = [*pieces[:at], chance.choice(words), *pieces[at:]]
            case 4:
                pieces = [*pieces[:at], chance.choice(words), *pieces[end:]]
            case 5:
                pieces = pieces[:at] + pieces[at:end] * 2 + pieces[end:]
            case 6:
                pieces = pieces[at:end]
            case _:
                pieces = pieces[at:end] + pieces[:at]
    spaced = " ".join(pieces)
    return spaced if chance.random() < 0.7 else _SPACE_BEFORE_MARK.sub("", spaced)
