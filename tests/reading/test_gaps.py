"""What a draft leaves open: asks without addressee or deadline, no review, no word on resources."""

import pytest

from tracker.reading import vocabulary
from tracker.reading.directives.gaps import Gaps, find_gaps
from tracker.reading.reader import read_document, read_provision, understand
from tracker.reading.records import Provision, Resolution

DRAFT = """The General Assembly,

1. Requests the Secretary-General to convene a meeting on crime in 2027, within existing resources;

2. Calls for the prompt payment of all that is owed;

3. Takes note of the report;

4. Requests the Secretary-General to submit a report to the General Assembly at its eightieth session;

5. Decides to remain seized of the matter.
"""


def gaps(text: str) -> Gaps:
    return find_gaps(read_document(text.encode(), "draft.txt").resolutions[0], vocabulary.load())


def test_a_draft_is_told_by_its_paragraphs():
    assert gaps(DRAFT) == Gaps(no_addressee=("2",), no_deadline=("2",), reviews=("4", "5"), resources=("1",))


@pytest.mark.parametrize(
    ("ask", "comes_back"),
    [
        ("Requests the Secretary-General to submit a report at its eightieth session", True),
        ("Requests the Secretary-General to publish a report", False),
        ("Decides to include in the provisional agenda of its eightieth session the item entitled “Crime”", True),
        ("Decides to keep under review the measures imposed above", True),
        ("Invites States to review their national laws", False),
    ],
)
def test_a_report_at_some_time_an_item_or_a_review_bring_the_matter_back(ask, comes_back):
    assert bool(gaps(f"The General Assembly,\n\n1. {ask}.\n").reviews) == comes_back


@pytest.mark.parametrize(
    ("ask", "is_paid"),
    [
        ("Invites States to make voluntary contributions to the Fund", True),
        ("Requests the Secretary-General to do so from extrabudgetary resources", True),
        ("Urges States to protect their natural resources", False),
    ],
)
def test_what_is_paid_from_is_told_from_other_resources(ask, is_paid):
    assert bool(gaps(f"The General Assembly,\n\n1. {ask}.\n").resources) == is_paid


@pytest.mark.parametrize(
    ("language", "paid", "seized"),
    [
        (
            "fr",
            "convoquer une réunion, dans la limite des ressources disponibles",
            "Décide de rester saisie de la question",
        ),
        ("es", "dentro de los límites de los recursos existentes", "Decide seguir ocupándose de la cuestión"),
        ("ru", "в пределах имеющихся ресурсов", "постановляет продолжать заниматься этим вопросом"),
        ("ar", "في حدود الموارد الموجودة", "تقرر أن تبقي المسألة قيد نظرها"),
        ("zh", "在现有资源范围内", "决定继续处理此案"),
    ],
)
def test_the_other_languages_have_their_own_signs(language, paid, seized):
    provisions = (Provision(("1",), paid), Provision(("2",), seized))

    found = find_gaps(understand(Resolution("", language=language, operative=provisions)), vocabulary.load())

    assert (found.resources, found.reviews) == (("1",), ("2",))


def test_one_provision_is_read_without_its_number_and_its_document():
    provision = read_provision("12.  Requests the Secretary-General\n to report by 31 March 2027;")

    directive = provision.judgement.directives[0]
    assert provision.text == "Requests the Secretary-General to report by 31 March 2027;"
    assert [one.name for one in directive.addressees] == ["Secretary-General"]
    assert [one.words for one in directive.deadlines] == ["by 31 March 2027"]
