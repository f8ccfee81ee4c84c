"""How alike two texts are: paragraphs paired across them, and the words in which a pair differs or agrees.

Pure, and quick whatever it is given: a paragraph is compared only with the few that share its rarest words, and the
diff of a pair gives up refining after a moment. Stands above `search`; `lineage`, the page that compares two texts and
the overlap of mandates ask.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from diff_match_patch import diff_match_patch
from rapidfuzz import fuzz

# From which likeness on a paragraph is taken for the same one, changed.
ALIKE = 0.6
# How many paragraphs of the other text one is compared with.
CANDIDATES = 6
# By how many of its rarest words these are found.
RAREST = 16
# Seconds after which the diff of one pair is given as it is then.
LONGEST_DIFF = 0.05
# Words in common: a run has one of so many letters, since "of the" says nothing, and neither begins nor ends with less.
TELLING, EDGE = 5, 4

Kind = Literal["same", "changed", "new", "dropped"]
Span = tuple[int, int]
_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_SIGNS = {0: "same", 1: "added", -1: "removed"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the later text beside the one of the earlier text that it renews, by their places; None: none."""

    earlier: int | None
    later: int | None
    likeness: float

    @property
    def kind(self) -> Kind:
        if self.earlier is None:
            return "new"
        if self.later is None:
            return "dropped"
        return "same" if self.likeness >= 1 else "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts ("same"), only in the later ("added") or only in the earlier ("removed")."""

    kind: Literal["same", "added", "removed"]
    words: str


def likeness(first: str, second: str) -> float:
    """Return how alike two paragraphs are: 1 for the same words, 0 for nothing in common."""
    return _likeness(folded(first), folded(second))


def nearness(first: str, second: str) -> float:
    """Return how much of two paragraphs is the same in whatever order: 1 for the same words, 0 for none in common.

    Half of it is how alike the words are in the order of the alphabet, half how far the one holds all of the other: a
    draft may join two paragraphs, or ask half of what one asks. Texts of unlike matters come to some 0.6.
    """
    first, second = folded(first), folded(second)
    return (fuzz.token_sort_ratio(first, second) + fuzz.token_set_ratio(first, second)) / 200


def in_common(first: str, second: str) -> tuple[list[Span], list[Span]]:
    """Return where in each of two texts the words of the other stand, in runs; short words only within one."""
    tokens = [
        [(at.start(), at.end(), at[0].casefold()) for at in re.finditer(r"\w+", words)] for words in (first, second)
    ]
    shared = {word for _start, _end, word in tokens[0]} & {word for _start, _end, word in tokens[1]}
    return _runs(tokens[0], shared), _runs(tokens[1], shared)


def folded(words: str) -> str:
    """Return the words without case and punctuation, as they are compared."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def align(earlier: Sequence[str], later: Sequence[str]) -> list[Pair]:
    """Pair the paragraphs of two texts, each with one at most, the most alike first.

    The order is that of the later text; what it dropped stands behind the paragraph that it followed.
    """
    before, after = [folded(words) for words in earlier], [folded(words) for words in later]
    scored = sorted(_candidates(before, after), key=lambda one: (-one[2], abs(one[0] - one[1]), one))
    taken: dict[int, int] = {}
    pairs: dict[int, Pair] = {}
    for old, new, score in scored:
        if old not in taken and new not in pairs:
            taken[old] = new
            pairs[new] = Pair(old, new, score)
    return _in_order(len(before), [pairs.get(new) or Pair(None, new, 0) for new in range(len(after))], taken)


def diff(earlier: str, later: str) -> list[Piece]:
    """Return the two texts as pieces, word by word: what is the same, what was removed, what was added."""
    signs: dict[str, str] = {}
    first, second = ("".join(_sign(token, signs) for token in _WORD.findall(words)) for words in (earlier, later))
    engine = diff_match_patch()
    engine.Diff_Timeout = LONGEST_DIFF
    found = engine.diff_main(first, second, False)
    engine.diff_cleanupSemantic(found)
    tokens = {sign: token for token, sign in signs.items()}
    return [Piece(_SIGNS[change], "".join(tokens[sign] for sign in words)) for change, words in found]


def _likeness(first: str, second: str) -> float:
    return 1.0 if first == second else min(fuzz.ratio(first, second) / 100, 0.999)


def _runs(tokens: Sequence[tuple[int, int, str]], shared: set[str]) -> list[Span]:
    runs = []
    for is_shared, group in groupby(tokens, key=lambda token: token[2] in shared):
        run = [(start, end) for start, end, _word in group if is_shared]
        ends = [at for at, (start, end) in enumerate(run) if end - start >= EDGE]
        if any(end - start >= TELLING for start, end in run):
            runs.append((run[ends[0]][0], run[ends[-1]][1]))
    return runs


def _candidates(before: list[str], after: list[str]) -> list[tuple[int, int, float]]:
    """Return (earlier, later, likeness) of the pairs that may belong together."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(before):
        for word in set(words.split()):
            holders[word].append(place)
    found = []
    for place, words in enumerate(after):
        shared: Counter[int] = Counter()
        # A word says the more, the fewer paragraphs have it; those that are everywhere say nothing.
        for word in sorted(set(words.split()) & holders.keys(), key=lambda word: (len(holders[word]), word))[:RAREST]:
            for other in holders[word]:
                shared[other] += 1 / len(holders[word])
        for other, _weight in shared.most_common(CANDIDATES):
            score = _likeness(before[other], words)
            if score >= ALIKE:
                found.append((other, place, score))
    return found


def _in_order(count: int, pairs: list[Pair], taken: dict[int, int]) -> list[Pair]:
    """Put what was dropped behind the paragraph that it followed in the earlier text."""
    behind: dict[int, list[Pair]] = defaultdict(list)
    last = -1
    for old in range(count):
        if old in taken:
            last = taken[old]
        else:
            behind[last].append(Pair(old, None, 0))
    ordered = list(behind[-1])
    for new, pair in enumerate(pairs):
        ordered += [pair, *behind[new]]
    return ordered


def _sign(token: str, signs: dict[str, str]) -> str:
    """Return the one character that stands for a token: the diff compares characters."""
    if token not in signs:
        number = len(signs) + 0x100
        # Past the surrogates, which no text can hold.
        signs[token] = chr(number if number < 0xD800 else number + 0x800)
    return signs[token]
