"""Corrections for other uses: gold for `newsclaims score`, lines for training."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newsclaims.corrections.anchors import Texts
from newsclaims.corrections.kept import anchor_of, articles_corrected
from newsclaims.corrections.standing import Standing, readers_whole, standing
from newsclaims.database.stored import article_of
from newsclaims.errors import UsageError
from newsclaims.records import Claim, Source
from newsclaims.score import RELATIONS
from newsclaims.write import write_whole

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def gold(
    connection: Any, article: str, *, reader: str | None = None, texts: Texts = lambda _: None
) -> dict[str, Any] | None:
    """The gold of an article that was read whole, as corpus/README.md has it; None where it was not, or where readers
    differ and no `reader` is chosen.
    """
    line = training(connection, article, reader=reader, texts=texts)
    return {name: line[name] for name in ("article", "published", "claims")} if line and line["whole"] else None


def training(
    connection: Any, article: str, *, reader: str | None = None, texts: Texts = lambda _: None
) -> dict[str, Any] | None:
    """A line for training: gold for each claim that was judged, `rejected` figures, and whether it is the `whole`
    article; None where nothing was judged. What readers differ in is left out, unless a `reader` is chosen.
    """
    meta = article_of(connection, article)
    stated = [one for one in standing(connection, article, texts=texts) if one.claim.quantity.status == "stated"]
    right, wrong = list(_right(stated, reader)), list(_rejected(stated, reader))
    if meta is None or not (right or wrong):
        return None
    readers = readers_whole(connection, article)
    agreed = reader is not None or not any(one.verdict == "disputed" for one in stated)
    return {
        "article": article,
        "published": meta.published,
        "text_sha256": meta.text_sha256,
        "whole": agreed and (reader in readers if reader is not None else bool(readers)),
        "claims": [gold_claim(claim) for claim in right],
        "rejected": [_place(claim) for claim in wrong],
    }


def corrected_claims(connection: Any, article: str, *, texts: Texts = lambda _: None) -> list[Claim]:
    """The claims of an article as corrected, marked where they are; without those that are rejected."""
    told = standing(connection, article, texts=texts)
    return [one.corrected for one in told if one.verdict != "rejected"]


def write_gold(connection: Any, folder: Path, *, reader: str | None = None, texts: Texts = lambda _: None) -> int:
    """Write the gold of each article that was read whole into a folder, a file each; how many there are."""
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot be made: {error.strerror}."
        raise UsageError(what, where=str(folder), mend="Name a folder that you may write in.") from error
    for name in articles_corrected(connection):
        found = gold(connection, name, reader=reader, texts=texts)
        if found is not None:
            written = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
            write_whole(folder / f"{_file_name(name)}.json", [written.encode()])
            count += 1
    return count


def write_training(connection: Any, file: Path, *, reader: str | None = None, texts: Texts = lambda _: None) -> int:
    """Write a line for each article that has a judged claim into a file; how many there are."""
    lines = (training(connection, name, reader=reader, texts=texts) for name in articles_corrected(connection))
    told = [json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines if line is not None]
    write_whole(file, told)
    return len(told)


def _file_name(article: str) -> str:
    """The article's id where that makes a file's name everywhere, else a digest of it."""
    if _PLAIN.fullmatch(article):
        return article
    return hashlib.sha256(article.encode()).hexdigest()[:16]


def _right(standings: Sequence[Standing], reader: str | None) -> Iterator[Claim]:
    """The claims that hold, as corrected, or as one reader has them."""
    for one in standings:
        if reader is None and one.verdict in ("accepted", "changed"):
            yield one.corrected
        yield from (said.reading for said in one.readers if said.reader == reader and said.verdict == "accept")


def _rejected(standings: Sequence[Standing], reader: str | None) -> Iterator[Claim]:
    for one in standings:
        if reader is None and one.verdict == "rejected":
            yield one.claim
        yield from (one.claim for said in one.readers if said.reader == reader and said.verdict == "reject")


def gold_claim(claim: Claim) -> dict[str, Any]:
    """A claim as gold: the fields of corpus/README.md, with offsets."""
    quantity, time, attribution = claim.quantity, claim.time, claim.attribution
    rest = {name: getattr(quantity, name) for name in ("per", "direction")}
    dated = time is not None and (time.begin or time.end)
    return {
        **_place(claim),
        "relation": RELATIONS[quantity.modifier],
        "value": quantity.value,
        "low": quantity.min_value,
        "high": quantity.max_value,
        "unit": quantity.unit,
        **{name: value for name, value in rest.items() if value is not None},
        "items": [claim.item.head] if claim.item else [],
        "sources": [_source(source) for source in attribution.sources],
        "voice": attribution.voice,
        "time": {"text": time.mention.text, "begin": time.begin, "end": time.end} if time and dated else None,
    }


def _place(claim: Claim) -> dict[str, Any]:
    """Sentence, figure and offsets; which of its words in the sentence it is, where they stand there more than once."""
    figure, sentence = claim.quantity.mention, claim.sentence.text
    often = sum(sentence.startswith(figure.text, n) for n in range(len(sentence))) > 1
    nth = {"nth": anchor_of(claim).occurrence} if often else {}
    return {"sentence": sentence, "quantity": figure.text, **nth, "start": figure.start, "end": figure.end}


def _source(source: Source) -> dict[str, Any]:
    names = list(dict.fromkeys((source.name, source.mention.text)))
    return {"names": names, "org": [source.organisation] if source.organisation else []}
