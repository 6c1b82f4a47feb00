"""Invented claims for the tests of databases, one sentence each."""

from __future__ import annotations

from pathlib import Path

import msgspec

from newsclaims.records import (
    ArticleMeta,
    Claim,
    ClaimAttribution,
    Confidence,
    Event,
    Flag,
    Item,
    Mention,
    Place,
    Producer,
    Quantity,
    Relation,
    Source,
    Time,
)

PRODUCER = Producer("0.1.0", "none", "0")
NEXT = Producer("0.2.0", "none", "1")


def claim(
    name: str, article: str = "a1", *, value: float = 40, item: str = "person", event: str = "kill",
    place: str | None = "Lima", days: tuple[str | None, str | None] = ("2024-05-01", "2024-05-03"),
    source: str | None = "police", published: str | None = "2024-05-04", made_by: Producer = PRODUCER,
) -> Claim:  # fmt: skip
    """What "Floods killed 40 persons in Lima, police said." claims, with the parts that are given."""
    text = f"Floods: {event} {value} {item} in {place}, {source} said ({days[0]}). Café №7."

    def mention(words: object) -> Mention:
        start = text.index(str(words))
        return Mention(start, start + len(str(words)), str(words))

    said = (Source(source, "organisation", None, True, mention(source)),) if source else ()
    return Claim(
        schema="newsclaims.claim/1",
        id=name,
        article=ArticleMeta(article, None, "Floods", "The Tarn Post", published, "given", f"sha of {article}"),
        sentence=mention(text),
        quantity=Quantity(mention(value), "count", value, None, value, None, value, None, "EXACT", "count"),
        item=Item(mention(item), item),
        event=Event(mention(event), event, False, False),
        place=Place(mention(place), place) if place else None,
        time=Time(mention(days[0]), "DATE", "2024-05", None, *days, "month", "published"),
        attribution=ClaimAttribution(
            "indirect" if source else "narrator", mention("said") if source else None, None, said, None
        ),
        relations=(Relation("repeats", "elsewhere", None, True, "one window"),),
        flags=(Flag("other_story", "its line calls to another story", ("elsewhere",)),),
        confidence=Confidence(0.5, 0.9, 0.8, 1.0, None),
        produced_by=made_by,
    )


def write(path: Path, *claims: Claim) -> Path:
    """The claims as a file of JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in claims))
    return path
