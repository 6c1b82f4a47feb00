"""Text of articles -> text for a page: characters that turn or hide others are shown as signs; pure."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

# Marks of direction, joiners of no width, and other controls, but for tab and line end.
_CONTROLS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def shown(text: object) -> Markup:
    """The text, escaped, with a sign in the place of each character that a reader would not see, or be misled by."""
    return Markup(_CONTROLS.sub(_sign, str(escape(text))))


def days(text: object) -> Markup:
    """The text as `shown`, with no ISO date broken over two lines."""
    return Markup(_DAY.sub(r'<span class="day">\g<0></span>', str(shown(text))))


def _sign(found: re.Match[str]) -> str:
    code = f"U+{ord(found[0]):04X}"
    name = unicodedata.name(found[0], "control")
    return f'<span class="control" title="{code} {name.lower()}">⍰</span>'
