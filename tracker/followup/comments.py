"""Talk about a mandate among its entities: comments, and people called by name ("@Ana Petrova").

Stands beside `progress`, which is what is reported; a comment moves nothing. Whoever is called, and may see the
comment, is told; so are the focal point and those who have commented before. A name that calls nobody is given back,
so that its writer learns that nobody was told.
"""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tracker.accounts.access import visible
from tracker.accounts.changes import change, create, delete
from tracker.accounts.models import User
from tracker.followup import notices
from tracker.followup.models import Comment, Notice
from tracker.mandates.models import Mandate

# "@" at the start of a word, so that addresses such as ana@example.org call nobody.
CALL = re.compile(r"(?<![\w@.])@(?=\w)")
WORD = re.compile(r"[\w.-]+")


class RefusedError(ValueError):
    """A comment that may not be made or withdrawn. The message says why, in words for the person who asked."""


@dataclass(frozen=True)
class Said:
    """A comment, whom it told by name, and the names that called nobody."""

    comment: Comment
    called: list[User]
    unheard: list[str]


def comment(mandate: Mandate, *, by: User, words: str) -> Said:
    """Add a comment to a mandate, and tell those whom it concerns."""
    words = words.strip()
    if not words:
        raise RefusedError(_("Write something first."))
    called, unheard = called_in(words, people_for(mandate))
    with change("Comment", by=by):
        made = create(Comment, mandate=mandate, author=by, words=words)
        notices.tell(called, Notice.Kind.MENTIONED, mandate, key=f"comment-{made.pk}", words=words, by=by)
        others = [person for person in _involved(mandate) if person not in called]
        notices.tell(others, Notice.Kind.COMMENTED, mandate, key=f"comment-{made.pk}", words=words, by=by)
    return Said(made, called, unheard)


def withdraw(made: Comment, *, by: User) -> None:
    """Take one's own comment back; the history keeps it. Its notices are taken back with it."""
    if made.author_id != by.pk:
        raise RefusedError(_("Only its author takes a comment back."))
    with change("Withdraw a comment", by=by):
        Notice.objects.filter(key=f"comment-{made.pk}").delete()
        delete(Comment.objects.filter(pk=made.pk))


def readable(mandate: Mandate, user: User) -> QuerySet[Comment]:
    """Return the comments on a mandate, for those who work for its entities."""
    return visible(mandate.comments.select_related("author"), user, "comment.view")


def people_for(mandate: Mandate) -> QuerySet[User]:
    """Return who can be called in a comment: those who work for the mandate's entities, and administrators."""
    works_for_it = Q(memberships__entity=mandate.lead_entity_id) | Q(
        memberships__entity__in=mandate.contributions.values("entity")
    )
    return User.objects.filter(works_for_it | Q(is_superuser=True), is_active=True).distinct()


def called_in(words: str, people: QuerySet[User]) -> tuple[list[User], list[str]]:
    """Return the people whom the words call, and the calls that nobody answers to.

    A person answers to the full name, to what stands before the "@" of the address, and to the first name where nobody
    shares it. The longest name that fits is meant.
    """
    names = _names(people)
    by_length = sorted(names, key=len, reverse=True)
    called: list[User] = []
    unheard: list[str] = []
    for found in CALL.finditer(words):
        rest = words[found.end() :]
        name = next((name for name in by_length if _begins(rest, name)), None)
        if name is None:
            unheard.append(WORD.match(rest)[0])
        elif names[name] not in called:
            called.append(names[name])
    return called, unheard


def _names(people: QuerySet[User]) -> dict[str, User]:
    people = list(people)
    first_names = [person.get_short_name().casefold() for person in people]
    names = {first: person for first, person in zip(first_names, people, strict=True) if first_names.count(first) == 1}
    names |= {person.email.partition("@")[0].casefold(): person for person in people}
    return names | {person.name.casefold(): person for person in people if person.name}


def _begins(rest: str, name: str) -> bool:
    return rest[: len(name)].casefold() == name and not rest[len(name) : len(name) + 1].isalnum()


def _involved(mandate: Mandate) -> list[User]:
    people = [mandate.focal_point] if mandate.focal_point and mandate.focal_point.is_active else []
    follows = Q(comments__mandate=mandate) | Q(watches__mandate=mandate)
    others = User.objects.filter(follows, is_active=True).distinct()
    return list(dict.fromkeys([*people, *others]))
