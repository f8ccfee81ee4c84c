"""Say how sure a reading is, and why it is not surer: one at the start, less for each doubt, each in words.

Last step of directives. What is doubted was found by counting on annotated provisions which readings go wrong.
"""

from collections.abc import Sequence

from tracker.reading.directives.provisions import Ask

_START = 0.97
_EACH = 0.09
_MANY = 3


def confidence_of_statement(opened: bool) -> tuple[float, tuple[str, ...]]:
    """Return the confidence (0–1) that a provision asks nothing; less where it does not even open with a verb."""
    return _weighed(() if opened else ("no operative verb was found",))


def confidence_of(ask: Ask, asks: int, doubts: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    """Return the confidence in one directive of the `asks` in its provision, with the doubts; others may be given."""
    found = [*ask.doubts, *(doubt for named in ask.named for doubt in named.doubts)]
    if not ask.named:
        found.append("nobody is named")
    if len(ask.named) >= _MANY:
        found.append(f"{len(ask.named)} addressees are named together")
    if asks >= _MANY:
        found.append(f"{asks} requests in one paragraph")
    return _weighed([*found, *doubts])


def confidence_below(doubts: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    """Return the confidence in a directive taken over from a chapeau, with its doubts and those of the chapeau."""
    return _weighed(doubts)


def _weighed(doubts: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    each = tuple(dict.fromkeys(doubts))
    return max(0.05, round(_START - _EACH * len(each), 2)), each
