"""What stands before every page: who may ask, from where, and what a browser may do with the answer.

On loopback nobody needs a token, so the name that the browser asked for is checked (a page elsewhere may let its own
name point at 127.0.0.1), and so is where a form comes from: asgi-csrf lets a form pass that brings no cookie.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

COOKIE = "newsclaims_token"
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not `no-referrer`, with which a form's origin would be told as null.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_FORM = 1_000_000
"""Bytes of a form, at most; one that does not tell how long it is is not read."""
_SAFE = ("GET", "HEAD", "OPTIONS")

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Guard:
    """The rules: `token` is what every request must bring (None on loopback), `hosts` are the names that a browser may
    ask for (any, where there is a token), `read_only` refuses every form.
    """

    token: str | None = None
    hosts: frozenset[str] = field(default=LOOPBACK_NAMES)
    read_only: bool = False

    def around(self, app: App) -> App:
        """The app behind the rules."""

        async def guarded(scope: Scope, receive: Any, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return

            began = time.perf_counter()

            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    took = f"page;dur={(time.perf_counter() - began) * 1000:.1f}"
                    message = {**message, "headers": _with_headers(message.get("headers", []), took)}
                await send(message)

            refused = self._refusal(scope)
            if refused is not None:
                await _answer(send_with_headers, *refused)
            elif (moved := self._signing_in(scope)) is not None:
                await _answer(send_with_headers, 303, "", moved)
            else:
                await app(scope, receive, send_with_headers)

        return guarded

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and words for a request that is not let in."""
        headers = _headers(scope)
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if self.token is None and host not in self.hosts:
            return 403, f"This page is for {', '.join(sorted(self.hosts))} only. Start it with --token for other names."
        if self.token is not None and not self._knows(scope, headers):
            return 401, "A token is needed: open the address that `newsclaims audit` printed when it started."
        if scope["method"] in _SAFE:
            return None
        if self.read_only:
            return 403, "The page was started with --read-only: nothing can be written."
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if int(headers.get("content-length") or _FORM + 1) > _FORM:
            return 413, "The form is too long."
        if site not in (None, "same-origin") or (origin is not None and urlsplit(origin).netloc != headers.get("host")):
            return 403, "The form was sent from another page. Open this one, and send it from here."
        return None

    def _knows(self, scope: Scope, headers: dict[str, str]) -> bool:
        try:
            kept = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            kept = None
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        given = (unquote(kept.value) if kept else "", bearer, dict(_query(scope)).get("token", ""))
        return any(hmac.compare_digest(one.encode(), (self.token or "").encode()) for one in given)

    def _signing_in(self, scope: Scope) -> list[tuple[str, str]] | None:
        """For an address with the token in it: keep the token in a cookie, and take it out of the address."""
        query = _query(scope)
        if self.token is None or "token" not in dict(query):
            return None
        rest = urlencode([(name, value) for name, value in query if name != "token"])
        # Not Strict, with which whoever follows a link from a mail would be asked for the token again.
        kept = f"{COOKIE}={quote(self.token, safe='')}; Path=/; HttpOnly; SameSite=Lax"
        # One slash in front: two would name another host.
        path = quote("/" + scope["path"].lstrip("/\\"))
        return [("location", path + (f"?{rest}" if rest else "")), ("set-cookie", kept)]


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _with_headers(given: Iterable[Any], took: str) -> list[tuple[bytes, bytes]]:
    """The headers with ours in place of others of those names; `took` says how long the server worked."""
    kept = [
        (bytes(name), bytes(value)) for name, value in given if bytes(name).decode("latin-1").lower() not in HEADERS
    ]
    return kept + [(name.encode(), value.encode()) for name, value in {**HEADERS, "server-timing": took}.items()]


async def _answer(send: Send, status: int, words: str, more: Iterable[tuple[str, str]] = ()) -> None:
    headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *more]
    coded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": coded})
    await send({"type": "http.response.body", "body": words.encode()})
