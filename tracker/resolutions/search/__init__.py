"""Search in the words of all texts: one interface over the full-text engine of either database.

Stands above the index, which the databases keep themselves (migration 0002). Only public words are in it: wordings and
titles, never notes. A mandate is found through its provision. Every question ends in bounded time: words that are
everywhere are not ranked, but given with the latest taken in first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from tracker.resolutions.models import Citation, Resolution, Text, Wording
from tracker.resolutions.search import postgresql, sqlite
from tracker.resolutions.search.query import Any, Every, Query, QueryError, Term, understand

__all__ = ["Hits", "Query", "QueryError", "find", "keys", "nearest", "spans_in", "titled", "understand"]

# How many hits are looked at; beyond it a search says "more than".
MOST = 1000
# By how many of its rarest words a paragraph is looked for, and by how many all together, however common they are.
RAREST, TOGETHER = 10, 5
# How many wordings the engine ranks for that: words are taken as long as together they have no more.
RANKED = 6000

Span = tuple[int, int]
ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True)
class Hits:
    """The keys of the wordings found. `is_cut`: there are more. `is_ranked`: the best match stands first."""

    keys: list[int]
    is_cut: bool
    is_ranked: bool

    def __len__(self) -> int:
        return len(self.keys)


def find(query: Query, among: QuerySet[Wording] | None = None) -> Hits:
    """Return which wordings match, of those given or of all."""
    found = _keys(*ENGINES[connection.vendor].keys(query), most=MOST + 1)
    if len(found) > MOST:
        if among is not None:
            found = list(among.filter(pk__in=keys(query)).order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
        return Hits(found[:MOST], is_cut=len(found) > MOST, is_ranked=False)
    if among is not None:
        kept = set(among.filter(pk__in=found).values_list("pk", flat=True))
        found = [key for key in found if key in kept]
    return Hits(_ranked(query, found), is_cut=False, is_ranked=True)


def keys(query: Query) -> RawSQL:
    """Return the keys of the wordings that match, for a query on other rows: `wordings__in=keys(query)`."""
    return RawSQL(*ENGINES[connection.vendor].keys(query))  # noqa: S611 - what was typed goes in as parameters


def titled(query: Query, among: QuerySet[Resolution], most: int) -> list[Resolution]:
    """Return the resolutions in whose title the words stand, the best match first."""
    texts = _keys(*ENGINES[connection.vendor].best(query, "titles"), most=MOST)
    rows = Text.objects.filter(pk__in=texts, resolution__in=among).select_related("resolution__organ").in_bulk()
    found = {rows[key].resolution_id: rows[key].resolution for key in texts if key in rows}
    return list(found.values())[:most]


def nearest(words: Collection[str], most: int, *, least: int = 1) -> list[int]:
    """Return the keys of the wordings that share the rarest of the words given, the best match first.

    Words that fewer than `least` wordings have are passed over: 2 where the words are those of a wording here, which
    else finds itself by what nobody else says. Ends in bounded time: a word that is everywhere finds nothing alone.
    """
    engine = ENGINES[connection.vendor]
    counts = sorted((count, word) for word, count in engine.counted(words, RANKED).items() if count >= least)[:RAREST]
    terms = [Term(word) for _count, word in counts]
    if not terms:
        return []
    rare = sum(total < RANKED for total in accumulate(count for count, _word in counts))
    query = Query(Any((Every(tuple(terms[:TOGETHER])), *terms[:rare])))
    return _keys(*engine.best(query), most=most)


def spans_in(query: Query, wordings: Sequence[Wording]) -> dict[int, list[Span]]:
    """Return where in the words of wordings the search hits, by their keys."""
    if query.is_chinese:
        marked = {row.pk: _chinese_spans(query, row.words) for row in wordings}
    else:
        engine = ENGINES[connection.vendor]
        marked = {
            key: _spans(words, engine.START, engine.END)
            for key, words in engine.marked(query, [row.pk for row in wordings]).items()
        }
    if query.symbols:
        cited = Citation.objects.filter(symbol__in=query.symbols, paragraph__in=[row.paragraph_id for row in wordings])
        by_paragraph = {row.paragraph_id: row for row in wordings}
        for citation in cited:
            marked.setdefault(by_paragraph[citation.paragraph_id].pk, []).append((citation.start, citation.end))
    return marked


def _ranked(query: Query, found: list[int]) -> list[int]:
    """Return the keys with the best match first."""
    if len(found) < 2:
        return found
    wanted = set(found)
    return [key for key in _keys(*ENGINES[connection.vendor].best(query), most=None) if key in wanted]


def _keys(sql: str, params: list[object], most: int | None) -> list[int]:
    if most is not None:
        sql = f"{sql} LIMIT {most}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [key for (key,) in cursor.fetchall()]


def _spans(marked: str, start: str, end: str) -> list[Span]:
    """Return the spans that stand between the signs, as offsets into the words without the signs."""
    spans, offset = [], 0
    for piece in marked.split(start):
        inside, sign, after = piece.partition(end)
        if sign:
            spans.append((offset, offset + len(inside)))
        offset += len(inside) + len(after)
    return spans


def _chinese_spans(query: Query, words: str) -> list[Span]:
    return [span for term in query.terms for span in _places(term, words)]


def _places(term: Term, words: str) -> list[Span]:
    spans, at = [], words.find(term.words)
    while at >= 0:
        spans.append((at, at + len(term.words)))
        at = words.find(term.words, at + len(term.words))
    return spans
