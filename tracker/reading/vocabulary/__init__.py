"""The words by which the reading understands a provision, as data: verbs, actors, addressees, deliverables, conditions.

Stands below addressees, deadlines and directives; they ask it and hold no word lists of their own. The files beside
this module are the lists; tests/reading/test_vocabulary.py reads them back.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypedDict

from tracker.reading.records import Deliverable, Strength
from tracker.reading.vocabulary.tokens import fold, singular, tokens_of

_FOLDER = Path(__file__).parent

# What follows the verb. ask: the actor ("requests X to"); wish: an actor or a thing ("encourages dialogue"); remind: an
# actor, asked only by "to" or "should"; decide: "to" or "that"; act: the act itself ("appropriates"); intend: what the
# organ will do; tell: "that X should"; state: nothing is asked.
VerbClass = Literal["ask", "wish", "remind", "decide", "act", "intend", "tell", "state"]
Form = Literal["finite", "participle", "base"]


@dataclass(frozen=True, slots=True)
class OperativeVerb:
    """One phrase that opens an operative clause: its words in one form, base form, class and strength."""

    words: tuple[str, ...]
    base: str
    kind: VerbClass
    strength: Strength
    form: Form = "finite"


@dataclass(frozen=True, slots=True)
class DeliverableCue:
    """One sign of what must be produced: a leading verb ("" for any) with one of its objects ("" for any)."""

    deliverable: Deliverable
    verb: str
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddresseeName:
    """One addressee of the directory: its full name, its abbreviation and the other names it goes by."""

    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()


class NameIndexes(TypedDict):
    """The look-ups by name that a directory gives."""

    names: Mapping[str, str]
    full_names: frozenset[str]
    name_starts: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All word lists of the reading. `names` maps each folded name, abbreviation and alias to the full name."""

    verbs: Mapping[str, Mapping[str, tuple[OperativeVerb, ...]]]
    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    deliverables: Mapping[str, tuple[DeliverableCue, ...]]
    addressees: Mapping[str, tuple[AddresseeName, ...]]
    languages: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    full_names: frozenset[str] = frozenset()
    name_starts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def with_addressees(self, addressees: Iterable[AddresseeName], language: str = "en") -> "Vocabulary":
        """Return the same vocabulary with another directory of addressees, such as the one kept in the database."""
        directory = {**self.addressees, language: tuple(addressees)}
        return replace(self, addressees=MappingProxyType(directory), **_name_indexes(directory))

    def has(self, list_name: str, word: str) -> bool:
        """Return whether a folded word stands in the list."""
        return word in self.words.get(list_name, ())

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The endings by which a word is a noun and no verb."""
        return tuple(sorted(self.words["noun ending"]))

    @cached_property
    def thing_endings(self) -> tuple[str, ...]:
        """The endings of what is asked for rather than of whom."""
        return tuple(sorted(self.words["thing ending"]))

    @cached_property
    def filler_ends(self) -> frozenset[str]:
        """The words in which a linking phrase ends."""
        return frozenset(words.split()[-1] for words in self.words["filler"])

    @cached_property
    def whole_starts(self) -> frozenset[str]:
        """The words with which a name of the directory, a treaty or a collective of one whole begins."""
        return self.words["collective"].union(self.name_starts, self.phrases["treaty"], ("specialized", "technical"))

    @cached_property
    def listing_names(self) -> tuple[str, ...]:
        """The full names that read like several: "Centre for Peace, Disarmament and Development"."""
        names = (entry.name for entry in self.addressees["en"])
        return tuple(name for name in names if ", " in name or " and the " in name)

    @cached_property
    def listing_pattern(self) -> re.Pattern[str]:
        """A pattern of any of these names, which tells at once that a text holds none."""
        return re.compile("|".join(map(re.escape, self.listing_names)))

    def is_actor_noun(self, word: str) -> bool:
        """Return whether a folded noun, in singular or plural, names somebody who can act."""
        actors = self.words["actor"]
        return word in actors or singular(word) in actors or singular(word.rpartition("-")[2]) in actors


@cache
def load() -> Vocabulary:
    """Return the vocabulary of the files beside this module; read once."""
    words, phrases = _word_lists()
    addressees = _addressees()
    return Vocabulary(
        verbs=_verbs(),
        words=MappingProxyType(words),
        phrases=MappingProxyType(phrases),
        deliverables=_deliverables(),
        addressees=MappingProxyType(addressees),
        languages=_languages(),
        **_name_indexes(addressees),
    )


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the vocabulary's files, as written."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _verbs() -> Mapping[str, Mapping[str, tuple[OperativeVerb, ...]]]:
    """Return {language: {first word: verbs, longest first}} with every form of each verb."""
    found: dict[str, dict[str, list[OperativeVerb]]] = {}
    for row in rows_of("verbs.csv"):
        by_first = found.setdefault(row["language"], {})
        finite = row["phrase"] if not row["phrase"].startswith("we ") else ""
        for form, phrase in (("finite", finite), ("participle", row["participle"]), ("base", _base_of(row))):
            words = tuple(fold(phrase).split())
            if words:
                verb = OperativeVerb(words, row["base"], row["class"], row["strength"] or "request", form)  # type: ignore[arg-type]
                by_first.setdefault(words[0], []).append(verb)
    for row in rows_of("renewals.csv"):
        by_first = found.setdefault(row["language"], {})
        for verb in _renewals(row):
            by_first.setdefault(verb.words[0], []).append(verb)
    return {
        language: {first: tuple(sorted(verbs, key=lambda v: -len(v.words))) for first, verbs in by_first.items()}
        for language, by_first in found.items()
    }


def _renewals(row: Mapping[str, str]) -> Iterator[OperativeVerb]:
    """Yield every way to ask again by one noun: "reiterates its request to" …, in each form."""
    repeating = [other["word"] for other in rows_of("words.csv") if other["list"] == "renewal"]
    for finite, possessive, noun, link in product(
        repeating, ("its", "the", "this"), row["nouns"].split("|"), row["links"].split("|")
    ):
        base = _base_form(finite)
        for form, first in (("finite", finite), ("participle", f"{base.removesuffix('e')}ing"), ("base", base)):
            words = tuple(f"{first} {possessive} {noun} {link}".split())
            yield OperativeVerb(words, row["base"], row["class"], row["strength"], form)  # type: ignore[arg-type]


def _base_of(row: Mapping[str, str]) -> str:
    """Return a phrase with its first word in the base form: "reiterates its call" → "reiterate its call"."""
    if row["language"] != "en":
        return ""
    first, *rest = row["phrase"].removeprefix("we ").split()
    return " ".join([_base_form(first), *rest])


def _base_form(finite: str) -> str:
    for ending, instead in (("esses", "ess"), ("izes", "ize"), ("ises", "ise"), ("es", "e"), ("s", "")):
        if finite.endswith(ending):
            return finite.removesuffix(ending) + instead
    return finite


def _word_lists() -> tuple[dict[str, frozenset[str]], dict[str, dict[str, tuple[tuple[str, ...], ...]]]]:
    """Return the lists as sets of words, and as phrases by their first word, longest first."""
    lists: dict[str, set[str]] = {}
    for row in rows_of("words.csv"):
        lists.setdefault(row["list"], set()).add(row["word"])
    function = ("preposition", "determiner", "pronoun", "auxiliary", "modal", "relative")
    lists["function"] = {"and", "or", "not", "also"}.union(*(lists[name] for name in function))
    phrases = {name: _by_first_word(tuple(word.split()) for word in words) for name, words in lists.items()}
    return {name: frozenset(words) for name, words in lists.items()}, phrases


def _by_first_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    grouped: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        grouped.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(group, key=lambda words: (-len(words), words))) for first, group in grouped.items()}


def _deliverables() -> Mapping[str, tuple[DeliverableCue, ...]]:
    """Return {verb: cues in the order of the file}."""
    cues: dict[str, list[DeliverableCue]] = {}
    for row in rows_of("deliverables.csv"):
        nouns = frozenset(filter(None, row["nouns"].split("|")))
        for verb in row["verbs"].split("|"):
            cues.setdefault(verb, []).append(DeliverableCue(row["deliverable"], verb, nouns))  # type: ignore[arg-type]
    return {verb: tuple(group) for verb, group in cues.items()}


def _languages() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return {language: {list: words}} of the five official languages beside English."""
    lists: dict[str, dict[str, list[str]]] = {}
    for row in rows_of("languages.csv"):
        lists.setdefault(row["language"], {}).setdefault(row["list"], []).append(row["word"])
    return {language: {name: tuple(words) for name, words in named.items()} for language, named in lists.items()}


def _addressees() -> dict[str, tuple[AddresseeName, ...]]:
    directory: dict[str, list[AddresseeName]] = {}
    for row in rows_of("addressees.csv"):
        aliases = tuple(filter(None, row["aliases"].split("|")))
        directory.setdefault(row["language"], []).append(AddresseeName(row["name"], row["short"], aliases))
    return {language: tuple(names) for language, names in directory.items()}


def _name_indexes(directory: Mapping[str, tuple[AddresseeName, ...]]) -> NameIndexes:
    """Return the look-ups by name: every name to the full one, the full ones, and names by their first word."""
    names: dict[str, str] = {}
    full: set[str] = set()
    for entries in directory.values():
        for entry in entries:
            full.add(fold(entry.name))
            names[fold(entry.name)] = entry.name
    for entries in directory.values():
        for entry in entries:
            for other in (entry.short, *entry.aliases):
                if other:
                    names.setdefault(fold(other), entry.name)
    starts = _by_first_word(tuple(token.low for token in tokens_of(name)) for name in names)
    return {"names": MappingProxyType(names), "full_names": frozenset(full), "name_starts": MappingProxyType(starts)}
