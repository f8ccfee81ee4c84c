"""The five languages other than English, from plain text: what heads and closes a resolution, and its paragraphs."""

import pytest

from tracker.reading.reader import read_document

FRENCH = """A/RES/78/390
Assemblée générale
Distr. générale
21 décembre 2023
Point 72 b) et c) de l’ordre du jour
Résolution adoptée par l’Assemblée générale le 4 décembre 2023
[sur la base du rapport de la Troisième Commission (A/78/500, par. 8)]
78/390. Les phares
L’Assemblée générale,
Rappelant sa résolution 77/300 du 7 décembre 2022 et les autres textes sur les phares,
1. Prie le Secrétaire général :
a) De faire rapport sur les phares et sur les bouées ;
b) D’allumer les lampes dans les ports ;
2. Décide de rester saisie de la question.
46e séance plénière
4 décembre 2023"""
SPANISH = """A/RES/78/390
Asamblea General
Distr. general
21 de diciembre de 2023
Temas 72 b) y c) del programa
Resolución aprobada por la Asamblea General el 4 de diciembre de 2023
[sobre la base del informe de la Tercera Comisión (A/78/500, párr. 8)]
78/390. Los faros
La Asamblea General,
Recordando su resolución 77/300, de 7 de diciembre de 2022, y los otros textos sobre los faros,
1. Solicita al Secretario General que:
a) Informe sobre los faros y las boyas;
b) Encienda las lámparas en los puertos;
2. Decide seguir ocupándose de la cuestión.
46a sesión plenaria
4 de diciembre de 2023"""
RUSSIAN = """A/RES/78/390
Генеральная Ассамблея
21 December 2023
Пункт 72 b) и c) повестки дня
Резолюция, принятая Генеральной Ассамблеей 4 декабря 2023 года
[по докладу Третьего комитета (A/78/500, пункт 8)]
78/390. Маяки
Генеральная Ассамблея,
ссылаясь на свою резолюцию 77/300 от 7 декабря 2022 года,
1. просит Генерального секретаря:
a) представить доклад о маяках;
b) зажечь огни в портах;
2. постановляет продолжать заниматься этим вопросом.
46-е пленарное заседание
4 декабря 2023 года"""
ARABIC = """A/RES/78/390
الجمعية العامة
21 December 2023
البند 72 (ب) و (ج) من جدول الأعمال
قرار اتخذته الجمعية العامة في 4 كانون الأول/ديسمبر 2023
[بناء على تقرير اللجنة الثالثة (A/78/500، الفقرة 8)]
78/390. - المنارات
إن الجمعية العامة،
إذ تشير إلى قرارها 77/300 المؤرخ 7 كانون الأول/ديسمبر 2022،
1 - تطلب إلى الأمين العام:
(أ) أن يقدم تقريرا عن المنارات؛
(ب) أن يضيء المصابيح في الموانئ؛
2 - تقرر أن تبقي المسألة قيد نظرها.
الجلسة العامة 46
4 كانون الأول/ديسمبر 2023"""
CHINESE = """A/RES/78/390
大会
21 December 2023
议程项目72(b)和(c)
2023年12月4日大会决议
[根据第三委员会的报告 (A/78/500，第8段)]
78/390. 灯塔
大会，
回顾其2022年12月7日第77/300号决议，
1. 请秘书长：
(a) 提交关于灯塔的报告；
(b) 点亮港口的灯；
2. 决定继续处理此案。
第46次全体会议
2023年12月4日"""
TEXTS = {"fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "ar": ARABIC, "zh": CHINESE}
MEETINGS = {
    "fr": "46e séance plénière",
    "es": "46a sesión plenaria",
    "ru": "46-е пленарное заседание",
    "ar": "الجلسة العامة 46",
    "zh": "第46次全体会议",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_each_language_says_the_same_of_itself(language):
    (found,) = read_document(TEXTS[language].encode(), "text", structure_only=True).resolutions

    assert (found.language, found.symbol, found.organ, found.session) == (
        language, "A/RES/78/390", "General Assembly", "78"
    )  # fmt: skip
    assert (str(found.adoption_date), str(found.publication_date)) == ("2023-12-04", "2023-12-21")
    assert found.agenda_items == ("72 (b)", "72 (c)")
    assert found.originating_document.startswith("A/78/500")
    assert found.meeting == MEETINGS[language]
    assert found.remains == ()


@pytest.mark.parametrize("language", TEXTS)
def test_the_paragraphs_have_the_same_addresses_in_each_language(language):
    (found,) = read_document(TEXTS[language].encode(), "text", structure_only=True).resolutions

    assert [provision.address for provision in found.operative] == ["1", "1.a", "1.b", "2"]
    assert len(found.preambular) == 1


@pytest.mark.parametrize("language", TEXTS)
def test_a_resolution_is_cited_in_each_language(language):
    (found,) = read_document(TEXTS[language].encode(), "text").resolutions

    assert [citation.symbol for citation in found.preambular[0].citations] == ["A/RES/77/300"]


def test_a_resolution_of_the_security_council_in_chinese_has_its_number_and_date():
    words = (
        "安全理事会\n第2564(2021)号决议\n安全理事会2021年2月25日通过\n安全理事会，\n回顾以往决议，\n1. 决定采取行动。"
    )

    (found,) = read_document(words.encode(), "text", structure_only=True).resolutions

    assert (found.symbol, str(found.adoption_date), found.language) == ("S/RES/2564 (2021)", "2021-02-25", "zh")
