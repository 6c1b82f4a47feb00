"""schema.org: every word of it is in its vocabulary, and says no more than the record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
import pytest
from invented import ARTICLE, CLAIMS
from linked import graph_of, rdflib

from newsclaims.export.schema_org import article_iri, claim_object, coverage, schema_org
from newsclaims.records import Claim

RDF_TYPE = rdflib.RDF.type
WORDS = rdflib.SDO.__annotations__
FIRST, _, RANGE, FOURTH, _, DERIVED = (claim_object(claim) for claim in CLAIMS)


def document() -> Any:
    return json.loads(b"".join(schema_org(CLAIMS, as_lines=False)))


def asked(graph: Any, where: str) -> list[tuple[Any, ...]]:
    """The rows of `?a ?b …` that a pattern has, as Python values."""
    question = f"PREFIX s: <http://schema.org/> PREFIX nc: <urn:newsclaims:claim:1#> SELECT * WHERE {{ {where} }}"
    answer = graph.query(question)
    names = sorted(str(name) for name in answer.vars)
    return sorted(tuple(row[name].toPython() for name in names) for row in answer)


def test_every_class_and_property_is_one_of_the_vocabulary() -> None:
    graph = graph_of(document())
    used = {str(part) for triple in graph for part in (triple[1], triple[2] if triple[1] == RDF_TYPE else triple[1])}
    schema = {iri.removeprefix("http://schema.org/") for iri in used if iri.startswith("http://schema.org/")}
    assert {"Claim", "QuantitativeValue", "temporalCoverage", "minValue", "appearance"} < schema
    assert schema - set(WORDS) == set()
    others = {iri for iri in used if not iri.startswith(("http://schema.org/", "urn:newsclaims:claim:1#"))}
    assert others == {str(RDF_TYPE)}


def test_every_property_is_one_of_its_class() -> None:
    models = pytest.importorskip("msgspec_schemaorg.models", reason="msgspec-schemaorg is not installed")
    seen = set()
    for part in typed(document()):
        kind = getattr(models, part["@type"])
        known = {*kind.__struct_fields__, *kind.__struct_encode_fields__}
        assert {key for key in part if not key.startswith(("@", "nc:"))} <= known
        seen.add(part["@type"])
    assert seen == {
        "Claim", "QuantitativeValue", "PropertyValue", "Thing", "Person", "Organization", "CreativeWork", "Place",
        "NewsArticle",
    }  # fmt: skip


def typed(part: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document that has a class."""
    if isinstance(part, dict) and "@type" in part:
        yield part
    for below in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from typed(below)


def test_bounds_are_bounds_and_only_a_plain_figure_is_a_value() -> None:
    graph = graph_of(document())
    by_words = "?a s:mainEntity ?q . ?q s:name ?b . "
    values = asked(graph, f"{by_words} ?q s:value ?c")
    assert [(words, value) for _, words, value, _ in values] == [("2/3", 2 / 3), ("12", 12), ("double", 66)]
    lower = {words: bound for _, words, bound, _ in asked(graph, f"{by_words} ?q s:minValue ?c")}
    assert lower == {"At least 33": 33, "-5 to -2.5 percent a year": -5, "more than half": 0.5}
    upper = {words: bound for _, words, bound, _ in asked(graph, f"{by_words} ?q s:maxValue ?c")}
    assert upper == {"-5 to -2.5 percent a year": -2.5}
    told = asked(graph, "?a s:mainEntity ?q . ?q s:additionalProperty ?p . ?p s:name 'modifier' ; s:value ?b")
    assert [modifier for _, modifier, *_ in told] == [
        claim.quantity.modifier for claim in sorted(CLAIMS, key=lambda one: one.id)
    ]


def test_what_a_double_cannot_hold_is_told_exactly() -> None:
    properties = {one["name"]: one["value"] for one in claim_object(CLAIMS[1])["mainEntity"]["additionalProperty"]}
    assert properties["value_text"] == "2/3"
    assert RANGE["mainEntity"]["unitText"] == "percent per year"


def test_who_says_it() -> None:
    assert FIRST["author"] == [
        {"@type": "Person", "name": "Ann Lee", "affiliation": {"@type": "Organization", "name": "Karsun Health Board"},
         "nc:kind": "person"}
    ]  # fmt: skip
    assert FIRST["contributor"]["name"] == "The Tarn Post"
    report = claim_object(CLAIMS[1])
    assert report["author"] == [{"@type": "Organization", "name": "Harvest Office"}]
    assert report["isBasedOn"][0]["@type"] == "CreativeWork"
    assert "author" not in RANGE
    doctor, lee = DERIVED["author"]
    assert (doctor.get("name"), doctor["description"], lee["name"]) == (None, "a doctor", "Ann Lee")


def test_what_schema_org_has_no_word_for_is_told_in_ours() -> None:
    assert FOURTH["nc:event"]["nc:negated"] is True
    assert FOURTH["nc:event"]["nc:hedged"] is True
    assert FOURTH["nc:flags"][0]["nc:claims"] == [{"@id": "urn:newsclaims:claim:00000000000000c5"}]
    graph = graph_of(document())
    ties = asked(graph, "?a nc:relations ?r . ?r nc:type ?b ; nc:target ?t . ?t s:text ?c")
    assert [kind for _, kind, *_ in ties] == ["compared_with", "part_of", "multiple_of"]
    assert asked(graph, "?a nc:relations ?r . ?r nc:factor ?b . ?a a s:Claim")[1][1] == 2
    statuses = asked(graph, "?a s:mainEntity ?q . ?q s:additionalProperty ?p . ?p s:name 'status' ; s:value 'derived'")
    assert [str(row[0]) for row in statuses] == ["urn:newsclaims:claim:00000000000000c6"]
    assert FIRST["nc:confidence"] == {
        "nc:overall": 0.5, "nc:value": 0.99, "nc:item": 0.9, "nc:source": 0.8, "nc:time": 0.7
    }  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "end", "told"),
    [
        ("2024-06-24", None, "2024-06-24/.."),
        (None, "2023-12-31", "../2023-12-31"),
        ("2024-07-02", "2024-07-02", "2024-07-02"),
        ("2024-01-01", "2024-12-31", "2024-01-01/2024-12-31"),
        (None, None, None),
    ],
)
def test_the_interval_is_as_iso_8601_has_it(begin: str | None, end: str | None, told: str | None) -> None:
    assert CLAIMS[0].time is not None
    assert coverage(msgspec.structs.replace(CLAIMS[0].time, begin=begin, end=end)) == told


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://tarn.example/news/1?q=a b", "https://tarn.example/news/1?q=a%20b"),
        ("https://tarn.example/é", "https://tarn.example/é"),
        (None, "urn:newsclaims:article:k%3D1%20%C3%A9"),
        ("news/1.html", "urn:newsclaims:article:k%3D1%20%C3%A9"),
    ],
)
def test_an_article_has_a_name_in_rdf(url: str | None, iri: str) -> None:
    assert article_iri(msgspec.structs.replace(ARTICLE.meta, url=url)) == iri


def test_lines_are_documents_and_say_the_same() -> None:
    whole = graph_of(document())
    lines = [json.loads(line) for line in b"".join(schema_org(CLAIMS, as_lines=True)).splitlines()]
    assert len(lines) == len(CLAIMS)
    parts = rdflib.Graph()
    for line in lines:
        parts += graph_of(line)
    types = asked(whole, "?a a s:Claim ; s:text ?b")
    assert asked(parts, "?a a s:Claim ; s:text ?b") == types
    assert len(types) == len(CLAIMS)


def test_no_claim_is_a_document_too() -> None:
    assert json.loads(b"".join(schema_org([], as_lines=False)))["@graph"] == []


def test_nothing_is_held(claims_without_end: Iterator[Claim]) -> None:
    assert len(list(islice(schema_org(claims_without_end, as_lines=True), 300))) == 300
    assert len(list(islice(schema_org(claims_without_end, as_lines=False), 300))) == 300
