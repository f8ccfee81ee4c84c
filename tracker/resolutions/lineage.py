"""Which resolution comes before which on the same matter, and which paragraph renews which.

A resolution follows the one that it recalls ("Recalling its resolution 57/173 …") under the same or nearly the same
title, or of which it keeps most paragraphs; without a recall, the one of the same organ with the same title. Stands
above `likeness`; called by the intake inside a change, and asked by the pages.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from tracker.accounts import changes
from tracker.resolutions.likeness import Pair, align, folded
from tracker.resolutions.models import Citation, Paragraph, Renewal, Resolution, Wording

Kind = Paragraph.Kind

# From which likeness titles are of the same matter: alone, and where the text also recalls the other one.
SAME_TITLE, SIMILAR_TITLE = 0.9, 0.55
# Which share of its paragraphs a recalled resolution without a title of its own must have in common.
SHARED = 0.3
# How far back and ahead a chain is followed.
LONGEST = 60

# The Security Council gives no titles: "Resolution 2666 (2022)" says nothing of the matter.
_NO_TITLE = re.compile(r"^(?:resolution|decision)\s[\d/]+\s*(?:\(\d{4}\))?$", re.IGNORECASE)


Compared = tuple[Wording | None, Wording | None, Pair]


class RefusedError(ValueError):
    """A renewal that cannot be. The message says why, in words for the person who asked."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lineage: a resolution, the one it follows, and what became of the paragraphs between them."""

    resolution: Resolution
    earlier: Resolution | None
    same: int = 0
    changed: int = 0
    new: int = 0
    dropped: int = 0

    @property
    def kept(self) -> int:
        return self.same + self.changed


def trace(resolution: Resolution) -> list[Resolution]:
    """Find what a resolution follows and what follows it, and pair their paragraphs. Returns those newly linked."""
    linked = [row for row in (resolution, *_citing(resolution)) if _follow(row)]
    for row in {resolution, *linked, *resolution.followed_by.all()}:
        renew(row)
    return linked


def renew(later: Resolution) -> list[Renewal]:
    """Make the renewals of a resolution's paragraphs follow the words, as they are now."""
    if later.follows is None:
        return []
    stored = {(row.earlier_id, row.later_id): row for row in Renewal.objects.filter(later__resolution=later)}
    fresh = []
    for before, after, pair in _renewed(later.follows, later):
        row = stored.pop((before.pk, after.pk), None)
        if row is None:
            fresh.append(Renewal(earlier=before, later=after, likeness=pair.likeness))
        elif row.likeness != pair.likeness:
            changes.save(row, likeness=pair.likeness)
    if stored:
        changes.delete(Renewal.objects.filter(pk__in=[row.pk for row in stored.values()]))
    return changes.create_all(fresh)


def link(earlier: Paragraph, later: Paragraph) -> Renewal:
    """Say by hand that a paragraph renews another. Raises RefusedError where that cannot be."""
    if earlier.pk == later.pk:
        raise RefusedError(_("A paragraph cannot renew itself."))
    if earlier.resolution_id == later.resolution_id:
        raise RefusedError(_("Both paragraphs stand in %(resolution)s.") % {"resolution": later.resolution})
    before, after = earlier.resolution.adopted_on, later.resolution.adopted_on
    if before and after and before > after:
        raise RefusedError(
            _("%(earlier)s was adopted after %(later)s.") % {"earlier": earlier.resolution, "later": later.resolution}
        )
    known = Renewal.objects.filter(earlier=earlier, later=later).first()
    words = {row.paragraph_id: row.words for row in Wording.objects.filter(paragraph__in=(earlier, later))}
    alike = align([words.get(earlier.pk, "")], [words.get(later.pk, "")])[0].likeness
    return known or changes.create(Renewal, earlier=earlier, later=later, likeness=alike)


def predecessor(resolution: Resolution) -> Resolution | None:
    """Return the resolution that this one follows: the latest of those that are of the same matter."""
    if resolution.adopted_on is None:
        return None
    earlier = Resolution.objects.filter(
        organ=resolution.organ_id, adopted_on__lt=resolution.adopted_on, kind=resolution.kind
    ).order_by("-adopted_on", "-sort_key")
    recalled = list(earlier.filter(symbol__in=_recalled(resolution))[:LONGEST])
    if _has_title(resolution):
        titled = [row for row in recalled if _titles_alike(row, resolution) >= SIMILAR_TITLE]
        best = max(titled, key=lambda row: (round(_titles_alike(row, resolution), 1), row.adopted_on), default=None)
        return best or earlier.filter(title__iexact=resolution.title).first()
    return next((row for row in recalled[:3] if _shared(row, resolution) >= SHARED), None)


def compare(earlier: Resolution, later: Resolution) -> list[Compared]:
    """Pair the preambular and operative paragraphs of two texts, in the order of the later one."""
    language = _common_language(earlier, later)
    return [row for kind in (Kind.PREAMBULAR, Kind.OPERATIVE) for row in _compared(earlier, later, kind, language)]


def grounds(earlier: Resolution, later: Resolution) -> list[str]:
    """Say why the one is taken to follow the other."""
    said = []
    if earlier.symbol in _recalled(later):
        said.append(_("recalled in its preamble"))
    if _has_title(later) and folded(earlier.title) == folded(later.title):
        said.append(_("same title"))
    elif _has_title(later) and _titles_alike(earlier, later) >= SIMILAR_TITLE:
        said.append(_("similar title"))
    if _agenda(earlier) and _agenda(earlier) == _agenda(later):
        said.append(_("same agenda item"))
    return said


def chain(resolution: Resolution) -> list[Step]:
    """Return the lineage of a resolution, the oldest first: all that it goes back to, and all that came of it."""
    seen = {resolution.pk: resolution}
    first = resolution
    while first.follows_id and first.follows_id not in seen and len(seen) < LONGEST:
        first = first.follows
        seen[first.pk] = first
    level = [first.pk]
    while level and len(seen) < 2 * LONGEST:
        coming = Resolution.objects.filter(follows__in=level).select_related("follows")
        level = [row.pk for row in coming if row.pk != first.pk]
        seen |= {row.pk: row for row in coming}
    return _steps(sorted(seen.values(), key=lambda row: (row.adopted_on is None, row.adopted_on, row.sort_key)))


def ages(paragraphs: Iterable[Paragraph]) -> dict[int, tuple[int, int]]:
    """Return, for paragraphs that renew others, how often the same was asked before and in which year first.

    One query a generation, whatever the number of paragraphs.
    """
    origins = {row.pk: {row.pk} for row in paragraphs}
    found: dict[int, tuple[int, int]] = {}
    for generation in range(1, LONGEST):
        links = Renewal.objects.filter(later__in=list(origins)).values_list(
            "later", "earlier", "earlier__resolution__adopted_on__year"
        )
        above: dict[int, set[int]] = {}
        for later, earlier, year in links:
            above.setdefault(earlier, set()).update(origins[later])
            for key in origins[later]:
                found[key] = (generation, min(year or 9999, found.get(key, (0, 9999))[1]))
        if not above:
            break
        origins = above
    return found


def _follow(resolution: Resolution) -> bool:
    """Give a resolution its predecessor where it has none, or a nearer one than it has. Tells whether it changed."""
    found = predecessor(resolution)
    if found is None or found == resolution.follows:
        return False
    if resolution.follows and resolution.follows.adopted_on and resolution.follows.adopted_on >= found.adopted_on:
        return False
    changes.save(resolution, follows=found)
    return True


def _citing(resolution: Resolution) -> QuerySet[Resolution]:
    """Return the later resolutions that cite this one and follow nothing, or only an older one; none for a draft."""
    if resolution.adopted_on is None:
        return Resolution.objects.none()
    older = Q(follows=None) | Q(follows__adopted_on__lt=resolution.adopted_on)
    citing = Citation.objects.filter(symbol=resolution.symbol).values("paragraph__resolution")
    return Resolution.objects.filter(older, pk__in=citing, organ=resolution.organ_id).exclude(pk=resolution.pk)


def _recalled(resolution: Resolution) -> list[str]:
    """Return the symbols that the preamble recalls, or the text builds on; a note cites much else."""
    rows = Citation.objects.filter(paragraph__resolution=resolution, paragraph__kind=Kind.PREAMBULAR)
    return list(rows.values_list("symbol", flat=True).distinct())


def _has_title(resolution: Resolution) -> bool:
    return bool(resolution.title) and not _NO_TITLE.match(resolution.title.strip())


def _titles_alike(first: Resolution, second: Resolution) -> float:
    return fuzz.token_sort_ratio(folded(first.title), folded(second.title)) / 100


def _agenda(resolution: Resolution) -> str:
    return folded(" ".join(resolution.front.get("agenda_titles") or []))


def _shared(earlier: Resolution, later: Resolution) -> float:
    """Return the share of the later operative paragraphs that stand in the earlier text, in these or similar words."""
    pairs = [pair for _old, new, pair in _asked_again(earlier, later) if new]
    return sum(pair.earlier is not None for pair in pairs) / len(pairs) if pairs else 0


def _renewed(earlier: Resolution, later: Resolution) -> Iterable[tuple[Paragraph, Paragraph, Pair]]:
    for old, new, pair in _asked_again(earlier, later):
        if old and new:
            yield old.paragraph, new.paragraph, pair


def _asked_again(earlier: Resolution, later: Resolution) -> list[Compared]:
    return list(_compared(earlier, later, Kind.OPERATIVE, _common_language(earlier, later)))


def _compared(earlier: Resolution, later: Resolution, kind: str, language: str) -> Iterable[Compared]:
    before, after = _wordings(earlier, kind, language), _wordings(later, kind, language)
    for pair in align([row.words for row in before], [row.words for row in after]):
        old = before[pair.earlier] if pair.earlier is not None else None
        new = after[pair.later] if pair.later is not None else None
        yield old, new, pair


def _wordings(resolution: Resolution, kind: str, language: str) -> list[Wording]:
    rows = Wording.objects.filter(text__resolution=resolution, text__language=language, paragraph__kind=kind)
    return list(rows.select_related("paragraph").order_by("position"))


def _common_language(earlier: Resolution, later: Resolution) -> str:
    """Return the language in which both texts are here: English where it can be."""
    both = set(earlier.texts.values_list("language", flat=True)) & set(later.texts.values_list("language", flat=True))
    return min(both, key=lambda language: (language != "en", language), default="en")


def _steps(resolutions: Sequence[Resolution]) -> list[Step]:
    """Count what became of the paragraphs from step to step."""
    keys = [row.pk for row in resolutions]
    totals: dict[int, int] = {}
    operative = Paragraph.objects.filter(resolution__in=keys, kind=Kind.OPERATIVE)
    for key in operative.values_list("resolution", flat=True):
        totals[key] = totals.get(key, 0) + 1
    kept: dict[int, list[float]] = {}
    renewals = Renewal.objects.filter(later__resolution__in=keys, earlier__resolution=F("later__resolution__follows"))
    for key, alike in renewals.values_list("later__resolution", "likeness"):
        kept.setdefault(key, []).append(alike)
    steps = []
    for row in resolutions:
        if row.follows_id is None:
            steps.append(Step(row, None, new=totals.get(row.pk, 0)))
            continue
        same = sum(alike >= 1 for alike in kept.get(row.pk, ()))
        all_kept = len(kept.get(row.pk, ()))
        steps.append(
            Step(
                row,
                row.follows,
                same,
                all_kept - same,
                totals.get(row.pk, 0) - all_kept,
                max(totals.get(row.follows_id, 0) - all_kept, 0),
            )
        )
    return steps
