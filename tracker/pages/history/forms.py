"""What the journal and the register of the past are asked for, by the address."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Entity
from tracker.mandates.models import Mandate

EARLIEST = date(1990, 1, 1)
LONGEST = 200


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class JournalForm(forms.Form):
    """Which changes of the journal."""

    who = forms.CharField(label=_("Who"), required=False, max_length=LONGEST)
    what = forms.CharField(label=_("What"), required=False, max_length=LONGEST)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())

    def narrow(self, changes: QuerySet) -> QuerySet:
        """Return the changes that were asked for; what cannot be understood narrows nothing, and is said."""
        self.is_valid()
        given = self.cleaned_data
        if who := given.get("who"):
            changes = changes.filter(Q(by__name__icontains=who) | Q(by__email__icontains=who))
        if what := given.get("what"):
            changes = changes.filter(Q(action__icontains=what) | Q(reason__icontains=what))
        if since := given.get("since"):
            changes = changes.filter(at__date__gte=since)
        if until := given.get("until"):
            changes = changes.filter(at__date__lte=until)
        return changes


class PastForm(forms.Form):
    """Which day, and which of the mandates of that day."""

    as_at = forms.DateField(label=_("As it stood on"), widget=day_input())
    entity = forms.ModelChoiceField(
        Entity.objects, label=_("Lead entity"), required=False, to_field_name="short_name", empty_label=_("Any")
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    document = forms.CharField(label=_("Document"), required=False, max_length=LONGEST)

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.today = today
        self.fields["status"].choices = [("", _("Any")), *Mandate.Status.choices[2:]]

    def clean_as_at(self) -> date:
        day = self.cleaned_data["as_at"]
        if not EARLIEST <= day <= self.today:
            raise forms.ValidationError(_("Give a day that has been: the register of a day to come is not known."))
        return day

    def narrow(self, mandates: QuerySet) -> QuerySet:
        given = self.cleaned_data
        if entity := given["entity"]:
            mandates = mandates.filter(lead_entity_id=entity.pk)
        if status := given["status"]:
            mandates = mandates.filter(status=status)
        if document := given["document"].strip():
            mandates = mandates.filter(resolution__symbol__icontains=document)
        return mandates
