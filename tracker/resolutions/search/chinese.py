"""A query in Chinese as both engines take it: words have no blanks between them, so any run of signs is looked for."""

from tracker.resolutions.search.query import Any, Every, Part, Term

TRIGRAM = 3

Sql = tuple[str, list[object]]


def condition(part: Part, column: str) -> Sql:
    """Return the condition on a column, which an index of trigrams answers for three signs and more.

    The signs % and _ stand for anything in LIKE, so they are taken out.
    """
    if isinstance(part, Term):
        words = part.words.replace("%", "").replace("_", "")
        # SQLite before 3.41 asks the trigrams for fewer than three signs too, and finds nothing: hide the column then.
        place = column if len(words) >= TRIGRAM else f"({column} || '')"
        return f"{place} LIKE %s", [f"%{words}%"]
    joined = " OR " if isinstance(part, Any) else " AND "
    found = [condition(inner, column) for inner in part.parts]
    without = [condition(inner, column) for inner in part.without] if isinstance(part, Every) else []
    conditions = [sql for sql, _params in found] + [f"NOT ({sql})" for sql, _params in without]
    return f"({joined.join(conditions)})", [value for _sql, params in (*found, *without) for value in params]
