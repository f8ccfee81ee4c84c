"""A person's API tokens: made here, shown once, revoked here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tracker.accounts import tokens
from tracker.pages.account.forms import TokenForm
from tracker.pages.layout import notice


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def token_list(request: HttpRequest) -> HttpResponse:
    """List the person's tokens, and make a new one: its words are on the page that answers, and nowhere else."""
    today = timezone.localdate()
    form = TokenForm(request.POST or None, today=today)
    words = ""
    if request.method == "POST" and form.is_valid():
        _token, words = tokens.make(request.user, **form.cleaned_data)
        form = TokenForm(today=today)
    own = [(token, token.is_good(today)) for token in request.user.tokens.select_related("user")]
    status = 422 if form.errors else 200
    return render(request, "account/tokens.html", {"form": form, "tokens": own, "words": words}, status=status)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one of the person's tokens open nothing any more."""
    token = get_object_or_404(request.user.tokens, pk=pk)
    tokens.revoke(token, by=request.user, now=timezone.now())
    notice(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("account_tokens")
