"""Claims and failures as lines: the bytes, the name that only a whole file takes, and what a stopped run leaves."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import msgspec
import pytest
from sample_claim import TEXT, made_claim

from newsclaims.errors import ArticleError, NewsclaimsError, UsageError
from newsclaims.records import Claim, Failure
from newsclaims.write import ClaimWriter, FailureWriter, failures_path

STOP = KeyboardInterrupt()
FAILURE = Failure("a1", "day.jsonl:3", "read", "the text is empty.", "Give the text.")


def stop(writer: ClaimWriter, error: BaseException, *, claims: int = 1, half: bytes = b"") -> None:
    """A run that writes some claims and half a line, and is stopped."""
    with writer:
        writer.write_all(made_claim(f"c{n}") for n in range(claims))
        writer._lines._file._stream.write(half)  # type: ignore[union-attr]
        raise error


def stop_failing(writer: FailureWriter, failures: list[Failure]) -> None:
    """A run with some failures that is stopped."""
    with writer:
        for failure in failures:
            writer.write(failure)
        raise STOP


def test_a_claim_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    with ClaimWriter(path) as writer:
        writer.write_all([made_claim("c1"), made_claim("c2")])
        writer.write(made_claim("c3"))
    lines = path.read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["id"] for line in lines] == ["c1", "c2", "c3"]
    assert "café".encode() in lines[0]
    assert list(json.loads(lines[0])) == list(Claim.__struct_fields__)
    assert msgspec.json.decode(lines[0], type=Claim) == made_claim("c1")
    assert json.loads(lines[0])["event"] is None
    assert path.read_bytes().endswith(b"}\n")
    assert (writer.count, writer.partial) == (3, None)
    assert os.listdir(tmp_path) == ["claims.jsonl"]


def test_same_claims_same_bytes(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        with ClaimWriter(tmp_path / name) as writer:
            writer.write(made_claim())
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_no_claims_are_an_empty_file(tmp_path: Path) -> None:
    with ClaimWriter(tmp_path / "claims.jsonl"):
        pass
    assert (tmp_path / "claims.jsonl").read_bytes() == b""


def test_standard_output_is_written_at_once() -> None:
    class Terminal(io.BytesIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed = len(self.getvalue())

    stdout = Terminal()
    with ClaimWriter(None, stdout=stdout) as writer:
        writer.write(made_claim())
        assert stdout.flushed == len(stdout.getvalue()) > 0
    assert not stdout.closed


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a fault"), SystemExit(143)])
def test_stopped_run_keeps_whole_lines_under_another_name(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"of an earlier run\n")
    writer = ClaimWriter(path)
    with pytest.raises(type(error)):
        stop(writer, error, half=b'{"schema": "newscl')
    assert path.read_bytes() == b"of an earlier run\n"
    assert writer.partial == tmp_path / "claims.jsonl.partial"
    assert writer.count == 1
    assert msgspec.json.decode(writer.partial.read_bytes(), type=Claim) == made_claim("c0")
    with ClaimWriter(path) as writer:
        writer.write(made_claim("c9"))
    assert os.listdir(tmp_path) == ["claims.jsonl"]
    assert json.loads(path.read_bytes())["id"] == "c9"


def test_stopped_run_with_nothing_written_leaves_nothing(tmp_path: Path) -> None:
    writer = ClaimWriter(tmp_path / "claims.jsonl")
    with pytest.raises(KeyboardInterrupt):
        stop(writer, STOP, claims=0)
    assert writer.partial is None
    assert os.listdir(tmp_path) == []


def test_a_long_stopped_file_is_cut_after_its_last_line(tmp_path: Path) -> None:
    writer = ClaimWriter(tmp_path / "claims.jsonl")
    with pytest.raises(KeyboardInterrupt):
        stop(writer, STOP, claims=500, half=b"{" * 200_000)
    assert writer.partial is not None
    assert len(writer.partial.read_bytes().splitlines()) == writer.count == 500


def test_a_claim_that_breaks_the_schema_is_not_written(tmp_path: Path) -> None:
    broken = msgspec.structs.replace(
        made_claim("c2"), confidence=msgspec.structs.replace(made_claim().confidence, overall=2)
    )
    with ClaimWriter(tmp_path / "claims.jsonl") as writer:
        with pytest.raises(
            ArticleError, match=re.escape("the claim c2 breaks the schema: Expected `float` <= 1.0")
        ) as raised:
            writer.write_all([made_claim("c1"), broken])
        writer.write(made_claim("c3"))
    assert raised.value.where == "a1"
    assert [json.loads(line)["id"] for line in (tmp_path / "claims.jsonl").open()] == ["c3"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none/claims.jsonl", "there is no folder {folder}/none. Make it first: mkdir -p {folder}/none."),
        ("", "cannot be written: it is a folder. Name a file"),
        ("claims.jsonl.gz", "the output is not packed. Write {folder}/claims.jsonl, then gzip it."),
    ],
)
def test_target_that_cannot_be(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError) as raised, ClaimWriter(tmp_path / name):
        pass
    assert str(raised.value).startswith(f"{tmp_path / name}: {message.format(folder=tmp_path)}")


def test_folder_that_may_not_be_written_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    for writer in (ClaimWriter(tmp_path / "claims.jsonl"), FailureWriter(tmp_path / "failures.jsonl")):
        with pytest.raises(UsageError, match="no permission to write in"), writer:
            pass


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_disk() -> None:
    with pytest.raises(NewsclaimsError) as raised, ClaimWriter(Path("/dev/full")) as writer:
        writer.write(made_claim())
    assert str(raised.value).startswith(
        "/dev/full: cannot be written after 1 lines: No space left on device. Make room"
    )


def test_full_disk_keeps_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    writer = ClaimWriter(tmp_path / "c.jsonl")
    with pytest.raises(NewsclaimsError, match="Whole lines are kept in"), writer:
        writer.write(made_claim())
    assert (writer.partial, writer.count) == (tmp_path / "c.jsonl.partial", 1)


def test_a_device_is_not_replaced() -> None:
    with ClaimWriter(Path(os.devnull)) as writer:
        writer.write(made_claim())
    assert not Path(os.devnull).is_file()
    assert failures_path(Path(os.devnull)) == Path("failures.jsonl")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "claims.jsonl").symlink_to(tmp_path / "there" / "claims.jsonl")
    with ClaimWriter(tmp_path / "claims.jsonl") as writer:
        writer.write(made_claim())
    assert (tmp_path / "claims.jsonl").is_symlink()
    assert (tmp_path / "there" / "claims.jsonl").stat().st_size > len(TEXT)


def test_failures(tmp_path: Path) -> None:
    path = failures_path(tmp_path / "claims.jsonl")
    with FailureWriter(path) as writer:
        writer.write(FAILURE)
        writer.write(FAILURE)
        assert not path.exists()
    assert path == tmp_path / "failures.jsonl"
    assert [msgspec.json.decode(line, type=Failure) for line in path.read_bytes().splitlines()] == [FAILURE, FAILURE]
    assert writer.count == 2


def test_no_failures_leave_no_file_and_take_an_old_one_away(tmp_path: Path) -> None:
    path = tmp_path / "failures.jsonl"
    path.write_bytes(b"of an earlier run\n")
    with FailureWriter(path) as writer:
        pass
    assert writer.count == 0
    assert not path.exists()


def test_stopped_run_leaves_the_old_failures(tmp_path: Path) -> None:
    path = tmp_path / "failures.jsonl"
    path.write_bytes(b"of an earlier run\n")
    for failures in ([], [FAILURE]):
        writer = FailureWriter(path)
        with pytest.raises(KeyboardInterrupt):
            stop_failing(writer, failures)
    assert path.read_bytes() == b"of an earlier run\n"
    assert writer.partial == tmp_path / "failures.jsonl.partial"


def test_where_failures_go() -> None:
    assert failures_path(None) == Path("failures.jsonl")
    assert failures_path(Path("out/claims.jsonl")) == Path("out/failures.jsonl")
    with pytest.raises(UsageError, match="where the failures go"):
        failures_path(Path("out/failures.jsonl"))
