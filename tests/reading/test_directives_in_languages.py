"""Directives of the five other official languages, by their opening phrases and best-known addressees."""

import pytest

from tests.reading.judging import asks, judged, words_at
from tracker.reading import vocabulary


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Prie le Secrétaire général de lui présenter un rapport sur les ports ;",
         [("request", ["Secretary-General"])]),
        ("fr", "Engage également les États Membres et la société civile à planter des arbres ;",
         [("encourage", ["Member States", "civil society"])]),
        ("fr", "Décide de rester saisie de la question.", [("decide", ["General Assembly"])]),
        ("fr", "Prend note du rapport ;", []),
        ("es", "Solicita al Secretario General que presente un informe;", [("request", ["Secretary-General"])]),
        ("es", "Acoge con beneplácito el plan, y alienta a todos los Estados Miembros a que cooperen;",
         [("encourage", ["Member States"])]),
        ("ru", "просит Генерального секретаря представить доклад;", [("request", ["Secretary-General"])]),
        ("ru", "настоятельно призывает также все государства-члены сотрудничать;", [("urge", ["Member States"])]),
        ("ar", "تطلب إلى الأمين العام أن يقدم تقريرا؛", [("request", ["Secretary-General"])]),
        ("ar", "تهيب بجميع الدول أن تتعاون، وتطلب إلى الأمين العام أن يواصل عمله؛",
         [("call upon", ["States"]), ("request", ["Secretary-General"])]),
        ("zh", "请秘书长提出报告；", [("request", ["Secretary-General"])]),
        ("zh", "又敦促各会员国和国际社会合作，并请秘书长提供协助；",
         [("urge", ["Member States", "international community"]), ("request", ["Secretary-General"])]),
        ("zh", "决定继续处理此案。", [("decide", ["General Assembly"])]),
    ],
)  # fmt: skip
def test_the_opening_phrase_gives_verb_and_addressees(language, text, expected):
    (provision,) = judged(text, language=language)

    assert asks(provision) == expected


def test_the_words_are_kept_and_the_reading_says_that_it_is_short_sighted():
    (provision,) = judged("Prie le Secrétaire général de présenter un rapport ;", language="fr")
    (directive,) = provision.judgement.directives

    assert words_at(provision, directive.verb_found) == "Prie"
    assert [words_at(provision, one.found) for one in directive.addressees] == ["Secrétaire général"]
    assert directive.deliverable == "report"
    assert directive.confidence < 0.9
    assert "read from the opening phrase alone" in directive.doubts


def test_an_unknown_addressee_is_kept_in_its_own_words():
    (provision,) = judged("Invite la Guilde des potiers à cuire des briques ;", language="fr")

    assert asks(provision) == [("invite", ["Guilde des potiers"])]


def test_a_sub_paragraph_inherits_in_every_language():
    _, item = judged((("2",), "Prie le Secrétaire général :"), (("2", "a"), "De publier la liste ;"), language="fr")

    assert asks(item) == [("request", ["Secretary-General"])]


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_twenty_addressees_and_the_common_verbs_are_known(language):
    known = vocabulary.load()

    verbs = {verb.base for group in known.verbs[language].values() for verb in group}
    assert {"request", "urge", "call upon", "invite", "encourage", "decide", "take note"} <= verbs
    assert len(known.addressees[language]) >= 20
