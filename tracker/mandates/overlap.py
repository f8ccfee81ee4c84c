"""Which mandates ask the same as a provision, of the same addressees: in the texts of all organs, the likest first.

Candidates are the wordings that share the provision's rarest words; how near they are, rapidfuzz says. Asked by the
pages, for a provision or for words that somebody typed, and by the intake for each paragraph of a draft. Nothing is
written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from tracker.mandates.models import Addressing, Mandate
from tracker.organs import directory
from tracker.organs.directory import AddresseeRows
from tracker.reading.reader import read_provision
from tracker.resolutions import search
from tracker.resolutions.likeness import Span, folded, in_common, nearness
from tracker.resolutions.models import Paragraph, Renewal, Wording

# How many are given, and from which nearness on they ask the same: below it, texts only speak of like matters.
MOST, NEAR = 5, 0.65
# How many wordings are compared with the words.
CANDIDATES = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the words, the keys of the addressees it is asked of, and the provision where it stands here."""

    words: str
    addressees: frozenset[int] = frozenset()
    provision: int | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """A mandate that asks the same. `earlier`: how many older texts that it renews were found as well.

    `here` are the words in common in what was asked about, `there` in the wording of the mandate's provision.
    """

    mandate: Mandate
    wording: Wording
    likeness: float
    is_same_addressee: bool
    earlier: int
    here: list[Span]
    there: list[Span]

    @property
    def percent(self) -> int:
        return int(100 * self.likeness)


def asked_by(provision: Paragraph, mandates: QuerySet[Mandate]) -> Asked:
    """Return what a provision asks by those of its mandates that are given; in English where it can be."""
    english_first = Case(When(text__language="en", then=0), default=1)
    words = provision.wordings.order_by(english_first, "pk").values_list("words", flat=True).first()
    named = Addressing.objects.filter(mandate__in=mandates.filter(provision=provision), addressee__isnull=False)
    return Asked(words or "", frozenset(named.values_list("addressee", flat=True)), provision.pk)


def asked_in(words: str) -> Asked:
    """Return what the words of one provision ask, by the reader's own grammar."""
    provision = read_provision(words, directory.vocabulary())
    directives = provision.judgement.directives if provision.judgement else ()
    return Asked(provision.text, known(one.name for directive in directives for one in directive.addressees))


def known(names: Iterable[str], rows: AddresseeRows | None = None) -> frozenset[int]:
    """Return the keys of the addressees that the names mean, as far as the directory knows them."""
    rows = rows or AddresseeRows()
    return frozenset(row.pk for name in names if (row := rows.named(name)))


def find(asked: Asked, among: QuerySet[Mandate], most: int = MOST) -> list[Overlap]:
    """Return the mandates of those given that ask the same: first of the same addressees, then the likest.

    Of a provision with several mandates it is the nearest one; of provisions that renew each other, the latest.
    """
    near = _near(asked)
    chosen = _one_each(asked, among.filter(provision__in=near))
    latest, earlier = _latest(chosen)
    order = sorted(latest, key=lambda at: (not chosen[at][1], -near[at][0], -at))[:most]
    mandates = among.with_texts().in_bulk([chosen[at][0] for at in order])
    wordings = Wording.objects.select_related("text").in_bulk([near[at][1] for at in order])
    found = []
    for at in order:
        (likeness, key), (mandate, is_same) = near[at], chosen[at]
        here, there = in_common(asked.words, wordings[key].words)
        found.append(Overlap(mandates[mandate], wordings[key], likeness, is_same, earlier[at], here, there))
    return found


def _near(asked: Asked) -> dict[int, tuple[float, int]]:
    """Return the provisions whose words are near, each with how near, and with the key of the wording that is."""
    words = set(folded(asked.words).split())
    keys = search.nearest(words, CANDIDATES, least=2 if asked.provision else 1)
    rows = Wording.objects.filter(pk__in=keys, paragraph__isnull=False)
    found: dict[int, tuple[float, int]] = {}
    for key, provision, other in rows.values_list("pk", "paragraph", "words"):
        likeness = nearness(asked.words, other)
        if provision != asked.provision and likeness >= max(NEAR, found.get(provision, (0, 0))[0]):
            found[provision] = (likeness, key)
    return found


def _one_each(asked: Asked, mandates: QuerySet[Mandate]) -> dict[int, tuple[int, bool]]:
    """Return for each provision the key of its mandate that most of the addressees share, and whether any does."""
    whom: dict[int, set[int]] = {}
    for mandate, addressee in Addressing.objects.filter(mandate__in=mandates).values_list("mandate", "addressee"):
        whom.setdefault(mandate, set()).add(addressee)
    best: dict[int, tuple[int, int]] = {}
    for key, provision in mandates.order_by("position", "pk").values_list("pk", "provision"):
        shared = len(asked.addressees & whom.get(key, set()))
        if provision not in best or shared > best[provision][1]:
            best[provision] = (key, shared)
    return {provision: (key, bool(shared)) for provision, (key, shared) in best.items()}


def _latest(provisions: Mapping[int, object]) -> tuple[list[int], Counter[int]]:
    """Return the provisions that no other of them renews, and of how many of the others each is the renewal."""
    links = Renewal.objects.filter(earlier__in=provisions, later__in=provisions).order_by("likeness")
    renewed = dict(links.values_list("earlier", "later"))
    earlier: Counter[int] = Counter()
    for start, at in renewed.items():
        # Renewals that people link may go round in a circle.
        seen = {start, at}
        while (after := renewed.get(at)) and after not in seen:
            at = after
            seen.add(at)
        earlier[at] += 1
    return [at for at in provisions if at not in renewed or at in earlier], earlier
