"""The joins that read the tree, on hand-built Docs: predicate, place, and the date that a figure is about."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from docs import made_doc
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.claims.events import event_of, place_of, places_of
from newsclaims.claims.linking import TableLinker
from newsclaims.claims.sentences import Sentence, sentences_of
from newsclaims.claims.times import dated, foreign_to, time_at
from newsclaims.records import ArticleMeta, Figure, Mention, Quantity, Time, Timex

HEDGES = frozenset(["reportedly"])
FLOOD = made_doc(
    """
    Floods NNS nsubj 3 flood
    have VBP aux 3
    reportedly RB advmod 3
    killed VBN ROOT 3 kill
    40 CD nummod 5
    cows NNS obj 3 cow
    in IN case 7
    Karsun NNP obl 3
    since IN case 10
    last JJ amod 10
    Monday NNP obl 3
    . . punct 3
    """,
    ents=((7, 8, "LOC"),),
)
RISE = made_doc(
    """
    Fares NNS nsubj 1 fare
    rose VBD ROOT 1 rise
    to TO case 3
    50 CD obl 1
    in IN case 5
    May NNP obl 1
    from IN case 7
    40 CD obl 1
    a DT det 9
    year NN obl:unmarked 10
    earlier RBR advmod 1
    . . punct 1
    """
)
REFUSAL = made_doc(
    """
    Nurses NNS nsubj 3 nurse
    did VBD aux 3
    not RB advmod 3
    treat VB ROOT 3
    12 CD nummod 5
    patients NNS obj 3 patient
    . . punct 3
    """
)


SPELL = """
    Since IN mark 4
    9 CD nummod 2
    cows NNS nsubj 4 cow
    had VBD aux 4 have
    drowned VBN advcl 10 drown
    in IN case 6
    May NNP obl 4
    , , punct 10
    farmers NNS nsubj 10 farmer
    have VBP aux 10
    bought VBN ROOT 10 buy
    40 CD nummod 12
    goats NNS obj 10 goat
    . . punct 10
    """
REIGN = """
    They PRP nsubj 1
    ruled VBD ROOT 1 rule
    9 CD nummod 3
    towns NNS obj 1
    before IN case 6
    their PRP$ nmod:poss 6
    death NN obl 1
    in IN case 8
    1876 CD nmod 6
    . . punct 1
    """
MARGIN = """
    the DT det 2
    largest JJS amod 2
    margin NN ROOT 2
    since IN case 5
    her PRP$ nmod:poss 5
    race NN nmod 2
    in IN case 7
    1876 CD nmod 5
    """
TOLL = made_doc(
    """
    The DT det 1
    toll NN nsubj 5
    was VBD cop 5 be
    an DT det 5
    estimated JJ amod 5
    40 CD ROOT 5
    . . punct 5
    """
)


def mention(doc: Doc, words: str) -> Mention:
    start = doc.text.index(words)
    return Mention.of(doc.text, start, start + len(words))


def timex(doc: Doc, words: str, begin: str, end: str, signal: str = "") -> Timex:
    opened = mention(doc, signal) if signal else None
    return Timex(mention(doc, words), "DATE", begin, "test", signal=opened, begin=begin, end=end, precision="day")


def times(doc: Doc, figures: list[str], timexes: list[Timex]) -> dict[str, str | None]:
    """The words of the time that each figure gets."""
    return {figure: time and time.mention.text for figure, time in linked(doc, figures, timexes).items()}


def _sentences(doc: Doc, figures: list[str], timexes: list[Timex]) -> list[Sentence]:
    quantities = [Quantity(mention(doc, f), "count", 1, None, 1, None, 1, None, "EXACT", "count") for f in figures]
    layers.put(doc, "quantities", [Figure(quantity, "test", 1.0) for quantity in quantities])
    layers.put(doc, "timexes", timexes)
    return sentences_of(doc)


def linked(doc: Doc, figures: list[str], timexes: list[Timex]) -> dict[str, Time | None]:
    """The time that each figure gets."""
    found: dict[str, Time | None] = {}
    sentences = _sentences(doc, figures, timexes)
    for sentence, links in zip(sentences, TableLinker().links(doc, sentences), strict=True):
        for spot, link in zip(sentence.spots, links, strict=True):
            found[spot.figure.quantity.mention.text] = link.time(spot)
    return found


def test_the_predicate_of_a_figure_with_its_hedge_and_its_negation() -> None:
    kill = event_of(FLOOD[4], HEDGES, {})
    assert kill is not None
    assert (kill.lemma, kill.mention.text, kill.hedged, kill.negated) == ("kill", "killed", True, False)
    treat = event_of(REFUSAL[4], HEDGES, {})
    assert treat is not None
    assert (treat.lemma, treat.hedged, treat.negated) == ("treat", False, True)


def test_a_figure_that_a_copula_says_has_the_copula() -> None:
    event = event_of(TOLL[5], HEDGES, {})
    assert event is not None
    assert (event.lemma, event.mention.text) == ("be", "was")


def test_the_place_that_hangs_on_the_predicate() -> None:
    place = place_of(FLOOD[4], places_of(FLOOD))
    assert place is not None
    assert (place.name, place.mention) == ("Karsun", mention(FLOOD, "Karsun"))
    assert place_of(REFUSAL[4], places_of(REFUSAL)) is None


def test_the_one_date_of_the_clause_is_the_figures_and_its_signal_goes_with_it() -> None:
    monday = timex(FLOOD, "last Monday", "2024-05-06", "2024-05-14", signal="since")
    assert times(FLOOD, ["40"], [monday]) == {"40": "since last Monday"}


def test_each_level_of_a_change_gets_the_date_behind_it() -> None:
    dates = [timex(RISE, "May", "2024-05-01", "2024-05-31"), timex(RISE, "a year earlier", "2023-05-01", "2023-05-31")]
    assert times(RISE, ["50", "40"], dates) == {"50": "May", "40": "a year earlier"}


GREW = made_doc(
    """
    In IN case 1
    2015 CD obl 4
    , , punct 4
    sales NNS nsubj 4 sale
    rose VBD ROOT 4 rise
    to TO case 6
    9 CD obl 4
    from IN case 8
    8 CD obl 4
    , , punct 8
    or CC cc 11
    4 CD conj 8
    . . punct 4
    """
)
SINKING = made_doc(
    """
    Sales NNS nsubj 1 sale
    fell VBD ROOT 1 fall
    since IN case 3
    2015 CD obl 1
    , , punct 1
    when WRB advmod 7
    9 CD nsubj 7
    sank VBD acl:relcl 3 sink
    , , punct 7
    to TO case 10
    4 CD obl 1
    from IN case 12
    8 CD obl 1
    . . punct 1
    """
)


WORST = """
    Prices NNS nsubj 1
    had VBD ROOT 1 have
    their PRP$ nmod:poss 4
    worst JJS amod 4
    fall NN obj 1
    since IN case 6
    1992 CD nmod 4
    """
BONDS = """
    Prices NNS ROOT 0
    of IN case 2
    bonds NNS nmod 0 bond
    due JJ amod 2
    1992 CD obl 3
    """
WON = """
    The DT det 1
    best JJS nsubj 2
    won VBD ROOT 2 win
    since IN case 4
    1992 CD obl 2
    """


@pytest.mark.parametrize(("tree", "count"), [(WORST, 0), (BONDS, 0), (BONDS.replace("bond", "wage"), 1), (WON, 1)])
def test_what_papers_fall_due_in_and_what_a_superlative_reaches_date_nothing(tree: str, count: int) -> None:
    doc = made_doc(tree)
    assert len(dated(doc, [timex(doc, "1992", "1992-01-01", "1992-12-31")])) == count


def test_where_a_change_came_from_is_older_than_the_period_of_the_change() -> None:
    year = timex(GREW, "2015", "2015-01-01", "2015-12-31")
    (sentence,) = _sentences(GREW, ["9", "8", "4"], [msgspec.structs.replace(year, precision="year")])
    (candidate,) = sentence.dated
    assert [foreign_to(candidate, spot) for spot in sentence.spots] == [False, True, True]
    length = replace(candidate, timex=msgspec.structs.replace(candidate.timex, span=True))
    behind = replace(candidate, first=20)
    assert not any(foreign_to(other, spot) for other in (length, behind) for spot in sentence.spots)


RATIFIED = """
    Ratified VBN advcl 7 ratify
    in IN case 2
    2015 CD obl 0
    by IN case 5
    9 CD nummod 5
    states NNS obl:agent 0
    it PRP nsubj 7
    binds VBZ ROOT 7 bind
    40 CD obj 7
    """


@pytest.mark.parametrize(
    ("tree", "foreign"),
    [
        (RATIFIED, [False, True]),
        (RATIFIED.replace("binds VBZ", "bound VBD"), [False, False]),
        (RATIFIED.replace("advcl 7 ratify", "advcl 7 begin"), [False, False]),
    ],
)
def test_a_fronted_participle_has_its_time_to_itself_before_the_present(tree: str, foreign: list[bool]) -> None:
    doc = made_doc(tree)
    layers.put_article(doc, ArticleMeta(id="tree", published="2016-09-14"))
    (sentence,) = _sentences(doc, ["9", "40"], [timex(doc, "2015", "2015-01-01", "2015-12-31")])
    assert [foreign_to(sentence.dated[0], spot) for spot in sentence.spots] == foreign


def test_what_since_opens_is_of_the_beginning_for_what_it_tells_of_it_and_for_where_a_change_came_from() -> None:
    year = msgspec.structs.replace(timex(SINKING, "2015", "2015-01-01", "2016-05-01", "since"), timex_value="2015")
    (sentence,) = _sentences(SINKING, ["9", "4", "8"], [year])
    told = [time_at(sentence.dated[0], spot).end for spot in sentence.spots]
    assert told == ["2015-12-31", "2016-05-01", "2015-12-31"]


@pytest.mark.parametrize(
    ("signal", "told"),
    [
        ("Since", ("2024-05-01", "2024-06-08")),
        ("Until", (None, "2024-05-31")),
        ("Before", (None, "2024-05-31")),
        ("Where", ("2024-05-01", "2024-05-31")),
    ],
)
def test_what_has_lasted_since_or_until_something_dated(signal: str, told: tuple[str | None, str]) -> None:
    doc = made_doc(SPELL.replace("Since", signal))
    layers.put_article(doc, ArticleMeta(id="spell", published="2024-06-08"))
    may = timex(doc, "May", "2024-05-01", "2024-05-31")
    given = {spot: (time.begin, time.end) for spot, time in linked(doc, ["9", "40"], [may]).items() if time}
    assert given == {"9": ("2024-05-01", "2024-05-31"), "40": told}


@pytest.mark.parametrize(
    ("tree", "begin"),
    [
        (REIGN, None),
        (REIGN.replace("their PRP$ nmod:poss", "two CD nummod"), "1876-01-01"),
        (REIGN.replace("towns NNS", "weeks NNS").replace("obj 1", "obj 1 week"), "1876-01-01"),
        (MARGIN, "1876-01-01"),
    ],
)
def test_before_opens_only_what_is_a_time_and_since_not_what_a_superlative_reaches(
    tree: str, begin: str | None
) -> None:
    doc = made_doc(tree)
    layers.put_article(doc, ArticleMeta(id="reign", published="2024-06-08"))
    [year] = dated(doc, [timex(doc, "1876", "1876-01-01", "1876-12-31")])
    assert (year.timex.begin, year.timex.end) == (begin, "1876-12-31")


def test_without_a_date_there_is_none() -> None:
    assert times(REFUSAL, ["12"], []) == {"12": None}


@pytest.mark.parametrize("doc", [FLOOD, RISE, REFUSAL])
def test_the_trees_are_whole(doc: Doc) -> None:
    assert len(list(doc.sents)) == 1
