"""What the search index holds beside the words: document symbols, each as one word that no engine takes apart.

SQLite cuts "A/RES/58/140" at the strokes, PostgreSQL keeps all of it as one word, so neither finds it by "58/140".
Every wording therefore carries the symbols that it cites, and the one it stands in, in a column of their own. Stands
above the models; `texts` writes the column, `search` asks it.
"""

import re
from collections.abc import Iterable


def symbol_word(symbol: str) -> str:
    """Return the one word that stands for a symbol in the index.

    The letter at its end keeps the stemmers of both engines away from it.

    >>> symbol_word("A/RES/58/140")
    'symaxresx58x140q'
    """
    return f"sym{re.sub(r'[^a-z0-9]+', 'x', symbol.lower()).strip('x')}q"


def symbol_words(own: str, cited: Iterable[str]) -> str:
    """Return what the column of a wording holds: its resolution's symbol and those it cites.

    A lettered resolution ("A/RES/75/101 A-B") is found by its number alone too.
    """
    words: dict[str, None] = {}
    for symbol in (own, *cited):
        words[symbol_word(symbol)] = None
        words[symbol_word(re.sub(r" [A-Z](?:-[A-Z])?(?= \(|$)", "", symbol))] = None
    return " ".join(words)
