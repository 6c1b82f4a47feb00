"""An invented article whose claims have every part that an export has to carry, and its files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from newsclaims.records import (
    Article,
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
from newsclaims.runs.manifest import FORMAT, Manifest, complete
from newsclaims.runs.settings import Settings, run_fingerprint
from newsclaims.runs.shards import Size, cut, sealed
from newsclaims.runs.store import Folder

TEXT = (
    "🌊 Floods in Karsun\n\n“At least 33 clinics have been hit since June 24,” Ann Lee of the Karsun Health Board told "
    "the Tarn Post on Tuesday.\nA report puts the loss at 2/3 of the harvest, -5 to -2.5 percent a year.\n"
    "=SUM(1) more than half of 12 villages are not cut off, and a doctor asked to put these figures at double."
)
ARTICLE = Article(
    "k=1 é", TEXT, "https://tarn.example/news/1?q=a b", "Floods, \"and\" more", "The Tarn Post", "2024-07-02", "given",
    where="articles.jsonl:1",
)  # fmt: skip
NARRATOR = ClaimAttribution("narrator", None, None, (), None)
MADE_BY = Producer("0.1.0", "en_test 1.0", "0123456789abcdef")


def mention(words: str) -> Mention:
    """The first place of the words."""
    start = TEXT.index(words)
    return Mention(start, start + len(words), words)


def _sentence(words: str) -> Mention:
    """The line that holds the words."""
    line = next(line for line in TEXT.split("\n") if words in line)
    return mention(line)


def _made(claim_id: str, quantity: Quantity, **parts: object) -> Claim:
    defaults: dict[str, object] = {
        "item": None, "event": None, "place": None, "time": None, "attribution": NARRATOR, "relations": (),
        "flags": (), "confidence": Confidence(0.8, 0.9, None, None, None),
    }  # fmt: skip
    sentence = _sentence(quantity.mention.text)
    fields = {"schema": "newsclaims.claim/1", "id": claim_id, "article": ARTICLE.meta, "sentence": sentence}
    return Claim(**fields, quantity=quantity, produced_by=MADE_BY, **{**defaults, **parts})  # type: ignore[arg-type]


LEE = Source("Ann Lee", "person", "Karsun Health Board", True, mention("Ann Lee"))
POST = Source("The Tarn Post", "organisation", None, True, mention("the Tarn Post"))
REPORT = Source("a report", "document", "Harvest Office", False, mention("A report"))
DOCTOR = Source("a doctor", "person", None, False, mention("a doctor"))
CLAIMS = [
    _made(
        "00000000000000c1",
        Quantity(mention("At least 33"), "count", 33, None, 33, None, None, None, "EQUAL_OR_MORE", "count"),
        item=Item(mention("clinics"), "clinic"),
        event=Event(mention("hit"), "hit", False, False),
        place=Place(mention("Karsun"), "Karsun"),
        time=Time(mention("since June 24"), "DATE", "2024-06-24", None, "2024-06-24", None, "day", "published"),
        attribution=ClaimAttribution("direct", mention("told"), mention("At least 33 clinics"), (LEE,), POST),
        relations=(Relation("compared_with", "00000000000000c4", None, False, "other windows"),),
        confidence=Confidence(0.5, 0.99, 0.9, 0.8, 0.7),
    ),
    _made(
        "00000000000000c2",
        Quantity(mention("2/3"), "fraction", 2 / 3, "2/3", 2 / 3, "2/3", 2 / 3, "2/3", "EXACT", "fraction"),
        item=Item(mention("harvest"), "harvest"),
        attribution=ClaimAttribution("indirect", mention("puts"), None, (REPORT,), None),
    ),
    _made(
        "1e30000000000000",
        Quantity(
            mention("-5 to -2.5 percent a year"), "percent", None, None, -5, None, -2.5, None, "RANGE", "percent",
            "year", "down",
        ),
        time=Time(mention("a year"), "DATE", "2023", None, None, "2023-12-31", "year", "published"),
    ),
    _made(
        "00000000000000c4",
        Quantity(mention("more than half"), "fraction", 0.5, None, 0.5, None, None, None, "MORE_THAN", "fraction"),
        item=Item(mention("villages"), "village"),
        event=Event(mention("cut"), "cut", True, True),
        time=Time(mention("Tuesday"), "DATE", "2024-07-02", None, "2024-07-02", "2024-07-02", "day", "published"),
        relations=(Relation("part_of", "00000000000000c5", 0.5),),
        flags=(Flag("parts_exceed_whole", "parts \"exceed\" the whole", ("00000000000000c5",)),),
    ),
    _made(
        "00000000000000c5",
        Quantity(mention("12"), "count", 12, None, 12, None, 12, None, "EXACT", "count"),
        item=Item(mention("villages"), "village"),
    ),
    _made(
        "00000000000000c6",
        Quantity(
            mention("double"), "count", 66, None, 66, None, 66, None, "EXACT", "count", status="derived"
        ),
        item=Item(mention("clinics"), "clinic"),
        attribution=ClaimAttribution("indirect", mention("asked"), None, (DOCTOR, LEE), None, "unclosed"),
        relations=(Relation("multiple_of", "00000000000000c1", 2.0),),
    ),
]  # fmt: skip
BARE = Article("bare", "Nothing was counted here.", where="articles.jsonl:2")


def write_claims(path: Path, claims: Sequence[Claim] = CLAIMS) -> Path:
    """The claims as JSON lines."""
    path.write_bytes(b"".join(msgspec.json.encode(claim) + b"\n" for claim in claims))
    return path


def write_articles(path: Path, articles: Sequence[Article] = (ARTICLE, BARE)) -> Path:
    """The articles as JSON lines."""
    names = ("id", "text", "url", "title", "publisher", "published")
    lines = [json.dumps({name: getattr(article, name) for name in names}) + "\n" for article in articles]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def write_run(folder: Path) -> Path:
    """The claims as a run of `extract --out` leaves them, the articles in shards of one."""
    records = [ARTICLE, BARE]
    settings = Settings("test", size=Size(articles=1))
    store, name = Folder(folder), run_fingerprint(settings, {})
    heads = []
    for shard in cut(iter(records), settings.size):
        claims = [msgspec.json.encode(claim) for claim in CLAIMS] if shard.records == [ARTICLE] else []
        head, data = sealed(shard, name, [(claims, None)])
        store.write(shard.name(name), data)
        heads.append(head)
    complete(store, Manifest(FORMAT, name, settings, {}), heads)
    return folder
