"""Read clauses that decide, remind or tell: "decides that X shall …", "stresses that X should …", acts of the organ.

A step of directives, below asks; an order to somebody else is told from what the adopting organ does itself.
"""

from dataclasses import replace

from tracker.reading.addressees import Named
from tracker.reading.directives.clauses import Clause
from tracker.reading.directives.complements import Complement, is_infinitive, with_infinitive, with_subject
from tracker.reading.directives.provisions import Ask, Paragraph, acts, first_word
from tracker.reading.directives.requests import asked, base_of
from tracker.reading.records import Addressee
from tracker.reading.vocabulary import OperativeVerb

_MEMBERS = Named(Addressee("Member States", "We"))
_DECIDE = OperativeVerb(("decides",), "decide", "decide", "binding")
# How many words before "is authorized to" can be its subject.
_SUBJECT = 12
_THEY = frozenset({"them", "they", "it", "he", "she"})


def own_act(paragraph: Paragraph, clause: Clause, start: int) -> Ask:
    """Return an act of the adopting organ itself; of the members where a declaration says "we"."""
    own = Named(Addressee(paragraph.organ, "")) if not clause.first_person else _MEMBERS
    return replace(
        base_of(clause),
        named=(own,) if own.addressee.name else (),
        action=(start, clause.end),
        own=True,
        object_of=clause.verb.base if clause.verb.kind == "act" else "",
    )


def ordered(paragraph: Paragraph) -> list[Ask]:
    """Return what a provision without operative verb orders: "The Commission shall make recommendations …"."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    subject = with_subject(tokens, 0, len(tokens), vocabulary)
    if subject is None or subject.modal != "shall" or subject.passive or not acts(paragraph, subject.actors):
        return []
    named = tuple(paragraph.named(*subject.actors))
    shall = subject.action[0] - 1
    return [Ask("shall", "binding", (shall, shall + 1), (0, len(tokens)), named, subject.action)]


def order_under(paragraph: Paragraph, end: int) -> Ask | None:
    """Return whom a sub-paragraph of "Decides" asks: "(a) The Secretary-General shall …", "(b) To request X to …"."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    if tokens[0].low == "to":
        return _asked_by(paragraph, Clause(_DECIDE, 0, 0, 0, end), 0)
    given = _given_leave(paragraph, end)
    if given:
        return given
    subject = with_subject(tokens, 0, end, vocabulary)
    if subject is None or subject.passive or subject.modal not in ("shall", "must"):
        return None
    named = tuple(paragraph.named(*subject.actors)) if acts(paragraph, subject.actors) else ()
    if not named or any(one.addressee.name == paragraph.organ for one in named):
        return None
    shall = subject.action[0] - 1
    return Ask("shall", "binding", (shall, shall + 1), (0, end), named, subject.action, by_order=True)


def reminded(paragraph: Paragraph, clause: Clause) -> Ask | None:
    """Read "reminds X to …" and "reminds X that they must …" as asks; a bare reminder states."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    that = next((at for at in range(clause.start, clause.end) if tokens[at].low == "that"), None)
    if that is not None:
        subject = with_subject(tokens, that + 1, clause.end, vocabulary)
        if subject is None or not subject.modal or subject.passive:
            return None
        own = paragraph.tokens[that + 1].low in _THEY
        actors = (clause.start, that) if own else subject.actors
        return replace(base_of(clause), named=tuple(paragraph.named(*actors)), action=subject.action)
    complement = with_infinitive(tokens, clause.start, clause.end, vocabulary)
    if complement is None or not acts(paragraph, complement.actors):
        return None
    if any(token.low in ("of", "about") for token in tokens[complement.actors[0] : complement.actors[1]]):
        return None
    return replace(base_of(clause), named=tuple(paragraph.named(*complement.actors)), action=complement.action)


def decided(paragraph: Paragraph, clause: Clause) -> Ask | None:
    """Read "decides that X shall …" as an order to X, "decides to request X to …" as that request, else as own.

    "Agrees that X is needed" only holds an opinion.
    """
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    start = clause.start
    limit = min(clause.end, start + 60)
    opening = next(
        (
            at
            for at in range(start, limit)
            if tokens[at].low == "that"
            or (tokens[at].low == "to" and is_infinitive(tokens, at + 1, clause.end, vocabulary))
        ),
        None,
    )
    if opening is None:
        return own_act(paragraph, clause, start)
    if tokens[opening].low == "to":
        return _decided_to(paragraph, clause, opening)
    subject = with_subject(tokens, opening + 1, clause.end, vocabulary)
    order = _order_to(paragraph, clause, subject) if subject and not subject.passive else None
    if order is None and clause.verb.base == "agree" and (subject is None or not subject.modal):
        return None
    return order or own_act(paragraph, clause, opening + 1)


def _order_to(paragraph: Paragraph, clause: Clause, subject: Complement) -> Ask | None:
    """Return an order to the subject of "shall", None where the subject is no actor or the organ itself."""
    start, end = _past_mandate_of(paragraph, *subject.actors)
    if subject.modal not in ("shall", "should", "must", "will") or not acts(paragraph, (start, end)):
        return None
    named = paragraph.named(start, end)
    if not named or any(one.addressee.name == paragraph.organ for one in named):
        return None
    return replace(base_of(clause), named=tuple(named), action=subject.action, by_order=True)


def _past_mandate_of(paragraph: Paragraph, start: int, end: int) -> tuple[int, int]:
    """Return the body whose mandate is the subject: "the mandate of the Mission" → "the Mission"."""
    tokens = paragraph.tokens
    at = first_word(paragraph, start, end)
    if at + 2 < end and tokens[at].low in ("mandate", "tasks", "task", "mandates") and tokens[at + 1].low == "of":
        return at + 2, end
    if end - at >= 2 and tokens[end - 1].low == "mandate" and tokens[end - 2].low.endswith("'s"):
        return start, end - 1
    return start, end


def _decided_to(paragraph: Paragraph, clause: Clause, to: int) -> Ask:
    """Read "decides to authorize X to …" as that act on X, other "decides to …" as an act of the organ."""
    return _asked_by(paragraph, clause, to) or own_act(paragraph, clause, to)


def decided_also(paragraph: Paragraph, clause: Clause, ask: Ask) -> tuple[Ask, Ask] | None:
    """Return the two asks of "decides to hold a session and to request X to …", None where the organ does it all."""
    tokens = paragraph.tokens
    for at in range(ask.action[0] + 1, clause.end - 2):
        if tokens[at].low == "and" and tokens[at + 1].low == "to":
            other = _asked_by(paragraph, clause, at + 1)
            if other:
                own = replace(ask, action=(ask.action[0], at), clause=(ask.clause[0], at))
                return own, replace(other, clause=(at, clause.end))
    return None


def _asked_by(paragraph: Paragraph, clause: Clause, to: int) -> Ask | None:
    """Return the ask of somebody else that the infinitive behind "to" is: "to request X to …"; None for other acts."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    for verb in vocabulary.verbs["en"].get(tokens[to + 1].low if to + 1 < clause.end else "", ()):
        behind = tuple(token.low for token in tokens[to + 1 : to + 1 + len(verb.words)])
        if verb.form == "base" and verb.kind in ("ask", "wish") and verb.words == behind:
            inner = Clause(verb, clause.opens, clause.verb_start, to + 1 + len(verb.words), clause.end)
            ask = asked(paragraph, inner, None)
            if ask.named:
                return replace(ask, verb_range=(to + 1, to + 1 + len(verb.words)))
    return None


def _given_leave(paragraph: Paragraph, end: int) -> Ask | None:
    """Return whom a sentence in the passive asks: "The Secretary-General is authorized to advance …"."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    for at in range(1, min(end - 2, _SUBJECT)):
        if tokens[at].low not in ("is", "are") or tokens[at + 2].low != "to":
            continue
        participle = tokens[at + 1].low
        for base in (participle.removesuffix("d"), participle.removesuffix("ed")):
            for verb in vocabulary.verbs["en"].get(base, ()):
                if verb.form == "base" and verb.kind == "ask" and len(verb.words) == 1 and acts(paragraph, (0, at)):
                    named = tuple(paragraph.named(0, at))
                    return Ask(verb.base, verb.strength, (at + 1, at + 2), (0, end), named, (at + 2, end))
    return None


def told(paragraph: Paragraph, clause: Clause) -> Ask | None:
    """Read "stresses that X should …" and "emphasizes the need for X to …" as asks of X; else nothing is asked."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    for at in range(clause.start, clause.end):
        word = tokens[at].low
        if word == "that" and (at == clause.start or tokens[at - 1].low in (",", "importance", "and", "convention")):
            subject = with_subject(tokens, at + 1, clause.end, vocabulary)
            if (
                subject
                and subject.modal in ("should", "must", "shall")
                and not subject.passive
                and acts(paragraph, subject.actors)
            ):
                return replace(base_of(clause), named=tuple(paragraph.named(*subject.actors)), action=subject.action)
        if word in ("need", "necessity") and at + 1 < clause.end and tokens[at + 1].low == "for":
            complement = with_infinitive(tokens, at + 2, clause.end, vocabulary)
            if complement and acts(paragraph, complement.actors):
                return replace(
                    base_of(clause), named=tuple(paragraph.named(*complement.actors)), action=complement.action
                )
    return None
