"""A person's own keys: which key does what, instead of the usual one, or none (WCAG 2.1.4).

Kept with the person's preferences as {usual key: own key}, only where the two differ; "" switches one key off. Pages
name the usual key of a control; `static/keys.js` looks up whose key was pressed. Digits choose from what is open, and
what follows “g” is a sequence: neither is a key by itself, so neither is given away here.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tracker.accounts.models import User
from tracker.pages.layout import notice

# Every single key of the program, in the order in which a person meets them.
KEYS = {
    "?": _("List the keys of a page"),
    "/": _("Search"),
    "g": _("Go to a page: a letter follows"),
    "j": _("Next row"),
    "k": _("Previous row"),
    "o": _("Open the row"),
    "x": _("Tick the row; reject or refuse a proposal"),
    "u": _("Log progress"),
    "s": _("Set the status: a digit follows; split a proposal"),
    "e": _("Edit"),
    "a": _("Approve or accept"),
    "A": _("Accept all above the line"),
    "r": _("Send back; mark notices as read"),
    "m": _("Make a proposal part of the one before"),
    "l": _("Decide on a proposal later"),
    "n": _("Take the usual time"),
    "c": _("Confirm what was decided"),
    "v": _("Compare with the text before"),
}


class KeysForm(forms.Form):
    """One field for each key; what is left empty is no key at all."""

    def __init__(self, *args, own: dict[str, str] | None = None, **options):
        super().__init__(*args, **options)
        for usual, words in KEYS.items():
            self.fields[_name(usual)] = forms.CharField(
                label=words,
                required=False,
                max_length=1,
                initial=(own or {}).get(usual, usual),
                widget=forms.TextInput(
                    attrs={"class": "form-control own-key", "data-own-key": "", "autocomplete": "off", "size": 1}
                ),
            )

    @property
    def rows(self) -> list[tuple[str, forms.BoundField]]:
        """Return the usual keys with their fields."""
        return [(usual, self[_name(usual)]) for usual in KEYS]

    @property
    def own(self) -> dict[str, str]:
        """Return what differs from the usual keys."""
        given = {usual: self.cleaned_data[_name(usual)] for usual in KEYS}
        return {usual: own for usual, own in given.items() if own != usual}

    def clean(self) -> None:
        chosen: dict[str, str] = {}
        for usual, words in KEYS.items():
            own = self.cleaned_data.get(_name(usual), "")
            if own.isdigit():
                self.add_error(_name(usual), _("Digits choose from what is open. Give a letter or a sign."))
            elif own and not own.isprintable():
                self.add_error(_name(usual), _("Give a letter or a sign."))
            elif own in chosen:
                self.add_error(
                    _name(usual),
                    _("“%(key)s” already does “%(words)s”. Choose another, or give that one another key.")
                    % {"key": own, "words": chosen[own]},
                )
            elif own:
                chosen[own] = words


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Show and keep the person's own keys; `reset` goes back to the usual ones."""
    if "reset" in request.POST:
        _keep(request.user, {})
        notice(request, gettext("Every key is the usual one again."))
        return redirect("account_keys")
    form = KeysForm(request.POST or None, own=request.user.preferences.get("keys"))
    if form.is_valid():
        _keep(request.user, form.own)
        notice(request, gettext("Your keys are saved."))
        return redirect("account_keys")
    return render(request, "account/keys.html", {"form": form}, status=422 if form.errors else 200)


def _keep(user: User, own: dict[str, str]) -> None:
    user.preferences = {**user.preferences, "keys": own}
    user.save(update_fields=["preferences"])


def _name(usual: str) -> str:
    """Return the name of a key's field: by its number, for a sign makes no good name."""
    return f"key-{ord(usual)}"
