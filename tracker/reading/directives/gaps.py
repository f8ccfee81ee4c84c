"""Say what a text leaves open: which of its asks name nobody or no time, whether it speaks of a review and of means.

A step above the judging, for drafts: adopted texts are followed up as they are. The signs of a review and of means are
the lists "review" and "resources" of the vocabulary.
"""

from dataclasses import dataclass

from tracker.reading.directives import is_mandate
from tracker.reading.records import Directive, Language, Provision, Resolution
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import in_small, phrase_at, tokens_of


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a text leaves open, by the addresses of its provisions.

    `reviews` and `resources` are where the text has what it should have once: that it comes back to the matter, and
    what its asks are paid from. The others are what is missing.
    """

    no_addressee: tuple[str, ...] = ()
    no_deadline: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


def find_gaps(resolution: Resolution, vocabulary: Vocabulary) -> Gaps:
    """Return what a resolution that has been judged leaves open."""
    asking = [(provision, asks) for provision in resolution.operative if (asks := asks_of(provision))]
    language = resolution.language
    return Gaps(
        tuple(one.address for one, asks in asking if any(not ask.addressees for ask in asks)),
        tuple(one.address for one, asks in asking if any(not ask.deadlines for ask in asks)),
        tuple(one.address for one in resolution.operative if _comes_back(one, language, vocabulary)),
        tuple(one.address for one in resolution.operative if _says(one.text, "resources", language, vocabulary)),
    )


def asks_of(provision: Provision) -> list[Directive]:
    """Return the directives of a provision that would become mandates."""
    directives = provision.judgement.directives if provision.judgement else ()
    return [directive for directive in directives if is_mandate(provision, directive)]


def _comes_back(provision: Provision, language: Language, vocabulary: Vocabulary) -> bool:
    """Return whether a provision brings the matter back: an item of an agenda, a report at some time, a review."""
    directives = provision.judgement.directives if provision.judgement else ()
    return any(
        one.deliverable == "agenda" or (one.deliverable == "report" and one.deadlines) for one in directives
    ) or _says(provision.text, "review", language, vocabulary)


def _says(text: str, list_name: str, language: Language, vocabulary: Vocabulary) -> bool:
    """Return whether a text has a phrase of a list; only in English do the words stand apart for sure."""
    if language != "en":
        small = in_small(text)
        return any(phrase in small for phrase in vocabulary.languages.get(language, {}).get(list_name, ()))
    tokens = tokens_of(text)
    phrases = vocabulary.phrases[list_name]
    return any(phrase_at(tokens, at, len(tokens), phrases) for at in range(len(tokens)))
