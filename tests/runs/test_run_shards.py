"""Shards are cut by the input alone, and their files tell when they are damaged."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclaims.errors import RunError
from newsclaims.records import Article, Failure
from newsclaims.runs.shards import Size, content_of, cut, file_name, opened, parsed_name, sealed


def article(n: int, text: str = "Nine boats sank.") -> Article:
    return Article(f"a{n}", text, where=f"somewhere:{n}")


@given(st.lists(st.integers(1, 40), max_size=60), st.integers(1, 7), st.integers(1, 60))
def test_every_record_is_in_one_shard_and_none_is_too_large(lengths: list[int], most: int, characters: int) -> None:
    records = [article(n, "x" * length) for n, length in enumerate(lengths)]
    shards = list(cut(iter(records), Size(most, characters)))
    assert [record for shard in shards for record in shard.records] == records
    assert [shard.index for shard in shards] == list(range(len(shards)))
    for shard in shards:
        assert 1 <= len(shard.records) <= most
        assert (
            len(shard.records) == 1 or sum(len(r.text) for r in shard.records if isinstance(r, Article)) <= characters
        )


def test_the_content_hangs_on_all_but_the_place() -> None:
    first = Article("a", "Nine.", title="Boats", where="here:1")
    assert content_of([first]) == content_of([Article("a", "Nine.", title="Boats", where="there:2")])
    for other in (Article("b", "Nine.", title="Boats"), Article("a", "Ten.", title="Boats"), Article("a", "Nine.")):
        assert content_of([first]) != content_of([other])
    assert content_of([Failure("a", "x:1", "read", "no.", "")]) != content_of([first])


def test_a_name_tells_index_content_and_run() -> None:
    name = file_name(1234, "ab" * 32, "cd" * 8)
    assert name == "shards/00001/00001234-abababababababab-cdcdcdcdcdcdcdcd.jsonl.gz"
    parsed = parsed_name(name)
    assert parsed is not None
    assert (parsed.index, parsed.content, parsed.run) == (1234, "ab" * 8, "cd" * 8)
    assert parsed_name(name + ".17-5.partial") is None


def test_a_file_gives_back_what_was_sealed() -> None:
    (shard,) = cut([article(1), article(2, "Two."), Failure(None, "f:3", "read", "no JSON.", "Mend.")], Size())
    failure = Failure("a2", "f:2", "times", "broke.", "")
    worked = [([b'{"id": 1}', b'{"id": 2}'], None), ([], failure), ([], shard.records[2])]
    head, data = sealed(shard, "r" * 16, worked)  # type: ignore[arg-type]
    assert (head.records, head.articles, head.failures, head.claims, head.words) == (3, 2, 2, 2, 4)
    contents = opened(data, "x")
    assert contents.head == head
    assert contents.claims == [b'{"id": 1}', b'{"id": 2}']
    assert [(line.article, line.claims) for line in contents.lines] == [("a1", 2), ("a2", None), (None, None)]
    assert sealed(shard, "r" * 16, worked)[1] == data  # type: ignore[arg-type]


@pytest.mark.parametrize("harm", [lambda d: d[:-9], lambda d: b"", lambda d: d[:60] + b"\0" + d[61:]])
def test_damage_is_told(harm: object) -> None:
    (shard,) = cut([article(1)], Size())
    _, data = sealed(shard, "r" * 16, [([b"{}"], None)])
    with pytest.raises(RunError, match="damaged"):
        opened(harm(data), "x")  # type: ignore[operator]
    changed = gzip.compress(gzip.decompress(data).replace(b"{}", b"[]"))
    with pytest.raises(RunError, match="damaged"):
        opened(changed, "x")
