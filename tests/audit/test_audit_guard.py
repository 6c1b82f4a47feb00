"""Who may look and write: hosts, tokens, forms from elsewhere, read-only; and what a browser may do with a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from audited import Visitor

from newsclaims.audit.guard import COOKIE, Guard

TOKEN = "a-secret-of-many-letters"


@pytest.fixture
def strangers(database: Path) -> Iterator[Visitor]:
    """Somebody who comes to a page that needs a token."""
    somebody = Visitor(database, Guard(token=TOKEN))
    yield somebody
    somebody.leave()


def claim_of(visitor: Visitor) -> str:
    """The id of a claim of the flood."""
    return visitor.page("/article?id=flood").split('href="#c-')[1].split('"')[0]


@pytest.mark.parametrize("address", ["/", "/article?id=flood", "/claims", "/-/static/app.css", "/none"])
def test_every_answer_forbids_scripts_in_the_page_and_other_hosts(visitor: Visitor, address: str) -> None:
    headers = visitor.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "script-src 'self';" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["server-timing"].startswith("page;dur=")


def test_another_name_that_points_here_is_refused(visitor: Visitor) -> None:
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 403
    assert visitor.get("/", headers={"host": "127.0.0.1:8001"}).status_code == 200
    assert visitor.get("/", headers={"host": "[::1]:8001"}).status_code == 200


def test_a_form_without_the_token_of_its_page_is_refused(visitor: Visitor) -> None:
    form = {"action": "accept", "claim": claim_of(visitor), "reader": "Ada", "article": "flood"}
    visitor.cookies.clear()
    assert visitor.post(form).status_code == 403  # no cookie, no token: what another site would send
    assert visitor.send("/article?id=flood", **{**form, "csrftoken": "wrong"}).status_code == 403
    assert "None yet" in visitor.page("/corrections")


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_from_another_page_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    form = {"action": "accept", "claim": claim_of(visitor), "reader": "Ada", "article": "flood"}
    assert visitor.send("/article?id=flood", headers, **form).status_code == 403
    assert "None yet" in visitor.page("/corrections")


def test_read_only_shows_all_and_takes_nothing(database: Path) -> None:
    visitor = Visitor(database, Guard(read_only=True))
    page = visitor.page("/article?id=flood")
    assert "<form" not in page.replace('<form class="seek"', "")
    assert visitor.post({"action": "accept", "claim": claim_of(visitor), "reader": "Ada"}).status_code == 403
    assert "<form method" not in visitor.page(f"/change?claim={claim_of(visitor)}")
    visitor.leave()


def test_with_a_token_nobody_sees_anything_without_it(strangers: Visitor) -> None:
    for address in ("/", "/claims.json", "/-/static/app.css", "/?token=wrong"):
        assert strangers.get(address).status_code == 401
    strangers.cookies = {COOKIE: "wrong"}
    assert strangers.get("/").status_code == 401


def test_the_address_with_the_token_lets_in_and_leaves_the_address_bar(strangers: Visitor) -> None:
    answer = strangers.get(f"/article?id=flood&token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/article?id=flood"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=Lax" in answer.headers["set-cookie"]
    strangers.cookies = {COOKIE: TOKEN}
    assert strangers.get("/", headers={"host": "news.example"}).status_code == 200


def test_a_token_of_any_characters_lets_in(database: Path) -> None:
    token = "ключ; #1 & a=b+c%2F"
    somebody = Visitor(database, Guard(token=token))
    kept = somebody.get(f"/?token={quote(token, safe='')}", follow_redirects=False).headers["set-cookie"]
    assert kept.split(";")[0].split("=")[1] == quote(token, safe="")
    somebody.cookies = {COOKIE: quote(token, safe="")}
    assert somebody.get("/").status_code == 200
    somebody.leave()


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/%0d%0aset-cookie:a=b", "/Wąż"])
def test_signing_in_stays_on_this_host(strangers: Visitor, path: str) -> None:
    answer = strangers.get(f"http://localhost{path}?token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).netloc == ""
    assert answer.headers["location"].isascii()
    assert not {"\r", "\n", "\\"} & {*answer.headers["location"]}


def test_a_program_brings_the_token_in_a_header(strangers: Visitor) -> None:
    assert strangers.get("/claims.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert strangers.get("/claims.json", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_pages_cannot_write_by_sql(visitor: Visitor) -> None:
    answer = visitor.get("/claims.json?sql=delete+from+claims")
    assert answer.status_code == 400
    assert "4 numeric claims" in visitor.page("/")


def test_a_form_of_any_length_is_not_read(visitor: Visitor) -> None:
    assert visitor.post({"reason": "x" * 2_000_000}).status_code == 413
