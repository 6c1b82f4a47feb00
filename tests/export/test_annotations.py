"""Web Annotations: what the W3C's model demands, and the figure where the record says it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from invented import CLAIMS, TEXT
from linked import graph_of, rdflib

from newsclaims.export.annotations import annotation, web_annotations
from newsclaims.records import Claim

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
AS = rdflib.Namespace("http://www.w3.org/ns/activitystreams#")
SCHEMA = rdflib.Namespace("http://schema.org/")
OURS = rdflib.Namespace("urn:newsclaims:claim:1#")


def document() -> Any:
    return json.loads(b"".join(web_annotations(CLAIMS, as_lines=False)))


def selectors(graph: Any, resource: Any) -> tuple[Any, Any]:
    """The position and the quote of a specific resource, of which it has one each."""
    found = {graph.value(one, rdflib.RDF.type): one for one in graph.objects(resource, OA.hasSelector)}
    assert set(found) == {OA.TextPositionSelector, OA.TextQuoteSelector}
    return found[OA.TextPositionSelector], found[OA.TextQuoteSelector]


def words_at(graph: Any, resource: Any) -> str:
    """The words of a specific resource, position and quote held against the text."""
    position, quote = selectors(graph, resource)
    start, end = (graph.value(position, name) for name in (OA.start, OA.end))
    assert start.datatype == rdflib.XSD.nonNegativeInteger
    exact = str(graph.value(quote, OA.exact))
    assert TEXT[int(start) : int(end)] == exact
    before, after = (str(graph.value(quote, name) or "") for name in (OA.prefix, OA.suffix))
    assert TEXT[: int(start)].endswith(before)
    assert TEXT[int(end) :].startswith(after)
    return exact


def test_an_annotation_has_what_the_model_demands() -> None:
    graph = graph_of(document())
    found = list(graph.subjects(rdflib.RDF.type, OA.Annotation))
    assert len(found) == len(CLAIMS)
    for one in found:
        assert isinstance(one, rdflib.URIRef)
        (target,) = graph.objects(one, OA.hasTarget)
        assert (target, rdflib.RDF.type, OA.SpecificResource) in graph
        (source,) = graph.objects(target, OA.hasSource)
        assert str(source) == "https://tarn.example/news/1?q=a%20b"
        assert list(graph.objects(one, OA.motivatedBy)) == [OA.describing]
        bodies = {graph.value(body, rdflib.RDF.type): body for body in graph.objects(one, OA.hasBody)}
        assert set(bodies) == {OA.TextualBody, SCHEMA.Claim}
        assert graph.value(bodies[OA.TextualBody], OA.hasPurpose) == OA.describing
        figure = graph.value(graph.value(bodies[SCHEMA.Claim], SCHEMA.mainEntity), SCHEMA.name)
        assert words_at(graph, target) == str(figure)


def test_the_parts_of_a_claim_stand_where_the_record_says() -> None:
    graph = graph_of(document())
    one = rdflib.URIRef("urn:newsclaims:annotation:00000000000000c1")
    parts = {str(graph.value(part, OURS.role)): words_at(graph, part) for part in graph.objects(one, OURS.parts)}
    assert parts == {
        "item": "clinics", "event": "hit", "place": "Karsun", "time": "since June 24", "source": "Ann Lee",
        "via": "the Tarn Post", "cue": "told", "content": "At least 33 clinics",
    }  # fmt: skip


def test_a_reader_sees_the_claim_at_a_glance() -> None:
    told = [annotation(claim)["body"][0]["value"] for claim in CLAIMS]
    assert told[0] == "≥ 33 clinic; Ann Lee (Karsun Health Board), via The Tarn Post; 2024-06-24 …"
    assert told[5] == "66 (derived) clinic; a doctor & Ann Lee (Karsun Health Board)"


def test_the_collection_holds_one_page_in_order_and_counts() -> None:
    graph = graph_of(document())
    (collection,) = graph.subjects(rdflib.RDF.type, AS.OrderedCollection)
    assert graph.value(collection, AS.totalItems).toPython() == len(CLAIMS)
    page = graph.value(collection, AS.first)
    assert isinstance(collection, rdflib.URIRef)
    assert isinstance(page, rdflib.URIRef)
    items = rdflib.collection.Collection(graph, graph.value(page, AS.items))
    assert [str(item).rpartition(":")[2] for item in items] == [claim.id for claim in CLAIMS]
    assert document()["id"] != json.loads(b"".join(web_annotations(CLAIMS[:1], as_lines=False)))["id"]


def test_lines_are_annotations_of_their_own() -> None:
    lines = [json.loads(line) for line in b"".join(web_annotations(CLAIMS, as_lines=True)).splitlines()]
    assert [line["id"] for line in lines] == [one["id"] for one in document()["first"]["items"]]
    for line in lines:
        graph = graph_of(line)
        (one,) = graph.subjects(rdflib.RDF.type, OA.Annotation)
        words_at(graph, graph.value(one, OA.hasTarget))


def test_nothing_is_held(claims_without_end: Iterator[Claim]) -> None:
    assert len(list(islice(web_annotations(claims_without_end, as_lines=True), 300))) == 300
    assert len(list(islice(web_annotations(claims_without_end, as_lines=False), 300))) == 300
