"""Judge a resolution: say of every provision whether it asks, decides or states, and of whom it asks what by when.

Stands above addressees and deadlines, below the reader. `gold/GUIDE.md` of the specification defines every term; the
steps are clauses → complements → asks (requests, orders) → judging, with chapeaux, deliverables, conditions and
confidence; here the document is walked.
"""

from dataclasses import replace

from tracker.reading.addressees.references import Names
from tracker.reading.deadlines import document_context
from tracker.reading.directives.chapeaux import NOTHING_OPEN, Open, above
from tracker.reading.directives.complements import opens_list
from tracker.reading.directives.judging import judge_provision
from tracker.reading.directives.provisions import Paragraph
from tracker.reading.records import Directive, Provision, Resolution
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import tokens_of


def judge(resolution: Resolution, vocabulary: Vocabulary) -> Resolution:
    """Return the resolution with a judgement on every provision, in the order of the document."""
    names = Names(resolution, vocabulary)
    times = document_context(
        resolution.organ or "",
        resolution.session or "",
        resolution.adoption_date,
        resolution.title or "",
        [p.text for p in resolution.preambular] + [p.text for p in resolution.operative],
    )
    open_above: dict[tuple[str, ...], Open] = {}
    enacting: dict[tuple[str | None, str | None], Open] = {}
    run: tuple[str | None, str | None, str] | None = None
    judged: list[Provision] = []
    for index, provision in enumerate(resolution.operative):
        if (provision.part, provision.section, provision.number) != run:
            open_above, run = {}, (provision.part, provision.section, provision.number)
        group = (provision.part, provision.section)
        inherited = above(provision.path, open_above)
        if not inherited.directives and provision.path != ("",):
            inherited = enacting.get(group, NOTHING_OPEN)
        paragraph = Paragraph(
            provision.text,
            tokens_of(provision.text),
            names.first_operative + index,
            names,
            vocabulary,
            resolution.organ or resolution.enacting_body or "",
            resolution.language,
            resolution.symbol,
        )
        here = replace(times, chapeau=provision.chapeau) if provision.chapeau else times
        judgement, rest = judge_provision(paragraph, here, inherited)
        if provision.path == ("",):
            enacting[group] = rest.without_places() if opens_list(provision.text) else NOTHING_OPEN
        open_above[provision.path] = rest
        judged.append(replace(provision, judgement=judgement))
    return replace(resolution, operative=tuple(judged))


def is_mandate(provision: Provision, directive: Directive) -> bool:
    """Return whether a directive becomes a mandate (GUIDE, "Which directives become mandates").

    Every directive with an action does; of decisions those that are due at some time, or that found, extend or end
    something. Bare chapeaux, statements and "remain seized" do not.
    """
    judgement = provision.judgement
    if judgement is None or judgement.kind == "statement" or not directive.action:
        return False
    if opens_list(provision.text) and directive.action_found is None:
        return False
    if "remain" in directive.action and "seized" in directive.action:
        return False
    if judgement.kind == "directive" and directive.verb not in _OWN_VERBS:
        return True
    return bool(directive.deadlines) or directive.deliverable in ("institution", "appointment", "meeting", "report")


_OWN_VERBS = frozenset({"decide", "resolve", "approve", "adopt", "appropriate", "express its intention"})
