"""Each kind of bad input: what is said, where, and how to mend it; and the article after it is read all the same."""

from __future__ import annotations

import gzip
import json
import os
import time
from pathlib import Path

import pytest

from newsclaims.read import Limits, read_articles
from newsclaims.records import Article, Failure

GOOD = b'{"id": "good", "text": "Two boats sank."}\n'


def line(**fields: object) -> bytes:
    """A JSONL line with an id and a text, and what is given."""
    return json.dumps({"id": "bad", "text": "Nine barns burned."} | fields).encode()


BAD_LINES = [
    # bytes of the line, id known, what the message says, what the mend says
    (b'{"id": "bad", "text": "caf\xe9"}', None, "the byte 0xE9 at byte offset 26 is not UTF-8", "WINDOWS-1252"),
    (b'{"id": "bad", "text": "Nine', None, "not JSON: Unterminated string", "one JSON object a line"),
    (
        b'{"id": "bad" "text": "Nine"}',
        None,
        """delimiter at character 13, near "{"id": "bad" "text": "Nine"}".""",
        "jq -c",
    ),
    (b'["Nine barns burned."]', None, 'the line is no JSON object: "["Nine barns burned."]"', "JSON object"),
    (b"null", None, 'the line is no JSON object: "null"', "JSON object"),
    (b"9", None, 'the line is no JSON object: "9"', "JSON object"),
    (b"[" * 100_000, None, "brackets nested too deep", "Take that value out"),
    (b'{"id": ' + b"9" * 5_000 + b', "text": "Nine."}', None, "a number of 5,000 digits", "as a string"),
    (b'{"text": "Nine barns burned."}', None, 'no "id"; the keys are "text"', "an"),
    (b"{}", None, 'no "id"; the keys are none', "an"),
    (line(id=""), None, '"id" is empty', "of its own"),
    (line(id=" "), None, '"id" is empty', "of its own"),
    (line(id=None), None, '"id" is null: None', "a string or a whole number"),
    (line(id=True), None, '"id" is true or false: True', "a string or a whole number"),
    (line(id=1.5), None, '"id" is a number: 1.5', "a string or a whole number"),
    (line(id=["a"]), None, '"id" is a list', "a string or a whole number"),
    (line(id="a\x00"), None, '"id" holds a control character, U+0000, at offset 1', "control characters"),
    (line(id="a\ud800"), None, '"id" holds half a surrogate pair, U+D800, at offset 1', "as UTF-8"),
    (b'{"id": "bad", "body": "Nine."}', "bad", 'no "text"; the keys are "id", "body"', 'under the key "text"'),
    (line(text=None), "bad", '"text" is null, not a string', '"text" a string'),
    (line(text=9), "bad", '"text" is a number, not a string: 9', '"text" a string'),
    (line(text={"a": 1}), "bad", '"text" is an object', '"text" a string'),
    (line(text=""), "bad", "the text is empty", "leave the article out"),
    (line(text=" \n\t\u00a0"), "bad", "white space (4 characters)", "leave the article out"),
    (line(text="Nine\x00"), "bad", "the text holds a control character, U+0000, at offset 4", "Take control"),
    (line(text="Nine\x1b[0m"), "bad", "U+001B, at offset 4", "Take control"),
    (line(text="Nine \ud800"), "bad", "half a surrogate pair, U+D800, at offset 5", "both of its \\u escapes"),
    (line(text="a b " * 300_000), "bad", "1,200,000 characters, over the limit of 1,000,000", "--max-chars"),
    (line(text="Pi is " + "1" * 100_000), "bad", 'a word of 100,000 characters, "1111', "--max-word"),
    (line(text="He said: " + "“" * 10_000), "bad", "more than 100 deep at offset 109", "Close each"),
    (line(text="“ ‘ " * 5_000), "bad", "more than 100 deep at offset 200", "Close each"),
    (line(published="2019-02-30"), "bad", '"published" is no date: "2019-02-30"', "YYYY-MM-DD"),
    (line(published="yesterday"), "bad", '"published" is no date: "yesterday"', "YYYY-MM-DD"),
    (line(published="13/45/2020"), "bad", '"published" is no date: "13/45/2020"', "YYYY-MM-DD"),
    (line(published="2020-05-04T25:00"), "bad", '"published" is no date', "YYYY-MM-DD"),
    (line(published="٢٠٢٠-٠٥-٠٤"), "bad", '"published" is no date', "YYYY-MM-DD"),
    (line(published=20200504), "bad", '"published" is a number, not a string: 20200504', "or null"),
    (line(title=["A"]), "bad", '"title" is a list, not a string', '"title" a string or null'),
    (line(url="\udfff"), "bad", '"url" holds half a surrogate pair, U+DFFF, at offset 0', "as UTF-8"),
]


@pytest.mark.parametrize(("content", "article", "message", "mend"), BAD_LINES)
def test_bad_line(tmp_path: Path, content: bytes, article: str | None, message: str, mend: str) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"\n" + content + b"\n" + GOOD)
    failure, good = read_articles([path])
    assert isinstance(failure, Failure)
    assert (failure.article, failure.where, failure.stage) == (article, f"{path}:2", "read")
    assert message in failure.message
    assert len(failure.message) < 200
    assert mend in failure.mend
    assert isinstance(good, Article)
    assert (good.id, good.where) == ("good", f"{path}:3")


BAD_TEXTS = [
    (b"", "", "the text is empty"),
    (b"\xef\xbb\xbf", "", "the text is empty"),
    (b" \r\n", "", "white space (3 characters)"),
    (b"Nine barns.\ncaf\xe9", ":2", "the byte 0xE9 at byte offset 15 is not UTF-8"),
    ("Nine barns.".encode("utf-16")[:-1], "", "its byte-order mark says UTF-16-LE, and at byte offset 22 it is none"),
    (b"Nine\n\nbarns\x00", ":3", "control character, U+0000, at offset 11"),
    (b"Nine\n" + b"1" * 100_000, ":2", "a word of 100,000 characters"),
    (b"Nine\n" + "“".encode() * 10_000, ":2", "more than 100 deep at offset 105"),
    (b"Nine barns. " * 100_000, "", "1,200,000 characters, over the limit of 1,000,000"),
    (b"Nine barns. " * 500_000, "", "more than 1,000,000 characters, over the limit of 1,000,000"),
]


@pytest.mark.parametrize(("content", "line_number", "message"), BAD_TEXTS)
def test_bad_text_file(tmp_path: Path, content: bytes, line_number: str, message: str) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "good.txt").write_bytes(b"Two boats sank.")
    failure, good = read_articles([tmp_path])
    assert isinstance(failure, Failure)
    assert (failure.article, failure.where) == ("bad", f"{tmp_path}/bad.txt{line_number}")
    assert message in failure.message
    assert failure.mend
    assert isinstance(good, Article)


def test_utf16_without_its_mark_is_named_in_the_mend(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes("Nine caf\xe9s.".encode("utf-16-le"))
    (failure,) = read_articles([tmp_path / "bad.txt"])
    assert isinstance(failure, Failure)
    assert "iconv -f UTF-16 -t UTF-8" in failure.mend


def test_long_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"x" * 1_000_000 + b"\n" + GOOD + b"y" * 2_000)
    first, good, last = read_articles([path], limits=Limits(max_line_bytes=1_000))
    assert first == Failure(
        None,
        f"{path}:1",
        "read",
        "a line of 1,000,001 bytes, over the limit of 1,000.",
        "Write one article a line, or raise --max-line-bytes.",
    )
    assert isinstance(good, Article)
    assert isinstance(last, Failure)
    assert last.where == f"{path}:3"


def test_line_of_just_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(GOOD + b"{}")
    good, _ = read_articles([path], limits=Limits(max_line_bytes=len(GOOD) - 1))
    assert isinstance(good, Article)


@pytest.mark.parametrize("cut", ["short", "damaged", "no gzip"])
def test_broken_gzip(tmp_path: Path, cut: str) -> None:
    lines = b"".join(line(id=str(n), text=f"{n * n * 7919} barns burned.") + b"\n" for n in range(20_000))
    packed = gzip.compress(lines, mtime=0)
    half = len(packed) // 2
    content = {"short": packed[:half], "damaged": packed[:half] + b"\xff" * 99 + packed[half + 99 :], "no gzip": lines}[
        cut
    ]
    (tmp_path / "a.jsonl.gz").write_bytes(content)
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    read = list(read_articles([tmp_path]))
    failures = [one for one in read if isinstance(one, Failure)]
    assert failures
    assert "the file cannot be read from here on" in failures[-1].message
    assert "gzip -t" in failures[-1].mend
    assert failures[-1].where.startswith(f"{tmp_path}/a.jsonl.gz:")
    assert isinstance(read[-1], Article)
    assert read[-1].id == "good"
    if cut != "no gzip":
        assert isinstance(read[0], Article)
        assert len(read) > 1_000


def test_id_twice_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(text="") + b"\n" + line() + b"\n")
    (tmp_path / "b.jsonl").write_bytes(GOOD + line() + b"\n")
    empty, first, good, second = read_articles([tmp_path])
    assert isinstance(empty, Failure)  # what was set aside takes no id
    assert isinstance(first, Article)
    assert isinstance(good, Article)
    assert isinstance(second, Failure)
    assert second.message == f'the id "bad" stands twice (first at {tmp_path}/a.jsonl:2).'
    assert (second.article, second.where) == ("bad", f"{tmp_path}/b.jsonl:2")


def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    try:
        (tmp_path / "caf\udce9.txt").write_bytes(b"Nine barns burned.")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    (failure,) = read_articles([tmp_path])
    assert isinstance(failure, Failure)
    assert failure.article is None
    assert failure.where == f"{tmp_path}/caf\\xe9.txt"
    assert "UTF-8" in failure.mend


def test_file_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(b"Nine barns burned.")
    reading = read_articles([tmp_path])
    first = next(reading)
    (tmp_path / "b.txt").unlink()
    gone, last = reading
    assert isinstance(first, Article)
    assert isinstance(gone, Failure)
    assert gone.message == "cannot be opened: No such file or directory."
    assert gone.where == f"{tmp_path}/b.txt"
    assert isinstance(last, Article)


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "b.txt").write_bytes(b"Two boats sank.")
    list_folder = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", refuse)
    good, failure = read_articles([tmp_path])
    assert isinstance(good, Article)
    assert isinstance(failure, Failure)
    assert failure.where == f"{tmp_path}/shut"
    assert failure.message.startswith("the folder cannot be listed: ")


@pytest.mark.parametrize(
    "text",
    [
        "He said: “She said: ‘They said: «Nine»’”",
        "“Nine barns,” he said. " * 200,  # many, but none within another
        "“Nine barns burned.\n" * 200,  # a quotation over many paragraphs opens in each
        "It wasn‘t ours. " * 200,  # an apostrophe the wrong way round
        "Nine\x85barns\x0c\x0bburned\r\n\there",  # C1 and layout
        "Nine " + "1" * 2_000,
    ],
)
def test_what_is_odd_but_fit(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.txt").write_bytes(text.encode())
    (article,) = read_articles([tmp_path])
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize(
    "text",
    ["“" * 1_600_000, "1" * 5_000_000, "“ " * 1_200_000, ("1" * 1_999 + " ") * 1_000, "“”" * 700_000 + "“ " * 200_000],
)
def test_five_megabytes_are_checked_in_a_second(tmp_path: Path, text: str) -> None:
    (tmp_path / "long.txt").write_bytes(text.encode())
    start = time.process_time()
    list(read_articles([tmp_path], limits=Limits(max_chars=10**7)))
    assert time.process_time() - start < 1
