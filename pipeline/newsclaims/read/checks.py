"""What makes an article unfit to be worked, and how to mend it; every check is linear in the text.

Reading order: `Limits`, `check_text`, `check_string`, `iso_date`, then `shown`, which quotes a value in a message.
A check raises `ArticleError`; its `where` is then the line within the text, as a string, or "" for the whole.
"""

from __future__ import annotations

import datetime
import re

import msgspec

from newsclaims.errors import ArticleError, UsageError

# Tab, line feed, vertical tab, form feed and carriage return are layout; C1 comes of mended encodings and does no harm.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_OPENING = "“‘«‹„‚"
# An opening mark right after a letter or a digit is an apostrophe typed the wrong way round.
_MARK = re.compile(rf"((?<!\w)[{_OPENING}])|(\n)|[”’»›]")
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?:[01][0-9]|2[0-4]):[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]+)?)? ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


class Limits(msgspec.Struct, frozen=True):
    """How large an article, and what holds it, may be; past a limit it is set aside, never cut.

    `max_line_bytes`: a line of a JSONL file, a row of a CSV file. `max_page_bytes`: the HTML of a page. `max_chars`:
    code points of a text. `max_word`: characters with no white space between. `max_quote_depth`: quotation marks that
    open within a line less those that close. `max_depth`: archives (zip, tar) within each other. `max_expansion`: how
    many bytes may come of a packed one, past the first megabytes (see `parts.Allowance`).
    """

    max_line_bytes: int = 16 * 1024 * 1024
    max_chars: int = 1_000_000
    max_word: int = 2_000
    max_quote_depth: int = 100
    max_page_bytes: int = 4 * 1024 * 1024
    max_depth: int = 3
    max_expansion: int = 200

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if (value := getattr(self, name)) < 1:
                raise UsageError(
                    f"{value} is no limit.", where=f"--{name.replace('_', '-')}", mend="Give a whole number from 1 up."
                )


def check_text(text: str, limits: Limits) -> None:
    """ArticleError where the text is empty, too large, or holds what no article holds."""
    if not text or text.isspace():
        what = f"the text is nothing but white space ({len(text):,} characters)." if text else "the text is empty."
        raise ArticleError(what, mend="Give the article's text, or leave the article out.")
    if len(text) > limits.max_chars:
        raise too_many_characters(f"{len(text):,}", limits)
    check_string(text, "the text")
    _check_quote_depth(text, limits.max_quote_depth)
    _check_words(text, limits.max_word)


def too_many_characters(count: str, limits: Limits) -> ArticleError:
    """The error for a text that is too long; `count` may be a bound in words ("more than 1,000")."""
    return ArticleError(
        f"the text has {count} characters, over the limit of {limits.max_chars:,}.",
        mend="Split it into its articles, or raise --max-chars.",
    )


def check_string(value: str, name: str) -> None:
    """ArticleError where a string holds a control character or half a surrogate pair (as JSON "\\ud800" gives)."""
    if control := _CONTROL.search(value):
        raise ArticleError(
            f"{name} holds a control character, U+{ord(control.group()):04X}, at offset {control.start():,}.",
            where=_line(value, control.start()),
            mend="Take control characters out (tab, line end and form feed may stay); the file may be no text at all.",
        )
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"{name} holds half a surrogate pair, U+{ord(value[error.start]):04X}, at offset {error.start:,}.",
            where=_line(value, error.start),
            mend="Write the character whole: as UTF-8, or with both of its \\u escapes.",
        ) from None


def _check_quote_depth(text: str, limit: int) -> None:
    """ArticleError where directional quotation marks nest deeper than people write; an unclosed one is common."""
    if sum(map(text.count, _OPENING)) <= limit:
        return
    depth = 0
    for mark in _MARK.finditer(text):
        if mark.lastindex == 1:
            depth += 1
        elif mark.lastindex == 2:
            depth = 0
        elif depth:
            depth -= 1
        if depth > limit:
            raise ArticleError(
                f"quotation marks open more than {limit:,} deep at offset {mark.start():,}.",
                where=_line(text, mark.start()),
                mend="Close each quotation mark, or take out the damaged part.",
            )


def _check_words(text: str, limit: int) -> None:
    """ArticleError where a run of characters without white space is longer than any word or address."""
    word = next((word for word in text.split() if len(word) > limit), None)
    if word is not None:
        offset = text.index(word)
        raise ArticleError(
            f"a word of {len(word):,} characters, {shown(word)}, at offset {offset:,}, over the limit of {limit:,}.",
            where=_line(text, offset),
            mend="Take it out (encoded data? lost spaces?), or raise --max-word.",
        )


def _line(text: str, offset: int) -> str:
    """The line of the text, from 1, in which an offset lies."""
    return str(text.count("\n", 0, offset) + 1)


def iso_date(value: str) -> str | None:
    """The date of an ISO date or an ISO date and time, as written, with no zone arithmetic; None for anything else."""
    match = _ISO.fullmatch(value.strip())
    if match is None:
        return None
    try:
        return datetime.date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def shown(value: object, *, most: int = 40) -> str:
    """A value for a message: in quotes if a string, cut to `most` characters, and always possible to encode."""
    words = value if isinstance(value, str) else repr(value)
    cut = words if len(words) <= most else words[:most] + "…"
    plain = cut.encode("utf-8", "backslashreplace").decode("utf-8")
    plain = "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in plain)
    return f'"{plain}"' if isinstance(value, str) else plain
