"""Other extractors' findings: offsets checked, figures and times read by our normalisers, nothing lost silently."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from spacy.language import Language

from newsclaims import FAST_MODEL, flow
from newsclaims.adopt.adopt import adopt_all, producer_of
from newsclaims.adopt.claims import Adopted
from newsclaims.adopt.drafts import Draft, Words, read_drafts
from newsclaims.adopt.places import placed
from newsclaims.database.reading import survey
from newsclaims.records import Article, Claim, Failure, Mention

TEXT = (
    "At least 33 boats sank at the weir on Monday, the Tarn council said. Fares rose 12 percent to $3.50 in May.\n"
    "Mayor Ann Lee counted 40 swans and 40 goats. The bridge is 41 years old. Room 12 was closed."
)
WEIR = Article("weir", TEXT, published="2024-05-08")
OTHER = Article("mill", "The mill cut 250 jobs.", published="2024-05-09")
model = pytest.mark.model


def at(words: str, nth: int = 0) -> dict[str, int]:
    """The offsets of words as LangExtract has them."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"start_pos": start, "end_pos": start + len(words)}


def extraction(words: str, span: Mapping[str, int] | None, kind: str = "figure", **more: Any) -> dict[str, Any]:
    return {"extraction_class": kind, "extraction_text": words, "char_interval": span, "alignment_status": None,
            "extraction_index": 1, "group_index": 0, "description": None, "attributes": None, **more}  # fmt: skip


def document(*extractions: Mapping[str, Any], name: str = "weir", text: str = TEXT) -> dict[str, Any]:
    return {"extractions": list(extractions), "text": text, "document_id": name}


def lines(path: Path, *objects: object) -> Path:
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in objects))
    return path


@pytest.fixture(scope="module")
def nlp() -> Language:
    return flow.load(FAST_MODEL)


def adopted(path: Path, nlp: Language) -> Adopted:
    all_of = list(adopt_all(read_drafts(path), [WEIR, OTHER], nlp, producer_of("langextract 1.1", nlp)))
    return Adopted(*([one for part in all_of for one in part[place]] for place in range(3)))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("words", "near", "start", "note"),
    [
        (Words("33", 9, 11), None, 9, None),
        (Words("33"), None, 9, None),
        (Words("33", 3, 5), None, 9, "the offsets given, 3–5, hold other words"),
        (Words("33", -4, 99999), None, 9, "the offsets given, -4–99999, hold other words"),
        (Words("40"), None, None, "stands 2 times in the text, and no offsets are given"),
        (Words("40", 7, 9), Mention(140, 150, ""), 143, "the offsets given, 7–9"),
        (Words("34", 9, 11), None, None, "does not stand in the text"),
    ],
)  # fmt: skip
def test_offsets_hold_or_are_mended_where_the_words_stand_once(
    words: Words, near: Mention | None, start: int | None, note: str | None
) -> None:
    found = placed(words, TEXT, near=near)
    assert (found.mention.start if found.mention else None) == start
    assert found.mention is None or TEXT[found.mention.start : found.mention.end] == words.text
    assert (note or "") in (found.note or "")
    assert (note is None) == (found.note is None)


@model
def test_langextract_documents_become_claims_with_our_figures_and_times(tmp_path: Path, nlp: Language) -> None:
    boats = extraction("33 boats", at("33 boats"), attributes={
        "item": "boats", "source": "the Tarn council", "time": "on Monday", "mood": "grim"})  # fmt: skip
    fares = [
        extraction("12 percent", at("12 percent"), "Percentage", group_index=3),
        extraction("Fares", at("Fares"), "item", group_index=3),
    ]
    claims, notes, failures = adopted(lines(tmp_path / "their.jsonl", document(boats, *fares)), nlp)
    assert (notes, failures) == ([], [])
    first, second = claims
    quantity = first.quantity
    assert (quantity.mention.text, quantity.value, quantity.modifier) == ("At least 33", 33, "EQUAL_OR_MORE")
    assert first.item
    assert (first.item.head, first.attribution.sources[0].name) == ("boat", "the Tarn council")
    assert first.time
    assert (first.time.begin, first.time.end, first.time.anchor) == ("2024-05-06", "2024-05-06", "published")
    assert first.article == WEIR.meta
    assert first.produced_by.model == "langextract 1.1"
    assert (second.quantity.unit, second.item and second.item.head, second.time) == ("percent", "fare", None)
    assert second.attribution.voice == "narrator"
    ours = {claim.id for claim in flow.extract([WEIR], nlp)}
    assert {claim.id for claim in claims} <= ours


@model
def test_what_does_not_hold_is_mended_or_told(tmp_path: Path, nlp: Language) -> None:
    path = lines(
        tmp_path / "their.jsonl",
        document(
            extraction("12 percent", {"start_pos": 1, "end_pos": 11}, attributes={"value": "21", "item": "tolls"}),
            extraction("40", None),
            extraction("swans", at("swans"), "bird", group_index=9),
            extraction("Room 12", at("Room 12")),
            extraction("12 percent to $3.50", at("12 percent to $3.50"), group_index=8),
            extraction("$3.50", at("$3.50"), group_index=7, attributes={"time": "fares"}),
            {"extraction_class": "figure"},
        ),
        document(extraction("250", None), name="doc_1", text=OTHER.text),
        document(extraction("7", None), name="doc_2", text="7 of another paper."),
        {"extractions": 3, "document_id": "weir"},
    )
    claims, notes, failures = adopted(path, nlp)
    assert [(claim.article.id, claim.quantity.mention.text) for claim in claims] == [
        ("weir", "12 percent"), ("weir", "$3.50"), ("mill", "250")]  # fmt: skip
    assert [(note.part, note.done, note.message) for note in notes] == [
        ("figure", "placed", "“12 percent” is at 80–90: the offsets given, 1–11, hold other words"),
        ("quantity.value", "read", "given as 21.0, read as 12"),
        ("item", "left", "“tolls” does not stand in the text, and no offsets are given"),
        ("time", "left", "“fares” does not stand in the text, and no offsets are given"),
    ]
    assert {note.claim for note in notes} <= {claim.id for claim in claims}
    assert sorted((failure.where.removeprefix(str(path)), failure.message) for failure in failures) == [
        (":1, extraction 1", "“40” stands 2 times in the text, and no offsets are given."),
        (":1, extraction 2", '"bird" is no class of figures, and belongs to none.'),
        (":1, extraction 3", "our normaliser reads no figure in “Room 12”, but a numeral of the kind label."),
        (":1, extraction 4", "“12 percent to $3.50” holds 2 figures: 12 percent, $3.50."),
        (":1, extraction 6", "it has no extraction_class and extraction_text."),
        (":3, extraction 0", "no article has this id or this text."),
        (":4", '"extractions" is no list.'),
    ]


def mention(words: str, nth: int = 0) -> dict[str, Any]:
    span = at(words, nth)
    return {"start": span["start_pos"], "end": span["end_pos"], "text": words}


@model
def test_records_in_our_schema_are_adopted_whole_and_in_part(tmp_path: Path, nlp: Language) -> None:
    ours = [claim for claim in flow.extract([WEIR], nlp) if claim.quantity.mention.text in {"At least 33", "$3.50"}]
    whole = [msgspec.to_builtins(claim) for claim in ours]
    whole[0]["relations"] = [{"type": "compared_with", "target": whole[1]["id"], "factor": None},
                             {"type": "repeats", "target": "gone"}]  # fmt: skip
    goats = {
        "article": "weir",
        "quantity": {"mention": mention("40", 1), "value": 41, "unit": "count"},
        "item": "goats",
        "attribution": {"voice": "direct", "sources": [{"name": "Ann Lee", "mention": "Mayor Ann Lee"}]},
    }
    path = tmp_path / "their.json"
    path.write_bytes(msgspec.json.encode({"claims": [*whole, goats, {"article": "weir", "quantity": {"value": 3}}, 8]}))
    claims, notes, failures = adopted(path, nlp)
    assert [claim.quantity for claim in claims[:2]] == [claim.quantity for claim in ours]
    assert [(claim.item, claim.time, claim.confidence) for claim in claims[:2]] == [
        (claim.item, claim.time, claim.confidence) for claim in ours]  # fmt: skip
    assert claims[0].attribution.sources == ours[0].attribution.sources
    assert [(tie.type, tie.target) for tie in claims[0].relations] == [("compared_with", claims[1].id)]
    last = claims[2]
    assert (last.quantity.mention.start, last.quantity.value, last.attribution.voice) == (143, 40, "direct")
    assert last.item
    assert (last.item.mention.text, last.item.head) == ("goats", "goat")
    (source,) = last.attribution.sources
    assert (source.name, source.kind, source.named) == ("Ann Lee", "person", True)
    assert [(note.part, note.done) for note in notes] == [("relations", "left"), ("quantity.value", "read")]
    assert [failure.message for failure in failures] == [
        'no words of a figure: "quantity.mention.text" is missing.', "no JSON object."]  # fmt: skip


@model
def test_a_figure_that_only_the_other_reads_is_kept_where_it_is_whole(tmp_path: Path, nlp: Language) -> None:
    bounds = {f"{bound}{more}": None for bound in ("value", "min_value", "max_value") for more in ("", "_text")}
    label = {
        "mention": mention("Room 12"),
        **bounds,
        "kind": "count",
        "value": 12,
        "modifier": "EXACT",
        "unit": "count",
    }
    claims, notes, failures = adopted(
        lines(tmp_path / "their.jsonl", {"article": "weir", "quantity": label}, {"article": "weir", "quantity": label}),
        nlp,
    )
    (claim,) = claims
    assert (claim.quantity.value, claim.quantity.mention.text) == (12, "Room 12")
    assert [(note.claim, note.done) for note in notes] == [(claim.id, "kept")]
    assert [failure.message for failure in failures] == ["“Room 12” is the figure of another draft too."]


def test_lines_that_are_no_json_are_failures_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "their.jsonl"
    path.write_text('{"article": "weir", "quantity": "33"}\n{oops\n\n', encoding="utf-8-sig")
    first, second = read_drafts(path)
    assert isinstance(first, Draft)
    assert first.figure == Words("33")
    assert isinstance(second, Failure)
    assert second.where == f"{path}:2"


@model
def test_the_command_writes_claims_notes_and_failures_and_the_claims_are_scored_beside_ours(tmp_path: Path) -> None:
    lines(tmp_path / "articles.jsonl", {"id": "weir", "text": TEXT, "published": "2024-05-08"})
    boats = extraction("33 boats", {"start_pos": 0, "end_pos": 8}, attributes={"item": "boats"})
    lines(tmp_path / "their.jsonl", document(boats, extraction("40", None)))
    told = newsclaims("adopt", "their.jsonl", "--articles", "articles.jsonl", "--producer", "langextract 1.1",
                      "-o", "theirs.jsonl", "--fast", cwd=tmp_path)  # fmt: skip
    assert (told.returncode, told.stderr) == (3, "1 claims in theirs.jsonl, 1 notes, 1 failures\n")
    (claim,) = [msgspec.json.decode(line, type=Claim) for line in (tmp_path / "theirs.jsonl").open("rb")]
    assert survey(tmp_path / "theirs.jsonl").count == 1
    (note,) = map(json.loads, (tmp_path / "notes.jsonl").read_text().splitlines())
    assert (note["claim"], note["done"]) == (claim.id, "placed")
    assert len((tmp_path / "failures.jsonl").read_text().splitlines()) == 1
    (tmp_path / "folder").mkdir()
    for name in ("theirs.jsonl", "notes.jsonl", "failures.jsonl"):
        (tmp_path / "folder" / name).write_bytes((tmp_path / name).read_bytes())
    assert survey(tmp_path / "folder").count == 1
    gold = [{"start": 9, "end": 17, "quantity": "33", "value": None, "low": 33, "relation": ">=", "unit": "count",
             "items": ["boat"], "voice": "narrator"}]  # fmt: skip
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "weir.json").write_text(json.dumps({"article": "weir", "claims": gold}))
    shown = newsclaims("compare", "gold", "theirs.jsonl", "theirs.jsonl", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    rows = {line.split("│")[1].strip(): line.split("│")[2:4] for line in shown.stdout.splitlines() if "│" in line}
    assert [cell.strip() for cell in rows["detection F1"]] == ["100", "100"]
    assert "langextract 1.1" in shown.stdout


@pytest.mark.parametrize(
    ("found", "output"),
    [("their.jsonl", "articles.jsonl"), ("their.jsonl", "their.jsonl"), ("notes.jsonl", "theirs.jsonl"),
     ("failures.jsonl", "theirs.jsonl"), ("their.jsonl", "notes.jsonl")],
)  # fmt: skip
def test_what_is_read_is_never_written_over(tmp_path: Path, found: str, output: str) -> None:
    article = {"id": "weir", "text": TEXT}
    given = {"articles.jsonl": article, **dict.fromkeys(("their.jsonl", found), document(extraction("33", None)))}
    before = {name: lines(tmp_path / name, one).read_bytes() for name, one in given.items()}
    told = newsclaims("adopt", found, "--articles", "articles.jsonl", "--producer", "x", "-o", output, cwd=tmp_path)
    assert told.returncode == 1
    assert told.stderr.startswith("--output: ")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_fields_of_the_wrong_kind_are_passed_over_or_told(tmp_path: Path) -> None:
    odd = extraction("33", None, group_index=[1], attributes=["boats"])
    path = lines(tmp_path / "their.jsonl", document(odd, extraction("boats", None, "item", group_index={})))
    failure, draft = read_drafts(path)
    assert isinstance(failure, Failure)
    assert "belongs to none" in failure.message
    assert isinstance(draft, Draft)
    assert draft.parts == ()


@model
def test_drafts_by_id_and_by_text_are_of_one_article(tmp_path: Path, nlp: Language) -> None:
    by_id, by_text = document(extraction("33", None)), document(extraction("$3.50", None), name="doc_1f")
    other = document(extraction("250", None), name="mill", text="unlike")
    path = lines(tmp_path / "their.jsonl", by_id, by_text, other)
    unread = [Failure(name, f"in.jsonl:{n}", "read", "none.", "Mend it.") for n, name in enumerate([None, "mill", "x"])]
    found = list(adopt_all(read_drafts(path), [WEIR, *unread], nlp, producer_of("x", nlp)))
    assert [claim.quantity.mention.text for part in found for claim in part.claims] == ["At least 33", "$3.50"]
    told = [failure.where for part in found for failure in part.failures]
    assert told == ["in.jsonl:0", "in.jsonl:1", f"{path}:3, extraction 0"]


def newsclaims(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsclaims.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
