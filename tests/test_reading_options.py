"""The options of reading, put behind those of a command."""

from __future__ import annotations

import inspect
from pathlib import Path

import msgspec
import pytest

from newsclaims.errors import UsageError
from newsclaims.read import Columns, Limits, Reading, may_read, read_articles
from newsclaims.reading_options import reading_of, reads


def test_a_command_gets_what_the_options_say() -> None:
    got: list[object] = []

    @reads
    def command(paths: list[str], reading: Reading, loud: bool = False) -> None:
        got.extend([paths, reading, loud])

    names = list(inspect.signature(command).parameters)
    assert names[:3] == ["paths", "loud", "published"]
    options = {name: option.default for name, option in inspect.signature(reading_of).parameters.items()}
    command(paths=["a"], loud=True, **options | {"id_column": "key", "max_depth": 1})
    assert got == [["a"], Reading(columns=Columns(id="key"), limits=Limits(max_depth=1)), True]


def test_the_defaults_are_those_of_the_library() -> None:
    assert reading_of() == Reading()


def test_every_limit_and_column_has_its_option() -> None:
    options = set(inspect.signature(reading_of).parameters)
    assert {f"{field}_column" for field in Columns.__struct_fields__} <= options
    assert set(Limits.__struct_fields__) - {"max_quote_depth"} <= options


def test_a_wrong_limit() -> None:
    with pytest.raises(UsageError, match="--max-expansion: 0 is no limit"):
        reading_of(max_expansion=0)


def test_a_reading_can_be_sent_to_a_worker(tmp_path: Path) -> None:
    reading = Reading(columns=Columns(text="body"))
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading
    (tmp_path / "a.jsonl").write_bytes(b'{"id": 1, "body": "Nine."}')
    assert [one.text for one in read_articles([tmp_path], reading=reading)] == ["Nine."]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "target", "read"),
    [
        ("", "claims.jsonl", True),
        ("*.jsonl", "claims.jsonl", True),
        ("*.jsonl", "out/claims.jsonl", False),
        ("n*", "north/claims.jsonl", True),
        ("a.jsonl", "claims.jsonl", False),
    ],
)
def test_what_a_run_may_read(tmp_path: Path, path: str, target: str, read: bool) -> None:
    (tmp_path / "north").mkdir()
    (tmp_path / "a.jsonl").write_bytes(b"")
    assert may_read(str(tmp_path / path), (tmp_path / target).resolve()) is read
