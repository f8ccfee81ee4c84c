"""Bytes that came in or go out, kept once under their digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class File(models.Model):
    """The bytes of one file. What it was called is stored with whoever refers to it."""

    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100, help_text=_("Told from the bytes, not the name."))
    name = models.CharField(_("name"), max_length=255, help_text=_("As first received."))
    beginning = models.TextField(
        _("beginning"), null=True, editable=False, help_text=_("Its first words, once they have been read.")
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("received from"), null=True, on_delete=models.SET_NULL
    )

    def __str__(self):
        return self.name

    @property
    def path(self) -> str:
        """Return where the storage keeps the bytes."""
        return f"{self.digest[:2]}/{self.digest}"
