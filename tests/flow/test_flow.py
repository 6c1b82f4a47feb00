"""The whole way on our own articles, with the model that ships."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import jsonschema
import msgspec
import pytest
from spacy.language import Language
from spacy.tokens import Doc

import newsclaims
from newsclaims import flow, layers
from newsclaims.errors import ArticleError, ModelError
from newsclaims.read import read_articles
from newsclaims.records import Article, Claim, Failure
from newsclaims.write import ClaimWriter, FailureWriter

pytestmark = pytest.mark.model
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


def samples() -> list[Article]:
    return [article for article in read_articles([SAMPLES]) if isinstance(article, Article)]


@pytest.fixture(scope="module")
def claims(pipeline: Language) -> list[Claim]:
    return list(newsclaims.extract(samples(), pipeline))


def mentions(value: object) -> Iterator[dict[str, object]]:
    """Every mention anywhere in a record."""
    if isinstance(value, dict):
        if set(value) == {"start", "end", "text"}:
            yield value
        for part in value.values():
            yield from mentions(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from mentions(part)


def test_every_mention_gives_back_its_text(claims: list[Claim]) -> None:
    texts = {article.id: article.text for article in samples()}
    found = 0
    for claim in claims:
        for mention in mentions(msgspec.to_builtins(claim)):
            assert texts[claim.article.id][mention["start"] : mention["end"]] == mention["text"]  # type: ignore[misc]
            found += 1
    assert found > 1000


def test_without_a_date_of_publication_no_bound_is_invented(pipeline: Language) -> None:
    text = "Floods killed 40 people on Sunday. The river has risen 3 metres since June 24, and 12 homes fell in 2019."
    found = list(newsclaims.extract([Article("undated", text)], pipeline))
    times = {claim.quantity.value: claim.time for claim in found}
    assert times[40] is None or (times[40].begin, times[40].end) == (None, None)
    assert times[3] is None or (times[3].begin, times[3].end) == (None, None)
    assert times[12] is not None
    assert (times[12].begin, times[12].end) == ("2019-01-01", "2019-12-31")


def test_two_runs_are_the_same_bytes(pipeline: Language, tmp_path: Path) -> None:
    for name in ("one", "two"):
        with ClaimWriter(tmp_path / name) as writer, FailureWriter(tmp_path / f"{name}.failures") as failures:
            flow.run(read_articles([SAMPLES]), pipeline, writer, failures)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").stat().st_size > 100_000


def test_the_order_and_the_company_of_articles_change_nothing(pipeline: Language, claims: list[Claim]) -> None:
    backwards = list(newsclaims.extract(reversed(samples()), pipeline))
    assert sorted(claims, key=lambda c: c.id) == sorted(backwards, key=lambda c: c.id)


def test_one_process_equals_two(pipeline: Language, claims: list[Claim]) -> None:
    def docs() -> Iterator[Doc]:
        for article in samples():
            doc = pipeline.make_doc(article.text)
            layers.put_article(doc, article.meta)
            yield doc

    found = [
        claim for doc in pipeline.pipe(docs(), n_process=2, batch_size=4) for claim in layers.take(doc, "claims", Claim)
    ]
    assert found == claims


def test_every_record_keeps_the_schema_that_ships(claims: list[Claim]) -> None:
    schema = json.loads((resources.files("newsclaims") / "schema" / "claim-1.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    keys = list(schema["$defs"]["Claim"]["properties"])
    for claim in claims:
        record = json.loads(msgspec.json.encode(claim))
        assert [error.message for error in validator.iter_errors(record)] == []
        assert list(record) == keys


def test_ids_are_distinct(claims: list[Claim]) -> None:
    assert len({claim.id for claim in claims}) == len(claims)


def test_a_record_holds_no_clock_path_or_host(claims: list[Claim]) -> None:
    line = msgspec.json.encode(claims[0]).decode()
    assert str(SAMPLES.parent) not in line
    assert set(json.loads(line)["produced_by"]) == {"newsclaims", "model", "fingerprint"}


def test_what_a_stage_cannot_work_is_set_aside_with_its_stage_and_the_rest_goes_on(
    pipeline: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = type(pipeline.get_pipe("newsclaims_times"))
    whole = times.__call__

    def breaks(stage: object, doc: Doc) -> Doc:
        if "poison" in doc.text:
            raise RuntimeError("no such calendar")
        return whole(stage, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(times, "__call__", breaks)
    articles = [
        Article("a", "It sold 12 boats."),
        Article("b", "The poison killed 3 cows.", where="x.jsonl:2"),
        Article("c", "It sold 15 boats."),
    ]
    outcomes = list(flow.work(articles, pipeline))
    assert [[claim.quantity.value for claim in outcome.claims] for outcome in outcomes] == [[12], [], [15]]
    failure = outcomes[1].failure
    assert failure is not None
    assert (failure.article, failure.where, failure.stage) == ("b", "x.jsonl:2", "times")
    assert failure.message == "RuntimeError: no such calendar"
    with pytest.raises(ArticleError, match="no such calendar"):
        list(newsclaims.extract(articles, pipeline))


def test_what_the_reader_set_aside_passes_through(pipeline: Language) -> None:
    bad = Failure("b", "x.jsonl:2", "read", "no text", "add it")
    outcomes = list(flow.work([Article("a", "It sold 12 boats."), bad], pipeline))
    assert [outcome.failure for outcome in outcomes] == [None, bad]


def test_a_date_that_is_none_is_told_with_its_mend(pipeline: Language) -> None:
    (outcome,) = flow.work([Article("a", "It sold 12 boats.", published="2019-02-30")], pipeline)
    assert outcome.failure is not None
    assert outcome.failure.message == '"published" is no date: "2019-02-30".'
    assert "YYYY-MM-DD" in outcome.failure.mend
    (odd,) = flow.work([Article("a", "It sold 12 boats.", published="\ud800" * 99)], pipeline)
    assert odd.failure is not None
    assert len(msgspec.json.encode(odd.failure)) < 600


def test_the_figures_own_words_may_hedge_it(pipeline: Language) -> None:
    hedged, plain = newsclaims.extract(
        [Article("a", "An estimated 40 cows were killed by wolves. Some 50 cows were killed by wolves.")], pipeline
    )
    assert hedged.event is not None
    assert plain.event is not None
    assert (hedged.event.hedged, plain.event.hedged) == (True, False)


def test_an_article_without_figures_has_no_claims(pipeline: Language) -> None:
    assert list(newsclaims.extract([Article("a", "Nothing happened. Nobody counted.")], pipeline)) == []


@pytest.mark.parametrize(
    "text",
    [
        "“" * 90 + "Twelve boats sank." + "”" * 90,
        '"' * 4_000 + " 12 boats sank.",
        "9" * 4_900 + " boats sank.",
        "1 " * 3_000,
        "twenty point " * 3_000,
        "12 - " * 2_000,
        "In May, according to Bo Lin, , , 12 boats sank , " * 300,
        "12 boats" + " " * 100_000 + "sank.",
    ],
)
def test_hostile_texts_are_worked_in_a_few_seconds(pipeline: Language, text: str) -> None:
    began = time.process_time()
    (outcome,) = flow.work([Article("a", text)], pipeline)
    assert outcome.failure is None
    assert time.process_time() - began < 10


def test_the_stages_are_declared_in_an_order_that_fits(pipeline: Language) -> None:
    assert pipeline.analyze_pipes()["problems"] == {name: [] for name in pipeline.pipe_names}


def test_a_model_without_parser_or_names_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "bare")
    with pytest.raises(ModelError) as error:
        newsclaims.load(tmp_path / "bare")
    assert "has no tagger, no lemmatizer, no dependency parser, no named-entity recogniser" in str(error.value)
    with pytest.raises(ModelError, match="spacy download"):
        newsclaims.load("en_core_web_nowhere")
