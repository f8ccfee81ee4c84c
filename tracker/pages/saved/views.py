"""Save a view of the register, share and pin it, subscribe to it; and answer the programs that fetch it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.pages.layout import needs
from tracker.pages.saved.forms import ViewForm
from tracker.reports import feeds, mail, saved
from tracker.reports.models import SavedView, Subscription

Channel = Subscription.Channel


@require_safe
@needs("view.use")
def views(request: HttpRequest) -> HttpResponse:
    """List the person's own views and those of their teams, with what they have subscribed to."""
    subscriptions = saved.subscriptions_of(request.user)
    shown = {
        "views": SavedView.objects.readable(request.user),
        "editable": set(SavedView.objects.editable(request.user).values_list("pk", flat=True)),
        "subscriptions": subscriptions,
        "mailed": {one.view_id for one in subscriptions if one.channel == Channel.MAIL},
    }
    return render(request, "saved/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view.use")
def new(request: HttpRequest) -> HttpResponse:
    """Name the list that the register showed."""
    return _edit(request, SavedView(query=saved.clean(request.GET.get("query", ""))))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view.use")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view another name or other readers."""
    return _edit(request, get_object_or_404(SavedView.objects.editable(request.user), pk=pk))


@require_safe
@needs("view.use")
def open_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the register as a view shows it: an address that stays when the view is changed."""
    return redirect(get_object_or_404(SavedView.objects.readable(request.user), pk=pk).address)


@require_POST
@needs("view.use")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a view, with everybody's links to it."""
    view = get_object_or_404(SavedView.objects.editable(request.user), pk=pk)
    view.delete()
    messages.success(request, _("The view “%(view)s” is removed; its mandates are as they were.") % {"view": view})
    return redirect("saved:list")


@require_POST
@needs("view.use")
def subscribe(request: HttpRequest, pk: int) -> HttpResponse:
    """Subscribe to a view; a secret link is shown this once."""
    view = get_object_or_404(SavedView.objects.readable(request.user), pk=pk)
    channel = request.POST.get("channel", "")
    if channel not in Channel.values:
        return HttpResponseBadRequest(_("Subscribe by mail, calendar or feed."), content_type="text/plain")
    today = timezone.localdate()
    known = mail.state_of(saved.asked(view, request.user, today).qs, today) if channel == Channel.MAIL else {}
    _subscription, secret = saved.subscribe(view, by=request.user, channel=channel, known=known)
    if channel == Channel.MAIL:
        words = _("You will have a mail whenever something changes in “%(view)s”; on quiet days none.")
        messages.success(request, words % {"view": view})
        return redirect("saved:list")
    name = "saved:calendar" if channel == Channel.ICS else "saved:feed"
    link = request.build_absolute_uri(reverse(name, args=[secret]))
    return render(request, "saved/link.html", {"view": view, "link": link, "channel": channel})


@require_POST
@needs("view.use")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a subscription: its link opens nothing from now on."""
    subscription = get_object_or_404(saved.subscriptions_of(request.user), pk=pk)
    subscription.delete()
    messages.success(request, _("%(subscription)s: ended.") % {"subscription": subscription})
    return redirect("saved:list")


@login_not_required
@never_cache
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the due dates of a view to a calendar program, for the person to whom the link was given."""
    subscription, mandates = _fetched(secret, Channel.ICS)
    body = feeds.calendar(mandates, timezone.localdate(), title=subscription.view.name)
    return HttpResponse(body, content_type=feeds.CALENDAR_TYPE)


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the mandates of a view to a feed reader, for the person to whom the link was given."""
    subscription, mandates = _fetched(secret, Channel.ATOM)
    view = subscription.view
    own = request.build_absolute_uri()
    body = feeds.feed(mandates, timezone.localdate(), title=view.name, address=view.address, own_address=own)
    return HttpResponse(body, content_type=feeds.FEED_TYPE)


def _edit(request: HttpRequest, view: SavedView) -> HttpResponse:
    form = ViewForm(request.POST or None, instance=view, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            saved.keep(view, by=request.user, **form.cleaned_data)
        except saved.RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The view “%(view)s” is saved.") % {"view": view})
            return redirect(view.address)
    return render(request, "saved/edit.html", {"form": form, "view": view})


def _fetched(secret: str, channel: str):
    """Return the subscription behind a link and its mandates, as the person may see them today."""
    subscription = saved.by_secret(secret, channel)
    if subscription is None:
        raise Http404
    return subscription, saved.asked(subscription.view, subscription.user, timezone.localdate()).qs
