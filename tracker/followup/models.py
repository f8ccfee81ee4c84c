"""What was done: progress updates with their evidence."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.accounts.changes import History, Tracked
from tracker.files.models import File
from tracker.mandates.models import DueDate, Mandate
from tracker.resolutions.models import Paragraph


class ProgressUpdate(Tracked):
    """An entry in the log of a mandate. Never rewritten: a correction is a new entry."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="updates")
    due_date = models.ForeignKey(
        DueDate,
        verbose_name=_("due date that this meets"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="updates",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="updates"
    )
    on = models.DateField(_("date"), default=timezone.localdate)
    done = models.TextField(_("what was done"))
    next_step = models.CharField(_("next step"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=15, choices=Mandate.Status.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=25, choices=Mandate.Reason.choices, blank=True)
    share = models.PositiveSmallIntegerField(_("share done, in per cent"), null=True, blank=True)
    public_statement = models.TextField(_("public statement"), blank=True)
    corrects = models.ForeignKey(
        "self", verbose_name=_("corrects"), null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )

    # Sign-off

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.APPROVED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision = models.TextField(_("reason for the decision"), blank=True)

    history = History()

    entity_paths = ["mandate__lead_entity", "mandate__contributions__entity"]
    # The lead entity answers for the mandate: what others report is approved there too.
    entity_paths_of = {"progress.approve": ["mandate__lead_entity"]}

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")),
                name="nobody_approves_their_own",
                violation_error_message=_("Somebody else has to approve this."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__lte=100),
                name="share_is_a_percentage",
                violation_error_message=_("Give a share between 0 and 100."),
            ),
        ]
        indexes = [
            # The log of a mandate; with the state, which says without reading the entry whether its evidence counts.
            models.Index(fields=["mandate", "state", "-on"], name="update_of_mandate"),
            models.Index(fields=["state", "-on", "-id"], name="update_latest"),
            models.Index(fields=["author", "state", "-on", "-id"], name="update_of_author"),
            models.Index(fields=["mandate"], condition=Q(state="submitted"), name="update_waiting_on"),
        ]

    def __str__(self):
        return self.done[:60]


class Evidence(Tracked):
    """What shows that something was done: a document symbol, a link or a file."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="evidence")
    symbol = models.CharField(_("document symbol"), max_length=80, blank=True, help_text=_("“A/59/205”"))
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(
        File, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    name = models.CharField(_("name"), max_length=255, blank=True)

    history = History()

    class Meta:
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(symbol="") | ~Q(link="") | Q(file__isnull=False),
                name="evidence_is_something",
                violation_error_message=_("Give a document symbol, a link or a file."),
            )
        ]

    def __str__(self):
        return self.symbol or self.name or self.link


class Watch(models.Model):
    """A person who follows what happens to a mandate. One's own affair, so without history."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "user"], name="one_watch_of_a_person")]

    def __str__(self):
        return f"{self.user}: {self.mandate}"


class Request(Tracked):
    """What somebody asks to happen to a mandate or to one of its due dates; another person decides."""

    class Outcome(models.TextChoices):
        EXTEND = "extend", _("extend")
        RENEW = "renew", _("renew")
        ADAPT = "adapt", _("adapt")
        MERGE = "merge", _("merge into another")
        REPLACE = "replace", _("replace by another")
        RETIRE = "retire", _("retire")

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="requests")
    due_date = models.ForeignKey(
        DueDate, verbose_name=_("due date"), null=True, blank=True, on_delete=models.CASCADE, related_name="requests"
    )
    outcome = models.CharField(_("what is asked"), max_length=8, choices=Outcome.choices)
    until = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        Mandate,
        verbose_name=_("the other mandate"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="succeeds",
    )
    authority = models.CharField(
        _("provision or decision that says so"), max_length=200, blank=True, help_text=_("“A/RES/79/1, para. 12”")
    )
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="requests"
    )
    made_on = models.DateField(_("asked on"))

    # The decision

    granted = models.BooleanField(_("granted"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = models.TextField(_("reason for the decision"), blank=True)

    history = History()

    entity_paths = ["mandate__lead_entity", "mandate__contributions__entity"]
    entity_paths_of = {"request.decide": ["mandate__lead_entity"]}

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("made_by")),
                name="nobody_grants_their_own",
                violation_error_message=_("Somebody else has to decide on this."),
            ),
            models.UniqueConstraint(
                fields=["due_date"],
                condition=Q(granted__isnull=True, due_date__isnull=False),
                name="one_open_request_of_a_due_date",
            ),
        ]
        indexes = [models.Index(fields=["mandate"], condition=Q(granted__isnull=True), name="request_open")]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.mandate}"


class Comment(Tracked):
    """What somebody says about a mandate among its entities. It is no progress: it moves and reports nothing."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="comments"
    )
    words = models.TextField(_("comment"), max_length=10_000)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    history = History()

    entity_paths = ["mandate__lead_entity", "mandate__contributions__entity"]

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["mandate", "at"])]

    def __str__(self):
        return self.words[:60]


class Suggestion(Tracked):
    """A change to a mandate that the program proposes. A person decides once, and a refusal is remembered."""

    class Kind(models.TextChoices):
        MET = "met", _("due date met")
        RENEWED = "renewed", _("renewed")
        READ_OTHERWISE = "read otherwise", _("read otherwise")
        NEXT_SESSION = "next session", _("next session")

    mandate = models.ForeignKey(
        Mandate, verbose_name=_("mandate"), on_delete=models.CASCADE, related_name="suggestions"
    )
    provision = models.ForeignKey(
        Paragraph,
        verbose_name=_("paragraph that gives rise to it"),
        on_delete=models.CASCADE,
        related_name="suggestions",
    )
    due_date = models.ForeignKey(
        DueDate,
        verbose_name=_("due date"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="suggestions",
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    proposal = models.JSONField(_("proposal"), default=dict)
    confidence = models.FloatField(_("confidence"))

    # What somebody said

    accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = History()

    entity_paths = ["mandate__lead_entity"]

    class Meta:
        ordering = ["-confidence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "mandate", "provision", "due_date"], name="suggested_once"),
            models.UniqueConstraint(
                fields=["kind", "mandate", "provision"],
                condition=Q(due_date__isnull=True),
                name="suggested_once_without_date",
            ),
        ]
        indexes = [models.Index(fields=["-confidence", "id"], condition=Q(accepted=None), name="suggestion_open")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.mandate}"


class Notice(models.Model):
    """Something that one person should know about a mandate: said once in the page, and once by mail if wished."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("due before long")
        DUE = "due", _("due")
        LATE = "late", _("overdue")
        SILENT = "silent", _("nothing heard for long")
        ESCALATED = "escalated", _("overdue for long")
        ASSIGNED = "assigned", _("assigned to you")
        WAITING = "waiting", _("waits for your approval")
        RETURNED = "returned", _("sent back to you")
        APPROVED = "approved", _("approved")
        MENTIONED = "mentioned", _("you are mentioned")
        COMMENTED = "commented", _("new comment")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="notices")
    words = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_on = models.DateField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="nobody_is_told_twice")]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["mandate", "kind"]),
        ]

    def __str__(self):
        return f"{self.mandate}: {self.get_kind_display()}"
