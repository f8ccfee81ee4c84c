"""Bytes that came in or go out, kept once under their digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# What people call a file of a media type; of others the type is said.
KINDS = {
    "application/pdf": _("PDF document"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _("Word document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _("Excel workbook"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _("PowerPoint presentation"),
    "application/vnd.oasis.opendocument.text": _("OpenDocument text"),
    "application/vnd.oasis.opendocument.spreadsheet": _("OpenDocument spreadsheet"),
    "application/x-ole-storage": _("older Office document"),
    "application/octet-stream": _("file of an unknown kind"),
    "application/zip": _("archive"),
    "text/plain": _("text"),
    "text/html": _("web page"),
    "image/png": _("picture"),
    "image/jpeg": _("picture"),
}


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
    def kind(self) -> str:
        """Return what people call a file of this media type."""
        return str(KINDS.get(self.media_type, self.media_type))

    @property
    def path(self) -> str:
        """Return where the storage keeps the bytes."""
        return f"{self.digest[:2]}/{self.digest}"
