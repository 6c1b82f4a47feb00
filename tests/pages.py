"""Claims from marked sentences, for the relations: "[40|40 count|boat|2024-05-01..2024-05-07|the union|wreck]".

A mark holds the figure's words, and parted by bars: bound sign, value, unit (`~40 count`; `^8 percent` and `_8 percent`
for a change up or down), then, where wanted, item, window, source and event. A sentence ends at a full stop, a line
end too.
"""

from __future__ import annotations

import re

from examples import unmarked

from newsclaims.claims.component import relation_words
from newsclaims.claims.relations import Relations
from newsclaims.records import (
    ArticleMeta,
    Claim,
    ClaimAttribution,
    Confidence,
    Event,
    Item,
    Mention,
    Modifier,
    Producer,
    Quantity,
    QuantityKind,
    Source,
    Time,
)

RELATIONS = Relations(relation_words())
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"]?(?=\s|$)|(?=\n)|$)")
_WORTH = re.compile(r"([<>]=?|~)?([\^_])?([\d.]+) (.+)")
_MODIFIERS: dict[str | None, Modifier] = {
    None: "EXACT", ">": "MORE_THAN", ">=": "EQUAL_OR_MORE", "<": "LESS_THAN", "<=": "EQUAL_OR_LESS", "~": "APPROX",
}  # fmt: skip
_KINDS: dict[str, QuantityKind] = {
    "count": "count", "percent": "percent", "times": "multiple", "fraction": "fraction", "EUR": "money",
    "day": "duration",
}  # fmt: skip


def made_claims(marked: str) -> tuple[str, list[Claim]]:
    """The text and the claims of marked sentences, without relations."""
    text, figures, _ = unmarked(marked)
    sentences = [Mention.of(text, *found.span()) for found in _SENTENCE.finditer(text)]
    sentences = [_stripped(sentence) for sentence in sentences if sentence.text.strip()]
    claims = []
    for n, figure in enumerate(figures):
        home = next(s for s in sentences if s.start <= figure.start < s.end)
        claims.append(_claim(f"c{n}", text, home, Mention.of(text, figure.start, figure.end), figure.words))
    return text, claims


def related(marked: str) -> list[Claim]:
    """The claims of marked sentences with relations and flags, and the derived ones."""
    return RELATIONS(*made_claims(marked))


def ties(marked: str) -> list[str]:
    """The relations of stated claims, as "12 part_of 40"; `×2` behind a multiple."""
    claims = related(marked)
    words = {claim.id: claim.quantity.mention.text for claim in claims}
    return [
        f"{claim.quantity.mention.text} {r.type} {words[r.target]}" + (f" ×{r.factor:g}" if r.factor else "")
        for claim in claims
        for r in claim.relations
        if claim.quantity.status == "stated"
    ]


def flags(marked: str) -> list[str]:
    """The flags, as "40 other_story"."""
    return [f"{claim.quantity.mention.text} {flag.kind}" for claim in related(marked) for flag in claim.flags]


def _stripped(sentence: Mention) -> Mention:
    bare = sentence.text.strip()
    start = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
    return Mention(start, start + len(bare), bare)


def _claim(claim_id: str, text: str, sentence: Mention, words: Mention, answer: str) -> Claim:
    worth, head, window, who, lemma = (*answer.split("|"), *[""] * 4)[:5]
    item = None
    if head:
        at = sentence.text.find(head, max(words.end - sentence.start, 0))
        at = at if at >= 0 else max(sentence.text.find(head), 0)
        item = Item(Mention.of(text, sentence.start + at, sentence.start + at + len(head)), head)
    begin, _, end = window.partition("..")
    time = Time(words, "DATE", window, None, begin or None, end or None, "day", "explicit") if window else None
    sources = (Source(who, "group", None, True, Mention.of(text, 0, 1)),) if who else ()
    said = ClaimAttribution("indirect" if who else "narrator", None, None, sources, None)
    event = Event(Mention.of(text, sentence.start, sentence.start), lemma, False, False) if lemma else None
    trust = Confidence(0.5, 0.9, 0.8 if item else None, 0.7, 0.9 if time else None)
    return Claim(
        "newsclaims.claim/1", claim_id, ArticleMeta("a"), sentence, _quantity(words, worth), item, event, None, time,
        said, (), (), trust, Producer("", "", ""),
    )  # fmt: skip


def _quantity(words: Mention, worth: str) -> Quantity:
    found = _WORTH.fullmatch(worth)
    assert found, worth
    sign, arrow, number, unit = found.groups()
    value = float(number) if "." in number else int(number)
    low = value if sign in {None, ">", ">="} else None
    high = value if sign in {None, "<", "<="} else None
    direction = {"^": "up", "_": "down", None: None}[arrow]
    kind = _KINDS.get(unit, "measure")
    return Quantity(
        words,
        kind,
        value,
        None,
        low,
        None,
        high,
        None,
        _MODIFIERS[sign],
        unit,
        None,
        direction,  # type: ignore[arg-type]
    )
