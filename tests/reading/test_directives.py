"""Directives: what a provision is, what it asks of whom, what must be produced, on what condition, and how surely."""

import time

import pytest

from tests.reading.judging import asks, judged, words_at
from tracker.reading.directives import is_mandate


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Requests the Secretary-General to circulate the present resolution to all Member States;", "directive"),
        ("Takes note of the report of the Secretary-General;", "statement"),
        ("Stresses the need for predictable funding of the Fund;", "statement"),
        ("Looks forward to the holding of the summit in 2027;", "statement"),
        ("Stresses that States must protect medical personnel;", "directive"),
        ("Emphasizes the need for the parties to release all prisoners;", "directive"),
        ("Recalls that all States should settle their disputes by peaceful means;", "statement"),
        ("Recalls its request to the Secretary-General to appoint a focal point;", "statement"),
        ("Reiterates its request to the Secretary-General to appoint a focal point;", "directive"),
        ("Welcomes the decision of the Conference to hold its next meeting in Nairobi;", "statement"),
        ("Decides to remain seized of the matter.", "decision"),
        ("Approves the medium-term plan of the Institute;", "decision"),
        ("Expresses its determination to take steps against piracy;", "decision"),
        ("Expresses its intention to review the measures in six months;", "decision"),
        ("Decides that the Mission shall assist the Government in organizing the elections;", "directive"),
        ("Welcomes the progress made and encourages Governments to share their experience;", "directive"),
        ("Takes note of the work of the Agency, encouraging the Agency to continue its visits;", "directive"),
        ("We will pay our contributions in full.", "decision"),
        ("Budget estimates for the biennium;", "statement"),
    ],
)
def test_a_provision_has_its_kind(text, kind):
    (provision,) = judged(text)

    assert provision.judgement.kind == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strongly urges all parties to lay down their arms;", [("urge", ["parties"])]),
        ("Also requests Governments, together with civil society, to plant trees;", [("request", ["Governments"])]),
        ("Calls, therefore, upon Member States to join the Alliance;", [("call upon", ["Member States"])]),
        ("Calls on the Secretariat to publish the list;", [("call upon", ["Secretariat"])]),
        ("Reiterates its urgent call upon States to ratify the Treaty;", [("call upon", ["States"])]),
        ("Reaffirms its invitation to the World Bank to support the Fund;", [("invite", ["World Bank"])]),
        ("Calls for the full implementation of the road map;", [("call for", [])]),
        ("Calls for the early appointment of a rector by the Governing Board;", [("call for", ["Governing Board"])]),
        ("Encourages dialogue between the World Bank and the African Union;",
         [("encourage", ["World Bank", "African Union"])]),
        ("Urges their full, effective and timely implementation;", [("urge", [])]),
        ("Requests the United Nations bodies associated with the question of rivers to meet;",
         [("request", ["United Nations bodies associated with the question of rivers"])]),
        ("Demands that all parties allow humanitarian access;", [("demand", ["parties"])]),
        ("Demands that humanitarian access be allowed;", [("demand", [])]),
        ("Demands that all parties to armed conflict comply strictly with the law;",
         [("demand", ["parties to armed conflict"])]),
        ("Decides to adjourn its session and to authorize the President of the General Assembly to resume it;",
         [("decide", ["General Assembly"]), ("authorize", ["President of the General Assembly"])]),
        ("Encourages cooperation between the World Bank and national associations of ombudsmen;",
         [("encourage", ["World Bank", "national associations of ombudsmen"])]),
        ("Demands that Kenya immediately and unconditionally withdraw its claim;", [("demand", ["Kenya"])]),
        ("Decides that, if the Panel finds arms, vessels or fuel, then Member States shall seize them;",
         [("decide", ["Member States"])]),
        ("Requests developed countries to at least double their support;", [("request", ["developed countries"])]),
        ("Demands a cessation of hostilities by Kenya against Uganda;", [("demand", ["Kenya"])]),
        ("Calls for the development by Member States of national plans;", [("call for", ["Member States"])]),
        ("Urges the full and effective implementation of the Goals;", [("urge", [])]),
        ("Requests that the Secretary-General continue to report every year;", [("request", ["Secretary-General"])]),
        ("Requests the Secretary-General fully implement the plan;", [("request", ["Secretary-General"])]),
        ("Requests further comments from Member States on the draft;", [("request", ["Member States"])]),
        ("Calls upon States, and invites the private sector, to invest in schools;",
         [("call upon", ["States"]), ("invite", ["private sector"])]),
        ("Welcomes the efforts of donors and urges them to increase their pledges;", [("urge", ["donors"])]),
        ("Notes the Secretary-General’s plan and requests that he act on it;", [("request", ["Secretary-General"])]),
        ("Decides to renew the mandate of the Force, in particular to support elections;",
         [("decide", ["General Assembly"])]),
        ("Recognizes their role, calls upon States to help, and in this regard requests the Secretariat to assist;",
         [("call upon", ["States"]), ("request", ["Secretariat"])]),
        ("Reminds States that they must respect the immunity of missions;", [("remind", ["States"])]),
        ("Decides to authorize the Agency to enter into commitments;", [("authorize", ["Agency"])]),
        ("Decides to extend the mandate of the Force until 30 June 2027;", [("decide", ["General Assembly"])]),
        ("Decides that the mandate of the Office shall include the training of judges;", [("decide", ["Office"])]),
        ("Underlines that, in such a case, the parties should seek mediation;", [("underline", ["parties"])]),
        ("The Board shall make recommendations to the General Assembly;", [("shall", ["Board"])]),
        ("We will end hunger. Progress has been slow. We will also invest in seeds.",
         [("will", ["Member States"]), ("will", ["Member States"])]),
        ("Urge States to plant mangroves;", [("urge", ["States"])]),
        ("Clarifies that Member States shall apply the ban to boats;", [("clarify", ["Member States"])]),
        ("Reaffirms the necessity for Member States to keep the peace;", [("reaffirm", ["Member States"])]),
        ("Agrees that States should plant trees;", [("agree", ["States"])]),
        ("Requests the full cooperation of States with the Panel;", [("request", ["States"])]),
        ("Encourages dialogue between the World Bank and States for sharing water;",
         [("encourage", ["World Bank", "States"])]),
        ("Announces its intent to found a school;", [("announce its intention", ["General Assembly"])]),
        ("Calls for actions to ease the harm and ensure the participation of women;", [("call for", [])]),
        ("Invites non-governmental organizations in consultative status with the World Bank to come;",
         [("invite", ["non-governmental organizations in consultative status with the World Bank"])]),
        ("Encourages the active participation of States in the Fair;", [("encourage", ["States"])]),
        ("Encourages efforts to plant new forests in many parts of the world, on the basis of plans made among States;",
         [("encourage", [])]),
        ("Notes the growth of trade and agrees that a new harbour is needed;", []),
        ("Requests the Office to merge provisions and mandates, such as those on soil;", [("request", ["Office"])]),
    ],
)  # fmt: skip
def test_each_verb_is_read_with_those_it_asks(text, expected):
    (provision,) = judged(text)

    assert asks(provision) == expected


@pytest.mark.parametrize(
    ("text", "deliverable"),
    [
        ("Requests the Secretary-General to submit to it, at its next session, a report on forests;", "report"),
        ("Requests the Secretary-General to keep the Council informed;", "report"),
        ("Urges States to keep the Conference on Rivers informed of their plans;", "report"),
        ("Requests the Office to provide results and examples in this regard;", "report"),
        ("Requests the Office to include information on prisons in its annual report;", "report"),
        ("Requests the Agency to improve the archives and to report thereon at the eightieth session;", "report"),
        ("Requests a briefing by the Secretariat on the new building;", "report"),
        ("Decides to convene a high-level meeting on soil;", "meeting"),
        ("Invites States to hold regional workshops;", "meeting"),
        ("Calls for the resumption of a constructive dialogue;", "meeting"),
        ("Urges the Conference on Disarmament to commence negotiations on a treaty;", "meeting"),
        ("Decides to reschedule the Conference;", "meeting"),
        ("Encourages the Territory to enter into negotiations on the matter;", "meeting"),
        ("Decides to adjourn the emergency special session temporarily;", "meeting"),
        ("Decides that the organizational arrangements for the panels will be as follows;", "meeting"),
        ("Decides to include the item entitled “Soil” in the agenda of its eighty-first session;", "agenda"),
        ("Requests the Committee to keep on its agenda the question of harbours;", "agenda"),
        ("Decides to include in the agenda of its next session the item entitled “Data on soil”;", "agenda"),
        ("Decides to continue its consideration of the question at its eighty-first session;", "agenda"),
        ("Requests the Secretary-General to appoint a special envoy;", "appointment"),
        ("Requests the Secretary-General to ensure that vacant posts are filled expeditiously;", "appointment"),
        ("Decides to extend by one year the terms of office of the judges;", "appointment"),
        ("Decides to extend the mandate of the Office in Burundi for one year;", "institution"),
        ("Calls upon States to conclude agreements on the use of the canal;", "legal"),
        ("Requests Kenya to open the bridge, once it is repaired, and to report annually to the Council;", "report"),
        ("Invites States to make voluntary contributions;", "resources"),
        ("Urges donors to provide, without conditions, adequate technical and financial support;", "resources"),
        ("Encourages States to support the work of the Institute;", "resources"),
        ("Appropriates an amount of 20,000 dollars under section 3;", "resources"),
        ("Decides that there shall be set off against their apportionment the unencumbered balance;", "resources"),
        ("Urges States to pay all or part of their arrears;", "resources"),
        ("Encourages States to fully honour their financial obligations;", "resources"),
        ("Authorizes the Secretary-General to enter into commitments for the year;", "resources"),
        ("Decides that the increase of 5,000 dollars shall be added to the credits;", "resources"),
        ("Calls upon the authorities to bring to justice those who burned the harbour;", "legal"),
        ("Urges Kenya to bring an immediate end to all violations;", "legal"),
        ("Urges Kenya to address the issue of impunity;", "legal"),
        ("Demands that Kenya reverse its decision;", "legal"),
        ("Urges States to ensure that everyone has the right to a lawyer;", "legal"),
        ("Urges States that have not yet ratified the Convention to consider doing so;", "legal"),
        ("Urges all parties to cease all attacks on hospitals;", "legal"),
        ("Calls upon States to comply with their obligations under the Treaty;", "legal"),
        ("Encourages Governments to create legal and regulatory frameworks for seeds;", "legal"),
        ("Decides to extend until 1 May 2027 the mandate of the Support Mission;", "institution"),
        ("Requests the Secretary-General to take the measures as expeditiously as possible to re-establish the Panel;",
         "institution"),
        ("Requests the Secretary-General to establish a small secretariat in Nairobi;", "institution"),
        ("Encourages States to promote the arts, including through scholarships and events;", "other"),
        ("Calls upon Kenya to extend its full cooperation to the Office;", "other"),
        ("Requests the Secretary-General to ensure that budgets are based on mandates;", "other"),
        ("Requests the Office to help ensure that agencies answer letters;", "other"),
        ("Urges States to promote the arts, by guaranteeing the rights of painters;", "other"),
        ("Recommends that the Commission continue its work, taking into account the comments of Governments;", "other"),
        ("Encourages States to expand capacity-building programmes for teachers;", "other"),
        ("Requests the Office to take all necessary measures to protect the archives;", "other"),
        ("Calls upon the Agency to study the report of the Panel;", "other"),
        ("Requests the Office to include, in future plans, information on the roof;", "report"),
        ("Requests the Committee to hold regular briefings for neighbours;", "report"),
        ("Calls for the convening of the two remaining rounds in Vienna;", "meeting"),
        ("Requests the Power to designate an agent for letters;", "appointment"),
        ("Approves the estimates of 2,000 dollars for the roof;", "resources"),
        ("Requests the Power to take steps to enlist and make effective use of all possible assistance;", "resources"),
        ("Encourages States to contribute to these funds;", "resources"),
        ("Urges States to settle their arrears in full;", "resources"),
        ("Urges States to submit the funds that they promised;", "resources"),
        ("Calls for a review of the doctrine;", "report"),
        ("Requests the Secretary-General to include in that report information on the roof;", "report"),
        ("Encourages the engagement by States in an open dialogue on rivers;", "meeting"),
        ("Decides to suspend the rights of membership of Kenya in the Club;", "legal"),
        ("Encourages States to continue to use existing expertise;", "other"),
        ("Decides to declare 4 May the World Day of Clay;", "legal"),
        ("Decides that the provisions of paragraph 3 do not apply to funds of hospitals;", "legal"),
        ("Calls upon donors to extend, as widely and as soon as possible, economic assistance;", "resources"),
        ("Reiterates its demand for the immediate and complete cessation of the raids;", "legal"),
        ("Encourages Governments to review and strengthen the enforcement of the laws on seeds;", "legal"),
        ("Requests States to designate 4 May as the World Day of Clay;", "legal"),
        ("Decides to renew until 1 May 2027 the measures on arms;", "legal"),
        ("Urges Kenya to ensure full accountability;", "legal"),
        ("Urges States to establish regional organizations for rivers;", "institution"),
        ("Encourages States to consider the creation of national agencies;", "institution"),
        ("Decides that the mandate of the Office shall apply to rivers;", "institution"),
        ("Calls for the urgent commencement of negotiations on a treaty;", "meeting"),
        ("Invites States to make advances to the Fund;", "resources"),
        ("Requests the Office to ensure that judges have access to sufficient resources;", "resources"),
        ("Requests the Office to bring the present resolution to the attention of agencies, funds and programmes;",
         "other"),
        ("Urges Kenya to ensure the security and freedom of movement of all crews;", "other"),
        ("Requests the Agency to improve the collection of data on soil;", "other"),
        ("Urges Kenya to address the problems noted by the Panel in its reports;", "other"),
        ("Calls upon Kenya to renew its efforts to plant trees;", "other"),
        ("Urges Kenya to finalize its poverty reduction strategy paper;", "other"),
        ("Urges Kenya to paint the harbour, respect the rights of sailors and ban nets;", "other"),
    ],
)  # fmt: skip
def test_the_deliverable_is_told_by_the_verb_and_its_object(text, deliverable):
    (provision,) = judged(text)

    assert provision.judgement.directives[0].deliverable == deliverable


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Requests the Office to train judges, within existing resources;", "within existing resources"),
        ("Requests the Office, upon request, to train judges;", "upon request"),
        ("Encourages States to share, as appropriate, their laws;", "as appropriate"),
        ("Encourages States in a position to do so to send experts;", "in a position to do so"),
        ("Invites the Institute to publish its list, in cooperation with universities, as appropriate;", None),
        ("Invites the Institute to publish its list;", None),
        ("Invites the Institute to publish its list, as relevant data become available;", None),
    ],
)
def test_a_duty_is_conditional_where_words_hedge_the_action_itself(text, words):
    (provision,) = judged(text)
    (directive,) = provision.judgement.directives

    assert directive.conditional is (words is not None)
    assert (directive.conditional_found and words_at(provision, directive.conditional_found)) == words


# --- Chapeaux ---


def test_sub_paragraphs_inherit_verb_addressees_and_times_at_any_depth():
    _, middle, below = judged(
        (("4",), "Requests the Secretary-General, by 1 March 2027:"),
        (("4", "a"), "To strengthen the Office:"),
        (("4", "a", "i"), "By submitting a plan of its work;"),
    )

    (directive,) = below.judgement.directives
    assert asks(middle) == asks(below) == [("request", ["Secretary-General"])]
    assert [deadline.on for deadline in directive.deadlines] == ["2027-03-01"]
    assert directive.verb_found.in_chapeau
    assert directive.deliverable == "report"


def test_every_verb_that_announces_the_list_holds_for_its_items():
    _, item = judged(
        (("8",), "Decides that its mandate shall be as follows, and authorizes the Force to do the following:"),
        (("8", "a"), "To patrol the border;"),
    )

    assert asks(item) == [("decide", ["General Assembly"]), ("authorize", ["Force"])]


def test_who_falls_under_a_measure_is_told_by_items_that_ask_for_nothing_else():
    _, item = judged(
        "Decides that the measures on travel shall apply to persons designated for:",
        (("1", "a"), "Providing support to smugglers;"),
        organ="Security Council",
    )

    assert item.judgement.directives[0].deliverable == "legal"


def test_a_shared_action_passes_both_askings_to_the_items():
    _, item = judged(
        (("2",), "Calls upon Member States and invites the media to take the following steps:"),
        (("2", "a"), "Teaching the history of slavery;"),
    )

    assert asks(item) == [("call upon", ["Member States"]), ("invite", ["media"])]


def test_an_item_that_opens_with_its_own_verb_is_not_governed_by_the_chapeau():
    _, item = judged((("2",), "Urges States:"), (("2", "a"), "Requests the Secretariat to print the list;"))

    assert asks(item) == [("request", ["Secretariat"])]


def test_under_decides_that_an_item_may_order_somebody_itself():
    _, own, order = judged(
        (("3",), "Decides that:"),
        (("3", "a"), "The opening meeting will be held at 10 a.m.;"),
        (("3", "b"), "The Secretary-General shall issue invitations;"),
    )

    assert (own.judgement.kind, asks(own)) == ("decision", [("decide", ["General Assembly"])])
    assert own.judgement.directives[0].deliverable == "meeting"
    assert (order.judgement.kind, asks(order)) == ("directive", [("decide", ["Secretary-General"])])


def test_under_decides_an_item_may_ask_by_a_verb_of_its_own():
    _, item = judged((("66",), "Decides:"), (("66", "c"), "To request the Special Envoy to submit a report;"))

    (directive,) = item.judgement.directives
    assert (item.judgement.kind, asks(item)) == ("directive", [("request", ["Special Envoy"])])
    assert (directive.deliverable, words_at(item, directive.verb_found)) == ("report", "request")


def test_under_an_enacting_phrase_leave_is_given_in_the_passive():
    _, chapeau, item = judged(
        (("",), "Resolves that:"),
        (("5",), "The Secretary-General is authorized to advance from the Working Capital Fund:"),
        (("5", "a"), "Such sums as the budget needs;"),
    )

    assert asks(chapeau) == asks(item) == [("authorize", ["Secretary-General"])]
    assert item.judgement.directives[0].deliverable == "resources"


def test_the_tasks_of_a_body_that_is_founded_are_its_own():
    _, task = judged(
        (("19",), "Decides to establish, under rule 28, a Committee of the Council, with the following tasks:"),
        (("19", "a"), "To monitor the measures;"),
        organ="Security Council",
        symbol="S/RES/2900 (2027)",
    )

    assert asks(task) == [("decide", ["Committee established pursuant to resolution 2900 (2027)"])]


def test_numbered_paragraphs_stand_under_an_enacting_phrase():
    _, fund, states = judged(
        (("",), "Resolves that:"),
        (("1",), "The Working Capital Fund shall be established for 2028 in the amount of 150 million dollars;"),
        (("2",), "Member States shall make advances to the Fund;"),
    )

    assert (fund.judgement.kind, asks(fund)) == ("decision", [("resolve", ["General Assembly"])])
    assert (states.judgement.kind, asks(states)) == ("directive", [("resolve", ["Member States"])])


@pytest.mark.parametrize("item", ["The state of the harbours;", "identifies gaps in the harbour walls;"])
def test_what_says_more_of_a_thing_produces_what_its_chapeau_asks_for(item):
    _, below = judged((("5",), "Requests the Secretary-General to submit a report that:"), (("5", "a"), item))

    assert below.judgement.directives[0].deliverable == "report"


# --- Deadlines hang on the directive whose words hold them ---


def test_a_deadline_belongs_to_the_ask_in_whose_clause_it_stands():
    (provision,) = judged(
        "Notes that the plan ends in 2026, urges States to sign by 1 May 2027, requests the Office to print it, and "
        "notes that the Conference will be held from 3 to 7 June 2027;"
    )

    assert [[d.on for d in one.deadlines] for one in provision.judgement.directives] == [["2027-05-01"], []]


# --- Which directives become mandates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requests the Secretary-General to print the list;", True),
        ("Requests the Secretary-General:", False),
        ("Decides to remain seized of the matter;", False),
        ("Decides to establish an office in Nairobi;", True),
        ("Decides to extend the mandate of the Force until 1 May 2027;", True),
        ("Decides to use the word “harbour” in the present resolution;", False),
    ],
)
def test_a_directive_with_an_action_becomes_a_mandate(text, expected):
    (provision,) = judged(text)

    assert [is_mandate(provision, one) for one in provision.judgement.directives] == [expected]


# --- Spans and doubts ---


def test_every_part_keeps_the_words_behind_it():
    (provision,) = judged("Notes the plan, and strongly urges donors to provide, if possible, funds by 1 May 2027;")
    (directive,) = provision.judgement.directives

    assert words_at(provision, directive.verb_found) == "urges"
    assert [words_at(provision, addressee.found) for addressee in directive.addressees] == ["donors"]
    assert words_at(provision, directive.action_found).startswith("to provide, if possible, funds")
    assert words_at(provision, directive.deliverable_found) == "provide, if possible, funds"
    assert words_at(provision, directive.conditional_found) == "if possible"


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Welcomes the efforts of donors and urges them to persist;", '"them" is taken from the words before'),
        ("Calls for the ratification of the Treaty;", "nobody is named"),
        ("Urges the Guild of Potters to fire bricks;", '"Guild of Potters" is no known addressee'),
        ("Requests the Secretary-General to submit a report and to appoint a rector;",
         "several deliverables: a report, an appointment"),
        ("Decides that the scale shall be based on income;", "what the decision brings about is not plain"),
        ("Urges States to ensure that harbours are lit;", 'what States must do to "ensure" it is not plain'),
        ("Requests the Secretary-General to ensure that funds are provided;",
         'what it comes to to "ensure" it is not plain'),
        ("Urges States, the media and academia to plant trees;", "3 addressees are named together"),
        ("Requests the Office to rethink its assistance;", '"assistance" may be more than an action'),
        ("Encourages States to share information on soil;", 'to whom it is to "share" is not plain'),
        ("Encourages States to provide the farmers of the hills, their wives, sons and all shepherds with support;",
         "what is produced is named far from its verb"),
    ],
)  # fmt: skip
def test_a_doubt_is_said_in_words_and_takes_the_directive_below_the_line(text, doubt):
    (provision,) = judged(text)
    directive = provision.judgement.directives[0]

    assert doubt in directive.doubts
    assert directive.confidence < 0.9


def test_what_is_plain_stands_above_the_line():
    (provision,) = judged(
        "Requests the Secretary-General to report to the General Assembly at its eighty-first session;"
    )

    assert provision.judgement.directives[0].doubts == ()
    assert provision.judgement.confidence >= 0.9


# --- Bad input ---


def test_an_unknown_addressee_is_kept_with_its_words():
    (provision,) = judged("Requests the Keepers of the Flame to light the lamps;")

    assert asks(provision) == [("request", ["Keepers of the Flame"])]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "…", "((((", "to to to to", "Requests", "Requests;", "Decides that", "We will"),
        *("Requests other other", "Requests , and organizations to act;"),
    ],
)
def test_scraps_are_read_without_a_crash(text):
    (provision,) = judged(text)

    assert provision.judgement.kind in ("directive", "decision", "statement")


@pytest.mark.parametrize("chapeau", ["Decides that:", "Requests the Secretary-General:"])
def test_an_empty_sub_paragraph_asks_nothing(chapeau):
    _, below = judged((("1",), chapeau), (("1", "a"), ""))

    assert below.judgement.kind == "statement"


def test_lists_ten_deep_inherit_to_the_last_level():
    labels = tuple("abcdefghij")
    texts = [(labels[:depth], f"Level {depth}, at which:") for depth in range(2, 11)]

    provisions = judged((labels[:1], "Urges States, in the following order:"), *texts)

    assert asks(provisions[-1]) == [("urge", ["States"])]


@pytest.mark.parametrize(
    "sentence",
    [
        "requests the Secretary-General to submit to it, at its next session, a report on the work of the Office, ",
        "urges States, the Office, the media and other relevant international and regional organizations, ",
        "the delegations of (the States and (the parties, and the Committee of Experts on the Law of the Sea, and the ",
    ],
)
def test_a_provision_of_twenty_thousand_words_is_read_in_linear_time(sentence):
    def seconds(words):
        text = "Requests the Office to act, " + sentence * (words // len(sentence.split()))
        start = time.process_time()
        judged(text)
        return time.process_time() - start

    seconds(500)
    small, large = seconds(5_000), seconds(20_000)

    assert large < max(1.0, 10 * small)
