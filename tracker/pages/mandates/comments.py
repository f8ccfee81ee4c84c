"""Comments on a mandate, on its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tracker.accounts.access import visible
from tracker.followup import comments
from tracker.followup.models import Comment
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs


@require_http_methods(["GET", "POST"])
@needs("comment.write")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a comment; say whom it told, and which names called nobody. Whoever comes here to look is led to the page."""
    mandate = get_object_or_404(visible(Mandate.objects.all(), request.user, "comment.write"), pk=pk)
    if request.method == "GET":
        return redirect(f"{mandate.get_absolute_url()}#comments")
    try:
        said = comments.comment(mandate, by=request.user, words=request.POST.get("words", "")[:10_000])
    except comments.RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _told(said))
        if said.unheard:
            words = _("Nobody who sees this mandate's comments is called %(names)s: nobody was told there.")
            messages.warning(request, words % {"names": ", ".join(f"@{name}" for name in said.unheard)})
    return redirect(f"{mandate.get_absolute_url()}#comments")


@require_POST
@needs("comment.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a comment of one's own."""
    own = Comment.objects.filter(author=request.user).select_related("mandate")
    made = get_object_or_404(visible(own, request.user, "comment.write"), pk=pk)
    comments.withdraw(made, by=request.user)
    messages.success(request, _("Your comment is taken back."))
    return redirect(f"{made.mandate.get_absolute_url()}#comments")


def _told(said: comments.Said) -> str:
    if not said.called:
        return _("Your comment is added.")
    words = ngettext(
        "Your comment is added; %(names)s is told.", "Your comment is added; %(names)s are told.", len(said.called)
    )
    return words % {"names": ", ".join(map(str, said.called))}
