"""What must be done, by whom and by when: a mandate is a directive under follow-up."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.accounts.changes import History, Tracked, TrackedQuerySet
from tracker.accounts.models import Entity
from tracker.mandates import lateness
from tracker.mandates.windows import WorkingDates, working_dates
from tracker.organs.models import Addressee, Organ, Session
from tracker.reading import records
from tracker.resolutions.models import Paragraph, Resolution

PARTIAL_DATE = RegexValidator(
    r"^\d{4}(-\d{2}(-\d{2})?)?$", _("Write a day as 2004-07-09, a month as 2025-12, a year as 2025.")
)


class MandateQuerySet(TrackedQuerySet):
    """The questions that lists, counts and reports ask of mandates."""

    def confirmed(self):
        """Return the mandates that somebody has accepted: neither proposed nor rejected."""
        return self.exclude(status__in=[Mandate.Status.PROPOSED, Mandate.Status.REJECTED])

    def proposed(self):
        return self.filter(status=Mandate.Status.PROPOSED)

    def not_rejected(self):
        """Return what is under follow-up or may come to be."""
        return self.exclude(status=Mandate.Status.REJECTED)

    def in_state(self, state: str, today: date, soon_days: int):
        """Return the mandates in one state of lateness (design.md, “Honest lateness”)."""
        return self.filter(lateness.condition(state, today, soon_days))

    def overdue(self, today: date):
        return self.in_state("overdue", today, 0)

    def led_by(self, entities):
        return self.filter(lead_entity__in=entities)

    def silent_since(self, day: date):
        return self.filter(silent_since(day))

    def with_texts(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        return self.select_related(
            "provision__resolution", "resolution__organ", "resolution__session", "lead_entity", "focal_point"
        ).prefetch_related("addressings__addressee", "deadlines", "taggings__tag")

    def cut(self):
        """Return the same mandates, of a list that has been cut, in its order.

        Their keys are asked for at once, sorted and cut by themselves, and all else will be read of these alone: to
        sort every row with its texts takes many times as long. In one query PostgreSQL would join all rows first.
        """
        keys = list(self.values_list("pk", flat=True))
        return self.model.objects.filter(pk__in=keys).order_by(*self.query.order_by)


class Mandate(Tracked):
    """What a provision asks of one set of addressees, as people have decided it stands."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        REJECTED = "rejected", _("not a mandate")
        NOT_STARTED = "not started", _("not started")
        IN_PROGRESS = "in progress", _("in progress")
        IMPLEMENTED = "implemented", _("implemented")
        CONTINUING = "continuing", _("continuing")
        SUPERSEDED = "superseded", _("superseded")
        DISCONTINUED = "discontinued", _("discontinued")
        NOT_APPLICABLE = "not applicable", _("not applicable")

    class Reason(models.TextChoices):
        NO_RESOURCES = "no resources", _("no resources")
        AWAITING_STATES = "awaiting States", _("awaiting States")
        AWAITING_BODY = "awaiting another body", _("awaiting another body")
        OVERTAKEN = "overtaken by events", _("overtaken by events")
        LEGAL = "legal", _("legal")
        SECURITY = "security", _("security")
        OTHER = "other", _("other")

    class Acceptance(models.TextChoices):
        NOTED = "noted", _("noted")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    class Strength(models.TextChoices):
        BINDING = "binding", _("binding")
        REQUEST = "request", _("request")
        INVITATION = "invitation", _("invitation")

    class Deliverable(models.TextChoices):
        REPORT = "report", _("report")
        MEETING = "meeting", _("meeting")
        AGENDA = "agenda", _("agenda item")
        APPOINTMENT = "appointment", _("appointment")
        RESOURCES = "resources", _("resources")
        LEGAL = "legal", _("legal act")
        INSTITUTION = "institution", _("institution")
        OTHER = "other", _("other")

    class Priority(models.TextChoices):
        HIGH = "high", _("high")
        NORMAL = "normal", _("normal")
        LOW = "low", _("low")

    class Timing(models.TextChoices):
        DATED = "dated", _("dated")
        SESSION_NOT_DATED = "session not dated", _("session not dated")
        UNDATED = "undated", _("undated")
        EXPIRES = "expires", _("expires")
        MET = "met", _("all dates met")
        NONE = "none", _("no deadline stated")

    SETTLED = [Status.IMPLEMENTED, Status.SUPERSEDED, Status.DISCONTINUED, Status.NOT_APPLICABLE]
    OPEN = [Status.NOT_STARTED, Status.IN_PROGRESS, Status.CONTINUING]

    # Where it stands in the text

    provision = models.ForeignKey(
        Paragraph, verbose_name=_("provision"), on_delete=models.PROTECT, related_name="mandates"
    )
    resolution = models.ForeignKey(
        Resolution, verbose_name=_("resolution"), on_delete=models.PROTECT, related_name="mandates"
    )
    position = models.PositiveSmallIntegerField(_("order within the provision"), default=1)

    # What the program read

    as_read = models.JSONField(_("as read"), null=True, blank=True, editable=False)
    confidence = models.FloatField(_("confidence"), null=True, blank=True, editable=False)

    # What it asks

    verb = models.CharField(
        _("operative verb"), max_length=60, help_text=_("In its base form: “request”, “call upon”.")
    )
    strength = models.CharField(_("strength"), max_length=10, choices=Strength.choices, default=Strength.REQUEST)
    action = models.TextField(_("action"), blank=True, help_text=_("What is asked, in the words of the text."))
    deliverable = models.CharField(
        _("deliverable"), max_length=12, choices=Deliverable.choices, default=Deliverable.OTHER
    )
    conditional = models.BooleanField(
        _("conditional"), default=False, help_text=_("“within existing resources”, “as appropriate”, “upon request” …")
    )

    # How it stands

    status = models.CharField(_("status"), max_length=15, choices=Status.choices, default=Status.PROPOSED)
    reason = models.CharField(
        _("reason"),
        max_length=25,
        choices=Reason.choices,
        blank=True,
        help_text=_("Why it is not, or only partly, implemented."),
    )
    acceptance = models.CharField(
        _("acceptance"),
        max_length=10,
        choices=Acceptance.choices,
        blank=True,
        help_text=_("How the request itself was answered, whatever was done since."),
    )
    acceptance_reason = models.TextField(_("reason for the answer"), blank=True)
    lead_entity = models.ForeignKey(
        Entity,
        verbose_name=_("lead entity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_mandates",
        help_text=_("Answers for the status. For addressees outside the program: the entity that reports on them."),
    )
    focal_point = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("focal point"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="focal_mandates",
        help_text=_("The person responsible."),
    )
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    resources = models.CharField(_("resources"), max_length=200, blank=True, help_text=_("Where the means come from."))
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Only your entity sees it."))
    public_statement = models.TextField(_("public statement"), blank=True)
    review_on = models.DateField(
        _("to be reviewed on"), null=True, blank=True, help_text=_("When to ask whether it is still needed.")
    )
    sunset_on = models.DateField(
        _("lapses on"), null=True, blank=True, help_text=_("When it ends unless a decision renews it.")
    )
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )

    # Derived by schedule.py, which alone writes these: from the due dates, and from the status when it came to its end;
    # and by progress, quiet_since

    due_opens = models.DateField(_("ready by"), null=True, editable=False)
    due_closes = models.DateField(_("overdue after"), null=True, editable=False)
    timing = models.CharField(max_length=20, choices=Timing.choices, default=Timing.NONE, editable=False)
    settled_on = models.DateField(_("settled"), null=True, editable=False)
    quiet_since = models.DateField(_("last heard of"), null=True, editable=False)

    objects = MandateQuerySet.as_manager()
    history = History(
        excluded_fields=["as_read", "confidence", "due_opens", "due_closes", "timing", "settled_on", "quiet_since"]
    )

    entity_paths = ["lead_entity", "contributions__entity"]
    entity_paths_of = {
        "mandate.answer": ["lead_entity"],
        "mandate.bulk": ["lead_entity"],
        "mandate.date": ["lead_entity"],
        "mandate.share": ["lead_entity"],
        "request.decide": ["lead_entity"],
    }
    public = ~Q(status__in=[Status.PROPOSED, Status.REJECTED]) & Q(resolution__adopted_on__isnull=False)

    class Meta:
        ordering = ["resolution", "provision__position", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="not_superseded_by_itself",
                violation_error_message=_("A mandate cannot be superseded by itself."),
            ),
            models.CheckConstraint(
                # A window may stay open ("from 1 January 2026"), but none has only an end.
                condition=Q(due_closes__isnull=True) | Q(due_opens__isnull=False),
                name="due_window_is_whole",
            ),
        ]
        indexes = [
            # The order of the register, of all and of an entity's; with what tells lateness, so that counting what is
            # late, or all that the start page shows of an entity, reads these and not the rows with their texts.
            models.Index(fields=["due_closes", "due_opens", "id", "status", "timing"], name="mandate_due"),
            models.Index(
                fields=["lead_entity", "due_closes", "due_opens", "id", "status", "timing", "quiet_since"],
                name="mandate_lead_due",
            ),
            models.Index(fields=["focal_point", "due_closes", "id"], name="mandate_focal_due"),
            models.Index(fields=["status", "due_closes", "id"], name="mandate_status_due"),
            models.Index(fields=["status", "quiet_since"], name="mandate_status_quiet"),
            # With the status, so that counting those of a resolution does not read them.
            models.Index(fields=["resolution", "position", "status"], name="mandate_resolution"),
            # All that pictures count by.
            models.Index(
                fields=[
                    "status",
                    "timing",
                    "due_opens",
                    "due_closes",
                    "lead_entity",
                    "settled_on",
                    "quiet_since",
                    "deliverable",
                    "resolution",
                ],
                name="mandate_figures",
            ),
            # Few are to be reviewed, or lapse.
            models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="mandate_review"),
            models.Index(fields=["sunset_on"], condition=Q(sunset_on__isnull=False), name="mandate_sunset"),
            # The verbs that there are, which the register offers to choose from.
            models.Index(fields=["verb"], name="mandate_verb"),
        ]

    def __str__(self):
        return f"{self.resolution} {self.provision.anchor}"

    def get_absolute_url(self):
        return reverse("mandates:mandate", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def state(self, today: date) -> lateness.State:
        """Return the one state of lateness that the mandate is in."""
        return lateness.state_of(
            self.status, self.timing, self.due_opens, self.due_closes, today, settings.DUE_SOON_DAYS
        )


def silent_since(day: date) -> Q:
    """Return the condition that a mandate is open, and that nobody has reported on it since the day."""
    return Q(status__in=Mandate.OPEN, quiet_since__lt=day)


class Tag(Tracked):
    """A word that people sort mandates by, whatever the texts say."""

    name = models.CharField(_("tag"), max_length=40, unique=True)

    history = History()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Tagging(Tracked):
    """A mandate that bears a tag."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="taggings")

    history = History()

    class Meta:
        ordering = ["tag__name"]
        constraints = [models.UniqueConstraint(fields=["mandate", "tag"], name="one_tagging_with_a_tag")]

    def __str__(self):
        return str(self.tag)


class Addressing(Tracked):
    """Who a mandate is addressed to: the words of the text, and the addressee they name, if anybody knows it."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="addressings")
    addressee = models.ForeignKey(
        Addressee,
        verbose_name=_("addressee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="addressings",
        help_text=_("Empty: nobody knows yet who is meant."),
    )
    words = models.CharField(_("words of the text"), max_length=300)

    history = History()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["addressee", "mandate"])]

    def __str__(self):
        return str(self.addressee or self.words)


class Contribution(Tracked):
    """An entity that contributes to a mandate led by another."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="contributions")
    entity = models.ForeignKey(
        Entity, verbose_name=_("contributing entity"), on_delete=models.PROTECT, related_name="contributions"
    )

    history = History()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "entity"], name="one_contribution_of_an_entity")]
        indexes = [models.Index(fields=["entity", "mandate"])]

    def __str__(self):
        return str(self.entity)


class Deadline(Tracked):
    """The words that say by when, and how they are understood (gold guide, “deadlines”)."""

    class Type(models.TextChoices):
        SESSION = "session", _("session")
        DATE = "date", _("date")
        PERIOD = "period", _("period")
        DURATION = "duration", _("duration")
        RECURRENCE = "recurrence", _("recurrence")
        EVENT = "event", _("event")
        SOFT = "soft", _("in words only")

    class Relation(models.TextChoices):
        AT = "at", _("at")
        BY = "by", _("by")
        BEFORE = "before", _("before")
        FROM = "from", _("from")
        UNTIL = "until", _("until")
        EVERY = "every", _("every")
        WITHIN = "within", _("within")

    class Part(models.TextChoices):
        WHOLE = "whole", _("the session")
        MAIN = "main", _("its main part")
        OPENING = "opening", _("its opening")
        CLOSING = "closing", _("its closing")
        BEFORE = "before", _("the time before it")
        RESUMED = "resumed", _("its resumed part")

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="deadlines")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    words = models.CharField(_("words of the text"), max_length=500, help_text=_("“at its fifty-ninth session”"))
    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    relation = models.CharField(_("relation"), max_length=6, choices=Relation.choices, default=Relation.BY)
    organ = models.ForeignKey(
        Organ, verbose_name=_("session of"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organ_words = models.CharField(_("session of, in words"), max_length=200, blank=True)
    number = models.CharField(_("session number or year"), max_length=20, blank=True)
    part = models.CharField(_("part of the session"), max_length=10, choices=Part.choices, default=Part.WHOLE)
    on = models.CharField(
        _("date"),
        max_length=10,
        blank=True,
        validators=[PARTIAL_DATE],
        help_text=_("“2004-07-09”, “2025-12” or “2025”."),
    )
    start = models.CharField(_("from"), max_length=10, blank=True, validators=[PARTIAL_DATE])
    end = models.CharField(_("to"), max_length=10, blank=True, validators=[PARTIAL_DATE])
    count = models.PositiveSmallIntegerField(_("every or within: count"), null=True, blank=True)
    unit = models.CharField(_("every or within: unit"), max_length=12, blank=True)
    counted_from = models.CharField(
        _("counted from"), max_length=200, blank=True, help_text=_("A day or an event; empty: from adoption.")
    )
    is_inferred = models.BooleanField(
        _("a proposal, not in the text"), default=False, help_text=_("The text names no time; this one is usual.")
    )

    history = History()

    class Meta:
        ordering = ["mandate", "position"]

    def __str__(self):
        return self.words

    def as_record(self) -> records.Deadline:
        """Return the deadline as the reader would give it, for working out its dates."""
        is_year = len(self.number) == 4 and self.number.isdecimal()
        return records.Deadline(
            words=self.words,
            type=self.type,
            relation=self.relation,
            organ=self.organ.code if self.organ else self.organ_words,
            number="" if is_year else self.number,
            year=self.number if is_year else "",
            part=self.part,
            on=self.on,
            start=self.start,
            end=self.end,
            count=self.count,
            unit=self.unit,
            counted_from=self.counted_from,
        )


class DueDate(Tracked):
    """A date that a deadline comes to; a recurring deadline has many. Written by schedule.py alone."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        DROPPED = "dropped", _("dropped")

    class Timing(models.TextChoices):
        DATED = "dated", _("dated")
        SESSION_NOT_DATED = "session not dated", _("session not dated")
        UNDATED = "undated", _("undated")
        EXPIRES = "expires", _("expires")

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="due_dates")
    deadline = models.ForeignKey(
        Deadline, verbose_name=_("deadline"), null=True, blank=True, on_delete=models.CASCADE, related_name="due_dates"
    )
    occurrence = models.PositiveSmallIntegerField(_("occurrence"), default=1)
    session = models.ForeignKey(
        Session, verbose_name=_("session"), null=True, blank=True, on_delete=models.PROTECT, related_name="due_dates"
    )
    timing = models.CharField(_("timing"), max_length=20, choices=Timing.choices, default=Timing.DATED)
    opens = models.DateField(_("ready by"), null=True, blank=True)
    closes = models.DateField(_("overdue after"), null=True, blank=True)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    rule = models.CharField(_("how the words were understood"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    label = models.CharField(_("milestone"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner of the milestone"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )

    history = History()

    class Meta:
        ordering = ["mandate", "closes", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "occurrence"], name="one_due_date_of_an_occurrence"),
            models.CheckConstraint(
                condition=Q(closes__isnull=True) | Q(opens__isnull=True) | Q(closes__gte=F("opens")),
                name="due_date_closes_after_it_opens",
            ),
        ]
        indexes = [models.Index(fields=["mandate", "outcome", "closes"])]

    def __str__(self):
        return f"{self.opens or '?'} – {self.closes or '?'}"

    @property
    def report_dates(self) -> WorkingDates | None:
        """Return when a report to a session is handed in and issued; None where no report is due at a dated session."""
        if self.mandate.deliverable != Mandate.Deliverable.REPORT or self.timing != self.Timing.DATED:
            return None
        if self.deadline and self.deadline.relation == Deadline.Relation.FROM:
            return None
        if self.session is None or self.session.opens is None:
            return None
        return working_dates(self.session.opens, settings.SUBMISSION_WEEKS, settings.ISSUE_WEEKS)
