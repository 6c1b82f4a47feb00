"""The pages of corrections: what readers wrote, forms to write more, and what is done with a form that is sent."""

from __future__ import annotations

import hmac
import sqlite3
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, unquote, urlencode

import msgspec
from datasette.utils.asgi import Forbidden, NotFound, Response

from newsclaims.audit import forms, questions
from newsclaims.audit.site import NAME, asked, needed, number, page
from newsclaims.corrections import export
from newsclaims.corrections.agreement import agreement
from newsclaims.corrections.anchors import conflicts
from newsclaims.corrections.entries import Correction, Wanted
from newsclaims.corrections.standing import Standing
from newsclaims.corrections.store import append
from newsclaims.errors import CorrectionError
from newsclaims.records import Claim

READER = "newsclaims_reader"
_YEAR = 365 * 24 * 3600
_PARTS = {"accept": "claim", "reject": "claim", "read": "article", "undo": "undoes"}
_LOG = 200


def reader_of(request: Any) -> str:
    """The name that the reader gave last, empty before the first."""
    return unquote(request.cookies.get(READER, "")) if request else ""


async def log(datasette: Any, request: Any) -> Response:
    """What readers wrote, what does not fit any more, and how far they agree."""
    entries, total, undone = await asked(datasette, lambda connection: questions.corrections_log(connection, _LOG))
    context = {
        "entries": entries,
        "undone": undone,
        "total": total,
        "conflicts": await asked(datasette, conflicts),
        "agreement": await asked(datasette, agreement),
    }
    return await page(datasette, request, "audit_corrections.html", "Corrections", context)


async def change(datasette: Any, request: Any) -> Response:
    """The form of every field of a claim."""
    claim_id = needed(request, "claim")
    standing = await asked(datasette, lambda connection: questions.standing_or_none(connection, claim_id))
    if standing is None:
        raise NotFound(f"No claim has the id {claim_id}")
    reader = reader_of(request)
    shown = _as_shown(standing, reader)
    context = {"claim": shown, "groups": forms.groups(shown), "reader": reader}
    return await page(datasette, request, "audit_change.html", "Change a claim", context)


async def add(datasette: Any, request: Any) -> Response:
    """The form of a claim that was missed; `start` and `end` may tell the figure's place."""
    article_id = needed(request, "article")
    view = await asked(datasette, lambda connection: questions.article_view(connection, article_id))
    if view is None or view.text is None:
        raise NotFound(f"The database has no text of an article {article_id}")
    start, end = number(request, "start"), number(request, "end")
    figure = line = ""
    if start is not None and end is not None and start < end <= len(view.text):
        figure = view.text[start:end]
        line = view.text[view.text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
    context = {
        "view": view, "figure": figure, "start": start if figure else "", "line": line,
        "groups": forms.groups(None), "reader": reader_of(request),
    }  # fmt: skip
    return await page(datasette, request, "audit_add.html", "Add a claim", context)


async def correct(datasette: Any, request: Any) -> Response:
    """Write what a form says, all of it or nothing, and go back to the claim."""
    if request.method != "POST":
        raise NotFound("Forms are sent here")
    form = await request.post_vars()
    # asgi-csrf lets a form without any cookie pass.
    if not hmac.compare_digest(form.get("csrftoken", "").encode(), request.scope["csrftoken"]().encode()):
        raise Forbidden("The form is too old, or came from elsewhere. Open the page again.")
    made_at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def write(connection: sqlite3.Connection) -> list[Correction] | str:
        try:
            with connection:
                text = questions.text_of(connection, _article_of(connection, form))
                return [append(connection, one, text=text) for one in _wanted(connection, form, made_at, text)]
        except (CorrectionError, sqlite3.Error, OverflowError) as error:
            return str(error)

    written = await datasette.get_database(NAME).execute_write_fn(write)
    if isinstance(written, str) or not written:
        told = written or "Nothing was changed: every field is as it was."
        back = _address(form.get("article", ""), form.get("claim"))
        context = {"told": told, "back": back}
        answer = await page(datasette, request, "audit_refused.html", "Nothing was written", context)
        answer.status = 400
        return answer
    last = written[-1]
    response = Response.redirect(_address(last.anchor.article, last.claim_id), status=303)
    response.set_cookie(READER, quote(last.reader), max_age=_YEAR, httponly=True, samesite="strict")
    return response


def _as_shown(standing: Standing, reader: str) -> Claim:
    """A claim as one reader has it, or as all have it together, for one who has not judged it."""
    return next((said.reading for said in standing.readers if said.reader == reader), standing.corrected)


def _address(article: str, claim: str | None) -> str:
    return f"/article?{urlencode({'id': article})}" + (f"#c-{claim}" if claim else "")


def _article_of(connection: sqlite3.Connection, form: dict[str, str]) -> str:
    """The article that a form is about."""
    if form.get("article"):
        return form["article"]
    standing = questions.standing_or_none(connection, form.get("claim", ""))
    return standing.claim.article.id if standing else ""


def _wanted(connection: sqlite3.Connection, form: dict[str, str], made_at: str, text: str | None) -> list[Wanted]:
    """The corrections that a form asks for. CorrectionError for a form that is none of ours."""
    action = form.get("action", "")
    common: dict[str, Any] = {"reader": form.get("reader", ""), "reason": form.get("reason", ""), "made_at": made_at}
    if action == "change":
        standing = questions.standing_or_none(connection, form.get("claim", ""))
        if standing is None:
            raise CorrectionError("no such claim.", mend="Open the article again.")
        # Whoever sends the form: what they wrote otherwise is told by what it showed.
        claim = _as_shown(standing, form.get("shown", ""))
        wanted = forms.changes(form, claim, text)
        return [Wanted(action="change", claim=claim.id, field=name, value=value, **common) for name, value in wanted]
    if action == "add":
        value = forms.addition(form, text or "")
        return [Wanted(action="add", article=form.get("article"), value=value, **common)]
    if action not in _PARTS:
        raise CorrectionError(f'no correction is called "{action}".', mend="Open the article again.")
    part = _PARTS[action]
    try:
        return [msgspec.convert({"action": action, part: form.get(part), **common}, Wanted, strict=False)]
    except msgspec.ValidationError as error:
        raise CorrectionError(f"the form cannot be read: {error}.", mend="Open the article again.") from error


async def gold(datasette: Any, request: Any) -> Response:
    """The gold of an article that was read whole, as `newsclaims score` takes it."""
    article_id, reader = needed(request, "article"), request.args.get("reader") or None
    found = await asked(datasette, lambda connection: export.gold(connection, article_id, reader=reader))
    if found is None:
        raise NotFound("This article was not read whole by anybody, or its readers differ: add &reader=NAME to choose")
    return Response.json(found)
