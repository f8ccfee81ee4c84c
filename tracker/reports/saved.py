"""Keep views of the register, and let people subscribe to them.

Stands above `filters`: a view is a query string, and what it finds is asked of the one filter each time, for the person
who asks. A link to a calendar or feed carries a secret in place of a session; whoever it was given to must still be
here and still see the view, or nothing is there.
"""

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict  # noqa: TID251 (what a view keeps is a query string)
from django.utils.translation import gettext as _

from tracker.accounts.access import entities_where, visible
from tracker.accounts.models import Entity, User
from tracker.mandates.models import Mandate
from tracker.reports.filters import MandateFilter
from tracker.reports.models import SavedView, Subscription

# What a query may hold besides the names of the filter.
SHOWN_BY = ("sort", "columns")


class RefusedError(ValueError):
    """A view that may not be kept so. The message says why, in words for the person who asked."""


def keep(
    view: SavedView,
    *,
    by: User,
    name: str,
    query: str,
    team: Entity | None = None,
    pinned: bool = True,
    default_for: str = "",
) -> SavedView:
    """Keep a view, new or changed, as its owner's or its team's. Raises RefusedError."""
    if team and not entities_where(by, "view.share").filter(pk=team.pk).exists():
        raise RefusedError(_("You may share views with the entities you work for only."))
    if default_for and not (team and entities_where(by, "view.set_default").filter(pk=team.pk).exists()):
        raise RefusedError(_("Only a manager of the entity says with which view a role begins."))
    view.name, view.query, view.team = name, clean(query), team
    view.pinned, view.default_for = pinned, default_for
    if view.pk is None:
        view.owner = by
    view.save()
    return view


def clean(query: str) -> str:
    """Return the query with what the register understands alone: filters that say something, order, columns."""
    given, kept = QueryDict(query.removeprefix("?")), QueryDict(mutable=True)
    for name, values in given.lists():
        said = [value for value in values if value.strip()]
        if said and (name in MandateFilter.base_filters or name in SHOWN_BY):
            kept.setlist(name, said)
    return kept.urlencode()


def asked(view: SavedView, user: User, today: date) -> MandateFilter:
    """Return the filter of a view, over what the person who asks may see."""
    mandates = visible(Mandate.objects.with_texts(), user, "mandate.view")
    return MandateFilter(QueryDict(view.query), mandates, user=user, today=today)


def subscribe(view: SavedView, *, by: User, channel: str, known: dict | None = None) -> tuple[Subscription, str]:
    """Subscribe a person to a view, in place of an earlier subscription. Returns it with the secret of its link."""
    secret = "" if channel == Subscription.Channel.MAIL else secrets.token_urlsafe(32)
    with transaction.atomic():
        Subscription.objects.filter(view=view, user=by, channel=channel).delete()
        subscription = Subscription.objects.create(
            view=view, user=by, channel=channel, secret_digest=_digest(secret) if secret else None, known=known or {}
        )
    return subscription, secret


def by_secret(secret: str, channel: str) -> Subscription | None:
    """Return the subscription that a link opens, if the person it was given to may still see the view."""
    subscriptions = Subscription.objects.filter(secret_digest=_digest(secret), channel=channel, user__is_active=True)
    found = subscriptions.select_related("view", "user").first()
    return found if found and may_still_see(found) else None


def may_still_see(subscription: Subscription) -> bool:
    """Tell whether the person may see the view today: roles end, and views are made private again."""
    return (
        subscription.user.is_active
        and SavedView.objects.readable(subscription.user).filter(pk=subscription.view_id).exists()
    )


def default_view(user: User) -> SavedView | None:
    """Return the view with which the register opens for the person, if a manager has named one for their role."""
    return SavedView.objects.default_for_roles_of(user).first()


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    return Subscription.objects.filter(user=user).select_related("view")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
