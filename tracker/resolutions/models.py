"""The text as adopted: resolutions, their paragraphs, and the words of these in each language.

A paragraph is a place in the document and the same in all languages; a wording is its words in one of them. What the
reader could not place is a wording without a paragraph.
"""

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.accounts.changes import History, Tracked, TrackedQuerySet
from tracker.files.models import File
from tracker.organs.models import Organ, Session


class Reading(models.Model):
    """All that one version of the reader found in one file. Never edited."""

    file = models.ForeignKey(File, verbose_name=_("file"), on_delete=models.PROTECT, related_name="readings")
    name = models.CharField(_("file name"), max_length=255)
    reader = models.CharField(_("version of the reader"), max_length=64)
    record = models.JSONField(_("what was found"))
    made_at = models.DateTimeField(_("read"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["file", "reader"], name="one_reading_of_a_file")]

    def __str__(self):
        return self.name


class ResolutionQuerySet(TrackedQuerySet):
    """The questions that lists ask of resolutions."""

    def with_counts(self):
        """Add how many mandates each has under follow-up, and how many proposals are open."""
        decided = Q(mandates__status="proposed") | Q(mandates__status="rejected")
        return (
            self.select_related("organ")
            .annotate(
                mandate_count=Count("mandates", filter=~decided & Q(mandates__isnull=False)),
                proposal_count=Count("mandates", filter=Q(mandates__status="proposed")),
            )
            .order_by(*Resolution._meta.ordering)
        )


class Resolution(Tracked):
    """Any text by which an organ acts. A draft has no adoption date."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", _("resolution")
        DECISION = "decision", _("decision")
        STATEMENT = "statement", _("presidential statement")

    symbol = models.CharField(_("symbol"), max_length=80, unique=True, help_text=_("“A/RES/58/140”."))
    sort_key = models.CharField(max_length=120, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.RESOLUTION)
    organ = models.ForeignKey(
        Organ, verbose_name=_("adopting organ"), on_delete=models.PROTECT, related_name="resolutions"
    )
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resolutions",
    )
    title = models.TextField(_("title"), blank=True)
    adopted_on = models.DateField(_("adopted"), null=True, blank=True, db_index=True)
    published_on = models.DateField(_("published"), null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        verbose_name=_("follows"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
        help_text=_("The resolution on the same matter before it."),
    )
    agenda_items = models.JSONField(_("agenda items"), default=list, blank=True)
    front = models.JSONField(
        _("front matter"), default=dict, blank=True, help_text=_("Committee, report, meeting, votes, as printed.")
    )

    objects = ResolutionQuerySet.as_manager()
    history = History()

    public = Q(adopted_on__isnull=False)

    class Meta:
        ordering = ["-adopted_on", "sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                name="follows_another_resolution",
                violation_error_message=_("A resolution cannot follow itself."),
            )
        ]

    def __str__(self):
        return self.symbol

    def get_absolute_url(self):
        return reverse("resolutions:resolution", args=[self.symbol])


class Text(Tracked):
    """A resolution in one language."""

    resolution = models.ForeignKey(
        Resolution, verbose_name=_("resolution"), on_delete=models.CASCADE, related_name="texts"
    )
    language = models.CharField(_("language"), max_length=2, default="en")
    title = models.TextField(_("title"), blank=True)
    reading = models.ForeignKey(
        Reading, verbose_name=_("reading"), null=True, blank=True, on_delete=models.PROTECT, related_name="texts"
    )
    edition = models.CharField(
        _("edition"), max_length=40, blank=True, help_text=_("“Corr.1”, “reissued 2024-01-05”; empty for the first.")
    )
    settled = models.BooleanField(
        _("settled by a person"),
        default=False,
        help_text=_("Ticked when somebody has merged, split or renumbered paragraphs: readings then leave it alone."),
    )

    history = History()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resolution", "language"], name="one_text_in_a_language")]

    def __str__(self):
        return f"{self.resolution} ({self.language})"


class Paragraph(Tracked):
    """A place in a resolution, with an address of its own: "IV/12.a". `piece` tells repeated addresses apart.

    The address holds the tree: what stands above a paragraph is found by shortening its path.
    """

    class Kind(models.TextChoices):
        PART = "part", _("part")
        HEADING = "heading", _("heading")
        PREAMBULAR = "preambular", _("preambular paragraph")
        OPERATIVE = "operative", _("operative paragraph")
        NOTE = "note", _("note")
        ANNEX = "annex", _("annex")
        TABLE = "table", _("table")

    class ProvisionKind(models.TextChoices):
        DIRECTIVE = "directive", _("directive")
        DECISION = "decision", _("decision")
        STATEMENT = "statement", _("statement")

    resolution = models.ForeignKey(
        Resolution, verbose_name=_("resolution"), on_delete=models.CASCADE, related_name="paragraphs"
    )
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    address = models.CharField(_("address"), max_length=60, help_text=_("“12.a”, “IV/12”; for an operative paragraph."))
    piece = models.PositiveSmallIntegerField(_("piece"), default=1)
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    provision_kind = models.CharField(_("reads as"), max_length=10, choices=ProvisionKind.choices, blank=True)

    history = History()

    class Meta:
        ordering = ["resolution", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "kind", "address", "piece"], name="one_paragraph_at_an_address"
            )
        ]
        indexes = [models.Index(fields=["resolution", "position"])]

    def __str__(self):
        return f"{self.resolution} {self.anchor}"

    @property
    def anchor(self) -> str:
        """Return the paragraph's address within the page of its resolution: "op24", "op12.a", "op3-2"."""
        prefix = {"operative": "op", "preambular": "pp", "note": "note", "annex": "annex"}.get(self.kind, self.kind)
        return f"{prefix}{self.address.replace('/', '-')}" + (f"-{self.piece}" if self.piece > 1 else "")

    @property
    def label(self) -> str:
        """Return the number as a reader would say it: "24", "12 (a)", "IV, 12"."""
        above, _slash, path = self.address.rpartition("/")
        number, *rest = path.split(".")
        words = " ".join([number or "–", *(f"({step})" for step in rest)])
        return f"{above.replace('/', ', ')}, {words}" if above else words

    def get_absolute_url(self):
        return f"{self.resolution.get_absolute_url()}#{self.anchor}"


class Wording(Tracked):
    """The words of a paragraph in one language; without a paragraph, words that could not be placed."""

    text = models.ForeignKey(Text, verbose_name=_("text"), on_delete=models.CASCADE, related_name="wordings")
    paragraph = models.ForeignKey(
        Paragraph, verbose_name=_("paragraph"), null=True, blank=True, on_delete=models.CASCADE, related_name="wordings"
    )
    position = models.PositiveIntegerField(_("position"))
    words = models.TextField(_("words"))
    place = models.JSONField(_("place in the source"), null=True, blank=True)
    marks = models.JSONField(
        _("references to notes"), default=list, blank=True, help_text=_("Marker and offset behind which it stands.")
    )
    # For the search index alone (`index`), which triggers keep at one with the words.
    symbols = models.TextField(default="", blank=True, editable=False)

    history = History(excluded_fields=["symbols"])

    class Meta:
        ordering = ["text", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "paragraph"], condition=Q(paragraph__isnull=False), name="one_wording_of_a_paragraph"
            )
        ]

    def __str__(self):
        return self.words[:60]


class Renewal(Tracked):
    """A later paragraph that asks again what an earlier one asked, in the same or in changed words."""

    earlier = models.ForeignKey(
        Paragraph, verbose_name=_("earlier"), on_delete=models.CASCADE, related_name="renewed_by"
    )
    later = models.ForeignKey(Paragraph, verbose_name=_("later"), on_delete=models.CASCADE, related_name="renews")
    likeness = models.FloatField(_("likeness"), help_text=_("1: the same words."))

    history = History()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="one_renewal_of_a_pair"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")),
                name="renews_another_paragraph",
                violation_error_message=_("A paragraph cannot renew itself."),
            ),
        ]

    def __str__(self):
        return f"{self.earlier} → {self.later}"


class Citation(models.Model):
    """A symbol that a paragraph cites. Joined by symbol, so that it holds before the cited text is here."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="citations")
    symbol = models.CharField(_("symbol"), max_length=80, db_index=True)
    words = models.CharField(_("words"), max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["paragraph", "start"]

    def __str__(self):
        return self.symbol
