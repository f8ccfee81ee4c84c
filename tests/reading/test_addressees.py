"""Addressees: coordinations, side phrases, "including", short names and pronouns resolved inside the document."""

import pytest

from tests.reading.judging import asks, judged
from tracker.reading import vocabulary


def named(text, **document):
    """Return the addressees of "Urges … to act;" with these words."""
    *_, provision = judged(f"Urges {text} to act;", **document)
    return asks(provision)[0][1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("all States", ["States"]),
        ("States and funding agencies", ["States", "funding agencies"]),
        ("all relevant and interested parties", ["parties"]),
        ("the countries concerned", ["countries concerned"]),
        ("the Secretariat and relevant organs of the United Nations", ["Secretariat", "organs of the United Nations"]),
        ("observers of the General Assembly", ["observers of the General Assembly"]),
        ("those States that have not yet done so", ["States"]),
        ("Member States that have not acceded to or ratified the Convention", ["Member States"]),
        ("States, civil society, the media and academia", ["States", "civil society", "media", "academia"]),
        ("the Secretary-General, the Office as well as the Bank", ["Secretary-General", "Office", "Bank"]),
        # Adjectives of one noun name classes of their own; those of a compound do not.
        ("regional and subregional organizations", ["regional organizations", "subregional organizations"]),
        ("international, regional and local authorities",
         ["international authorities", "regional authorities", "local authorities"]),
        ("troop- and police-contributing countries", ["troop-contributing countries", "police-contributing countries"]),
        ("intergovernmental and non‑governmental organizations",
         ["intergovernmental organizations", "non-governmental organizations"]),
        ("regional and national funding agencies", ["regional and national funding agencies"]),
        ("United Nations agencies and bodies", ["United Nations agencies", "United Nations bodies"]),
        ("funds, programmes and organs of the United Nations system",
         ["funds, programmes and organs of the United Nations system"]),
        ("the Governments of Kenya and Uganda", ["Government of Kenya", "Government of Uganda"]),
        ("the private sector and academia", ["private sector", "academia"]),
        ("private institutions and individuals", ["private institutions", "individuals"]),
        ("the United Nations and international, regional and subregional organizations",
         ["United Nations", "international organizations", "regional organizations", "subregional organizations"]),
        ("Libya and neighbouring States", ["Libya", "neighbouring States"]),
        ("the Government of Timor-Leste and UNODC",
         ["Government of Timor-Leste", "United Nations Office on Drugs and Crime"]),
        # Those consulted, helped or reported to are not addressed.
        ("States, in consultation with the Office, the Bank and donors, and the media", ["States", "media"]),
        ("the Office, together with its partners,", ["Office"]),
        ("the Office, in cooperation with the Bank, as well as other banks,", ["Office"]),
        ("the Office in consultation with the Bank", ["Office"]),
        ("the Office in its next budget", ["Office"]),
        ("States and, where applicable, other stakeholders", ["States", "stakeholders"]),
        ("Governments, while respecting the views of parents and teachers,", ["Governments"]),
        ("States, in order to help victims, families and communities,", ["States"]),
        # "including" and "in particular" add named bodies only.
        ("donors, including the World Bank,", ["donors", "World Bank"]),
        ("Member States, in particular donor countries,", ["Member States"]),
        ("the European Union, notably its missions,", ["European Union"]),
        ("donors, including banks, as well as academic institutions and the media,",
         ["donors", "academic institutions", "media"]),
        ("agencies, in particular UNICEF, development banks and the media",
         ["agencies", "United Nations Children's Fund", "development banks", "media"]),
        # A participle before the noun describes it; an adverb behind it belongs to the action.
        ("all affected Member States", ["affected Member States"]),
        ("the international community accordingly", ["international community"]),
        ("Member States neither to help nor", ["Member States"]),
        ("Israel, the occupying Power,", ["Israel"]),
        ("the specialized agencies and other organizations of the United Nations system concerned",
         ["specialized agencies", "organizations of the United Nations system"]),
        # Treaties are nobody; commas and "and" inside names and treaties divide nothing.
        ("parties to the Convention on Rivers, the Covenant on Lakes and the Protocol",
         ["parties to the Convention on Rivers"]),
        ("States parties to the International Covenant on Economic, Social and Cultural Rights",
         ["States parties to the International Covenant on Economic, Social and Cultural Rights"]),
        ("the Special Rapporteur on trafficking in persons, especially women and children,",
         ["Special Rapporteur on trafficking in persons, especially women and children"]),
        # Names in full.
        ("UNHCR", ["Office of the United Nations High Commissioner for Refugees"]),
        ("the UN Office on Drugs and Crime", ["United Nations Office on Drugs and Crime"]),
        ("the Food and Agriculture Organization of the United Nations",
         ["Food and Agriculture Organization of the United Nations"]),
        ("the Office for Outer Space Affairs and the Committee on Conferences",
         ["Office for Outer Space Affairs", "Committee on Conferences"]),
    ],
)  # fmt: skip
def test_a_noun_phrase_names_its_actors(words, expected):
    assert named(words) == expected


@pytest.mark.parametrize(
    ("words", "document", "expected"),
    [
        ("the Commission", {"title": "Report of the International Law Commission"}, "International Law Commission"),
        # What the body works with or stands in is no part of its name; a list and a verb may be.
        ("the Board", {"preamble": ["Noting the cooperation of the Guild Board with the Committee,"]}, "Guild Board"),
        ("the Solar Alliance", {"preamble": ["Recalling the African Solar Alliance in the General Assembly,"]},
         "African Solar Alliance"),
        ("the Special Committee", {"title": "Special Committee to Investigate Harbour Practices"},
         "Special Committee to Investigate Harbour Practices"),
        ("the Regional Centre",
         {"title": "United Nations Regional Centre for Peace, Disarmament and Development in Latin America and the "
                   "Caribbean"},
         "United Nations Regional Centre for Peace, Disarmament and Development in Latin America and the Caribbean"),
        ("the Government of Sudan", {"preamble": ["Noting the Government of South Sudan,"]}, "Government of the Sudan"),
        ("the Committee",
         {"preamble": ["Noting the Committee pursuant to resolutions 751 (1992) and 1907 (2009) concerning Somalia,"]},
         "Committee pursuant to resolutions 751 (1992) and 1907 (2009) concerning Somalia"),
        ("the Special Rapporteur",
         {"preamble": ["Noting the Special Rapporteur on the right to clean air,",
                       "Noting the resolution on the Special Rapporteur of the Human Rights Council,"]},
         "Special Rapporteur on the right to clean air"),
        ("the Panel", {"preamble": ["Recalling the report of the Panel of Experts,"]}, "Panel of Experts"),
        ("the Centre", {"preamble": ["Noting the Centre for Soil Research in Africa,"]},
         "Centre for Soil Research in Africa"),
        ("the Special Rapporteur",
         {"preamble": ["Noting the report of the Special Rapporteur on the right to clean air and his visits,"]},
         "Special Rapporteur on the right to clean air"),
        ("parties to the Convention", {"preamble": ["Recalling the Convention on Mountain Roads,"]},
         "parties to the Convention on Mountain Roads"),
        ("the Chair of the Working Group", {"preamble": ["Noting the Working Group on Canals,"]},
         "Chair of the Working Group on Canals"),
        ("the Conference", {"preamble": ["Noting the Conference to Support Sustainable Development Goal 14 in May,"]},
         "Conference to Support Sustainable Development Goal 14"),
        ("parties to the Convention", {"preamble": ["Recalling the Convention to Combat Drought and/or Dust,"]},
         "parties to the Convention to Combat Drought and/or Dust"),
        ("the MRU", {"preamble": ["Noting the Mano River Union (MRU),"]}, "Mano River Union"),
        ("the Office", {"preamble": ["Noting the Office of Soil Affairs and the Committee on Conferences,"]},
         "Office of Soil Affairs"),
        ("the Office of the High Commissioner",
         {"preamble": ["Noting the Office of the United Nations High Commissioner for Refugees,"]},
         "Office of the United Nations High Commissioner for Refugees"),
    ],
)  # fmt: skip
def test_a_short_name_stands_for_the_full_one_of_the_document(words, document, expected):
    assert named(words, **document) == [expected]


def test_the_nearest_body_named_before_is_meant():
    *_, provision = judged(
        "Notes the plan of the Institute for Rivers;",
        "Notes the plan of the Institute for Lakes;",
        "Requests the Institute to act;",
        title="Institute for Mountains",
    )

    assert asks(provision) == [("request", ["Institute for Lakes"])]


def test_two_bodies_of_one_short_name_raise_a_doubt():
    *_, provision = judged(
        "Notes the Institute for Rivers and the Institute for Lakes;", "Requests the Institute to act;"
    )

    assert 'several bodies could be meant by "Institute"' in provision.judgement.directives[0].doubts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Commends donors, and encourages them to persist;", ["donors"]),
        ("Notes the work of regional and local organizations and encourages such organizations to persist;",
         ["regional organizations", "local organizations"]),
    ],
)  # fmt: skip
def test_a_pointing_word_means_the_actors_before_it(text, expected):
    (provision,) = judged(text)

    assert asks(provision)[-1][1] == expected


def test_every_name_of_the_directory_is_known_by_its_short_form_and_its_aliases():
    known = vocabulary.load()

    for entry in known.addressees["en"]:
        for name in (entry.name, entry.short, *entry.aliases):
            assert not name or known.names[vocabulary.fold(name)]


def test_another_directory_takes_the_place_of_the_one_that_ships():
    own = vocabulary.load().with_addressees([vocabulary.AddresseeName("Guild of Bakers", "GB")])

    assert own.names["gb"] == "Guild of Bakers"
