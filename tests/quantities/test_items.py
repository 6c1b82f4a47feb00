"""What is counted or measured, on trees written by hand: word, tag, dependency, head, lemma."""

from __future__ import annotations

import pytest
from figures import figures, read_tree

from newsclaims.quantities.items import singular
from newsclaims.quantities.lexicon import lexicon

TREES = {
    "modified": ("""
        Forty CD nummod 2
        stray JJ amod 2
        otters NNS nsubj 3 otter
        slept VBD root 3 sleep
        """, [("otter", "stray otters")]),
    "a compound that the tree tears": ("""
        They PRP nsubj 1
        sold VBD root 1 sell
        72 CD nummod 3
        office NN obj 1
        units NNS dep 1 unit
        """, [("unit", "units")]),
    "a partitive": ("""
        Dozens NNS nsubj 3 dozen
        of IN case 2
        otters NNS nmod 0 otter
        slept VBD root 3 sleep
        """, [("otter", "otters")]),
    "a subject whose complement stands before the verb": ("""
        The DT det 1
        price NN nsubj 5
        of IN case 4
        smoked JJ amod 4
        eel NN nmod 1
        rose VBD root 5 rise
        8 CD nummod 7
        % NN obj 5
        """, [("price", "price of smoked eel")]),
    "a complement that the tree takes for the subject": ("""
        The DT det 1
        yield NN dep 5
        on IN case 4
        the DT det 4
        note NN nsubj 5
        fell VBD root 5 fall
        to IN case 8
        2 CD nummod 8
        percent NN obl 5
        """, [("yield", "yield")]),
    "a subject from somewhere": ("""
        The DT det 1
        number NN nsubj 6
        of IN case 3
        eels NNS nmod 1 eel
        from IN case 5
        Tarn NNP nmod 3
        rose VBD root 6 rise
        8 CD nummod 8
        % NN obj 6
        """, [("eel", "eels from Tarn")]),
    "a compound of many hyphens": ("""
        It PRP nsubj 1
        backs VBZ root 1 back
        a DT det 11
        $ $ compound 11
        5 CD compound 5
        m CD nummod 3
        cash NN compound 11
        - HYPH punct 10
        for IN case 10
        - HYPH punct 10
        bags NNS nmod 6
        scheme NN obj 1
        """, [("scheme", "cash-for-bags scheme")]),
    "a measure said by a noun": ("""
        It PRP nsubj 1
        reported VBD root 1 report
        income NN obj 1
        of IN case 4
        $ $ nmod 2
        5 CD compound 6
        m CD nummod 4
        """, [("income", "income")]),
    "a chain of money": ("""
        Profit NN nsubj 1
        rose VBD root 1 rise
        to IN case 3
        $ $ obl 1
        5 CD nummod 3
        from IN case 6
        $ $ obl 1
        4 CD nummod 6
        . . punct 1
        """, [("profit", "Profit"), ("profit", "Profit")]),
    "a noun left out": ("""
        Forty CD nummod 1
        otters NNS nsubj:pass 3 otter
        were VBD aux:pass 3 be
        freed VBN root 3 free
        and CC cc 6
        nine CD nsubj:pass 6
        tagged VBN conj 3 tag
        """, [("otter", "otters"), ("otter", "otters")]),
    "some of what was named": ("""
        Forty CD nummod 1
        otters NNS nsubj 2 otter
        slept VBD root 2 sleep
        ; , punct 2
        15 CD nsubj 7
        of IN case 6
        them PRP nmod 4
        ate VBD conj 2 eat
        """, [("otter", "otters"), ("otter", "otters")]),
    "an object that is changed": ("""
        Dorn NNP nsubj 1
        cut VBD root 1 cut
        fares NNS obj 1 fare
        by IN case 5
        8 CD nummod 5
        % NN obl 1
        """, [("fare", "fares")]),
    "a length of time": ("""
        The DT det 1
        strike NN nsubj 2
        lasted VBD root 2 last
        nine CD nummod 4
        days NNS obl:unmarked 2 day
        """, [("strike", "strike")]),
    "no person is measured": ("""
        Mara NNP nsubj 1
        paid VBD root 1 pay
        $ $ obj 1
        5 CD nummod 2
        """, [(None, None)]),
    "a hyphened noun": ("""
        After IN case 4
        three CD nummod 4
        break NN compound 4
        - HYPH punct 4
        ins NNS obl 5 in
        it PRP nsubj 6
        closed VBD root 6 close
        """, [("break-in", "break-ins")]),
    "spaCy's English scheme": ("""
        Sales NNS nsubj 3 sale
        of IN prep 0
        eels NNS pobj 1 eel
        rose VBD ROOT 3 rise
        by IN prep 3
        8 CD nummod 6
        percent NN pobj 4
        """, [("sale", "Sales of eels")]),
    "spaCy's English scheme, a partitive": ("""
        Dozens NNS nsubj 3 dozen
        of IN prep 0
        otters NNS pobj 1 otter
        slept VBD ROOT 3 sleep
        """, [("otter", "otters")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_items(name: str) -> None:
    rows, wanted = TREES[name]
    ents = ((0, 1, "PERSON"),) if name == "no person is measured" else ()
    doc = read_tree(rows, ents)
    items = [figure.item for figure in figures(doc)]
    assert [(item.head, item.mention.text) if item else (None, None) for item in items] == wanted


def test_every_item_names_its_rule_and_how_far_to_trust_it() -> None:
    [figure] = figures(read_tree(TREES["modified"][0]))
    assert (figure.item_rule, figure.item_confidence) == ("modified-noun", 0.8)


DIRECTIONS = {
    "up": ("Prices NNS nsubj 1\nrose VBD root 1\n8 CD nummod 3\n% NN obj 1", "up"),
    "down": ("Prices NNS nsubj 1\nfell VBD root 1\n8 CD nummod 3\n% NN obj 1", "down"),
    "a level": ("Prices NNS nsubj 1\nfell VBD root 1\nto IN case 4\n8 CD nummod 4\n% NN obl 1", None),
}


@pytest.mark.parametrize("name", DIRECTIONS)
def test_direction(name: str) -> None:
    rows, direction = DIRECTIONS[name]
    [figure] = figures(read_tree(rows))
    assert figure.quantity.direction == direction


def test_a_verb_that_bounds_its_object() -> None:
    [figure] = figures(read_tree("Sales NNS nsubj 1\ntopped VBD root 1 top\n900 CD nummod 3\nboats NNS obj 1 boat"))
    assert figure.quantity.modifier == "MORE_THAN"


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("batches", "batch"),
        ("policemen", "policeman"),
        ("cities", "city"),
        ("geese", "goose"),
        ("vetoes", "veto"),
        ("boss", "boss"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural, lexicon()) == one
