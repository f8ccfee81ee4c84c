"""Who follows a mandate up, on its page: contributing entities, watching, a focal point without an account."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.accounts.access import visible
from tracker.accounts.models import Entity
from tracker.followup import assignment, notices
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs
from tracker.pages.mandates.decisions import decided


class ShareForm(forms.Form):
    entities = forms.ModelMultipleChoiceField(Entity.objects.all(), required=False)


class PersonForm(forms.Form):
    name = forms.CharField(max_length=150)
    email = forms.EmailField(max_length=254)


@require_POST
@needs("mandate.share")
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which entities contribute."""
    mandate = get_object_or_404(visible(Mandate.objects.all(), request.user, "mandate.share"), pk=pk)
    form = ShareForm(request.POST)

    def save() -> str:
        assignment.share(mandate, form.cleaned_data["entities"], by=request.user)
        return _("The contributing entities are saved.")

    return decided(request, mandate, form, save)


@require_POST
@needs("mandate.share")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody the focal point who has no account."""
    rows = Mandate.objects.filter(status__in=standing.FOLLOWED)
    mandate = get_object_or_404(visible(rows, request.user, "mandate.share"), pk=pk)
    form = PersonForm(request.POST)

    def save() -> str:
        found = assignment.enter_person(**form.cleaned_data, by=request.user)
        standing.assign(mandate, by=request.user, focal_point=found)
        notices.assigned(mandate, by=request.user)
        return _("%(person)s is the focal point.") % {"person": found}

    return decided(request, mandate, form, save)


@require_POST
@needs("mandate.view")
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow what happens to a mandate, or no longer."""
    mandate = get_object_or_404(visible(Mandate.objects.all(), request.user, "mandate.view"), pk=pk)
    assignment.watch(mandate, request.user, request.POST.get("on") == "yes")
    return redirect(mandate)
