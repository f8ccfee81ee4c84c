"""Make, find and revoke the tokens by which programs ask in a person's name.

Stands above `models`. A token is 43 random characters behind a mark by which scanners for leaked secrets know it; that
much chance needs no slow hash (OWASP, "Secrets Management": a digest of a long random value cannot be guessed back).
"""

import hashlib
import secrets
from datetime import date, datetime

from tracker.accounts.changes import change
from tracker.accounts.models import Token, User

MARK = "mtr_"
LONGEST_DAYS = 366


def make(user: User, name: str, *, scope: str, expires_on: date) -> tuple[Token, str]:
    """Return a new token of the person and its words, which nobody can find out again."""
    words = MARK + secrets.token_urlsafe(32)
    with change("Make an API token", by=user, reason=f"{name}: {scope}, until {expires_on.isoformat()}"):
        token = Token.objects.create(user=user, name=name, scope=scope, expires_on=expires_on, digest=_digest(words))
    return token, words


def revoke(token: Token, *, by: User, now: datetime) -> None:
    """Let a token open nothing any more, from the next request on."""
    with change("Revoke an API token", by=by, reason=token.name):
        Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


def find(words: str, today: date) -> Token | None:
    """Return the token with these words if it is still good."""
    token = Token.objects.filter(digest=_digest(words)).select_related("user").first()
    return token if token and token.is_good(today) else None


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
