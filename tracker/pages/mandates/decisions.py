"""What people decide about a mandate as a whole, each a small form on its page: so far, how its request is answered."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.accounts.access import visible
from tracker.accounts.changes import StaleError
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs
from tracker.pages.mandates.forms import AnswerForm


@require_POST
@needs("mandate.answer")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the request is answered: noted, accepted or declined."""
    rows = Mandate.objects.filter(status__in=standing.FOLLOWED)
    mandate = get_object_or_404(visible(rows, request.user, "mandate.answer"), pk=pk)
    form = AnswerForm(request.POST)

    def save() -> str:
        given = form.cleaned_data
        standing.answer(mandate, given["acceptance"], by=request.user, reason=given["reason"], seen=given["seen"])
        return _("The answer on %(mandate)s is saved.") % {"mandate": mandate}

    return decided(request, mandate, form, save)


def decided(request: HttpRequest, mandate: Mandate, form: Form, save: Callable[[], str]) -> HttpResponse:
    """Do what a valid form says and go back to the mandate, telling what was done or why not."""
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect(mandate)
    try:
        messages.success(request, save())
    except StaleError:
        words = _("Somebody else has changed the same on %(mandate)s meanwhile. Look at it again, then decide.")
        messages.error(request, words % {"mandate": mandate})
    except standing.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect(mandate)
