"""Short resolutions written for a test, and what the reading says of their provisions."""

from tracker.reading import vocabulary
from tracker.reading.directives import judge
from tracker.reading.records import Paragraph, Provision, Resolution


def judged(*texts, organ="General Assembly", title="", preamble=(), language="en", symbol="A/RES/80/1"):
    """Return the provisions of a resolution with these operative paragraphs: a text, or a path with its text."""
    provisions = []
    chapeaux = {}
    for number, given in enumerate(texts, start=1):
        path, text = given if isinstance(given, tuple) else ((str(number),), given)
        chapeaux[path] = text
        above = chapeaux.get(path[:-1], "") if len(path) > 1 else ""
        provisions.append(Provision(path=path, text=text, chapeau=above))
    resolution = Resolution(
        symbol=symbol,
        organ=organ,
        title=title,
        language=language,
        preambular=tuple(Paragraph(text) for text in preamble),
        operative=tuple(provisions),
    )
    return judge(resolution, vocabulary.load()).operative


def asks(provision):
    """Return verb and addressees of each directive of a provision."""
    return [
        (directive.verb, [addressee.name for addressee in directive.addressees])
        for directive in provision.judgement.directives
    ]


def words_at(provision, found):
    """Return the words of a span, in the provision or in the chapeau above it."""
    return (provision.chapeau if found.in_chapeau else provision.text)[found.start : found.end]
