"""What somebody types into a search, understood: words, “phrases”, symbols, AND OR NOT, brackets.

First step of `search`, and without a database. Whatever is typed gives either a query or one QueryError that says what
to change, in time that grows with the length of the words alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from tracker.reading import symbols
from tracker.resolutions.index import symbol_word

LONGEST = 500
MOST_TERMS = 32
DEEPEST = 10

_SYMBOL = (
    r"(?<![\w/])(?:[A-Za-z]{1,6}(?:/[\w.()-]{1,14}){1,8}(?:\s[A-Z](?:-[A-Z])?(?!\w))?(?:\s\([\dIVXL]{1,8}\))?"
    r"|(?:ES-|S-)?\d{1,4}/\d{1,4}(?:\s[A-Z](?:-[A-Z])?(?!\w))?"
    r"|\d{1,4}(?:\s[A-Z])?\s\((?:[IVXL]{1,8}|(?:19|20)\d\d)\))(?!\w)"
)
_TOKENS = re.compile(
    rf'(?P<phrase>["“”„«][^"“”„»]*(?:["”“»]|$))|(?P<bracket>[()](?![IVXL\d]+\)))|(?P<symbol>{_SYMBOL})'
    r"|(?P<word>[^\s()\"“”„«»]+)|(?P<other>\S)"
)
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Quotation marks and other signs that no word begins or ends with.
_AROUND = "\"'“”„«»‘’.,;:!?()[]{}<>|&^~`=+/\\-–—…"
# The first session of the General Assembly whose resolutions are numbered "31/1"; "24/7" is no symbol.
_FIRST_NUMBERED_SESSION = 31


class QueryError(ValueError):
    """A search that cannot be made. The message says why and what to change."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a phrase, the beginning of a word, or a symbol in its one spelling."""

    words: str
    kind: Literal["word", "phrase", "prefix", "symbol"] = "word"

    @property
    def key(self) -> str:
        """Return what the index holds for the term."""
        return symbol_word(self.words) if self.kind == "symbol" else self.words


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts, and none of those left out."""

    parts: "tuple[Part, ...]"
    without: "tuple[Part, ...]" = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the parts."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class _Not:
    part: "Part"


Part = Term | Every | Any


@dataclass(frozen=True, slots=True)
class Query:
    """A search understood: its root, and whether it asks for Chinese, which is looked for in an index of its own."""

    root: Part
    is_chinese: bool = False

    @property
    def terms(self) -> list[Term]:
        """Return what is looked for, without what is left out."""
        return list(_terms(self.root))

    @property
    def symbols(self) -> list[str]:
        return [term.words for term in self.terms if term.kind == "symbol"]


def understand(typed: str, *, is_typing: bool = False) -> Query:
    """Return the query that somebody typed. With `is_typing` the last word may be the beginning of one.

    >>> understand('report NOT "Secretary-General"').root
    Every(parts=(Term(words='report', kind='word'),), without=(Term(words='Secretary-General', kind='phrase'),))
    """
    typed = typed.replace("\x00", " ").strip()
    if len(typed) > LONGEST:
        raise QueryError(
            _("The search is longer than %(most)d characters: a few words, or a “phrase”, find more.")
            % {"most": LONGEST}
        )
    parser = _Parser(typed, is_typing)
    root = parser.either()
    while parser.at < len(parser.tokens):  # a bracket that nothing opened
        parser.at += 1
        root = _every([part for part in (root, parser.either()) if part])
    if root is None:
        raise QueryError(
            _("There is no word to look for: AND, OR, NOT, brackets and signs only join words.")
            if typed
            else _("Type words, a “phrase in quotation marks”, or a symbol.")
        )
    if isinstance(root, _Not):
        raise QueryError(_("Say also what to find: NOT only leaves things out of it."))
    return Query(root, bool(_CHINESE.search(typed)))


class _Parser:
    """Takes the tokens from left to right: OR binds less than AND, and words side by side are joined by AND."""

    def __init__(self, typed: str, is_typing: bool):
        self.tokens = list(_TOKENS.finditer(typed))
        self.is_typing = is_typing and not typed.endswith((")", '"', "”", "»"))
        self.at = self.depth = self.count = 0

    def either(self) -> "Part | _Not | None":
        parts = [self.all()]
        while self._is("OR"):
            self.at += 1
            parts.append(self.all())
        given = [part for part in parts if part is not None]
        if len(given) > 1 and any(isinstance(part, _Not) for part in given):
            raise QueryError(_("“OR NOT” would find nearly everything: say what to find instead."))
        return Any(tuple(given)) if len(given) > 1 else next(iter(given), None)

    def all(self) -> "Part | _Not | None":
        parts = []
        while self.at < len(self.tokens) and not self._is("OR") and not self._is(")"):
            if self._is("AND"):
                self.at += 1
                continue
            if part := self.one():
                parts.append(part)
        return _every(parts)

    def one(self) -> "Part | _Not | None":
        token = self.tokens[self.at]
        self.at += 1
        if token[0] == "NOT":
            ends = self.at >= len(self.tokens) or self._is("OR") or self._is(")") or self._is("AND")
            part = None if ends else self.one()
            return part.part if isinstance(part, _Not) else _Not(part) if part else None
        if token[0] == "(":
            return self._in_brackets()
        return self._term(token)

    def _in_brackets(self) -> "Part | _Not | None":
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(_("There are too many brackets within brackets."))
        part = self.either()
        self.depth -= 1
        if self._is(")"):
            self.at += 1
        return part

    def _term(self, token: re.Match[str]) -> "Part | _Not | None":
        is_left_out = token["word"] is not None and re.match(r"-\w", token[0])
        term = _term(token[0], token.lastgroup or "", is_last=self.is_typing and self.at == len(self.tokens))
        if term is None:
            return None
        self.count += 1
        if self.count > MOST_TERMS:
            raise QueryError(_("The search has more than %(most)d words: a few find more.") % {"most": MOST_TERMS})
        return _Not(term) if is_left_out else term

    def _is(self, words: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][0] == words


def _term(words: str, kind: str, is_last: bool) -> Part | None:
    if kind == "symbol" and (symbol := _symbol(words)):
        return Term(symbol, "symbol")
    bare = " ".join(words.strip(_AROUND + "*").split())
    if not re.search(r"\w", bare):
        return None
    if kind == "phrase":
        return Term(bare, "phrase")
    if words.endswith("*") and bare.isalnum():
        return Term(bare, "prefix")
    if is_last and bare.isalnum() and len(bare) > 1:
        return Any((Term(bare), Term(bare, "prefix")))
    return Term(bare)


def _symbol(words: str) -> str | None:
    """Return the symbol that words spell, in either case; numbers that only look like one are words."""
    symbol = symbols.parse(words) or symbols.parse(words.upper())
    if symbol is None or not re.search(r"\d", words):
        return None
    is_bare = words[0].isdigit() and "/" in words
    if is_bare and symbol.session.isdigit() and int(symbol.session) < _FIRST_NUMBERED_SESSION:
        return None
    return symbol.text


def _every(parts: "list[Part | _Not]") -> "Part | _Not | None":
    found = [part for part in parts if not isinstance(part, _Not)]
    without = tuple(part.part for part in parts if isinstance(part, _Not))
    if not found:
        return _Not(Any(without) if len(without) > 1 else without[0]) if without else None
    return found[0] if len(found) == 1 and not without else Every(tuple(found), without)


def _terms(part: Part) -> Iterator[Term]:
    if isinstance(part, Term):
        yield part
    else:
        for inner in part.parts:
            yield from _terms(inner)
