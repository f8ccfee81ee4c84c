"""What a resolution has become since the one before it: paragraph beside paragraph, and the lineage as a picture."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.accounts.access import visible
from tracker.accounts.models import User
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs
from tracker.reading import symbols
from tracker.resolutions import lineage
from tracker.resolutions.likeness import Piece, diff
from tracker.resolutions.lineage import Step
from tracker.resolutions.models import Paragraph, Resolution, Wording

# The picture, in its own units.
BOX_WIDTH, BOX_HEIGHT, ACROSS, DOWN, MARGIN, HEAD = 148, 44, 210, 64, 12, 34
THICKEST = 14


@dataclass
class Row:
    """One pair of paragraphs: how it stands, its words with what was removed and added, and the mandates on either."""

    kind: str
    old: Wording | None
    new: Wording | None
    pieces: list[Piece]
    old_mandates: list[Mandate] = field(default_factory=list)
    new_mandates: list[Mandate] = field(default_factory=list)
    age: tuple[int, int] | None = None

    @property
    def is_operative(self) -> bool:
        return self.shown.kind == Paragraph.Kind.OPERATIVE

    @property
    def shown(self) -> Paragraph:
        return (self.new or self.old).paragraph


class Comparison:
    """A resolution beside an earlier one."""

    def __init__(self, earlier: Resolution, later: Resolution, user: User):
        self.earlier, self.later, self.user = earlier, later, user

    @cached_property
    def rows(self) -> list[Row]:
        rows = [
            Row(pair.kind, old, new, diff(old.words, new.words) if pair.kind == "changed" else [])
            for old, new, pair in lineage.compare(self.earlier, self.later)
        ]
        mandates = self._mandates()
        ages = lineage.ages([row.new.paragraph for row in rows if row.new])
        for row in rows:
            row.old_mandates = mandates.get(row.old.paragraph_id, []) if row.old else []
            row.new_mandates = mandates.get(row.new.paragraph_id, []) if row.new else []
            row.age = ages.get(row.new.paragraph_id) if row.new else None
        return rows

    @property
    def counts(self) -> list[tuple[str, int]]:
        kinds = [row.kind for row in self.rows if row.is_operative]
        return [(kind, kinds.count(kind)) for kind in ("same", "changed", "new", "dropped")]

    @property
    def preambular(self) -> list[Row]:
        return [row for row in self.rows if not row.is_operative]

    @property
    def operative(self) -> list[Row]:
        return [row for row in self.rows if row.is_operative]

    @property
    def grounds(self) -> list[str]:
        return lineage.grounds(self.earlier, self.later) if self.later.follows_id == self.earlier.pk else []

    def _mandates(self) -> dict[int, list[Mandate]]:
        mandates = visible(Mandate.objects.not_rejected(), self.user, "mandate.view")
        found: dict[int, list[Mandate]] = {}
        for mandate in mandates.filter(resolution__in=(self.earlier, self.later)).order_by("position"):
            found.setdefault(mandate.provision_id, []).append(mandate)
        return found


@dataclass(frozen=True)
class Box:
    """A resolution in the picture."""

    step: Step
    x: int
    y: int
    is_current: bool


@dataclass(frozen=True)
class Line:
    """What joins two resolutions: the thicker, the more paragraphs were kept."""

    path: str
    width: float
    step: Step
    address: str


class Picture:
    """The lineage by year, from left to right."""

    def __init__(self, steps: list[Step], current: Resolution):
        years = sorted({self._year(step) for step in steps})
        filled = dict.fromkeys(years, 0)
        places: dict[int, tuple[int, int]] = {}
        for step in steps:
            year = self._year(step)
            places[step.resolution.pk] = (MARGIN + years.index(year) * ACROSS, HEAD + filled[year] * DOWN)
            filled[year] += 1
        self.years = [(year, MARGIN + number * ACROSS) for number, year in enumerate(years)]
        self.width = 2 * MARGIN + (len(years) - 1) * ACROSS + BOX_WIDTH
        self.height = HEAD + max(filled.values()) * DOWN
        self.boxes = [Box(step, *places[step.resolution.pk], step.resolution == current) for step in steps]
        self.lines = [self._line(step, places) for step in steps if step.earlier and step.earlier.pk in places]

    @staticmethod
    def _year(step: Step) -> int:
        return step.resolution.adopted_on.year if step.resolution.adopted_on else 9999

    @staticmethod
    def _line(step: Step, places: dict[int, tuple[int, int]]) -> Line:
        (x1, y1), (x2, y2) = places[step.earlier.pk], places[step.resolution.pk]
        x1, y1, y2 = x1 + BOX_WIDTH, y1 + BOX_HEIGHT // 2, y2 + BOX_HEIGHT // 2
        share = step.kept / max(step.kept + step.new, 1)
        path = f"M{x1} {y1}C{(x1 + x2) // 2} {y1} {(x1 + x2) // 2} {y2} {x2} {y2}"
        return Line(path, round(1 + share * (THICKEST - 1), 1), step, address_of(step.resolution, step.earlier))


def address_of(later: Resolution, earlier: Resolution) -> str:
    """Return the address of the page that compares two resolutions."""
    path = reverse("resolutions:compare", args=[later.symbol])
    return path if later.follows_id == earlier.pk else f"{path}?with={earlier.symbol}"


@require_safe
@needs("resolution.view")
def compare(request: HttpRequest, symbol: str) -> HttpResponse:
    """Show a resolution beside the one it follows, or beside any other that the address names."""
    readable = visible(Resolution.objects.select_related("organ", "follows"), request.user, "resolution.view")
    later = get_object_or_404(readable, symbol=symbol)
    if request.GET.get("with"):
        earlier = get_object_or_404(readable, symbol=symbols.canonical(request.GET["with"].upper()) or "")
    else:
        earlier = later.follows
    if earlier is None or earlier == later:
        return redirect(later)
    return render(request, "resolutions/compare.html", {"comparison": Comparison(earlier, later, request.user)})


@require_safe
@needs("resolution.view")
def lineage_page(request: HttpRequest, symbol: str) -> HttpResponse:
    """Show what a resolution goes back to and what came of it, as a picture by year and as a list."""
    readable = visible(Resolution.objects.select_related("follows"), request.user, "resolution.view")
    resolution = get_object_or_404(readable, symbol=symbol)
    steps = lineage.chain(resolution)
    picture = Picture(steps, resolution)
    return render(request, "resolutions/lineage.html", {"resolution": resolution, "steps": steps, "picture": picture})
