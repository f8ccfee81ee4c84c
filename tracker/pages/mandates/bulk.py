"""Change several mandates of the register at once: choose, see how many, confirm; one undo takes all back.

A fragment above the list where scripts run; without them a page of its own, with the rows of the list to tick.
"""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tracker.accounts.access import visible
from tracker.accounts.models import Entity, User
from tracker.followup import bulk as commands
from tracker.followup.assignment import possible_focal_points
from tracker.followup.bulk import NOT_GIVEN, Edit
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs, notice
from tracker.reports.filters import MandateFilter
from tracker.reports.paging import MandatePages

ROWS = 50
NOBODY = "none"
DAY = {"type": "date"}
# What of a query says which mandates; the rest says how they are shown.
SHOWING = ("page", "select", "sort", "columns")


class BulkForm(forms.Form):
    """Which mandates, and what they are to become; an empty field leaves things as they are."""

    query = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4000)
    scope = forms.ChoiceField(
        label=gettext_lazy("Which"), choices=[("picked", gettext_lazy("ticked")), ("all", gettext_lazy("all"))]
    )
    focal_point = forms.ChoiceField(label=gettext_lazy("Focal point"), required=False)
    lead_entity = forms.ChoiceField(label=gettext_lazy("Lead entity"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", "–"), *((key, capfirst(words)) for key, words in Mandate.Reason.choices)],
    )
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), required=False)
    add_tags = forms.CharField(label=gettext_lazy("Add tags"), required=False, max_length=300)
    remove_tags = forms.CharField(label=gettext_lazy("Remove tags"), required=False, max_length=300)
    due_on = forms.DateField(label=gettext_lazy("Also due on"), required=False, widget=forms.DateInput(attrs=DAY))
    review_on = forms.DateField(
        label=gettext_lazy("To be reviewed on"), required=False, widget=forms.DateInput(attrs=DAY)
    )

    def __init__(self, *args: Any, user: User, **options: Any):
        super().__init__(*args, auto_id="bulk-%s", **options)
        self.user = user
        as_is, nobody = ("", _("as it is")), (NOBODY, _("nobody"))
        self.people = {str(person.pk): person for person in possible_focal_points()}
        self.entities = {str(entity.pk): entity for entity in Entity.objects.all()}
        self.fields["focal_point"].choices = [as_is, nobody, *self.people.items()]
        self.fields["lead_entity"].choices = [as_is, nobody, *self.entities.items()]
        moves = standing.choices_from(Mandate.Status.IN_PROGRESS)
        self.fields["status"].choices = [as_is, *((end, capfirst(Mandate.Status(end).label)) for end in moves)]
        self.fields["priority"].choices = [as_is, *((key, capfirst(words)) for key, words in Mandate.Priority.choices)]

    def clean_due_on(self):
        return _near(self.cleaned_data["due_on"])

    def clean_review_on(self):
        return _near(self.cleaned_data["review_on"])

    @property
    def mandates(self) -> QuerySet[Mandate]:
        """Return the mandates that are meant, as far as the person may see them."""
        seen = visible(Mandate.objects.all(), self.user, "mandate.view")
        if self.data.get("scope") != "all":
            picked = [key for key in self.data.getlist("pick") if key.isascii() and key.isdigit()]
            return seen.filter(pk__in=picked)
        asked = MandateFilter(QueryDict(self.data.get("query", "")), seen, user=self.user, today=timezone.localdate())
        return asked.qs if asked.form.is_valid() else seen.none()

    @property
    def edit(self) -> Edit:
        given = self.cleaned_data
        return Edit(
            focal_point=_chosen(given["focal_point"], self.people),
            lead_entity=_chosen(given["lead_entity"], self.entities),
            add_tags=_names(given["add_tags"]),
            remove_tags=_names(given["remove_tags"]),
            **{name: given[name] for name in ("status", "reason", "priority", "due_on", "review_on")},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mandate.bulk")
def bulk(request: HttpRequest) -> HttpResponse:
    """Show the form; say what it would change; change it once that number is confirmed."""
    if request.method != "POST":
        query = which(request.GET)
        scope = "all" if request.GET.get("select") == "all" else "picked"
        form = BulkForm(QueryDict(urlencode({"query": query, "scope": scope})), user=request.user)
        return render(request, _template(request, "_bulk"), _shown(form) | {"is_new": True})
    form = BulkForm(request.POST, user=request.user)
    shown = _shown(form)
    if form.is_valid() and form.edit.words:
        confirmed = request.POST.get("confirm", "")
        if confirmed == str(shown["count"]) and shown["count"]:
            try:
                return _apply(request, form)
            except standing.RefusedError as refused:
                form.add_error(None, str(refused))
        shown |= {"words": form.edit.words, "has_moved": bool(confirmed)}
    return render(request, _template(request, "_bulk_preview"), shown)


def which(query: QueryDict) -> str:
    """Return the part of a query that says which mandates."""
    kept = query.copy()
    for name in SHOWING:
        kept.pop(name, None)
    return kept.urlencode()


def _apply(request: HttpRequest, form: BulkForm) -> HttpResponse:
    done, count = commands.apply(form.mandates, form.edit, by=request.user)
    address = reverse("mandates:register") + (f"?{form.data['query']}" if form.data.get("query") else "")
    words = ngettext("%(count)d mandate changed: %(words)s.", "%(count)d mandates changed: %(words)s.", count)
    undo = reverse("mandates:undo", args=[done.pk]) + "?" + urlencode({"next": address})
    notice(request, words % {"count": count, "words": "; ".join(form.edit.words)}, undo=undo)
    return redirect(address)


def _template(request: HttpRequest, part: str) -> str:
    return f"mandates/{part}.html" if request.htmx else "mandates/bulk.html"


def _shown(form: BulkForm) -> dict[str, Any]:
    """Return what page and fragment show: how many are meant, how many may be changed, and the rows to tick."""
    query = form.data.get("query", "")
    seen = visible(Mandate.objects.all(), form.user, "mandate.view")
    asked = MandateFilter(QueryDict(query), seen, user=form.user, today=timezone.localdate()).qs
    matching, meant = MandatePages(asked, ROWS), form.mandates.order_by()
    count, selected = commands.changeable(meant, form.user).count(), meant.count()
    return {
        "form": form,
        "query": query,
        "all": matching.count,
        "rows": matching.page(1).object_list,
        "picked": set(form.data.getlist("pick")),
        "selected": selected,
        "count": count,
        "left_alone": selected - count,
    }


def _chosen(key: str, known: dict[str, Any]) -> Any:
    return NOT_GIVEN if not key else None if key == NOBODY else known[key]


def _names(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip()[:40] for name in words.split(",") if name.strip()))


def _near(day):
    """Refuse a date that is a slip of the fingers: a year of five figures, or of another century."""
    if day and not 1945 <= day.year <= 2200:
        raise forms.ValidationError(_("Give a year between 1945 and 2200."))
    return day
