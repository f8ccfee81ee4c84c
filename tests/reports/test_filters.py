"""The query string says which mandates: each name alone, and what they mean together."""

from datetime import date

import pytest
from django.http import QueryDict

from tests.factories import make_mandate, make_organ, make_paragraph, make_resolution, make_session
from tracker.mandates.models import Mandate
from tracker.reports.filters import MandateFilter

TODAY = date(2004, 10, 1)


@pytest.fixture
def register(cast):
    """Six mandates, known by the letter in front of their action."""
    crime = make_resolution("A/RES/58/140", session=make_session("58"), sort_key="A/RES/000058/000140")
    lettered = make_resolution("A/RES/75/101 A-B", sort_key="A/RES/000075/000101 A-B")
    council = make_resolution("S/RES/2666 (2022)", organ=make_organ("SC"), sort_key="S/RES/002666 (2022)")
    words = make_paragraph(crime, "24", words="Requests the Secretary-General to report to the Assembly.")
    make_mandate(
        words,
        action="a to submit a report",
        due=(date(2004, 9, 14), date(2004, 12, 31)),
        lead_entity=cast.unodc,
        focal_point=cast.alice,
        quiet_since=date(2004, 9, 1),
    )
    make_mandate(
        make_paragraph(crime, "3"),
        action="b to pay",
        verb="invite",
        strength="invitation",
        deliverable="resources",
        conditional=True,
        addressee="Member States",
        due=(date(2004, 1, 1), date(2004, 2, 1)),
        lead_entity=cast.unep,
        quiet_since=date(2003, 12, 22),
    )
    make_mandate(
        make_paragraph(lettered), action="c to meet", status="implemented", addressee="Special Secretary-General"
    )
    make_mandate(make_paragraph(council), action="d to extend", due=(date(2005, 1, 31), date(2005, 1, 31)))
    make_mandate(make_paragraph(council), action="e guess", status="proposed")
    make_mandate(make_paragraph(council), action="f wrong", status="rejected")
    return cast


def found(cast, query: str) -> str:
    mandates = MandateFilter(QueryDict(query), Mandate.objects.all(), user=cast.alice, today=TODAY).qs
    return "".join(mandate.action[0] for mandate in mandates)


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("", "badc"),
        ("q=report", "a"),
        ("q=REPORT+assembly", "a"),
        ("q=58/140", "ba"),
        ("q=submit+pay", ""),
        ("document=A/RES/58/140", "ba"),
        ("document=58/140", "ba"),
        ("document=a/res/58/140", "ba"),
        ("document=A/RES/75/101", "c"),
        ("document=2666+(2022)", "d"),
        ("document=RES/58", "ba"),
        ("organ=SC", "d"),
        ("organ=SC&organ=GA", "badc"),
        ("session=58", "ba"),
        ("addressee=Secretary-General", "ad"),
        ("addressee=member+states", "b"),
        ("addressee=special", "c"),
        ("entity=UNODC", "a"),
        ("entity=UNODC&entity=UNEP", "ba"),
        ("entity=none", "dc"),
        ("focal=me", "a"),
        ("focal=none", "bdc"),
        ("focal=x", ""),
        ("status=implemented", "c"),
        ("status=proposed", "e"),
        ("status=not-started", "bad"),
        ("status=not+started&status=implemented", "badc"),
        ("state=overdue", "b"),
        ("state=due-now", "a"),
        ("state=due-later", "d"),
        ("state=settled", "c"),
        ("state=overdue&state=due-now", "ba"),
        ("due_from=2004-12-01", "ad"),
        ("due_to=2004-10-01", "ba"),
        ("due_from=2004-12-01&due_to=2004-12-05", "a"),
        ("verb=invite", "b"),
        ("strength=request", "adc"),
        ("deliverable=resources", "b"),
        ("conditional=yes", "b"),
        ("conditional=no", "adc"),
        ("silent=6", "b"),
        ("state=overdue&entity=UNODC", ""),
        ("sort=-due", "dabc"),
        ("sort=symbol", "abcd"),
        ("sort=-entity,symbol", "abcd"),
        ("sort=password", "badc"),
    ],
)
def test_the_query_string_says_which_mandates(register, query, letters):
    assert sorted(found(register, query)) == sorted(letters)
    if "sort" in query or not query:
        assert found(register, query) == letters


@pytest.mark.parametrize("query", ["state=late", "entity=NOBODY", "due_from=soon", "silent=-1", "status=%00", "q=%00"])
def test_a_value_that_is_none_is_an_error_of_the_form(register, query):
    asked = MandateFilter(QueryDict(query), Mandate.objects.all(), user=register.alice, today=TODAY)

    assert not asked.form.is_valid()


def test_dropping_one_filter_leaves_the_others(register):
    query = QueryDict("state=overdue&entity=UNODC")

    asked = MandateFilter(query, Mandate.objects.all(), user=register.alice, today=TODAY)

    assert (asked.qs.count(), asked.without("state").count(), asked.without("entity").count()) == (0, 1, 1)
    assert set(asked.active) == {"state", "entity"}
