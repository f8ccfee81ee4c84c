"""Accounts to try the program with, on a machine where DEBUG is on and nowhere else.

Called by the command `set_up`.
"""

from django.db.models import Q

from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.accounts.models import Entity, Membership, User
from tracker.organs.models import Addressee

PASSWORD = "mandates-demo"  # noqa: S105 - printed on the terminal, and refused where DEBUG is off
ADMINISTRATOR = ("admin@tracker.example", "Ada Lindqvist")
ENTITIES = {
    "UNODC": ("United Nations Office on Drugs and Crime", ("Mona Haddad", "Alice Mwangi", "Rita Moreau")),
    "UNEP": ("United Nations Environment Programme", ("Marek Novak", "Bob Tanaka", "Rosa Jimenez")),
}
ROLES = (Membership.Role.MANAGER, Membership.Role.ANALYST, Membership.Role.READER)


def make_accounts() -> int:
    """Make an administrator, and a manager, an analyst and a reader of each entity. Returns how many were missing."""
    wanted = {ADMINISTRATOR[0]} | {_address(role, short) for short in ENTITIES for role in ROLES}
    missing = wanted - set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
    if not missing:
        return 0
    with change("Make the demo accounts"):
        if ADMINISTRATOR[0] in missing:
            User.objects.create_superuser(ADMINISTRATOR[0], PASSWORD, name=ADMINISTRATOR[1])
        for short, (name, people) in ENTITIES.items():
            entity = Entity.objects.filter(short_name=short).first()
            entity = entity or changes.create(Entity, short_name=short, name=name)
            _name_as_lead(entity)
            for role, person in zip(ROLES, people, strict=True):
                if _address(role, short) in missing:
                    user = User.objects.create_user(_address(role, short), PASSWORD, name=person)
                    changes.create(Membership, user=user, entity=entity, role=role)
    return len(missing)


def open_accounts() -> list[tuple[str, str, str]]:
    """Return role, address and name of each demo account that may sign in."""
    roles = {ADMINISTRATOR[0]: "administrator"} | {
        _address(role, short): f"{role} of {short}" for short in ENTITIES for role in ROLES
    }
    known = {user.email: user for user in User.objects.filter(email__in=roles, is_active=True)}
    return [(role, address, known[address].name) for address, role in roles.items() if address in known]


def close_accounts() -> int:
    """Let no demo account sign in any more. Returns how many could until now."""
    return User.objects.filter(email__in=[address for _role, address, _name in open_accounts()]).update(is_active=False)


def _name_as_lead(entity: Entity) -> None:
    """Let new mandates on the entity, its head or its secretariat be led by it."""
    named = Q(name__icontains=entity.name) | Q(short_name=entity.short_name)
    changes.update(Addressee.objects.filter(named, entity=None, settled=False), entity=entity)


def _address(role: str, short_name: str) -> str:
    return f"{role}@{short_name.lower()}.example"
