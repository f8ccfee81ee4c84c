"""Read clauses that ask: "requests X to …", "demands that X …", "calls for … by X", "encourages dialogue".

A step of directives, below asks.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.reading.addressees import Named
from tracker.reading.directives.clauses import Clause
from tracker.reading.directives.complements import (
    Complement,
    agents_of,
    is_infinitive,
    past_aside,
    with_infinitive,
    with_subject,
)
from tracker.reading.directives.provisions import Ask, Paragraph, acts, first_word, head_word
from tracker.reading.vocabulary.tokens import Token


def base_of(clause: Clause) -> Ask:
    verb = clause.verb
    end_of_verb = max(clause.verb_start + 1, clause.verb_start + len(verb.words))
    return Ask(
        verb.base, verb.strength, (clause.verb_start, min(end_of_verb, clause.start)), (clause.opens, clause.end)
    )


def asked(paragraph: Paragraph, clause: Clause, following: Clause | None) -> Ask:
    """Read "requests X to …", "demands that X …", "calls for … by X"."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    start, end = past_aside(tokens, clause.start, clause.end), clause.end
    base = base_of(clause)
    if start < end and tokens[start].low == "that":
        subject = with_subject(tokens, start + 1, end, vocabulary)
        return _of_subject(paragraph, base, subject, start + 1, end)
    if (
        start < end
        and tokens[start].low in ("in", "of", "as", "contained", "made", "set")
        and clause.verb.base != "call for"
    ):
        that = next((at for at in range(start, end) if tokens[at].low == "that"), None)
        if that is not None:
            return _of_subject(paragraph, base, with_subject(tokens, that + 1, end, vocabulary), that + 1, end)
    if clause.verb.base in ("request", "demand", "urge", "recommend", "insist"):
        subject = with_subject(tokens, start, min(end, start + 12), vocabulary)
        if subject and not subject.passive and not subject.modal and acts(paragraph, subject.actors):
            if not any(token.low in ("to", ",", "that") for token in tokens[start : subject.actors[1]]):
                return replace(base, named=tuple(paragraph.named(*subject.actors)), action=(subject.action[0], end))
    if tokens[start - 1].low == "to" and is_infinitive(tokens, start, end, vocabulary):
        return replace(base, action=(start, end), doubts=("nobody is named",))
    complement = with_infinitive(tokens, start, end, vocabulary)
    if complement:
        late_that = _that_before(tokens, start, complement.actors[1])
        if late_that:
            return _of_subject(
                paragraph, base, with_subject(tokens, late_that + 1, end, vocabulary), late_that + 1, end
            )
        if complement.actors[0] == complement.actors[1]:
            return replace(base, action=complement.action, doubts=("nobody is named",))
        if _names_actor(paragraph, complement.actors, clause):
            named = paragraph.named(*complement.actors)
            return replace(base, named=tuple(named), action=complement.action)
    elif _names_actor(paragraph, (start, end), clause) and (end >= len(tokens) - 1 or following is not None):
        shared = following is not None and following.verb.kind in ("ask", "wish")
        if shared or tokens[-1].low in ":\u2014" or clause.verb.kind == "ask":
            that = _that_before(tokens, start, end)
            if that:
                return _of_subject(paragraph, base, with_subject(tokens, that + 1, end, vocabulary), that + 1, end)
            return replace(base, named=tuple(paragraph.named(start, end)), action=(end, end))
    return _of_thing(paragraph, base, start, end)


def _of_subject(paragraph: Paragraph, base: Ask, subject: Complement | None, start: int, end: int) -> Ask:
    """Read the "that" clause of an ask: its subject acts, unless the verb is passive or the subject a thing."""
    if subject is None:
        return replace(base, action=(start, end), doubts=("the verb of the clause was not found",))
    if subject.passive or not acts(paragraph, subject.actors):
        agents = _agents(paragraph, subject.action[0], end)
        return replace(base, named=tuple(agents), action=(start, end))
    return replace(base, named=tuple(paragraph.named(*subject.actors)), action=subject.action)


def _of_thing(paragraph: Paragraph, base: Ask, start: int, end: int) -> Ask:
    """Read an ask for a thing: "calls for the full implementation", "encourages dialogue between X and Y"."""
    return replace(base, named=tuple(_agents(paragraph, start, end)), action=(start, end))


def _agents(paragraph: Paragraph, start: int, end: int) -> list[Named]:
    """Return the known actors of a thing asked for: "implementation by States", "dialogue between X and Y"."""
    agents = agents_of(paragraph.tokens, start, end, paragraph.vocabulary)
    return [named for named in paragraph.named(*agents) if named.likely] if agents else []


def _that_before(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return where a late "that" opens the asked clause: "recommends, in this regard, that …"."""
    for at in range(start, end):
        if tokens[at].low == "that" and (at == start or tokens[at - 1].low == ","):
            return at
    return None


def _names_actor(paragraph: Paragraph, actors: tuple[int, int], clause: Clause) -> bool:
    """Return whether the words name somebody; after verbs that take only actors an unknown noun is taken for one."""
    if acts(paragraph, actors):
        return True
    if clause.verb.kind != "ask" or actors[0] >= actors[1]:
        return False
    first = first_word(paragraph, *actors) if actors[1] - actors[0] > 1 else actors[0]
    if first < actors[1] and paragraph.tokens[first].is_capital:
        return True
    head = head_word(paragraph, *actors)
    if actors[1] == clause.end or paragraph.tokens[actors[0]].low in ("a", "an", "further", "its", "their"):
        return False
    return not head.endswith(paragraph.vocabulary.thing_endings)
