"""Pass on to sub-paragraphs what their chapeau leaves open: verb, addressees and times, at any depth.

A step of directives, beside asks. Under "Requests the Secretary-General:" each "(a) To submit …" is a request to the
Secretary-General; under "Decides to establish a Committee to undertake the following tasks:" each task is the
Committee's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tracker.reading.directives.complements import opens_list
from tracker.reading.directives.provisions import Paragraph
from tracker.reading.records import Addressee, Deadline, Directive, Found
from tracker.reading.vocabulary.tokens import Token

_TASKS = re.compile(r"\b(?:following|these) (?:\w+ )?(?:tasks|mandate|functions|responsibilities|objectives|duties)")
_FOUNDED = re.compile(
    r"\b(?:establish|establishes|create|creates|set up|sets up)\b(?:,[^,]*,)? an? "
    r"([A-Z][\w\u2019'-]+(?: (?:(?:of|on|for|and|in|against) )*[A-Z][\w\u2019'-]+)*)"
)
_Part = TypeVar("_Part", Addressee, Deadline)


@dataclass(frozen=True, slots=True)
class Open:
    """What a chapeau leaves open for its sub-paragraphs: its directives, and whether the organ itself acts in each."""

    directives: tuple[Directive, ...] = ()
    own: tuple[bool, ...] = ()

    def without_places(self) -> "Open":
        """Return the same for numbered paragraphs under "Resolves that:", which is no chapeau to point into."""
        return Open(
            tuple(
                replace(
                    directive,
                    addressees=tuple(replace(addressee, found=None) for addressee in directive.addressees),
                    deadlines=tuple(replace(deadline, found=None) for deadline in directive.deadlines),
                    verb_found=None,
                    action_found=None,
                    deliverable_found=None,
                    conditional_found=None,
                )
                for directive in self.directives
            ),
            self.own,
        )


NOTHING_OPEN = Open()


def above(path: tuple[str, ...], open_above: dict[tuple[str, ...], Open]) -> Open:
    """Return what the nearest chapeau above a path leaves open."""
    for depth in range(len(path) - 1, 0, -1):
        if path[:depth] in open_above:
            return open_above[path[:depth]]
    return NOTHING_OPEN


def left_open(found: Sequence[tuple[Directive, bool]], taken: int, closed: bool) -> Open:
    """Return what sub-paragraphs inherit: the last directive, those that announce a list, and what came from above.

    `found` are the directives, each with whether the organ itself acts; the first `taken` of them come from above.
    `closed` where the last clause states something.
    """
    if closed or not found:
        return NOTHING_OPEN
    last = found[-1][0]
    if taken == len(found):
        kept = list(found)
    else:
        kept = [
            (directive, own)
            for directive, own in found
            if directive is last
            or (directive.action_found and directive.action_found == last.action_found)
            or "following" in directive.action
            or "as follows" in directive.action
        ]
    return Open(tuple(directive for directive, _ in kept), tuple(own for _, own in kept))


def founded_body(paragraph: Paragraph, found: Sequence[tuple[Directive, bool]]) -> Open | None:
    """Return the tasks that the organ gives to a body it founds: "establishes a Committee to undertake the following".

    None where it founds none. A committee of the Security Council is known by the resolution that founded it.
    """
    if not found or not found[-1][1] or not opens_list(paragraph.text) or not _TASKS.search(paragraph.text):
        return None
    match = _FOUNDED.search(paragraph.text)
    if match is None:
        return None
    name = match[1]
    if name == "Committee" and paragraph.symbol.startswith("S/RES/"):
        name = f"Committee established pursuant to resolution {paragraph.symbol.removeprefix('S/RES/')}"
    directive = found[-1][0]
    body = Addressee(name, match[1], Found(match.start(1), match.end(1)))
    return Open((replace(directive, addressees=(body,), deadlines=()),), (False,))


def taken_over(directive: Directive) -> Directive:
    """Return a chapeau's directive as a sub-paragraph takes it over: every word of it stands in the chapeau."""
    return replace(
        directive,
        addressees=tuple(_in_chapeau(addressee) for addressee in directive.addressees),
        deadlines=tuple(_in_chapeau(deadline) for deadline in directive.deadlines),
        verb_found=found_above(directive.verb_found),
        deliverable_found=found_above(directive.deliverable_found),
        conditional_found=found_above(directive.conditional_found),
    )


def is_bare(tokens: Sequence[Token], text: str) -> bool:
    """Return whether a sub-paragraph is but the head of a list ("Protection of civilians:"): a noun before a colon."""
    return opens_list(text) and len(tokens) < 12 and tokens[0].low != "to"


def found_above(found: Found | None) -> Found | None:
    """Return a span as standing in the chapeau."""
    return replace(found, in_chapeau=True) if found else None


def _in_chapeau(part: _Part) -> _Part:
    return replace(part, found=found_above(part.found))
