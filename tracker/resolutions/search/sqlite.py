"""A query as SQLite's FTS5 takes it. One of the two engines of `search`.

Every word is quoted, so that nothing a person types is taken for FTS5's own syntax. Chinese is compared in the table of
trigrams: LIKE uses them for three signs and more, and reads that table through for fewer.
"""

import json
from collections.abc import Iterable

from django.db import connection

from tracker.resolutions.search import chinese
from tracker.resolutions.search.query import Any, Every, Part, Query, Term

Sql = tuple[str, list[object]]
START, END = "\x02", "\x03"

_TABLES = {"words": "resolutions_wording_search", "titles": "resolutions_text_search"}


def keys(query: Query, where: str = "words") -> Sql:
    """Return a SELECT of the keys of the wordings (or with "titles" the texts) that match, the latest first."""
    if query.is_chinese:
        condition, params = chinese.condition(query.root, "title" if where == "titles" else "words")
        if where == "titles":
            return f"SELECT id FROM resolutions_text WHERE {condition} ORDER BY id DESC", params  # noqa: S608
        return f"SELECT rowid FROM resolutions_wording_chinese WHERE {condition} ORDER BY rowid DESC", params  # noqa: S608
    table = _TABLES[where]
    return f"SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC", [_match(query.root)]  # noqa: S608


def best(query: Query, where: str = "words") -> Sql:
    """Return the same SELECT with the best match first (bm25)."""
    if query.is_chinese:
        return keys(query, where)
    table = _TABLES[where]
    return f"SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rank, rowid DESC", [_match(query.root)]  # noqa: S608


def marked(query: Query, wordings: list[int]) -> dict[int, str]:
    """Return the words of wordings with START and END around what matches."""
    found = {}
    with connection.cursor() as cursor:
        for key in wordings:
            cursor.execute(
                "SELECT highlight(resolutions_wording_search, 0, %s, %s) FROM resolutions_wording_search"
                " WHERE resolutions_wording_search MATCH %s AND rowid = %s",
                [START, END, _match(query.root), key],
            )
            if row := cursor.fetchone():
                found[key] = row[0]
    return found


def counted(words: Iterable[str], most: int) -> dict[str, int]:
    """Return in how many wordings each word stands, in any form; `most` stands for that many and more."""
    table = _TABLES["words"]
    found = f"SELECT 1 FROM {table} WHERE {table} MATCH '\"' || value || '\"' LIMIT %s"  # noqa: S608
    sql = f"SELECT value, (SELECT count(*) FROM ({found})) FROM json_each(%s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [most, json.dumps(list(words))])
        return dict(cursor.fetchall())


def _match(part: Part) -> str:
    match part:
        case Term(kind="prefix"):
            return f"{_quoted(part.key)} *"
        case Term():
            return _quoted(part.key)
        case Any():
            return "(" + " OR ".join(map(_match, part.parts)) + ")"
        case Every():
            found = "(" + " AND ".join(map(_match, part.parts)) + ")"
            return f"({found} NOT ({' OR '.join(map(_match, part.without))}))" if part.without else found


def _quoted(words: str) -> str:
    return '"' + words.replace('"', " ") + '"'
