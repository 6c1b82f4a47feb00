"""Which currency a figure is in, and why: a bare dollar is that of the publisher's country, where that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from newsclaims.quantities.affixes import Raw
from newsclaims.quantities.atoms import Atom
from newsclaims.quantities.lexicon import Lexicon, Unit
from newsclaims.records import ArticleMeta, UnitRule

_BARE = frozenset(["$", "dollar", "dollars", "cent", "cents", "¢"])
_WORDS = re.compile(r"[a-z]+")


def home_dollar(article: ArticleMeta | None, lex: Lexicon) -> str | None:
    """The ISO code of the dollar that the publisher's country writes bare, by address or name; None where unknown."""
    if article is None:
        return None
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:  # `http://[…`: an address that is none tells no country
        host = ""
    if code := lex.dollars.get("." + host.rpartition(".")[2]):
        return code
    words = _WORDS.findall((article.publisher or "").lower())
    names = words + [" ".join(pair) for pair in pairwise(words)]
    return next((lex.dollars[name] for name in names if name in lex.dollars), None)


def in_currency(text: str, atoms: Sequence[Atom], raw: Raw, home: str | None) -> tuple[Raw, UnitRule | None]:
    """The figure with a bare dollar taken for the home one, and how its currency was told; (raw, None) for no money."""
    if raw.unit is None or raw.unit.kind != "money":
        return raw, None
    number = raw.numbers[0]
    before = text[raw.core : atoms[number.first].start].strip(" -−+")
    written = before or raw.unit_text.strip(" -")
    if written.lower() in _BARE:
        if home is None:
            return raw, "bare-dollar"
        unit = Unit(home, "money", raw.unit.per, raw.unit.factor)
        return replace(raw, unit=unit), "publisher-country"
    if written.isalpha():
        return raw, "code" if written.isupper() and len(written) == len(raw.unit.name) else "word"
    return raw, "sign" if before or not any(map(str.isalpha, written)) else "word"
