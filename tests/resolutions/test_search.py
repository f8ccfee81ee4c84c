"""The index finds words, phrases, stems and symbols in either database, and follows every change to a text."""

import pytest
from django.db import connection

from tests.factories import make_paragraph, make_resolution
from tracker.accounts import changes
from tracker.resolutions import search
from tracker.resolutions.models import Paragraph, Resolution, Text, Wording
from tracker.resolutions.search.places import find_symbol

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts():
    """Four paragraphs, known by the first letter of their address."""
    crime = make_resolution("A/RES/58/140", title="Strengthening crime prevention")
    later = make_resolution("A/RES/75/101 A-B", title="Trafficking in persons")
    make_paragraph(crime, "a", words="Requests the Secretary-General to report on the trafficking of women.")
    make_paragraph(crime, "b", words="Recalling its resolution 57/173 on crime and its report A/59/205,")
    make_paragraph(later, "c", words="Invites States to report, within existing resources, on girls in conflict.")
    make_paragraph(later, "d", words="Decides that the reports of the Commission on Narcotic Drugs are noted.")
    return later


def found(typed: str) -> str:
    keys = search.find(search.understand(typed)).keys
    return "".join(sorted(Wording.objects.filter(pk__in=keys).values_list("paragraph__address", flat=True)))


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("report", "abcd"),
        ("reporting", "abcd"),
        ("REPORT women", "a"),
        ("“existing resources”", "c"),
        ("“resources existing”", ""),
        ("women OR girls", "ac"),
        ("report NOT (women OR girls)", "bd"),
        ("report -crime", "acd"),
        ("traff*", "a"),
        ("Secretary-General", "a"),
        ("secretary general", "a"),
        ("57/173", "b"),
        ("A/RES/57/173 crime", "b"),
        ("A/59/205", "b"),
        ("58/140", "ab"),
        ("58/140 women", "a"),
        ("75/101", "cd"),
        ("75/10", ""),
        ("girls' \"", "c"),
        ("NEAR(report) words:report ^report {report}", ""),
    ],
)
def test_words_phrases_stems_and_symbols_are_found(texts, typed, addresses):
    assert found(typed) == addresses


@pytest.mark.parametrize(
    "typed", ["'; DROP TABLE x --", "a:* & !b | c <-> d", '"a"b"c"', "100% _ \\", "é ü ß", "\x00z"]
)
def test_signs_of_the_engines_are_only_words(texts, typed):
    assert found(typed) == ""


def test_hits_are_marked_with_the_symbol_among_them(texts):
    wording = Wording.objects.get(paragraph__address="a")

    spans = search.spans_in(search.understand("reporting AND women"), [wording])[wording.pk]

    assert [wording.words[start:end] for start, end in spans] == ["report", "women"]


def test_titles_are_found(texts):
    titled = search.titled(search.understand("trafficking person"), Resolution.objects.all(), 5)

    assert titled == [texts]


def test_only_what_may_be_seen_is_found(texts):
    query = search.understand("report")

    hits = search.find(query, Wording.objects.filter(text__resolution=texts))

    assert len(hits) == 2


def test_the_best_match_stands_first_unless_the_words_are_everywhere(texts, monkeypatch):
    make_paragraph(texts, "e", words="Report, report, report.")
    query = search.understand("report")

    ranked = search.find(query)
    monkeypatch.setattr(search, "MOST", 3)
    common = search.find(query)

    assert Wording.objects.get(pk=ranked.keys[0]).paragraph.address == "e"
    assert common.is_cut
    assert common.keys == sorted(common.keys, reverse=True)
    assert len(common) == 3


def near(words: str, most: int = 10, **options) -> str:
    keys = search.nearest(words.split(), most, **options)
    addresses = dict(Wording.objects.filter(pk__in=keys).values_list("pk", "paragraph__address"))
    return "".join(addresses[key] for key in keys)


def test_what_shares_the_rarest_words_is_near_the_best_match_first(texts):
    assert near("trafficking women unheard") == "a"
    assert near("conflict girls women") == "ca"
    assert near("conflict girls women", most=1) == "c"
    assert near("") == near("unheard unseen") == ""


def test_words_that_only_the_asking_text_has_are_passed_over(texts):
    make_paragraph(texts, "e", words="Requests a report on the trafficking of girls, zyzzyva.")

    assert near("zyzzyva") == "e"
    assert near("zyzzyva", least=2) == ""
    assert near("zyzzyva trafficking", least=2) in ("ae", "ea")


def test_words_that_are_everywhere_find_only_what_has_several_of_them(texts, monkeypatch):
    monkeypatch.setattr(search, "RANKED", 2)

    assert near("report crime") == "b"
    assert near("report existing") == "c"


def test_words_are_counted_in_all_their_forms_up_to_a_limit(texts):
    engine = search.ENGINES[connection.vendor]
    if connection.vendor == "postgresql":
        # The server's own statistics give the same as counting does, and are asked first.
        counted = engine.counted(["reports", "women", "unheard"], 9)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE resolutions_wording")
        assert engine.counted(["reports", "women", "unheard"], 9) == counted
        # A table that was emptied has statistics of what it held, but no count of its rows.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pg_class SET reltuples = -1 WHERE oid = 'resolutions_wording'::regclass")

    assert engine.counted(["reports", "women", "unheard"], 9) == {"reports": 4, "women": 1, "unheard": 0}
    assert engine.counted(["report"], 3) == {"report": 3}
    assert engine.counted([], 3) == {}


def test_two_signs_of_chinese_are_found_within_a_run_and_marked(texts):
    chinese = make_paragraph(texts, "z")
    with changes.change("Arrange a test"):
        text = changes.create(Text, resolution=texts, language="zh", title="标题")
        wording = changes.create(Wording, text=text, paragraph=chinese, position=1, words="大会决定执行本决议100%。")

    hits = search.find(search.understand("执行"))

    assert hits.keys == [wording.pk]
    assert search.spans_in(search.understand("执行"), [wording])[wording.pk] == [(4, 6)]
    assert found("执行 NOT 决议") == ""
    assert found("决定执行本") == "z"
    assert search.titled(search.understand("标题"), Resolution.objects.all(), 5) == [texts]


def test_the_index_follows_changed_and_deleted_words(texts):
    wording = Wording.objects.get(paragraph__address="a")

    with changes.change("Reword"):
        changes.save(wording, words="Requests nothing of anybody.")
    after_change = found("women"), found("anybody")
    with changes.change("Delete"):
        changes.delete(Paragraph.objects.filter(address="a"))

    assert after_change == ("", "a")
    assert found("anybody") == ""


def test_the_index_is_kept_by_the_database_whole():
    """A migration that copies the table would lose the triggers: then this fails before anybody's search does."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'resolutions_%'"
            )
            assert cursor.fetchone() == (9,)
        else:
            cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'search'")
            assert cursor.fetchone() == (2,)


@pytest.mark.parametrize(
    "words",
    ["58/140", "A/RES/58/140", "a/res/58/140", "res. 58/140", "resolution 58/140", "GA resolution 58/140", " 58/140. "],
)
def test_every_spelling_of_a_symbol_leads_to_the_document(words):
    resolution = make_resolution("A/RES/58/140")

    assert find_symbol(words) == resolution.get_absolute_url()


@pytest.mark.parametrize(
    "words",
    [
        "58/140 op 24",
        "58/140 OP24",
        "A/RES/58/140 para 24",
        "res. 58/140, para. 24",
        "58/140 paragraph 24",
        "58/140 § 24",
    ],
)
def test_a_paragraph_number_leads_into_the_document(words):
    paragraph = make_paragraph(make_resolution("A/RES/58/140"), "24")

    assert find_symbol(words) == paragraph.get_absolute_url()


def test_sub_paragraphs_and_preambular_ones_have_places_of_their_own():
    resolution = make_resolution("A/RES/58/140")
    lettered = make_paragraph(resolution, "24.a")
    preambular = make_paragraph(resolution, "24", kind="preambular")

    assert find_symbol("58/140 para 24 (a)") == lettered.get_absolute_url()
    assert find_symbol("58/140 op 24(a)") == lettered.get_absolute_url()
    assert find_symbol("58/140 pp 24") == preambular.get_absolute_url()


def test_a_paragraph_that_is_not_there_leads_to_its_document_and_an_unknown_symbol_nowhere():
    resolution = make_resolution("A/RES/75/101 A-B")

    assert find_symbol("75/101 para 99") == resolution.get_absolute_url()
    assert find_symbol("75/102") is None
    assert find_symbol("crime") is None
    assert find_symbol("x" * 10_000) is None
