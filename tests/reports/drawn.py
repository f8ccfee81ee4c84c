"""Filters of the register drawn by a fixed seed, for tests that hold whatever is asked."""

import random

from django.http import QueryDict

VALUES = {
    "state": ["overdue", "due-now", "due-soon", "due-later", "settled", "no-deadline", "session-not-dated"],
    "status": ["not-started", "in-progress", "implemented", "proposed"],
    "entity": ["UNODC", "UNEP", "none"],
    "organ": ["GA", "SC"],
    "addressee": ["Secretary-General", "Member States", "Secretary", "none"],
    "deliverable": ["report", "meeting"],
    "closes_from": ["2004-02-01", "2004-10-01"],
    "closes_to": ["2004-09-30", "2004-12-31"],
    "adopted_to": ["2003-12-31"],
    "evidence": ["yes", "no"],
    "waiting": ["yes", "no"],
    "due_at": ["GA/60"],
    "q": ["report"],
    "focal": ["me"],
    "reported": ["2004-08-03"],
}
SEVERAL = ("state", "status", "entity", "deliverable")


def drawn_filters(count: int) -> list[str]:
    """Return so many query strings of one to three filters, the empty one first."""
    draw = random.Random(59)
    queries = [""]
    for _turn in range(count):
        query = QueryDict(mutable=True)
        for name in draw.sample(list(VALUES), draw.randrange(1, 4)):
            most = len(VALUES[name]) + 1 if name in SEVERAL else 2
            query.setlist(name, draw.sample(VALUES[name], draw.randrange(1, most)))
        queries.append(query.urlencode())
    return queries
