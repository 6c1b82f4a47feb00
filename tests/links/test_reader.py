"""The reader of links: what it gives for the sentences of a Doc, and that it stands alone."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import spacy
from spacy.language import Language

from newsclaims import layers
from newsclaims.claims.linking import Link
from newsclaims.claims.sentences import sentences_of
from newsclaims.errors import ModelError
from newsclaims.links.reader import FACTORY, LinkReader
from newsclaims.links.sight import sight_of
from newsclaims.quantities.items import rule_names
from newsclaims.records import Claim

TEXT = (
    "The clinic treated 40 patients in March, a nurse said on Monday, and 12 more walked home.\n\n"
    "Of the 900 wells that were dug in 2019, a third are dry, and the village has 28 percent fewer goats than it had."
)


def links_of(nlp: Language, text: str) -> list[Link]:
    doc = nlp(text)
    reader = nlp.get_pipe(FACTORY)
    assert isinstance(reader, LinkReader)
    return [link for links in reader.links(doc, sentences_of(doc)) for link in links]


def test_a_reader_without_weights_says_so() -> None:
    with pytest.raises(ModelError, match="no weights"):
        list(LinkReader().links(spacy.blank("en")("One two."), []))


@pytest.mark.model
def test_every_figure_gets_links_with_probabilities(pipeline: Language) -> None:
    links = links_of(pipeline, TEXT)
    assert [link.figure.quantity.mention.text for link in links] == ["40", "12", "900", "a third", "28 percent"]
    for link in links:
        assert 0 <= link.item_trust <= 1
        assert link.no_time + sum(trust for trust, _ in link.ranked) == pytest.approx(1, abs=1e-3)
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
    net = pipeline.get_pipe(FACTORY).net  # type: ignore[attr-defined]
    sights = [sight_of(doc, spot, s.spots, s.dated, net.rules) for s in sentences_of(doc) for spot in s.spots]
    for sight, together in zip(sights, net.tell(sights), strict=True):
        (alone,) = net.tell([sight])
        np.testing.assert_allclose(alone.times, together.times, atol=1e-5)
        np.testing.assert_allclose(alone.items, together.items, atol=1e-5)


@pytest.mark.model
def test_the_net_knows_the_rules_that_there_are_and_travels(pipeline: Language) -> None:
    net = pipeline.get_pipe(FACTORY).net  # type: ignore[attr-defined]
    assert list(net.rules) == rule_names()
    copy = pickle.loads(pickle.dumps(net))
    assert copy.folder == net.folder


@pytest.mark.model
@pytest.mark.parametrize("text", ["33", "33 33 33.", "2 of 3 of 4 of 5", "(5)" * 400, "12 goats " * 300])
def test_any_text_passes(pipeline: Language, text: str) -> None:
    for link in links_of(pipeline, text):
        item = link.figure.item
        assert item is None or text[item.mention.start : item.mention.end] == item.mention.text
