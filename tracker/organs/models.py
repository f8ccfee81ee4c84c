"""What the words refer to: organs, their sessions, and the directory of addressees."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.utils.translation import gettext_lazy as _

from tracker.accounts.changes import History, Tracked, TrackedQuerySet
from tracker.accounts.models import Entity


class Organ(Tracked):
    """A body that adopts texts or has sessions. A conference is an organ, each meeting of it a session."""

    code = models.CharField(
        _("code"), max_length=20, unique=True, help_text=_("As used in the calendar: “GA”, “CCPCJ”.")
    )
    name = models.CharField(_("name"), max_length=200, unique=True, help_text=_("In full: “General Assembly”."))

    history = History()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class SessionQuerySet(TrackedQuerySet):
    """The questions that lists ask of sessions."""

    def with_due_counts(self):
        """Add how many open due dates rest on each."""
        due = Count("due_dates", filter=Q(due_dates__outcome="open"), distinct=True)
        return self.select_related("organ").annotate(due_count=due)

    def from_day(self, today: date):
        """Order them from a day on: what is under way and to come, the next first; what is past, the last first.

        Those whose dates nobody knows stand at the end.
        """
        over = Q(closes__lt=today) | Q(closes=None, opens__lt=today)
        part = Case(When(over, then=1), When(opens=None, then=2), default=0)
        to_come = Case(When(over, then=None), default="opens")
        return self.order_by(part, to_come, F("opens").desc(nulls_last=True), "organ", "number")


class Session(Tracked):
    """One session of an organ, or one meeting of a conference, with its dates as far as they are known."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        ANNUAL = "annual", _("annual")
        SUBSTANTIVE = "substantive", _("substantive")
        RESUMED = "resumed", _("resumed")
        SPECIAL = "special", _("special")
        EMERGENCY = "emergency special", _("emergency special")
        ORGANIZATIONAL = "organizational", _("organizational")

    class Precision(models.TextChoices):
        DAY = "day", _("to the day")
        MONTH = "month", _("to the month")
        RULE = "rule", _("expected, by rule")

    organ = models.ForeignKey(Organ, verbose_name=_("organ"), on_delete=models.PROTECT, related_name="sessions")
    number = models.CharField(
        _("number or year"), max_length=20, help_text=_("“79”, “ES-11”, or the year where sessions have no number.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.REGULAR)
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("If it has one of its own."))

    # When and where

    opens = models.DateField(_("opens"), null=True, blank=True, help_text=_("First day. Leave empty if not known."))
    main_part_closes = models.DateField(
        _("main part closes"),
        null=True,
        blank=True,
        help_text=_("The Assembly's last day in December. What is due at a session is late only after this day."),
    )
    closes = models.DateField(_("closes"), null=True, blank=True, help_text=_("Last day. Leave empty if not known."))
    place = models.CharField(_("place"), max_length=100, blank=True)

    # How this is known

    precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("How sure the dates are."),
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Symbol or address of the text that gives the dates.")
    )
    notes = models.TextField(_("notes"), blank=True)
    settled = models.BooleanField(
        _("settled by a person"),
        default=False,
        help_text=_("Ticked when somebody corrects the dates: the calendar file then leaves them alone."),
    )

    objects = SessionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["organ", "-opens", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number", "kind"], name="one_session_of_a_number"),
            models.CheckConstraint(
                condition=Q(closes__isnull=True) | Q(opens__isnull=True) | Q(closes__gte=F("opens")),
                name="session_closes_after_it_opens",
                violation_error_message=_("The session cannot close before it opens."),
            ),
        ]

    def __str__(self):
        return f"{self.organ.code} {self.number}" + ("" if self.kind == "regular" else f" ({self.get_kind_display()})")


class Addressee(Tracked):
    """A name that texts address. What it may lead back to: an organ, or an entity whose staff use the program."""

    name = models.CharField(_("name"), max_length=250, unique=True, help_text=_("In full, without article."))
    short_name = models.CharField(_("short name"), max_length=50, blank=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True, help_text=_("“States”, “secretariat officer” …"))
    aliases = models.JSONField(
        _("aliases"), default=list, blank=True, help_text=_("Other names by which texts mean the same, one a line.")
    )
    organ = models.OneToOneField(
        Organ, verbose_name=_("organ"), null=True, blank=True, on_delete=models.SET_NULL, related_name="addressee"
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("entity that leads"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="addressees",
        help_text=_("New mandates on this addressee are led by it, until somebody says otherwise."),
    )
    settled = models.BooleanField(_("settled by a person"), default=False)

    history = History()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
