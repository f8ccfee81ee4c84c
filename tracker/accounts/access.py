"""Who may see and do what: the one place that decides. Pages, exports, feeds and the admin ask here.

A model only states facts: `entity_paths` names the ways from a row to the entities that answer for it, and
`entity_paths_of` those of one action where fewer do. Administrators are superusers. "Not yours" is answered like "not
there", by filtering before looking up.
"""

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from tracker.accounts.models import Entity, Membership, User

READER, ANALYST, MANAGER = Membership.Role.READER, Membership.Role.ANALYST, Membership.Role.MANAGER
ADMINISTRATOR = "administrator"
STAFF = "staff"

# What each action asks of a person: a role in an entity that answers for the row, STAFF for anybody signed in,
# or ADMINISTRATOR. A role includes those below it.
ACTIONS: dict[str, str] = {
    "resolution.view": STAFF,
    "resolution.take_in": MANAGER,
    "resolution.correct": ADMINISTRATOR,
    "mandate.view": STAFF,
    "mandate.view_internal": READER,
    "mandate.log_progress": ANALYST,
    "mandate.set_status": ANALYST,
    "mandate.decide": MANAGER,
    "mandate.answer": MANAGER,
    "mandate.assign": MANAGER,
    "mandate.edit": MANAGER,
    "mandate.bulk": MANAGER,
    "mandate.date": MANAGER,
    "mandate.share": MANAGER,
    "request.make": ANALYST,
    "request.decide": MANAGER,
    "progress.view_draft": READER,
    "progress.approve": MANAGER,
    "suggestion.decide": ANALYST,
    "suggestion.decide_mandate": MANAGER,
    "change.view": STAFF,
    "change.journal": MANAGER,
    "change.undo": MANAGER,
    "change.undo_own": ANALYST,
    "register.export": STAFF,
    "report.make": STAFF,
    "report.set_style": ADMINISTRATOR,
    "comment.view": READER,
    "comment.write": READER,
    "view.use": STAFF,
    "view.share": ANALYST,
    "view.set_default": MANAGER,
    "session.view": STAFF,
    "session.correct": ADMINISTRATOR,
    "data_entry": ADMINISTRATOR,
}

# What the public site shows without an account, where the setting PUBLIC_SITE opens it. Which rows, each model states
# as a fact (`public`); one that states none shows none.
PUBLIC = frozenset(("resolution.view", "mandate.view"))

RANK = {READER: 0, ANALYST: 1, MANAGER: 2}


def roles_for(needed: str) -> list[str]:
    """Return the roles that include the one needed."""
    return [role for role, rank in RANK.items() if rank >= RANK[needed]]


def entities_of(user: User, needed: str = READER) -> QuerySet[Entity]:
    """Return the entities for which the person has at least the role needed; all of them for an administrator."""
    if user.is_superuser:
        return Entity.objects.all()
    return Entity.objects.filter(memberships__user=user, memberships__role__in=roles_for(needed)).distinct()


def entities_where(user: User, action: str) -> QuerySet[Entity]:
    """Return the entities for which the person may do the action, which must be one that asks for a role."""
    return entities_of(user, ACTIONS[action])


def visible(queryset: QuerySet, user: User, action: str) -> QuerySet:
    """Return the rows of the queryset for which the person may do the action."""
    needed = ACTIONS[action]
    if not user.is_authenticated:
        is_open = settings.PUBLIC_SITE and action in PUBLIC and hasattr(queryset.model, "public")
        return queryset.filter(queryset.model.public) if is_open else queryset.none()
    if not user.is_active:
        return queryset.none()
    if user.is_superuser or needed == STAFF:
        return queryset
    if needed == ADMINISTRATOR:
        return queryset.none()
    mine = entities_of(user, needed).order_by().values("pk")
    reached = Q()
    for path in _paths(queryset.model, action):
        reached |= _leads_to(queryset.model, path, mine)
    return queryset.filter(reached)


def may(user: User, action: str, row=None) -> bool:
    """Tell whether the person may do the action: to this row, or without a row to anything at all."""
    needed = ACTIONS[action]
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or needed == STAFF:
        return True
    if needed == ADMINISTRATOR:
        return False
    if row is None:
        return entities_of(user, needed).exists()
    return visible(type(row)._default_manager.filter(pk=row.pk), user, action).exists()


def _leads_to(model: type[Model], path: str, mine: QuerySet) -> Q | Exists:
    """Return the condition that a path of fields leads from a row to one of the entities.

    From the field on that leads from one row to several it is asked of each row: joined, a row would be given several
    times, and all of the table be read to find a few.
    """
    names = path.split("__")
    for place, name in enumerate(names):
        field = model._meta.get_field(name)
        if field.one_to_many or field.many_to_many:
            before, on = "__".join(names[:place]) or "pk", "__".join(names[place:])
            return Exists(model._base_manager.filter(pk=OuterRef(before), **{f"{on}__in": mine}))
        model = field.related_model
    return Q(**{f"{path}__in": mine})


def _paths(model: type[Model], action: str) -> list[str]:
    return getattr(model, "entity_paths_of", {}).get(action, model.entity_paths)
