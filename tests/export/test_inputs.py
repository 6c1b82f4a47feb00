"""Claims from files and runs, and each article with its own."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest
from invented import ARTICLE, BARE, CLAIMS, TEXT, write_claims, write_run

from newsclaims.errors import NewsclaimsError
from newsclaims.export.inputs import claims_of, joined
from newsclaims.records import Article, Claim, Failure, Item, Mention


def of(article: str, *names: str, text: str = TEXT) -> list[Claim]:
    """Claims of another article, of the same text but where another is given."""
    return [msgspec.structs.replace(CLAIMS[1], id=name, article=Article(article, text).meta) for name in names]


def together(path: Path, articles: list[Article | Failure]) -> tuple[list[tuple[str, list[str]]], list[str]]:
    told: list[str] = []
    worked = list(joined(path, articles, told.append))
    return [(one.article.id, [claim.id for claim in one.claims]) for one in worked], told


def test_a_file_a_packed_one_and_a_run_hold_the_same(tmp_path: Path) -> None:
    path = write_claims(tmp_path / "claims.jsonl")
    packed = tmp_path / "claims.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    run = write_run(tmp_path / "run")
    assert list(claims_of(path)) == list(claims_of(packed)) == list(claims_of(run)) == CLAIMS
    folder = tmp_path / "folder"
    folder.mkdir()
    packed.rename(folder / "claims.jsonl.gz")
    (folder / "failures.jsonl").write_text("{}\n")
    assert list(claims_of(folder)) == CLAIMS


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_articles_in_any_order_have_their_claims(tmp_path: Path, order: tuple[int, ...]) -> None:
    claims = [*of("a", "1", "2"), *of("c", "3"), *of("a", "4")]
    path = write_claims(tmp_path / "claims.jsonl", claims)
    articles = [Article(name, TEXT) for name in ("a", "b", "c")]
    wanted = [("a", ["1", "2", "4"]), ("b", []), ("c", ["3"])]
    assert together(path, [articles[n] for n in order]) == ([wanted[n] for n in order], [])


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    claims = [*of("a", "1", text="another text"), *of("gone", "2", "3"), *of("c", "4")]
    path = write_claims(tmp_path / "claims.jsonl", claims)
    failure = Failure(None, "in.jsonl:2", "read", "not JSON.", "Write JSON.")
    worked, told = together(path, [Article("a", TEXT, where="in.jsonl:1"), failure, Article("c", TEXT)])
    assert worked == [("c", ["4"])]
    assert told == [
        'in.jsonl:1: the text of "a" is not the one that its claims were extracted from.',
        "in.jsonl:2: not JSON. Write JSON.",
        f'{path}: 2 claims are of the article "gone", which was not given.',
    ]


def test_a_mention_that_stands_elsewhere_is_told(tmp_path: Path) -> None:
    moved = msgspec.structs.replace(CLAIMS[1], item=Item(Mention(3, 10, "harvest"), "harvest"))
    worked, told = together(write_claims(tmp_path / "claims.jsonl", [moved]), [ARTICLE])
    assert worked == []
    assert "is not the one that its claims were extracted from" in told[0]


def test_an_article_with_a_nul_has_its_claims(tmp_path: Path) -> None:
    text = TEXT.replace("Floods", "Fl\0ods")
    path = write_claims(tmp_path / "claims.jsonl", of("a", "1", text=text))
    assert together(path, [Article("a", text)]) == ([("a", ["1"])], [])


def test_a_claim_that_stands_twice_is_one(tmp_path: Path) -> None:
    path = write_claims(tmp_path / "claims.jsonl", [*CLAIMS, *CLAIMS])
    assert together(path, [ARTICLE, BARE])[0] == [(ARTICLE.id, [claim.id for claim in CLAIMS]), ("bare", [])]


def test_only_what_comes_before_its_article_waits(tmp_path: Path) -> None:
    claims = [claim for n in range(50) for claim in of(f"a{n}", f"{n}")]
    path = write_claims(tmp_path / "claims.jsonl", claims)
    taken = joined(path, (Article(f"a{n}", TEXT) for n in range(50)), pytest.fail)
    assert next(taken).claims[0].id == "0"
    # The rest was not looked at: what is broken there does not matter to what comes before it.
    assert next(taken).claims[0].id == "1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "no claim record"),
        (b'{"schema": "newsclaims.claim/2"}', 'a record of the schema "newsclaims.claim/2"'),
        (b'{"shard": 0}', "no claim record"),
    ],
)
def test_a_line_that_is_no_claim_is_named(tmp_path: Path, line: bytes, said: str) -> None:
    path = write_claims(tmp_path / "claims.jsonl")
    path.write_bytes(path.read_bytes() + b"\n" + line + b"\n")
    with pytest.raises(NewsclaimsError) as error:
        list(claims_of(path))
    assert error.value.where == f"{path}:{len(CLAIMS) + 2}"
    assert said in error.value.what
    assert error.value.mend.startswith("Nothing was written.")


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(write_claims(tmp_path / "c.jsonl").read_bytes())[:-20])
    (tmp_path / "folder").mkdir()
    for name, said in [("nowhere.jsonl", "No such file"), ("cut.jsonl.gz", "ended before"), ("folder", "no .jsonl")]:
        with pytest.raises(NewsclaimsError, match=said):
            list(claims_of(tmp_path / name))


def test_a_run_that_is_broken_is_told(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    next((run / "shards").rglob("*.gz")).unlink()
    with pytest.raises(NewsclaimsError, match="the shard is lost"):
        list(claims_of(run))
