"""Turn the operative clauses of a provision into what they ask: verb, addressees and action; statements give nothing.

Third step of directives, by the class of the verb (vocabulary/verbs.csv). Chapeaux and deadlines come later.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from tracker.reading.directives.clauses import Clause
from tracker.reading.directives.orders import decided, decided_also, ordered, own_act, reminded, told
from tracker.reading.directives.provisions import Ask, Paragraph
from tracker.reading.directives.requests import asked


def asks_in(paragraph: Paragraph, clauses: Sequence[Clause], under_chapeau: bool = False) -> list[Ask]:
    """Return what the clauses of a provision ask, in order; what stands under a chapeau needs no verb of its own."""
    for position, clause in enumerate(clauses):
        following = clauses[position + 1] if position + 1 < len(clauses) else None
        ask = _ask_of(paragraph, clause, following)
        if ask:
            both = decided_also(paragraph, clause, ask) if ask.own and clause.verb.kind == "decide" else None
            paragraph.asks += both or (ask,)
    if not clauses and not under_chapeau:
        return ordered(paragraph)
    return _share_actions(paragraph.asks)


def _ask_of(paragraph: Paragraph, clause: Clause, following: Clause | None) -> Ask | None:
    match clause.verb.kind:
        case "ask" | "wish":
            return asked(paragraph, clause, following)
        case "remind":
            return reminded(paragraph, clause)
        case "decide":
            return decided(paragraph, clause)
        case "act" | "intend":
            return own_act(paragraph, clause, clause.start)
        case "tell":
            return told(paragraph, clause)
    return None


def _share_actions(asks: list[Ask]) -> list[Ask]:
    """Return the asks with a shared action passed back: "calls upon X, and invites Y, to do Z"."""
    shared: list[Ask] = []
    for ask, after in zip_longest(asks, asks[1:]):
        if after and ask.named and ask.action[0] == ask.action[1] and not after.own:
            ask = replace(ask, action=after.action, clause=(ask.clause[0], after.clause[1]))
        shared.append(ask)
    return shared
