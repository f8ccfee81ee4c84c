"""The page of one mandate, and the form that corrects it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.accounts.access import may, visible
from tracker.accounts.changes import StaleError, change
from tracker.accounts.models import Entity
from tracker.followup import comments, notices, requests
from tracker.followup.models import Request
from tracker.followup.progress import readable
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs
from tracker.pages.mandates.conflict import Conflict
from tracker.pages.mandates.deadlines import understood
from tracker.pages.mandates.forms import MandateForm
from tracker.pages.mandates.history import events_of
from tracker.pages.mandates.listing import rows_for
from tracker.pages.mandates.words import kinds_in, words_of

MOST_NAMES = 50


@require_safe
@needs("mandate.view")
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mandate: its words, its dates, how it stands, and what was done."""
    mandate = get_object_or_404(visible(Mandate.objects.with_texts(), request.user, "mandate.view"), pk=pk)
    may_see_notes = may(request.user, "mandate.view_internal", mandate)
    lines = words_of(mandate)
    is_followed = mandate.status in standing.FOLLOWED
    may_share = may(request.user, "mandate.share", mandate)
    updates = readable(request.user).filter(mandate=mandate)
    shown = {
        "mandate": mandate,
        "row": rows_for([mandate], request.user, timezone.localdate())[0],
        "lines": lines,
        "kinds": kinds_in(lines),
        "deadlines": understood(mandate),
        "updates": updates.select_related("author", "due_date", "decided_by", "corrects").prefetch_related(
            "evidence__file"
        ),
        "events": events_of(mandate, with_internal=may_see_notes),
        "contributions": mandate.contributions.select_related("entity"),
        "may_see_notes": may_see_notes,
        "may_see_comments": may(request.user, "comment.view", mandate),
        "comments": comments.readable(mandate, request.user),
        "callable_people": comments.people_for(mandate).exclude(pk=request.user.pk)[:MOST_NAMES],
        "may_answer": is_followed and may(request.user, "mandate.answer", mandate),
        "answers": Mandate.Acceptance.choices,
        "may_edit": may(request.user, "mandate.edit", mandate),
        "may_share": may_share,
        "sharing": _sharing(mandate) if may_share else [],
        "is_watched": mandate.watches.filter(user=request.user).exists(),
        "may_date": is_followed and may(request.user, "mandate.date", mandate),
        "may_decide": may(request.user, "request.decide", mandate),
        "requests": requests.readable(mandate, with_internal=may_see_notes).exclude(outcome=Request.Outcome.EXTEND),
        "ends": [end for end in Request.Outcome.choices if end[0] != Request.Outcome.EXTEND],
        "people": comments.people_for(mandate)[:MOST_NAMES],
    }
    return render(request, "mandates/mandate.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a mandate. Where somebody else has changed the same fields, show both texts and let the person choose.

    What was typed is given back where it can no longer be saved: the mandate is gone, or the right to edit it.
    """
    rows = visible(Mandate.objects.select_related("resolution", "provision"), request.user, "mandate.edit")
    mandate = rows.filter(pk=pk).first()
    if mandate is None:
        return _gone(request)
    form = MandateForm(request.POST or None, instance=mandate)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except StaleError as stale:
            conflict = Conflict(form, stale, visible(Mandate.objects.all(), request.user, "mandate.edit").get(pk=pk))
            return render(request, "mandates/conflict.html", {"conflict": conflict, "mandate": mandate}, status=409)
        messages.success(request, _("%(mandate)s is saved.") % {"mandate": mandate})
        return redirect(mandate)
    return render(request, "mandates/edit.html", {"form": form, "mandate": mandate})


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer "not there", with what the person typed, so that it can be kept elsewhere."""
    form = MandateForm(request.POST)
    typed = [(form[name].label, words) for name in form.fields if (words := request.POST.get(name)) and name != "seen"]
    if not typed:
        raise Http404
    return render(request, "mandates/gone.html", {"typed": typed}, status=404)


def _sharing(mandate: Mandate) -> list[tuple[Entity, bool]]:
    """Return the entities that may contribute, each with whether it does."""
    sharing = {contribution.entity_id for contribution in mandate.contributions.all()}
    return [(entity, entity.pk in sharing) for entity in Entity.objects.exclude(pk=mandate.lead_entity_id)]


def _save(request: HttpRequest, form: MandateForm) -> None:
    """Save what was given, with the assignment, in one change."""
    seen = form.cleaned_data["seen"]
    row = Mandate.objects.get(pk=form.instance.pk)
    given = standing.touched(row, seen, form.given)
    assigned = {name: given.pop(name) for name in ("lead_entity", "focal_point") if name in given}
    with change("Edit the mandate", by=request.user):
        standing.edit(row, by=request.user, seen=seen, **given)
        if assigned:
            focal_point = row.focal_point
            standing.assign(row, by=request.user, seen=seen, **assigned)
            if row.focal_point != focal_point:
                notices.assigned(row, by=request.user)
