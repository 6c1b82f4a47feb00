"""The reader of links: what it gives for the sentences of a Doc, and that it stands alone."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest
import spacy
from spacy.language import Language

from newsclaims import layers
from newsclaims.claims.linking import Link
from newsclaims.claims.sentences import sentences_of
from newsclaims.encoder.component import LOWER
from newsclaims.errors import ModelError
from newsclaims.links.net import Told
from newsclaims.links.reader import FACTORY, LinkReader, _link, _ranked
from newsclaims.links.sight import sight_of
from newsclaims.quantities.items import rule_names
from newsclaims.records import Claim

TEXT = (
    "The clinic treated 40 patients in March, a nurse said on Monday, and 12 more walked home.\n\n"
    "Of the 900 wells that were dug in 2019, a third are dry, and the village has 28 percent fewer goats than it had."
)


def _reader(nlp: Language) -> LinkReader:
    reader = nlp.get_pipe(FACTORY)
    assert isinstance(reader, LinkReader)
    return reader


def links_of(nlp: Language, text: str) -> list[Link]:
    doc = nlp(text)
    return [link for links in _reader(nlp).links(doc, sentences_of(doc)) for link in links]


def test_a_reader_without_weights_says_so() -> None:
    with pytest.raises(ModelError, match="no weights"):
        list(LinkReader().links(spacy.blank("en")("One two."), []))


@pytest.mark.model
def test_a_doc_without_states_says_so(pipeline: Language) -> None:
    doc = pipeline("The clinic treated 40 patients.")
    doc.tensor = np.zeros((0,), dtype=np.float16)
    with pytest.raises(ModelError, match="no states"):
        list(_reader(pipeline).links(doc, sentences_of(doc)))


@pytest.mark.model
def test_a_doc_without_states_half_way_up_says_so(pipeline: Language) -> None:
    doc = pipeline("The clinic treated 40 patients.")
    del doc.user_data[LOWER]
    with pytest.raises(ModelError, match="no states"):
        list(_reader(pipeline).links(doc, sentences_of(doc)))


@pytest.mark.model
@pytest.mark.parametrize(
    ("none", "patient", "march", "item", "time"),
    [
        (0.1, 0.8, 0.7, "patient", "March"),
        (0.6, 0.3, 0.7, "patient", "March"),
        (0.7, 0.2, 0.32, None, None),
        (0.1, 0.8, 0.34, "patient", "March"),
    ],
)
def test_none_is_taken_where_it_is_likely_enough(
    pipeline: Language, none: float, patient: float, march: float, item: str | None, time: str | None
) -> None:
    doc = pipeline("The clinic treated 40 patients in March.")
    (sentence,) = sentences_of(doc)
    (spot,) = sentence.spots
    sight = sight_of(doc, spot, sentence.spots, sentence.dated, _reader(pipeline).net.rules)
    items = np.zeros(len(sight.marks) + 2, dtype=np.float32)
    items[0], items[1 + next(t.i for t in doc if t.text == "patients")], items[4] = none, patient, 0.9
    link = _link(doc, spot, sight, Told(np.array([1 - march, march], dtype=np.float32), items), frozenset([3]))
    assert (link.figure.item.head if link.figure.item else None) == item
    found = link.time(spot)
    assert (found.mention.text if found else None) == time


@pytest.mark.model
def test_expressions_of_one_interval_count_together(pipeline: Language) -> None:
    doc = pipeline("In March 2024 the clinic treated 40 patients, as it had hoped to in March.")
    (sentence,) = sentences_of(doc)
    first, last = sentence.dated[0], sentence.dated[-1]
    twin = dataclasses.replace(last, timex=first.timex)
    ranked = _ranked([(0.3, first), (0.35, twin)])
    assert [(round(trust, 2), one.first) for trust, one in ranked] == [(0.65, twin.first), (0.3, first.first)]


@pytest.mark.model
def test_every_figure_gets_links_with_probabilities(pipeline: Language) -> None:
    links = links_of(pipeline, TEXT)
    assert [link.figure.quantity.mention.text for link in links] == ["40", "12", "900", "a third", "28 percent"]
    for link in links:
        assert 0 <= link.item_trust <= 1
        assert all(0 <= trust <= 1 - link.no_time + 1e-6 for trust, _ in link.ranked)
        assert [trust for trust, _ in link.ranked] == sorted((trust for trust, _ in link.ranked), reverse=True)


@pytest.mark.model
def test_items_and_times_are_those_of_the_figures_own_clause(pipeline: Language) -> None:
    doc = pipeline(TEXT)
    told = {claim.quantity.mention.text: claim for claim in layers.take(doc, "claims", Claim)}
    heads = {words: claim.item.head for words, claim in told.items() if claim.item}
    assert heads["40"] == "patient"
    assert heads["900"] == "well"
    assert heads["28 percent"] == "goat"
    march, built = told["40"].time, told["900"].time
    assert march is not None
    assert "March" in march.mention.text
    assert built is not None
    assert (built.begin, built.end) == ("2019-01-01", "2019-12-31")


@pytest.mark.model
def test_what_is_told_of_a_figure_does_not_hang_on_the_others_in_the_batch(pipeline: Language) -> None:
    doc = pipeline(TEXT)
    net = _reader(pipeline).net
    sights = [sight_of(doc, spot, s.spots, s.dated, net.rules) for s in sentences_of(doc) for spot in s.spots]
    for sight, together in zip(sights, net.tell(sights), strict=True):
        (alone,) = net.tell([sight])
        np.testing.assert_allclose(alone.times, together.times, atol=1e-5)
        np.testing.assert_allclose(alone.items, together.items, atol=1e-5)


@pytest.mark.model
def test_the_net_knows_the_rules_that_there_are_and_travels(pipeline: Language) -> None:
    net = _reader(pipeline).net
    assert list(net.rules) == rule_names()
    copy = pickle.loads(pickle.dumps(net))
    assert copy.folder == net.folder


@pytest.mark.model
@pytest.mark.parametrize("text", ["33", "33 33 33.", "2 of 3 of 4 of 5", "(5)" * 400, "12 goats " * 300])
def test_any_text_passes(pipeline: Language, text: str) -> None:
    for link in links_of(pipeline, text):
        item = link.figure.item
        assert item is None or text[item.mention.start : item.mention.end] == item.mention.text
