"""What a search comes to: the place that is named, titles, and paragraphs with their hits marked and their mandates."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import QueryDict

from tracker.accounts.access import visible
from tracker.accounts.models import User
from tracker.mandates.models import Mandate
from tracker.pages.search.filters import WordingFilter
from tracker.pages.shortening import Shortened, shortened
from tracker.reports.filters import MandateFilter
from tracker.resolutions import search
from tracker.resolutions.models import Resolution, Wording
from tracker.resolutions.search.places import Place, find_place

ROWS = 25
MOST_TITLES = 5
RIGHT_TO_LEFT = {"ar"}
# What the wordings are asked too, or the search itself: these alone do not ask for mandates.
ASKED_OF_WORDINGS = {"q", "organ", "session"}
MANDATE_FACETS = ("state", "status", "entity", "deliverable")


@dataclass
class Hit:
    """One paragraph found: its words, shortened around the first hit, with the hits in them."""

    wording: Wording
    shown: Shortened
    mandates: list[Mandate] = field(default_factory=list)

    @property
    def resolution(self) -> Resolution:
        return self.wording.text.resolution

    @property
    def address(self) -> str:
        paragraph = self.wording.paragraph
        anchor = f"#{paragraph.anchor}" if paragraph else ""
        language = self.wording.text.language
        query = "" if language == "en" else f"?language={language}"
        return f"{self.resolution.get_absolute_url()}{query}{anchor}"

    @property
    def direction(self) -> str:
        return "rtl" if self.wording.text.language in RIGHT_TO_LEFT else "ltr"


class Results:
    """The answer to one search: `asked` is the query string of the page."""

    def __init__(self, asked: QueryDict, user: User, today: date):
        self.words = asked.get("q", "").strip()
        self.user = user
        self.texts = WordingFilter(asked, Wording.objects.all())
        rest = asked.copy()
        rest.pop("q", None)
        self.mandates = MandateFilter(
            rest, visible(Mandate.objects.all(), user, "mandate.view"), user=user, today=today
        )
        self._page = asked.get("page")

    @cached_property
    def query(self) -> search.Query | None:
        """Return the search as understood; None with an `error` where it is none."""
        try:
            # "58/140 para 24" asks for one place; what can be found beside it is who cites the document.
            return search.understand(self.place.resolution.symbol if self.place else self.words)
        except search.QueryError as error:
            self.error = str(error)
            return None

    error = ""

    @cached_property
    def place(self) -> Place | None:
        """Return the resolution or paragraph that the words name, in any spelling."""
        return find_place(self.words, visible(Resolution.objects.all(), self.user, "resolution.view"))

    @property
    def is_filtered(self) -> bool:
        return bool(self._text_filters) or self.asks_for_mandates

    @cached_property
    def titles(self) -> list[Resolution]:
        if self.query is None or self.is_filtered or self.query.symbols:
            return []
        return search.titled(self.query, visible(Resolution.objects.all(), self.user, "resolution.view"), MOST_TITLES)

    @cached_property
    def found(self) -> search.Hits:
        return search.find(self.query, self._among)

    @property
    def is_citing(self) -> bool:
        """Tell whether a document was asked for: then the paragraphs shown are those that cite it."""
        return self.place is not None

    @cached_property
    def page(self) -> Page:
        return Paginator(self.found.keys, ROWS).get_page(self._page)

    @cached_property
    def hits(self) -> list[Hit]:
        """Return the paragraphs of this page, best first, in a constant number of queries."""
        keys = list(self.page.object_list)
        rows = Wording.objects.select_related("text__resolution__organ", "paragraph__resolution").in_bulk(keys)
        wordings = [rows[key] for key in keys if key in rows]
        spans = search.spans_in(self.query, wordings)
        hits = [Hit(wording, shortened(wording.words, spans.get(wording.pk, []))) for wording in wordings]
        by_paragraph = {hit.wording.paragraph_id: hit for hit in hits if hit.wording.paragraph_id}
        mandates = visible(Mandate.objects.not_rejected(), self.user, "mandate.view")
        for mandate in mandates.filter(provision__in=by_paragraph).prefetch_related("addressings__addressee"):
            by_paragraph[mandate.provision_id].mandates.append(mandate)
        return hits

    @property
    def mandate_facets(self) -> list[BoundField]:
        return [self.mandates.form[name] for name in MANDATE_FACETS]

    @property
    def asks_for_mandates(self) -> bool:
        return bool(set(self.mandates.active) - ASKED_OF_WORDINGS)

    @property
    def _text_filters(self) -> dict[str, Any]:
        self.texts.form.is_valid()
        given = self.texts.form.cleaned_data.items()
        return {name: value for name, value in given if (value.exists() if isinstance(value, QuerySet) else value)}

    @property
    def _among(self) -> QuerySet[Wording] | None:
        among = self.texts.qs
        if self.asks_for_mandates:
            among = among.filter(paragraph__in=self.mandates.qs.order_by().values("provision"))
        if self.is_citing:
            return among.exclude(text__resolution=self.place.resolution)
        return among if self.is_filtered else None
