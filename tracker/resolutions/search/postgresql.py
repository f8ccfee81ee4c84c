"""A query as PostgreSQL's full-text search takes it. One of the two engines of `search`.

Every word goes as a parameter through phraseto_tsquery, which has no syntax to break. Chinese is compared with LIKE,
for which pg_trgm has an index over the rows that hold any.
"""

from collections.abc import Iterable

from django.db import connection

from tracker.resolutions.search import chinese
from tracker.resolutions.search.query import Any, Every, Part, Query, Term

Sql = tuple[str, list[object]]
START, END = "\x02", "\x03"

_TABLES = {"words": "resolutions_wording", "titles": "resolutions_text"}
# How often the words are that are everywhere, the server's own statistics say at once: the index would have to be read
# through for each. The others are counted. What is no word to the index, such as "the", stands nowhere.
_COUNTED = """
WITH asked AS MATERIALIZED (
    SELECT word, phraseto_tsquery('english', word) AS query,
        (tsvector_to_array(to_tsvector('english', word)))[1] AS lexeme
    FROM unnest(%(words)s::text[]) AS word),
common AS MATERIALIZED (
    SELECT listed.lexeme, listed.share * reltuples AS count
    FROM pg_class, pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS listed (lexeme, share)
    WHERE schemaname = current_schema() AND tablename = 'resolutions_wording' AND attname = 'search'
        AND pg_class.oid = 'resolutions_wording'::regclass AND reltuples > 0 AND listed.lexeme IS NOT NULL)
SELECT word, LEAST(%(most)s, count)::bigint FROM asked JOIN common USING (lexeme)
UNION ALL
SELECT word,
    (SELECT count(*) FROM (SELECT 1 FROM resolutions_wording WHERE search @@ query LIMIT %(most)s) AS counted)
FROM asked WHERE lexeme NOT IN (SELECT lexeme FROM common)
"""
_HOLDS_CHINESE = "words ~ '[\u4e00-\u9fff]'"


def keys(query: Query, where: str = "words") -> Sql:
    """Return a SELECT of the keys of the wordings (or with "titles" the texts) that match, the latest first."""
    return _select(query, where, "ORDER BY id DESC")


def best(query: Query, where: str = "words") -> Sql:
    """Return the same SELECT with the best match first."""
    if query.is_chinese:
        return keys(query, where)
    asked, params = _tsquery(query.root)
    sql, first = _select(query, where, f"ORDER BY ts_rank(search, {asked}, 1) DESC, id DESC")
    return sql, [*first, *params]


def marked(query: Query, wordings: list[int]) -> dict[int, str]:
    """Return the words of wordings with START and END around what matches."""
    asked, params = _tsquery(query.root)
    options = f"HighlightAll=true, StartSel={START}, StopSel={END}"
    sql = f"SELECT id, ts_headline('english', words, {asked}, %s) FROM resolutions_wording WHERE id = ANY(%s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, options, wordings])
        return dict(cursor.fetchall())


def counted(words: Iterable[str], most: int) -> dict[str, int]:
    """Return in how many wordings each word stands, in any form; `most` stands for that many and more."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"words": list(words), "most": most})
        return dict(cursor.fetchall())


def _select(query: Query, where: str, order: str) -> Sql:
    if query.is_chinese:
        condition, params = chinese.condition(query.root, "title" if where == "titles" else "words")
        if where == "words":
            condition = f"{_HOLDS_CHINESE} AND {condition}"
    else:
        condition, params = _tsquery(query.root)
        condition = f"search @@ {condition}"
    return f"SELECT id FROM {_TABLES[where]} WHERE {condition} {order}", params  # noqa: S608


def _tsquery(part: Part) -> Sql:
    match part:
        case Term(kind="symbol"):
            return "to_tsquery('simple', %s)", [part.key]
        case Term(kind="prefix"):
            return "to_tsquery('simple', %s)", [f"{part.key.lower()}:*"]
        case Term():
            return "phraseto_tsquery('english', %s)", [part.key.replace("-", " ")]
        case Any():
            return _joined(" || ", part.parts)
        case Every():
            found, params = _joined(" && ", part.parts)
            if not part.without:
                return found, params
            without, more = _joined(" || ", part.without)
            return f"({found} && !!{without})", [*params, *more]


def _joined(sign: str, parts: tuple[Part, ...]) -> Sql:
    found = [_tsquery(part) for part in parts]
    return "(" + sign.join(sql for sql, _params in found) + ")", [value for _sql, params in found for value in params]
