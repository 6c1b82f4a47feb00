"""The whole chain on a user's model: trees in spaCy's English scheme (ClearNLP's), as the en_core_web models give."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import spacy
from docs import made_doc
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.flow import STAGES
from newsclaims.records import Article, Claim

PUBLISHED = "2024-05-15"  # a Wednesday


class Told(NamedTuple):
    """A claim in short: value, item, event, place, begin and end of its time, sources and voice."""

    value: float | None
    item: str | None
    event: str | None
    place: str | None
    begin: str | None
    end: str | None
    sources: tuple[str, ...]
    voice: str


CHILDREN = made_doc(
    """
    At IN advmod 1
    least JJS advmod 2
    33 CD nummod 3
    children NNS nsubjpass 5 child
    were VBD auxpass 5 be
    killed VBN ccomp 18 kill
    in IN prep 5
    Karsun NNP pobj 6
    in IN prep 5
    the DT det 12
    last JJ amod 12
    two CD nummod 12
    weeks NNS pobj 8 week
    , , punct 18
    the DT det 17
    Karsun NNP compound 17
    Health NNP compound 17
    Board NNP nsubj 18
    said VBD ROOT 18 say
    on IN prep 18
    Tuesday NNP pobj 19
    . . punct 18
    """,
    ents=((0, 3, "CARDINAL"), (7, 8, "GPE"), (9, 13, "DATE"), (14, 18, "ORG"), (20, 21, "DATE")),
)
PRICES = made_doc(
    """
    Inflation NN nsubj 1
    fell VBD ROOT 1 fall
    to IN prep 1
    3.1 CD nummod 4
    percent NN pobj 2
    in IN prep 1
    April NNP pobj 5
    from IN prep 1
    3.4 CD nummod 9
    percent NN pobj 7
    a DT det 11
    month NN npadvmod 12
    earlier RBR advmod 1 early
    , , punct 1
    according VBG prep 1 accord
    to IN prep 14
    the DT det 18
    statistics NNS compound 18 statistic
    office NN pobj 15
    . . punct 1
    """,
    ents=((3, 5, "PERCENT"), (6, 7, "DATE"), (8, 10, "PERCENT"), (10, 13, "DATE")),
)
TROOPS = made_doc(
    """
    Drosian JJ amod 1
    troops NNS nsubj 7 troop
    , , punct 1
    who WP nsubj 4
    hold VBP relcl 1
    12 CD nummod 6
    villages NNS dobj 4 village
    killed VBD ccomp 18 kill
    40 CD nummod 9
    people NNS dobj 7 person
    near IN prep 7
    Dastan NNP pobj 10
    on IN prep 7
    May NNP pobj 12
    3 CD nummod 13
    , , punct 18
    President NNP compound 17
    Maren NNP nsubj 18
    told VBD ROOT 18 tell
    reporters NNS dobj 18 reporter
    . . punct 18
    """,
    ents=(
        (0, 1, "NORP"),
        (5, 6, "CARDINAL"),
        (8, 9, "CARDINAL"),
        (11, 12, "GPE"),
        (13, 15, "DATE"),
        (17, 18, "PERSON"),
    ),
)
PROFIT = made_doc(
    """
    Orrin NNP compound 1
    Tools NNPS nsubj 2
    said VBD ROOT 2 say
    its PRP$ poss 4
    profit NN nsubj 5
    rose VBD ccomp 2 rise
    8 CD nummod 7
    percent NN npadvmod 5
    to IN prep 5
    $ $ quantmod 11
    2.4 CD compound 11
    million CD pobj 8
    in IN prep 5
    2022 CD pobj 12
    . . punct 2
    """,
    ents=((0, 2, "ORG"), (6, 8, "PERCENT"), (9, 12, "MONEY"), (13, 14, "DATE")),
)
FIRE = made_doc(
    """
    “ `` punct 11
    The DT det 2
    fire NN nsubj 5
    did VBD aux 5 do
    not RB neg 5
    injure VB ccomp 11
    14 CD nummod 7
    nurses NNS dobj 5 nurse
    there RB advmod 5
    , , punct 11
    ” '' punct 11
    said VBD ROOT 11 say
    Ruben NNP compound 13
    Tallow NNP nsubj 11
    , , punct 13
    a DT det 16
    spokesman NN appos 13
    for IN prep 16
    the DT det 20
    Brannock NNP compound 20
    Clinic NNP pobj 17
    . . punct 11
    """,
    ents=((6, 7, "CARDINAL"), (12, 14, "PERSON"), (19, 21, "ORG")),
)
SPAN = made_doc(
    """
    The DT det 1
    bridge NN nsubj 2
    is VBZ ROOT 2 be
    40 CD nummod 4
    metres NNS npadvmod 5 metre
    long JJ acomp 2
    . . punct 2
    """,
    ents=((3, 5, "QUANTITY"),),
)


@pytest.fixture(scope="module")
def stages() -> Language:
    nlp = spacy.blank("en")
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def claims(stages: Language, doc: Doc) -> list[Claim]:
    layers.put_article(doc, Article("a", doc.text, published=PUBLISHED).meta)
    for _, stage in stages.pipeline:
        doc = stage(doc)
    return layers.take(doc, "claims", Claim)


def told(claim: Claim) -> Told:
    return Told(
        claim.quantity.value if claim.quantity.value is not None else claim.quantity.min_value,
        claim.item.head if claim.item else None,
        claim.event.lemma if claim.event else None,
        claim.place.name if claim.place else None,
        claim.time.begin if claim.time else None,
        claim.time.end if claim.time else None,
        tuple(source.name for source in claim.attribution.sources),
        claim.attribution.voice,
    )


FORTNIGHT = ("2024-05-01", "2024-05-15")
MARCH = ("2024-03-01", "2024-03-31")
APRIL = ("2024-04-01", "2024-04-30")
YEAR = ("2022-01-01", "2022-12-31")


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        (CHILDREN, [Told(33, "child", "kill", "Karsun", *FORTNIGHT, ("Karsun Health Board",), "indirect")]),
        (PRICES, [Told(3.1, "inflation", "fall", None, *APRIL, ("the statistics office",), "indirect"),
                  Told(3.4, "inflation", "fall", None, *MARCH, ("the statistics office",), "indirect")]),
        (TROOPS, [Told(12, "village", "hold", None, None, None, ("Maren",), "indirect"),
                  Told(40, "person", "kill", "Dastan", "2024-05-03", "2024-05-03", ("Maren",), "indirect")]),
        (PROFIT, [Told(8, "profit", "rise", None, *YEAR, ("Orrin Tools",), "indirect"),
                  Told(2_400_000, "profit", "rise", None, *YEAR, ("Orrin Tools",), "indirect")]),
        (FIRE, [Told(14, "nurse", "injure", None, None, None, ("Ruben Tallow",), "direct")]),
        (SPAN, [Told(40, "bridge", "long", None, None, None, (), "narrator")]),
    ],
)  # fmt: skip
def test_claims(stages: Language, doc: Doc, expected: list[Told]) -> None:
    assert [told(claim) for claim in claims(stages, doc)] == expected


def test_negation_and_affiliation(stages: Language) -> None:
    (claim,) = claims(stages, FIRE)
    assert claim.event is not None
    assert claim.event.negated
    assert [source.organisation for source in claim.attribution.sources] == ["Brannock Clinic"]
