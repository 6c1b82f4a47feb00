"""An invented claim for the tests of writing."""

from __future__ import annotations

from newsclaims.records import (
    Article,
    Claim,
    ClaimAttribution,
    Confidence,
    Flag,
    Item,
    Mention,
    Producer,
    Quantity,
    Relation,
    Source,
    Time,
)

TEXT = "The café said 9.1 million plates broke in 2019."


def made_claim(claim_id: str = "c1") -> Claim:
    """What the sentence claims."""

    def mention(words: str) -> Mention:
        return Mention.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))

    source = Source("The café", "organisation", None, False, mention("The café"))
    return Claim(
        schema="newsclaims.claim/1",
        id=claim_id,
        article=Article("a1", TEXT, published="2020-05-04", published_from="given").meta,
        sentence=mention(TEXT),
        quantity=Quantity(mention("9.1 million"), "count", 9_100_000, None, 9.1e6, None, None, None, "EXACT", "count"),
        item=Item(mention("plates"), "plate"),
        event=None,
        place=None,
        time=Time(mention("2019"), "DATE", "2019", None, "2019-01-01", "2019-12-31", "year", "explicit"),
        attribution=ClaimAttribution("indirect", mention("said"), mention(TEXT[14:46]), (source,), None),
        relations=(Relation("repeats", "c0", None),),
        flags=(Flag("other_story", "its line calls to another story", ("c0",)),),
        confidence=Confidence(0.5, 0.9, 0.8, 1.0, None),
        produced_by=Producer("0.1.0", "none", "0"),
    )
