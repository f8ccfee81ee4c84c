"""What people keep of the register: views that they have named, who is sent or fetches them, and each day's figures."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.accounts.access import MANAGER, entities_of
from tracker.accounts.models import Entity, Membership, User
from tracker.files.models import File


class SavedViewQuerySet(models.QuerySet):
    """Whose views are whose: private ones are their owner's, a team's are everybody's who works for it."""

    def readable(self, user: User):
        return self.filter(Q(owner=user) | Q(team__in=entities_of(user).values("pk"))).select_related("team", "owner")

    def editable(self, user: User):
        """Return what the person may change: their own, and their team's where they manage it."""
        return self.filter(Q(owner=user) | Q(team__in=entities_of(user, MANAGER).values("pk")))

    def pinned_for(self, user: User):
        return self.readable(user).filter(pinned=True)

    def default_for_roles_of(self, user: User):
        """Return the views with which a role of the person begins."""
        return self.filter(team__memberships__user=user, team__memberships__role=F("default_for"))


class SavedView(models.Model):
    """A list of mandates that somebody has named: the query string of the register."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("“Overdue reports of my section”"))
    query = models.TextField(_("what it shows"), blank=True, max_length=2000)
    team = models.ForeignKey(
        Entity,
        verbose_name=_("shared with"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_views",
        help_text=_("Everybody who works for this entity sees it. Empty: only you."),
    )
    pinned = models.BooleanField(_("in the bar"), default=True, help_text=_("One click away on every page."))
    default_for = models.CharField(
        _("opens the register for"),
        max_length=10,
        choices=Membership.Role.choices,
        blank=True,
        help_text=_("People with this role in the entity see it first when they open the register."),
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="one_view_of_a_name",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.UniqueConstraint(
                fields=["team", "default_for"],
                condition=~Q(default_for=""),
                name="one_default_view_of_a_role",
                violation_error_message=_("Another view opens the register for this role already."),
            ),
            models.CheckConstraint(
                condition=Q(default_for="") | Q(team__isnull=False),
                name="default_view_is_of_a_team",
                violation_error_message=_("Share the view with an entity before it can open the register for a role."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("saved:open", args=[self.pk])

    @property
    def address(self) -> str:
        """Return the address of the register that shows the view."""
        return f"{reverse('mandates:register')}?{self.query or 'view=all'}"


class Subscription(models.Model):
    """Who is sent a view, or fetches it by a secret link. Only the digest of the secret is kept."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        ICS = "ics", _("calendar")
        ATOM = "atom", _("feed")

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    channel = models.CharField(_("how"), max_length=4, choices=Channel.choices)
    secret_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    made_at = models.DateTimeField(_("since"), auto_now_add=True)

    # What the last mail knew: the state of each mandate of the view

    known = models.JSONField(default=dict, editable=False)
    mailed_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["view", "channel"]
        constraints = [models.UniqueConstraint(fields=["view", "user", "channel"], name="one_subscription_a_channel")]

    def __str__(self):
        return f"{self.view} ({self.get_channel_display()})"


class Mailing(models.Model):
    """How the mail to one person stands. It is claimed while it is sent, so that two senders never send it twice."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailing")
    mailed_on = models.DateField(_("last mailed on"), null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts since"), default=0)
    error = models.TextField(_("why the last one was not taken"), blank=True)
    refused_on = models.DateField(_("address refused for good on"), null=True)

    def __str__(self):
        return f"{self.user} {self.mailed_on or '–'}"


class DailyFigure(models.Model):
    """One number of the dashboard as it stood on a day: for one lead entity, or for all mandates together.

    Written once a day by figures.keep, so that today can be compared with last week without walking the history.
    """

    day = models.DateField(_("day"))
    entity = models.ForeignKey(
        Entity, verbose_name=_("lead entity"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("what is counted"), max_length=20)
    count = models.PositiveIntegerField(_("how many"))

    class Meta:
        ordering = ["-day", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "name", "entity"], condition=Q(entity__isnull=False), name="one_figure_of_an_entity"
            ),
            models.UniqueConstraint(fields=["day", "name"], condition=Q(entity=None), name="one_figure_of_all"),
        ]

    @classmethod
    def latest_day(cls) -> date | None:
        return cls.objects.aggregate(latest=Max("day"))["latest"]

    def __str__(self):
        return f"{self.day} {self.name} {self.count}"


class HouseStyle(models.Model):
    """A document of the word processor whose styles, header and footer reports take on; the last one holds."""

    file = models.ForeignKey(File, verbose_name=_("template document"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.file.name
