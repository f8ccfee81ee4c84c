"""Who uses the program: people, the entities they work for, and their roles there."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tracker.accounts.changes import Change, Head, History, Tracked

__all__ = ["Change", "Entity", "Head", "Membership", "Token", "User"]


class Entity(Tracked):
    """An organisation whose staff use the program: it leads mandates or contributes to them."""

    name = models.CharField(
        _("name"),
        max_length=200,
        unique=True,
        help_text=_("In full, as in official documents: “United Nations Office on Drugs and Crime”."),
    )
    short_name = models.CharField(
        _("short name"),
        max_length=30,
        unique=True,
        help_text=_("The acronym by which everybody knows it: “UNODC”. Shown in lists."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The larger entity that this one belongs to, if any."),
    )
    signs_off = models.BooleanField(
        _("a manager signs off progress"),
        default=False,
        help_text=_("If ticked, a progress update counts only when a manager of this entity has approved it."),
    )

    history = History()

    class Meta:
        ordering = ["short_name"]
        verbose_name_plural = _("entities")

    def __str__(self):
        return self.short_name


class UserManager(BaseUserManager):
    """Makes users who are known by their e-mail address."""

    def create_user(self, email, password=None, **values):
        user = self.model(email=self.normalize_email(email), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **values):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **values)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. One without a password who is not active is a focal point without an account."""

    email = models.EmailField(_("e-mail address"), help_text=_("The person signs in with it."))
    name = models.CharField(_("name"), max_length=150, help_text=_("As colleagues know the person: “Ana Petrova”."))
    is_active = models.BooleanField(
        _("may sign in"),
        default=True,
        help_text=_("Untick for somebody who has left, or who is a focal point without an account."),
    )
    is_staff = models.BooleanField(
        _("may open the data-entry pages"), default=False, help_text=_("Needed for administrators only.")
    )
    date_joined = models.DateTimeField(_("known since"), auto_now_add=True)
    preferences = models.JSONField(_("preferences"), default=dict, blank=True)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="email_unique", violation_error_message=_("Somebody has this address already.")
            )
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.email


class Membership(Tracked):
    """What a person may do for an entity."""

    class Role(models.TextChoices):
        READER = "reader", _("Reader")
        ANALYST = "analyst", _("Analyst")
        MANAGER = "manager", _("Manager")

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships")
    entity = models.ForeignKey(Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=Role.choices,
        default=Role.READER,
        help_text=_("Readers look, analysts log progress, managers also assign, approve and set dates."),
    )

    history = History()

    class Meta:
        ordering = ["entity", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "entity"], name="one_role_per_entity")]

    def __str__(self):
        return f"{self.user} – {self.entity} ({self.get_role_display()})"


class Token(models.Model):
    """What a program shows instead of a password. Only its digest is kept: the words are shown once, when made."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100, help_text=_("What uses it: “Excel on my laptop”."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("may"), max_length=10, choices=Scope.choices, default=Scope.READ)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.name

    def is_good(self, today: date) -> bool:
        """Tell whether it still opens anything."""
        return self.revoked_at is None and self.expires_on >= today and self.user.is_active
