"""The encoder as a component: every text read whole, the same whatever stands around it."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims.encoder.component import LONGEST, WINDOW, Encoder
from newsclaims.encoder.net import WIDTH
from newsclaims.encoder.words import shape
from newsclaims.errors import ModelError
from newsclaims.parse import load_model, own_model

pytestmark = pytest.mark.model
STORY = "The harbour board fined two ferries in May, said Anna Keller, who runs the port of Wendmark."
ODD = [
    "",
    " \n\n \t ",
    "?",
    "🛶🛶 " * 40,
    "33",
    "word " * (3 * LONGEST),
    "unbroken" * 300,
    "Żółć! ¿Qué? 数字 42.",
    f"{STORY}  \n\n\n   {STORY}\n",
]


@pytest.fixture(scope="module")
def model() -> Language:
    return load_model()


def told(doc: Doc, start: int, end: int) -> list[tuple[str, ...]]:
    """All that was told of the tokens from one offset to another."""
    tokens = [token for token in doc if start <= token.idx < end and not token.is_space]
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, str(t.head.idx - start), t.ent_iob_, t.ent_type_)
        for t in tokens
    ]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_is_read_whole_and_every_sentence_has_one_root(model: Language, text: str) -> None:
    doc = model(text)
    assert doc.text == text
    assert all(token.tag_ and token.dep_ for token in doc)
    for sent in doc.sents:
        roots = [token for token in sent if token.head == token and not token.is_space]
        assert len(roots) == (0 if sent.text.isspace() else 1)
        assert all(token.head in sent for token in sent)


def test_a_paragraph_gets_the_same_wherever_it_stands(model: Language) -> None:
    alone = model(STORY)
    before = "Prices rose.\n\nNobody at the quay would say by how much, and the mayor had left.\n\n"
    around = model(f"{before}{STORY}\n\nA last line, with Oskar Brandl in it.")
    assert told(alone, 0, len(STORY)) == told(around, len(before), len(before) + len(STORY))


def test_a_long_paragraph_is_read_in_whole_sentences(model: Language) -> None:
    doc = model(" ".join([STORY] * 40))
    assert len(doc) > 2 * WINDOW
    assert [sent.text.strip() for sent in doc.sents] == [STORY] * 40
    lengths = {tuple(t.dep_ for t in sent if not t.is_space) for sent in doc.sents}
    assert len(lengths) <= 3  # nearly all alike: no sentence was cut where a window ends


def test_sentences_hold_in_headlines_quotations_datelines_and_lists(model: Language) -> None:
    lines = [
        "Ferry Fines Double in Wendmark",
        "WENDMARK, May 3 — The board met on Sept. 4. It fined two ferries.",
        "“It was late. We waited,” said Ms. Keller.",
        "- two ferries",
        "- one barge",
    ]
    found = [sent.text.strip() for sent in model("\n".join(lines)).sents]
    assert found[0] == lines[0]
    assert "WENDMARK, May 3 — The board met on Sept. 4." in found
    assert found[-2:] == lines[-2:]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It lost $1.1tn.", ["$", "1.1tn"]),
        ("It cost $38million.", ["$", "38million"]),
        ("Some 40km of road.", ["40", "km"]),
        ("Up 33% there.", ["33", "%"]),
    ],
)
def test_tokens_of_figures_are_numbers(model: Language, text: str, words: list[str]) -> None:
    doc = model(text)
    tags = {token.text: token.tag_ for token in doc}
    assert [word for word in words if word in tags] == words
    assert "CD" in {tags[word] for word in words}


def test_names_are_told_apart(model: Language) -> None:
    doc = model("Anna Keller of the National Roads Board flew from Lisbon to the Danish coast on Tuesday.")
    kinds = {ent.text: ent.label_ for ent in doc.ents}
    assert kinds["Anna Keller"] == "PERSON"
    assert kinds["Lisbon"] == "LOC"
    assert kinds["National Roads Board"] == "ORG"


def test_the_states_of_words_are_kept_for_components_behind_it(model: Language) -> None:
    doc = model(STORY.replace(" in May", "  in May"))
    assert doc.tensor.shape == (len(doc), WIDTH)
    assert [bool(row.any()) for row in doc.tensor] == [not token.is_space for token in doc]


def test_it_survives_pickling_and_many_processes(model: Language) -> None:
    encoder = pickle.loads(pickle.dumps(model.get_pipe("newsclaims_encoder")))
    assert isinstance(encoder, Encoder)
    two = [doc.to_json() for doc in model.pipe([STORY, "Two ferries sank."], n_process=2)]
    assert two == [model(STORY).to_json(), model("Two ferries sank.").to_json()]


def test_without_weights_it_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsclaims_encoder")
    with pytest.raises(ModelError, match="no weights"):
        nlp(STORY)


def test_it_is_one_pass_on_one_thread(model: Language) -> None:
    assert model.pipe_names == ["newsclaims_paragraphs", "newsclaims_encoder", "newsclaims_speech", "newsclaims_links"]
    assert own_model("en_newsclaims") is not None


@pytest.mark.parametrize(
    ("word", "kind"),
    [("a", 1), ("Apple", 2), ("NATO", 3), ("A", 4), ("iPhone", 5), ("42", 6), ("1.1tn", 7), ("U.S.", 8), ("—", 0)],
)
def test_shapes(word: str, kind: int) -> None:
    assert shape(word, spaced=False) == 2 * kind
    assert shape(word, spaced=True) == 2 * kind + 1
