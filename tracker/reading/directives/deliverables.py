"""Say what an asked action must produce: a report, a meeting, resources … (GUIDE, "deliverable").

A step of directives. The leading verb of the action decides together with the heads of its objects; an action without a
verb ("calls for dialogue") is decided by its own head. Verbs that only introduce ("continue to", "take all necessary
measures to") are passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from tracker.reading.directives.complements import with_subject
from tracker.reading.directives.objects import objects_of
from tracker.reading.records import Deliverable
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, phrase_at

_Sign = tuple[Deliverable, tuple[int, int] | None]
_NOTHING: _Sign = ("other", None)


@dataclass(eq=False)
class Asked:
    """What is asked in tokens[start:end]: its coordinated actions and what each produces, found once for all below."""

    tokens: Sequence[Token]
    start: int
    end: int
    vocabulary: Vocabulary

    @cached_property
    def actions(self) -> list[int]:
        """Where each action begins: at its leading verb."""
        return list(_actions(self.tokens, self.start, self.end, self.vocabulary))

    @cached_property
    def signs(self) -> list[_Sign]:
        """What each action produces, in the order of the actions."""
        return [_of_action(self.tokens, lead, self.end, self.vocabulary) for lead in self.actions]


def deliverable_of(asked: Asked, due: int | None = None, verb: str = "") -> _Sign:
    """Return what the words asked produce, and the tokens that say so (None for "other").

    Of several actions the one that holds the token `due` (where a deadline begins) decides, else the first. `verb` is
    the operative verb where the action is its object ("appropriates 220,900 dollars").
    """
    if verb:
        return _judge(asked.tokens, (verb,), asked.start - 1, asked.end, asked.vocabulary)
    if not asked.actions:
        return _without_verb(asked.tokens, asked.start, asked.end, asked.vocabulary)
    signed = zip(asked.actions, asked.signs, strict=True)
    dated = [sign for lead, sign in signed if due is not None and lead <= due + 3]
    reports = [sign for sign in dated if sign[0] == "report"]
    for sign in (*reports, *reversed(dated)):
        if sign != _NOTHING:
            return sign
    return asked.signs[0]


def rivals_of(asked: Asked, chosen: Deliverable) -> list[Deliverable]:
    """Return what other actions of the directive produce, where it is not what was chosen."""
    produced = dict.fromkeys(deliverable for deliverable, _ in asked.signs)
    return [deliverable for deliverable in produced if deliverable != chosen]


def _actions(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Iterator[int]:
    """Yield where each coordinated action begins: at its leading verb."""
    first = _past_introduction(tokens, start, end, vocabulary)
    if first >= end or not _is_verb(
        tokens, first, end, vocabulary, bound=first > start and tokens[first - 1].low == "to"
    ):
        return
    yield first
    for at in range(first + 1, end - 1):
        if tokens[at].low not in ("and", ",", ";", "or"):
            continue
        after = at + 1
        while after < end and (
            tokens[after].low in ("to", "and", "also", "further") or tokens[after].low.endswith("ly")
        ):
            after += 1
        bound = any(token.low == "to" for token in tokens[at + 1 : after])
        if after < end and tokens[after].low in vocabulary.words["infinitive"]:
            if bound or (
                tokens[after].low in vocabulary.deliverables and _is_verb(tokens, after, end, vocabulary, False)
            ):
                yield _past_introduction(tokens, after, end, vocabulary)


def leading_verb(asked: Asked) -> str:
    """Return the verb that an action begins with ("To submit …", "Strengthening …"), "" where it begins with a noun."""
    return next((asked.tokens[at].low for at in asked.actions), "")


def _is_verb(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary, bound: bool) -> bool:
    """Return whether the word at `at` is a verb; not bound by "to", "support for", "a review" are nouns."""
    word = tokens[at].low
    if bound:
        return True
    bases = base_forms(word)
    if not any(base in vocabulary.words["infinitive"] for base in bases):
        return False
    following = tokens[at + 1].low if at + 1 < end else ""
    if word.endswith("ing"):
        return following not in ("of", "for")
    return following not in ("of", "for", "to", "from", "by") or word in ("report", "contribute", "adhere", "refer")


def _past_introduction(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> int:
    """Return where the leading verb stands, behind "to", adverbs and verbs that only introduce it."""
    at = _past_label(tokens, start, end)
    for _ in range(6):
        while at < end and (
            tokens[at].low
            in ("to", ",", "also", "further", "not", "and", "by", "that", "which", "shall", "should", "be")
            or (tokens[at].low.endswith("ly") and tokens[at].low not in vocabulary.words["infinitive"])
        ):
            at = _past_aside(tokens, at, end) if tokens[at].low == "," and at > start else at + 1
        width = _introduces(tokens, at, end, vocabulary)
        if not width:
            return at
        at += width
    return at


def _introduces(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> int:
    """Return how many tokens the words at `at` have that only lead up to an action, 0 where it begins there."""
    if at >= end:
        return 0
    following = tokens[at + 1].low if at + 1 < end else ""
    if tokens[at].low in ("consider", "considering", "continue", "continuing") and following.endswith("ing"):
        return 1
    if tokens[at].low in ("help", "helping") and (following == "to" or following in vocabulary.words["infinitive"]):
        return 1 + (following == "to") if following not in vocabulary.words["noun or verb"] else 0
    if tokens[at].low in ("ensure", "ensuring") and following == "that":
        subject = with_subject(tokens, at + 2, end, vocabulary)
        return subject.action[0] - at if subject and not subject.passive and not subject.modal else 0
    return _effort_at(tokens, at, end, vocabulary) or phrase_at(tokens, at, end, vocabulary.phrases["introduction"])


def _effort_at(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> int:
    """Return how many tokens "take all necessary measures to", "continue its efforts and" at `at` have, else 0."""
    if tokens[at].low.removesuffix("ing") not in vocabulary.words["effort verb"]:
        return 0
    for noun in range(at + 1, min(at + 8, end)):
        if tokens[noun].low in vocabulary.words["effort"]:
            for after in range(noun + 1, min(noun + 7, end)):
                if tokens[after].low in ("to", "and", "that", "which", "with", "aimed", "for"):
                    return after - at if tokens[after].low in ("to", "and", "that", "which") else 0
            return 0
        if tokens[noun].low == "," or tokens[noun].low in vocabulary.words["preposition"]:
            return 0
    return 0


def _past_label(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the words behind a label begin: "National Monitors: Maintain deployment"."""
    for at in range(start, min(start + 8, end - 1)):
        if tokens[at].low == ":":
            return at + 1
    return start


def _past_aside(tokens: Sequence[Token], at: int, end: int) -> int:
    close = at + 1
    while close < min(end, at + 30) and tokens[close].low != ",":
        close += 1
    return close + 1 if close < end and tokens[close].low == "," else at + 1


def _of_action(tokens: Sequence[Token], lead: int, end: int, vocabulary: Vocabulary) -> _Sign:
    if lead >= end:
        return _NOTHING
    if tokens[lead].low in ("do", "doing") and lead + 1 < end and tokens[lead + 1].low == "so":
        return _done_before(tokens, lead, vocabulary)
    sign = _judge(tokens, base_forms(tokens[lead].low), lead, end, vocabulary)
    if sign == _NOTHING and tokens[lead].low in ("ensure", "ensuring"):
        return _ensured(tokens, lead, end, vocabulary)
    return sign


def _ensured(tokens: Sequence[Token], lead: int, end: int, vocabulary: Vocabulary) -> _Sign:
    """Return what "ensure that …" comes to: by the passive verb of its clause, else by what is said to exist in it."""
    if lead + 2 >= end or tokens[lead + 1].low != "that":
        return _NOTHING
    for at in range(lead + 3, min(end - 1, lead + 25)):
        if tokens[at].low in ("have", "has"):
            sign = _judge(tokens, ("have",), at, end, vocabulary)
            if sign != _NOTHING:
                return sign
        if tokens[at].low in ("is", "are", "be"):
            sign = _judge(tokens, _participle_bases(tokens[at + 1].low), lead + 1, at, vocabulary)
            if sign != _NOTHING:
                return sign
    sign = _judge(tokens, ("ensure",), lead + 1, end, vocabulary)
    return sign if sign[0] == "legal" else _NOTHING


def _done_before(tokens: Sequence[Token], lead: int, vocabulary: Vocabulary) -> _Sign:
    """Return what "do so" stands for: the verb of the relative clause before ("States that have not ratified …")."""
    for at in range(max(0, lead - 60), lead):
        if tokens[at].low.endswith(("ed", "become")):
            bases = _participle_bases(tokens[at].low) if tokens[at].low.endswith("ed") else ("become",)
            sign = _judge(tokens, bases, at, lead, vocabulary)
            if sign != _NOTHING:
                return sign
    return _NOTHING


def _without_verb(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> _Sign:
    """Return what a thing asked for is, or what "shall be held": by its passive verb, else its head."""
    for at in range(start, min(end - 2, start + 60)):
        if tokens[at].low in vocabulary.words["modal"] or tokens[at].low in _APPLIES:
            sign = _judge(tokens, ("shall",), start - 1, at, vocabulary)
            if sign != _NOTHING:
                return sign
        if tokens[at].low in vocabulary.words["modal"] and tokens[at + 1].low == "be":
            lead = at + 2
            while lead < end - 1 and tokens[lead].low.endswith("ly"):
                lead += 1
            verbs = _participle_bases(tokens[lead].low)
            for first, last in ((start - 1, end), (lead, end)):
                sign = _judge(tokens, verbs, first, last, vocabulary)
                if sign != _NOTHING:
                    return sign[0], (lead, lead + 1)
            break
    start += start < end and tokens[start].low == "for"
    return _judge(tokens, ("",), start - 1, min(end, start + 25), vocabulary)


def _judge(tokens: Sequence[Token], verbs: Sequence[str], lead: int, end: int, vocabulary: Vocabulary) -> _Sign:
    """Return the first cue of the verb whose object stands behind it."""
    cues = list(chain.from_iterable(vocabulary.deliverables.get(verb, ()) for verb in verbs))
    if not cues:
        return _NOTHING
    # A verb that says it alone needs no look at what stands behind it.
    objects = objects_of(tokens, _last_verb(tokens, lead, end, vocabulary), end, vocabulary) if cues[0].nouns else []
    for cue in cues:
        if not cue.nouns:
            return cue.deliverable, (max(lead, 0), max(lead, 0) + 1)
        for at, heads in objects:
            if "*" in cue.nouns or not cue.nouns.isdisjoint(heads):
                return cue.deliverable, (max(lead, 0), at + 1)
    return _NOTHING


def _last_verb(tokens: Sequence[Token], lead: int, end: int, vocabulary: Vocabulary) -> int:
    """Return the last of coordinated verbs, behind which their object stands: "transmit or continue to transmit"."""
    at = lead
    while 0 <= at < end - 2 and tokens[at + 1].low in ("and", "or"):
        verb = at + 2
        if tokens[verb].low in ("continue", "further", "to", "also") or tokens[verb].low.endswith("ly"):
            verb += 1 + (verb + 1 < end and tokens[verb + 1].low == "to")
        if verb >= end or not set(base_forms(tokens[verb].low)) & vocabulary.words["infinitive"]:
            return at
        at = verb
    return at


def named_in(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the nouns among the tokens that would by themselves say what is produced: "report", "assistance"."""
    cues = vocabulary.deliverables[""]
    return (token.low for token in tokens if any(token.low in cue.nouns for cue in cues))


def deliberates(asked: Asked) -> bool:
    """Return whether the action is to take something up ("to consider …"), which at a session makes an agenda item."""
    return not asked.vocabulary.words["deliberate"].isdisjoint(base_forms(leading_verb(asked)))


def base_forms(word: str) -> tuple[str, ...]:
    """Return the base forms a verb may have: itself, and a gerund or third person brought back."""
    if word.endswith("ing") and not _VOWELS.isdisjoint(word[:-3]):
        stem = word[:-3]
        return (stem, stem + "e", stem[:-1]) if stem[-1:] != stem[-2:-1] else (stem, stem[:-1])
    if word.endswith("s") and not word.endswith("ss"):
        return (word, word[:-1], word[:-2])
    return (word,)


# What says that something laid down holds or does not hold: "the provisions do not apply to …".
_APPLIES = frozenset({"do", "does", "apply", "applies"})
_VOWELS = frozenset("aeiouy")
_IRREGULAR = {
    "held": "hold",
    "made": "make",
    "put": "put",
    "set": "set",
    "given": "give",
    "kept": "keep",
    "met": "meet",
}


def _participle_bases(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    if word.endswith("ied"):
        return (f"{word.removesuffix('ied')}y",)
    return (word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ed")[:-1])
