"""CSV and TSV: what a reader of tables gets back is the record, and nothing in a spreadsheet acts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import CLAIMS, TEXT

from newsclaims.export.table import COLUMNS, csv_rows, guarded, tsv_rows
from newsclaims.records import Claim, Flag


def rows_of(pieces: Iterator[bytes], dialect: str) -> list[dict[str, str]]:
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))


def test_a_row_has_the_record_of_its_claim() -> None:
    first, _, third, fourth, _, last = rows_of(csv_rows(CLAIMS), "excel")
    assert list(first) == list(COLUMNS)
    assert first["figure"] == TEXT[int(first["figure_start"]) : int(first["figure_end"])] == "At least 33"
    assert (first["value"], first["min_value"], first["max_value"], first["modifier"]) == (
        "33",
        "33",
        "",
        "EQUAL_OR_MORE",
    )
    assert (first["place"], first["place_words"], first["time_begin"], first["time_end"]) == (
        "Karsun", "Karsun", "2024-06-24", "",
    )  # fmt: skip
    assert (first["source"], first["source_organisation"], first["via"]) == (
        "Ann Lee",
        "Karsun Health Board",
        "The Tarn Post",
    )
    assert (third["value"], third["min_value"], third["max_value"], third["per"]) == ("", "-5", "-2.5", "year")
    assert (fourth["negated"], fourth["hedged"], fourth["sources"]) == ("true", "true", "[]")
    assert msgspec.convert(json.loads(fourth["flags"]), list[Flag]) == list(CLAIMS[3].flags)
    assert (last["status"], last["value"], last["source"], last["source_named"]) == (
        "derived",
        "66",
        "a doctor",
        "false",
    )
    assert [source["name"] for source in json.loads(last["sources"])] == ["a doctor", "Ann Lee"]
    assert json.loads(last["relations"])[0]["factor"] == 2


def flat(record: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a claim that is no list, by its path."""
    if isinstance(record, dict):
        for key, value in record.items():
            yield from flat(value, f"{path}.{key}".removeprefix("."))
    elif not isinstance(record, list):
        yield path, record


def test_every_field_of_the_record_has_a_column() -> None:
    fields = {path for path, _ in flat(msgspec.to_builtins(CLAIMS[0]))}
    # What a source is stands in `sources`; whoever relays seldom needs more than a name.
    left_out = {"schema", "attribution.via.named"}
    assert fields - left_out - set(COLUMNS.values()) == set()


def test_the_bytes_are_those_of_rfc_4180() -> None:
    told = b"".join(csv_rows(CLAIMS))
    assert not told.startswith("\ufeff".encode())
    assert told.endswith(b"\r\n")
    assert b'"Floods, ""and"" more"' in told


def test_pandas_reads_both_alike(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    (tmp_path / "claims.csv").write_bytes(b"".join(csv_rows(CLAIMS)))
    (tmp_path / "claims.tsv").write_bytes(b"".join(tsv_rows(CLAIMS)))
    how = {"keep_default_na": False, "na_values": [""], "dtype": {"id": str}}
    plain = pandas.read_csv(tmp_path / "claims.csv", **how)
    safe = pandas.read_csv(tmp_path / "claims.tsv", sep="\t", **how)
    for column in ("value", "min_value", "max_value", "negated", "confidence", "figure_start", "time_begin"):
        assert plain[column].equals(safe[column]), column
    assert list(plain["id"]) == [claim.id for claim in CLAIMS]
    assert plain["min_value"].min() == -5
    unguarded = safe["figure"].str.removeprefix("'")
    assert list(unguarded) == list(plain["figure"])


@pytest.mark.parametrize(
    "words",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", '"=1+1"', "' =1+1", "  =cmd|'/C calc'!A0",
        "“=1+1”", "＝1+1", "＋1", "－1", "＠x", "-5%", "−5", "- said nobody",
    ],
)  # fmt: skip
def test_what_begins_as_a_formula_is_text(words: str) -> None:
    assert guarded(words).startswith("'")


@pytest.mark.parametrize(
    "words", ["10-12", "1/3", "12 May", "Wednesday July 20, 2022", "2022-07-26T08:00", "7e12", "11 pm", "20%", "$20",
              "12345678901234567890", "TRUE", "1,000", "'tis"],
)  # fmt: skip
def test_what_a_spreadsheet_would_read_otherwise_stays_as_it_is_written(words: str) -> None:
    assert guarded(words) == f"'{words}"


@pytest.mark.parametrize("cell", ["12 villages", "a - b", "Ann Lee", "", "may", -5, -2.5, 0.1, None, True])
def test_what_is_no_danger_is_left_alone(cell: object) -> None:
    assert guarded(cell) is cell or guarded(cell) == cell


@given(st.text())
def test_any_text_comes_back(words: str) -> None:
    told = guarded(words)
    assert not re.match(r"[=+\-@\t\r\n]", told)
    assert not re.search(r"[\t\r\n\v\f\x85\u2028\u2029]", told)
    assert len(told.removeprefix("'")) == len(words) or words.startswith("'")
    if not re.search(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]", words):
        assert words in (told, told.removeprefix("'"))


@pytest.mark.parametrize("words", ["=" * 100_000, " " * 100_000 + "x", "mar" * 30_000 + "x1", "1 " * 50_000 + "x"])
def test_a_long_cell_ends_soon_and_within_what_a_cell_may_have(words: str) -> None:
    told = guarded(words)
    assert len(told) == 32_767
    assert told.endswith("…")


def test_a_claim_is_a_line_and_no_cell_is_a_formula() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    nasty = [msgspec.structs.replace(claim, sentence=made('=1\n+\t"2"\r\n\'')) for claim in CLAIMS]
    told = b"".join(tsv_rows(nasty)).decode("utf-8-sig")
    assert told.count("\n") == told.count("\r\n") == len(CLAIMS) + 1
    sheet = openpyxl.Workbook().active
    for row in csv.reader(io.StringIO(told, newline=""), dialect="excel-tab"):
        sheet.append(row)
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    sheet.append(["=1+1"])
    assert sheet.cell(sheet.max_row, 1).data_type == "f"


def made(words: str) -> Any:
    return msgspec.structs.replace(CLAIMS[0].sentence, text=words)


def test_nothing_is_held(claims_without_end: Iterator[Claim]) -> None:
    assert len(list(islice(csv_rows(claims_without_end), 1_000))) == 1_000
    assert len(list(islice(tsv_rows(claims_without_end), 1_000))) == 1_000
