"""Settle a text by hand: reword, renumber, retype, merge, split a paragraph, and place words that were not understood.

Each is one change. It marks the texts of the resolution as settled, so that readings leave them alone from then on; the
mandates follow their words.
"""

from django.db.models import F

from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.accounts.models import User
from tracker.mandates.models import Mandate
from tracker.resolutions.models import Paragraph, Resolution, Wording


class CannotSettleError(ValueError):
    """What was asked cannot be done to this paragraph; the message says why, in words for the person who asked."""


def reword(wording: Wording, words: str, *, by: User, seen: int) -> None:
    """Correct the words of a paragraph in one language. Raises StaleError if somebody else has, since `seen`."""
    words = words.strip()
    if not words:
        raise CannotSettleError("A paragraph needs words. To remove it, merge it with the one before.")
    resolution = wording.text.resolution
    with change(f"Reword {wording.paragraph or resolution}", by=by):
        changes.save(wording, seen=seen, words=words)
        _settle(resolution)


def renumber(paragraph: Paragraph, address: str, *, by: User, seen: int) -> None:
    """Give a paragraph another number: "12.a" for 12 (a), "IV/12" for paragraph 12 of section IV."""
    with change(f"Renumber {paragraph}", by=by):
        piece = _free_piece(paragraph.resolution, paragraph.kind, address)
        changes.save(paragraph, seen=seen, address=address, piece=piece, depth=address.rpartition("/")[2].count("."))
        _settle(paragraph.resolution)


def retype(paragraph: Paragraph, kind: str, *, by: User, seen: int) -> None:
    """Say that a paragraph is of another kind: a heading, preambular, operative. One with mandates stays operative."""
    if kind != Paragraph.Kind.OPERATIVE and paragraph.mandates.exclude(status=Mandate.Status.PROPOSED).exists():
        raise CannotSettleError("Mandates stand on this paragraph: it stays operative.")
    with change(f"Say what {paragraph} is", by=by):
        if kind != Paragraph.Kind.OPERATIVE:
            changes.delete(paragraph.mandates.all())
        changes.save(paragraph, seen=seen, kind=kind, piece=_free_piece(paragraph.resolution, kind, paragraph.address))
        _settle(paragraph.resolution)


def merge(paragraph: Paragraph, *, by: User) -> Paragraph:
    """Join a paragraph to the one before it, in every language, and return that one with the mandates of both."""
    before = paragraph.resolution.paragraphs.filter(position__lt=paragraph.position).order_by("-position").first()
    if before is None:
        raise CannotSettleError("There is no paragraph before this one.")
    with change(f"Merge {paragraph} into {before}", by=by):
        earlier = {wording.text_id: wording for wording in before.wordings.all()}
        for wording in paragraph.wordings.all():
            into = earlier.get(wording.text_id)
            if into is None:
                changes.save(wording, paragraph=before)
            else:
                changes.save(into, words=f"{into.words} {wording.words}", symbols=f"{into.symbols} {wording.symbols}")
        changes.update(paragraph.mandates.all(), provision=before)
        changes.delete(Paragraph.objects.filter(pk=paragraph.pk))
        _settle(before.resolution)
    return before


def split(wording: Wording, at: int, *, address: str, by: User, seen: int) -> Paragraph:
    """Cut a paragraph in two at a place in its words, and return the new one, which has the words behind the cut.

    A mandate whose verb was read behind the cut goes with it. Other languages keep their words in the first one: where
    they are to be cut, a person has to say.
    """
    head, tail = wording.words[:at].strip(), wording.words[at:].strip()
    if not head or not tail:
        raise CannotSettleError("Both parts of the paragraph need words.")
    paragraph = wording.paragraph
    resolution = paragraph.resolution
    with change(f"Split {paragraph}", by=by):
        _make_room(resolution, paragraph.position)
        fresh = changes.create(
            Paragraph,
            resolution=resolution,
            kind=paragraph.kind,
            address=address,
            piece=_free_piece(resolution, paragraph.kind, address),
            position=paragraph.position + 1,
            depth=address.rpartition("/")[2].count("."),
            provision_kind=paragraph.provision_kind,
        )
        wording = Wording.objects.get(pk=wording.pk)
        changes.save(wording, seen=seen, words=head)
        position = wording.position + 1
        same = {"text": wording.text, "place": wording.place, "symbols": wording.symbols}
        changes.create(Wording, paragraph=fresh, position=position, words=tail, **same)
        for mandate in paragraph.mandates.all():
            if _verb_start(mandate) >= at:
                changes.save(mandate, provision=fresh)
        _settle(resolution)
    return fresh


def place(wording: Wording, kind: str, address: str, *, after: Paragraph | None, by: User, seen: int) -> Paragraph:
    """Make a paragraph of words that were not understood, behind another paragraph or at the beginning."""
    resolution = wording.text.resolution
    position = after.position if after else 0
    with change(f"Place words of {resolution}", by=by):
        _make_room(resolution, position)
        fresh = changes.create(
            Paragraph,
            resolution=resolution,
            kind=kind,
            address=address,
            piece=_free_piece(resolution, kind, address),
            position=position + 1,
            depth=address.rpartition("/")[2].count("."),
        )
        changes.save(wording, seen=seen, paragraph=fresh, position=position + 1)
        _settle(resolution)
    return fresh


def dismiss(wording: Wording, *, by: User) -> None:
    """Say that words which were not understood are no part of the text: what a page or a file brought along."""
    resolution = wording.text.resolution
    with change(f"Dismiss words of {resolution}", by=by):
        changes.delete(Wording.objects.filter(pk=wording.pk, paragraph__isnull=True))
        _settle(resolution)


def _settle(resolution: Resolution) -> None:
    """Keep readings from overwriting what a person has settled."""
    for text in resolution.texts.filter(settled=False):
        changes.save(text, settled=True)


def _make_room(resolution: Resolution, position: int) -> None:
    """Move everything behind a position one place on."""
    changes.update(resolution.paragraphs.filter(position__gt=position), position=F("position") + 1)
    placed = Wording.objects.filter(text__resolution=resolution, paragraph__isnull=False)
    changes.update(placed.filter(position__gt=position), position=F("position") + 1)


def _free_piece(resolution: Resolution, kind: str, address: str) -> int:
    """Return the piece by which another paragraph at an address is told from those there."""
    taken = resolution.paragraphs.filter(kind=kind, address=address).values_list("piece", flat=True)
    return max(taken, default=0) + 1


def _verb_start(mandate: Mandate) -> int:
    """Return where the verb of a mandate was read in its provision; 0 where it stands in the chapeau, or by hand."""
    span = ((mandate.as_read or {}).get("spans") or {}).get("verb")
    return span[0] if isinstance(span, list) else 0
