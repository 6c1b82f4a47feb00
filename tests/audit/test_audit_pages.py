"""The pages, over HTTP: what they tell, and that they tell it as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from audited import FLOOD, STRIKE, Visitor, loaded, made_article, made_database
from msgspec.structs import replace

PAGES = ("/", "/articles", "/items", "/sources", "/failures", "/corrections", "/help", "/search?q=schools")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_with_a_heading_of_its_own(visitor: Visitor, address: str) -> None:
    page = visitor.page(address)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert "<script>" not in page
    assert "style=" not in page
    assert not re.search(r"\son[a-z]+=", page)


def test_an_article_shows_every_numeral_by_kind_and_the_chain_of_each_claim(visitor: Visitor) -> None:
    page = visitor.page("/article?id=flood")
    assert re.search(r'<a class="fig claim" href="#c-\w+" data-claims="\w+"><span [^>]*>40</span></a>', page)
    assert page.count('<a class="num"') == 2
    assert re.search(r"2024(</span>)?<small>date", page)
    assert page.count('<section class="chain"') == 2
    chain = page[page.index('<section class="chain"') :]
    for told in ("Claim 1 of 2", "<q>40</q>", "<q>school</q>", "Ann Lee", "2024-05-01", "2024-05-07", "TIMEX3"):
        assert told in chain
    assert "not comparable" in chain


def test_without_its_text_an_article_shows_the_sentences_that_are_known(tmp_path: Path) -> None:
    _, claims = made_article("flood", FLOOD)
    loaded(tmp_path / "claims.db", *claims)
    visitor = Visitor(tmp_path / "claims.db")
    page = visitor.page("/article?id=flood")
    assert "no text of this article" in page
    assert re.search(r'<a class="fig claim"[^>]*><span [^>]*>40</span></a>', page)
    visitor.leave()


def test_a_board_folds_repeats_and_says_what_may_be_compared_and_why(visitor: Visitor) -> None:
    page = visitor.page("/board?item=school")
    assert "3 figures (1 repeat is folded into them)" in page
    assert "2 times in 1 article<" in page
    verdicts = re.findall(r'<b class="v-\w+">([\w ]+)</b>, because (.*?) <a', page)
    assert {verdict for verdict, _ in verdicts} == {"comparable", "not comparable"}
    assert any(reason.startswith("one window") for verdict, reason in verdicts if verdict == "comparable")
    assert any("windows differ" in reason for verdict, reason in verdicts if verdict == "not comparable")
    assert page.count('<svg class="bar"') == 3
    assert page.count('<li><svg class="swatch') == 2


def test_a_board_counts_no_claim_that_is_gone_or_rejected(visitor: Visitor, database: Path) -> None:
    first = visitor.page("/article?id=flood").split('href="#c-')[1].split('"')[0]
    form = {"action": "reject", "claim": first, "article": "flood", "reader": "Ada", "reason": "a label"}
    assert visitor.send("/article?id=flood", **form).status_code == 303
    _, claims = made_article("strike", STRIKE)
    loaded(database, replace(claims[0], produced_by=replace(claims[0].produced_by, model="another")))
    page = visitor.page("/board?item=school")
    assert '<p class="lead">2 figures. <a' in page


def test_another_figure_can_be_the_one_that_others_are_held_against(visitor: Visitor) -> None:
    page = visitor.page("/board?item=school")
    address = re.search(r'href="(/board\?item=school&amp;base=\w+)">hold against this<span class="unseen">: 31<', page)
    assert address is not None
    assert '<th scope="col">Against 31</th>' in visitor.page(address[1].replace("&amp;", "&"))


def test_a_search_finds_sentences_by_all_their_words_and_takes_any_words(visitor: Visitor) -> None:
    assert visitor.page("/search?q=strike+closed").count('class="fig claim"') == 1
    assert visitor.page("/search?q=strike+flood").count('class="fig claim"') == 0
    for odd in ('"', "NEAR(", "a OR", "*", "schools AND", "-", "%00"):
        visitor.page(f"/search?q={odd}")


def test_what_is_not_there_is_told_so(visitor: Visitor) -> None:
    for address in ("/article?id=none", "/article", "/source?name=nobody", "/change?claim=none", "/gold?article=flood"):
        assert visitor.get(address).status_code == 404
    for odd in ("/articles?from=x", f"/articles?from=2024-05-08:{'9' * 30}", "/failures?from=²", "/search?q=a&from=-1"):
        visitor.page(odd)
    visitor.page("/add?article=flood&start=²&end=9999999999")
    visitor.page(f"/add?article=flood&start=1&end={'9' * 5000}")
    assert "No figure of" in visitor.page("/board?item=unicorn")


def test_a_page_that_is_not_there_leads_on_and_is_not_told_in_the_log(
    visitor: Visitor, capfd: pytest.CaptureFixture[str]
) -> None:
    for address in ("/none", "/article?id=none"):
        answer = visitor.get(address, headers={"cookie": "newsclaims_token=secret"})
        assert answer.status_code == 404
        assert '<a href="/">Overview</a>' in answer.text
    assert "No article has the id none" in answer.text
    assert visitor.get("/none.json").json()["ok"] is False
    assert capfd.readouterr() == ("", "")


def test_lists_go_on_from_page_to_page_and_lose_none(tmp_path: Path) -> None:
    made = [made_article(f"a{n:03}", "It closed [40|40 count|school] schools.") for n in range(120)]
    undated = [made_article(f"u{n:03}", "It closed [40|40 count|school] schools.") for n in range(10)]
    for n, (_, claims) in enumerate(undated):
        bare = replace(claims[0].article, published=None, published_from=None)
        undated[n] = (undated[n][0], [replace(claim, article=bare) for claim in claims])
    loaded(tmp_path / "claims.db", *(claim for _, claims in (*made, *undated) for claim in claims))
    visitor = Visitor(tmp_path / "claims.db")
    seen, address = [], "/articles"
    while address:
        page = visitor.page(address)
        seen += re.findall(r'href="/article\?id=(\w+)"', page)
        found = re.search(r'href="([^"]+)">Older articles', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == sorted([f"a{n:03}" for n in range(120)] + [f"u{n:03}" for n in range(10)])
    assert all(name.startswith("u") for name in seen[-10:])
    visitor.leave()


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> closed [40|40 count|school] schools, \u202eegap eht\u202c. "
    + "w" * 10_000
    + ' =HYPERLINK("http://x.example","y") cost [3|3 count|school] schools.'
)


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    database = made_database(tmp_path / "claims.db", flood=HOSTILE)
    visitor = Visitor(database)
    for address in ("/article?id=flood", "/search?q=closed", "/board?item=school", "/article?id=flood&save=1"):
        page = visitor.page(address)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "\u202e" not in page
    page = visitor.page("/article?id=flood")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'title="U+202E right-to-left override"' in page
    assert "w" * 10_000 in page
    assert "=HYPERLINK(&#34;http://x.example&#34;,&#34;y&#34;)" in page
    visitor.leave()


def test_the_tables_the_sql_and_the_json_of_datasette_are_there(visitor: Visitor) -> None:
    told = json.loads(visitor.page("/claims.json?sql=select+count(*)+as+n+from+claims&_shape=array"))
    assert told == [{"n": 4}]
    assert "claims" in visitor.page("/claims")
    assert visitor.page("/claims/claims.csv?_size=1&_col=item").splitlines()[1].endswith("school")


def test_the_counts_are_of_the_database_as_it_is_now(tmp_path: Path, visitor: Visitor, database: Path) -> None:
    assert "4 numeric claims of 2 articles" in visitor.page("/")
    _, claims = made_article("fire", "It closed [7|7 count|road] roads.")
    loaded(database, *claims)
    assert "5 numeric claims of 3 articles" in visitor.page("/")
