"""What the reader of links sees of a figure: distances, ways through the tree, and what marks the words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from newsclaims import layers
from newsclaims.claims.sentences import sentences_of
from newsclaims.encoder.component import LOWER
from newsclaims.links.sight import DISTANCES, PATHS, REACH, STEPS, Sight, sight_of
from newsclaims.records import Figure, Item, Mention, Quantity, Timex

WORDS = ["Floods", "in", "Tarn", "killed", "40", "cows", "on", "Monday", "."]
HEADS = [3, 2, 0, 3, 5, 3, 7, 3, 3]
RULES = {"modified-noun": 1, "subject": 2}


def made(words: list[str], heads: list[int]) -> Doc:
    """A Doc of one sentence, each word with a state of its own."""
    deps = ["ROOT" if head == i else "dep" for i, head in enumerate(heads)]
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps, pos=["X"] * len(words), tags=["NN"] * len(words))
    doc.tensor = np.repeat(np.arange(len(words), dtype=np.float16)[:, None], 384, axis=1)
    doc.user_data[LOWER] = -doc.tensor
    return doc


def mention(doc: Doc, first: int, last: int) -> Mention:
    span = doc[first:last]
    return Mention(span.start_char, span.end_char, span.text)


def seen(doc: Doc, at: int, *, item: tuple[int, str, str] | None = None, times: tuple[int, ...] = ()) -> Sight:
    """What is seen of the figure at a token; `item` is a token, its head and the rule; `times` are dated tokens."""
    quantity = Quantity(mention(doc, at, at + 1), "count", 1, None, 1, None, 1, None, "EXACT", "count")
    figure = Figure(quantity, "test", 1.0)
    if item is not None:
        token, head, rule = item
        figure = Figure(quantity, "test", 1.0, Item(mention(doc, token, token + 1), head), rule, 0.8)
    layers.put(doc, "quantities", [figure])
    timexes = [Timex(mention(doc, t, t + 1), "DATE", "2024-05-06", "test", begin="2024-05-06", end="2024-05-06",
                     precision="day") for t in times]  # fmt: skip
    layers.put(doc, "timexes", timexes)
    (sentence,) = sentences_of(doc)
    return sight_of(doc, sentence.spots[0], sentence.spots, sentence.dated, RULES)


def test_words_are_marked_as_figure_time_and_item() -> None:
    sight = seen(made(WORDS, HEADS), 4, item=(5, "cows", "modified-noun"), times=(7,))
    assert sight.marks.tolist() == [0, 0, 0, 0, 2, 0, 0, 3, 0]
    assert sight.rules.tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert (sight.rule, sight.outside) == (1, False)
    assert sight.times == [(7, 7, 7)]
    assert [d.timex.mention.text for d in sight.dated] == ["Monday"]
    assert sight.states[:, 0].tolist() == list(range(9))
    assert sight.lower[:, 0].tolist() == [-i for i in range(9)]


def test_distances_are_counted_on_each_side_of_the_figure() -> None:
    sight = seen(made(WORDS, HEADS), 4)
    assert (sight.distances - STEPS).tolist() == [-4, -3, -2, -1, 0, 1, 2, 3, 4]


def test_paths_count_the_steps_up_to_the_common_word_and_down_again() -> None:
    sight = seen(made(WORDS, HEADS), 4)
    ways = [divmod(path - 1, 5) for path in sight.paths.tolist()]
    assert ways == [(2, 1), (2, 3), (2, 2), (2, 0), (0, 0), (1, 0), (2, 2), (2, 1), (2, 1)]


def test_an_item_outside_the_window_is_told_as_such() -> None:
    words = ["cows", *["so"] * (REACH + 5), "40", "."]
    sight = seen(made(words, [len(words) - 2] * len(words)), len(words) - 2, item=(0, "cows", "subject"))
    assert (sight.rule, sight.outside) == (2, True)
    assert len(sight.marks) == REACH + 2
    assert not sight.rules.any()


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1), st.randoms())))
def test_any_tree_has_its_numbers_in_range(case: tuple[int, int, object]) -> None:
    n, at, chance = case
    heads = [chance.randrange(i) if i else 0 for i in range(n)]  # type: ignore[attr-defined]
    sight = seen(made(["so"] * n, heads), at)
    assert len(sight.marks) == len(sight.paths) == len(sight.distances) == len(sight.states) <= 2 * REACH + 1
    assert sight.distances.min() >= 0
    assert sight.distances.max() < DISTANCES
    assert sight.paths.max() < PATHS
    assert sight.marks[sight.head] == 2
