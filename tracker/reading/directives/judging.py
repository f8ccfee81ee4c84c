"""Judge one provision: its directives with deliverables, times, conditions and confidence, and what it leaves open.

A step of directives, above asks and chapeaux; `judge` in the package walks the document.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tracker.reading.deadlines import find_deadlines
from tracker.reading.deadlines.context import DeadlineContext
from tracker.reading.directives.asks import asks_in
from tracker.reading.directives.chapeaux import Open, founded_body, is_bare, left_open, taken_over
from tracker.reading.directives.clauses import Clause, clauses_in
from tracker.reading.directives.complements import clean_action, opens_list
from tracker.reading.directives.conditions import condition_in, condition_on
from tracker.reading.directives.confidence import confidence_below, confidence_of, confidence_of_statement
from tracker.reading.directives.deliverables import (
    Asked,
    deliberates,
    deliverable_of,
    leading_verb,
    named_in,
    rivals_of,
)
from tracker.reading.directives.languages import read_language
from tracker.reading.directives.orders import order_under
from tracker.reading.directives.provisions import Ask, Paragraph
from tracker.reading.records import Addressee, Deadline, Deliverable, Directive, Found, Judgement, Kind
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token


def judge_provision(paragraph: Paragraph, times: DeadlineContext, inherited: Open) -> tuple[Judgement, Open]:
    """Return the judgement on one provision, and what it leaves open for those below it."""
    if paragraph.language != "en":
        return _judge_in_language(paragraph, times, inherited)
    clauses = clauses_in(paragraph.tokens, paragraph.vocabulary, paragraph.language, under=bool(inherited.directives))
    asks = asks_in(paragraph, clauses, under_chapeau=bool(inherited.directives))
    is_below = bool(inherited.directives) and not _starts_itself(clauses)
    # A statement has no deadline, so that half of all provisions need not be searched for one.
    deadlines = find_deadlines(paragraph.text, times) if asks or is_below else ()
    found = _inherited(paragraph, clauses, asks, deadlines, inherited) if is_below and paragraph.tokens else []
    taken = len(found)
    for ask in asks:
        is_first = not found and (not clauses or ask.clause[0] == clauses[0].opens)
        start = 0 if is_first else _offset(paragraph, ask.clause[0])
        due = _between(deadlines, start, _offset(paragraph, ask.clause[1]))
        found.append((_directive(ask, paragraph, _without_manner(due, paragraph, ask), len(asks)), ask.own))
    speaks_last = bool(asks) and bool(clauses) and asks[-1].clause[1] == clauses[-1].end
    closed = bool(clauses) and clauses[-1].verb.kind in ("state", "tell") and not speaks_last
    rest = founded_body(paragraph, found) or left_open(found, taken, closed)
    return _judgement(found, bool(clauses)), rest


def _judge_in_language(paragraph: Paragraph, times: DeadlineContext, inherited: Open) -> tuple[Judgement, Open]:
    """Return the same for a provision in another language than English, by its opening phrases."""
    reading = read_language(paragraph)
    deadlines = find_deadlines(paragraph.text, times) if inherited.directives else ()
    found = [] if reading.starts_itself else _inherited(paragraph, (), (), deadlines, inherited)
    taken = len(found)
    found += reading.directives
    opened = reading.starts_itself or bool(found)
    return _judgement(found, opened), left_open(found, taken, reading.ends_in_state)


def _judgement(found: Sequence[tuple[Directive, bool]], opened: bool) -> Judgement:
    """Return the kind that the directives come to; `opened` where an operative verb was found at all."""
    if not found:
        confidence, doubts = confidence_of_statement(opened)
        return Judgement("statement", (), confidence, doubts)
    kind: Kind = "decision" if all(own for _, own in found) else "directive"
    directives = tuple(directive for directive, _ in found)
    return Judgement(kind, directives, min(directive.confidence for directive in directives))


def _starts_itself(clauses: Sequence[Clause]) -> bool:
    """Return whether a provision opens with an operative verb of its own, so that no chapeau governs it."""
    return bool(clauses) and clauses[0].opens <= 1 and clauses[0].verb.form != "participle"


def _inherited(
    paragraph: Paragraph,
    clauses: Sequence[Clause],
    asks: Sequence[Ask],
    deadlines: tuple[Deadline, ...],
    inherited: Open,
) -> list[tuple[Directive, bool]]:
    """Return the chapeau's directives as they hold for this provision, each with whether the organ itself acts."""
    end = clauses[0].opens if clauses else len(paragraph.tokens)
    in_reach = _between(deadlines, 0, _offset(paragraph, end if asks else len(paragraph.tokens)))
    return [
        _inherit(directive, own, paragraph, end, in_reach)
        for directive, own in zip(inherited.directives, inherited.own, strict=True)
    ]


def _inherit(
    directive: Directive, own: bool, paragraph: Paragraph, end: int, deadlines: tuple[Deadline, ...]
) -> tuple[Directive, bool]:
    """Return a chapeau's directive for a sub-paragraph: same verb, addressees, times; its own action.

    Under "Decides" a sub-paragraph may order somebody itself by its chapeau's verb, "(a) The Secretary-General shall
    …", or ask by one of its own, "(b) To request the Secretary-General to …".
    """
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    taken, start = taken_over(directive), 0
    order = order_under(paragraph, end) if own else None
    if order:
        taken = replace(taken, addressees=tuple(named.addressee for named in order.named))
        if not order.by_order:
            verb_found = _found(tokens, order.verb_range)
            taken = replace(taken, verb=order.verb, strength=order.strength, verb_found=verb_found)
        own, start = False, order.action[0]
    condition = condition_in(tokens, start, end, vocabulary)
    action = clean_action(tokens, start, end, vocabulary)
    times = taken.deadlines + deadlines
    bare = is_bare(tokens, paragraph.text)
    asked = Asked(tokens, start, end, vocabulary)
    deliverable, sign = deliverable_of(asked, _first_due(paragraph, deadlines))
    verb = leading_verb(asked)
    itself = bool(verb) and not _describes(tokens, start, vocabulary)
    if own and taken.deliverable == "legal" and verb.endswith("ing"):
        deliverable, sign, itself = "other", None, False
    if deliverable == "other":
        deliverable = taken.deliverable if not itself else _implied(paragraph, directive.verb, own, times, asked)
    rivals = () if bare else rivals_of(asked, deliverable)
    unplain = _unplain(deliverable, own, verb, taken.addressees)
    far = () if bare else _far(deliverable, sign, tokens, (start, end), vocabulary)
    confidence, doubts = confidence_below((*taken.doubts, *_rivalry(deliverable, rivals), *unplain, *far))
    return replace(
        taken,
        deadlines=times,
        action="" if bare else _words(paragraph, action),
        action_found=None if bare else _found(tokens, action),
        deliverable=deliverable,
        deliverable_found=_found(tokens, sign) or (taken.deliverable_found if not itself else None),
        conditional=taken.conditional or condition is not None,
        conditional_found=_found(tokens, condition) or taken.conditional_found,
        confidence=confidence,
        doubts=doubts,
    ), own


def _describes(tokens: Sequence[Token], start: int, vocabulary: Vocabulary) -> bool:
    """Return whether an item says more of what its chapeau asks for: "a survey that: (a) identifies gaps"."""
    word = tokens[start].low if start < len(tokens) else ""
    return word in ("being", "having") or (word.endswith("s") and word not in vocabulary.words["infinitive"])


def _directive(ask: Ask, paragraph: Paragraph, deadlines: tuple[Deadline, ...], asks: int) -> Directive:
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    start, end = ask.action
    due = _first_due(paragraph, deadlines)
    asked = Asked(tokens, start, end, vocabulary)
    deliverable, sign = deliverable_of(asked, due, ask.object_of)
    if deliverable == "other":
        names = tuple(named.addressee for named in ask.named)
        deliverable = _implied(paragraph, ask.verb, ask.own, deadlines, asked, names)
        if ask.by_order and any(token.low in ("mandate", "mandates") for token in tokens[ask.verb_range[1] : start]):
            deliverable = "institution"
    action = clean_action(tokens, start, end, vocabulary)
    bare = opens_list(paragraph.text) and end == len(tokens) - 1 and not ask.named
    condition = condition_on(tokens, ask.verb_range[1], start, end, vocabulary)
    rivals = rivals_of(asked, deliverable) if not ask.object_of else ()
    verb = leading_verb(asked)
    unplain = _unplain(deliverable, ask.own, verb, [named.addressee for named in ask.named])
    far = _far(deliverable, sign, tokens, ask.action, vocabulary)
    confidence, doubts = confidence_of(ask, asks, (*_rivalry(deliverable, rivals), *unplain, *far))
    return Directive(
        verb=ask.verb,
        strength=ask.strength,
        addressees=tuple(named.addressee for named in ask.named),
        action="" if bare else _words(paragraph, action),
        deliverable=deliverable,
        deadlines=deadlines,
        conditional=condition is not None,
        confidence=confidence,
        doubts=doubts,
        verb_found=_found(tokens, ask.verb_range),
        action_found=None if bare else _found(tokens, action),
        deliverable_found=_found(tokens, sign),
        conditional_found=_found(tokens, condition),
    )


def _implied(
    paragraph: Paragraph,
    verb: str,
    own: bool,
    deadlines: tuple[Deadline, ...],
    asked: Asked,
    addressees: tuple[Addressee, ...] = (),
) -> Deliverable:
    """Return what follows from who asks whom: what a body takes up at its session, what the Council makes States do."""
    at_session = any(deadline.type == "session" for deadline in deadlines)
    if (own or at_session) and deliberates(asked):
        return "agenda"
    if verb in _BINDS and not own and paragraph.organ == "Security Council":
        if any(addressee.name.removeprefix("Member ").rstrip("s") == "State" for addressee in addressees):
            return "legal"
    return "other"


def _rivalry(deliverable: Deliverable, rivals: Sequence[Deliverable]) -> tuple[str, ...]:
    if not rivals:
        return ()
    return (f"several deliverables: {', '.join(_NAMED[one] for one in (deliverable, *rivals))}",)


def _unplain(deliverable: Deliverable, own: bool, verb: str, addressees: Sequence[Addressee]) -> tuple[str, ...]:
    """Return the doubt where no sign says what is produced and it may be more than an action.

    So it is with what the organ decides, which mostly brings something about, and with what States are to ensure, which
    may take a law. What else is to be ensured, or done "so", is told by the words of a clause and doubted, too.
    """
    if verb in ("ensure", "ensuring", "do") and deliverable not in ("other", "legal"):
        return (f'what it comes to to "{verb}" it is not plain',)
    if deliverable != "other":
        return ()
    if own:
        return ("what the decision brings about is not plain",)
    if verb in ("ensure", "ensuring") and any(addressee.name.endswith("States") for addressee in addressees):
        return (f'what States must do to "{verb}" it is not plain',)
    return ()


def _far(
    deliverable: Deliverable,
    sign: tuple[int, int] | None,
    tokens: Sequence[Token],
    action: tuple[int, int],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """Return the doubt where the noun that tells what is produced stands far from its verb, or beside another's."""
    if deliverable == "other":
        start, end = action
        near = tokens[start : min(end, start + _NEAR)]
        named = next(named_in(near, vocabulary), None) or next((one.low for one in near if one.low in _RIGHTS), None)
        return (f'"{named}" may be more than an action',) if named else ()
    if sign and sign[1] - sign[0] > _FAR:
        return ("what is produced is named far from its verb",)
    if sign and tokens[sign[0]].low in vocabulary.words["unaddressed"]:
        return (f'to whom it is to "{tokens[sign[0]].low}" is not plain',)
    return ()


# Within how many words a noun can be what the action is about, and beyond how many it may be of another action.
_NEAR = 16
_FAR = 12
# What a paragraph may bind to as law or only name among its aims.
_RIGHTS = frozenset({"right", "rights", "freedom", "freedoms"})
# How the Council lays down or says again what States are bound to.
_BINDS = frozenset({"decide", "clarify", "affirm", "reaffirm"})
_NAMED: dict[Deliverable, str] = {
    "report": "a report",
    "meeting": "a meeting",
    "agenda": "an agenda item",
    "appointment": "an appointment",
    "resources": "resources",
    "legal": "a legal act",
    "institution": "an institution",
    "other": "another action",
}


def _without_manner(times: tuple[Deadline, ...], paragraph: Paragraph, ask: Ask) -> tuple[Deadline, ...]:
    """Return the deadlines without the adverb of the verb itself: "Urgently requests" sets no time."""
    verb = _offset(paragraph, ask.verb_range[1])
    return tuple(time for time in times if time.type != "soft" or not time.found or time.found.start >= verb)


def _offset(paragraph: Paragraph, token: int) -> int:
    """Return where a token begins in the text; the text's length beyond the last."""
    return paragraph.tokens[token].start if token < len(paragraph.tokens) else len(paragraph.text)


def _between(deadlines: tuple[Deadline, ...], start: int, end: int) -> tuple[Deadline, ...]:
    return tuple(deadline for deadline in deadlines if deadline.found and start <= deadline.found.start < end)


def _first_due(paragraph: Paragraph, deadlines: tuple[Deadline, ...]) -> int | None:
    """Return the token at which the first deadline begins: one with a time, else an event; never a wish for haste."""
    places = [(one.type == "event", one.found.start) for one in deadlines if one.type != "soft" and one.found]
    if not places:
        return None
    _is_event, start = min(places, key=lambda place: place[0])
    return bisect_right(paragraph.tokens, start, key=lambda token: token.end)


def _words(paragraph: Paragraph, span: tuple[int, int]) -> str:
    start, end = span
    if start >= end:
        return ""
    return paragraph.text[paragraph.tokens[start].start : paragraph.tokens[end - 1].end]


def _found(tokens: Sequence[Token], span: tuple[int, int] | None) -> Found | None:
    if span is None or span[0] >= span[1]:
        return None
    return Found(tokens[span[0]].start, tokens[span[1] - 1].end)
