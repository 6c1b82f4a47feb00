"""Check the gold and fill in its offsets: `python corpus/resolve.py`, with `--check` to write nothing.

A gold claim copies its sentence and its figure from the article; this finds them there and writes `start` and `end`
(code points, start in, end out). Each fault is a line that says where it is, what it is, and how to mend it; the exit
status is 1 where there is one. A file with a fault is left as it was.

Reading order: `main`, `resolve` (where the figures stand), then `claim_faults` (whether the fields agree).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from newsclaims.errors import nearest

HERE = Path(__file__).parent
PLACE = ("sentence", "quantity", "nth", "ignore", "start", "end")
FIELDS = ("relation", "value", "low", "high", "unit", "items", "sources", "voice", "time")
OPTIONAL = ("per", "direction", "accept_narrator", "relations")
TIES = ("compared_with", "part_of", "multiple_of", "repeats", "disputes")
TIE = ("type", "target", "nth", "factor", "derived", "at")
RELATIONS = ("=", ">=", ">", "<=", "<", "~", "range")
VOICES = ("direct", "indirect", "narrator")


def main(*options: str) -> int:
    """1 where the gold has a fault, each told on its own line; 2 for an option that is none."""
    if set(options) - {"--check"}:
        sys.stderr.write(f"{' '.join(options)}: no such option. The only one is --check, which writes nothing.\n")
        return 2
    articles = read_articles(HERE / "samples")
    faults, claims = [], []
    for name in sorted(set(articles) - {path.stem for path in (HERE / "gold").glob("*.json")}):
        faults.append(f"gold/{name}.json: there is no such file. Write the gold of the article {name}.")
    for path in sorted((HERE / "gold").glob("*.json")):
        gold, found = read_gold(path, articles)
        faults += [f"gold/{path.name}: {fault}" for fault in found]
        claims += gold.get("claims", [])
        if not found and "--check" not in options:
            path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
    ignored = sum(1 for claim in claims if claim.get("ignore"))
    count = f"{len(articles)} articles, {len(claims) - ignored} claims, {ignored} ignored figures, no faults\n"
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or count)
    return int(bool(faults))


def read_articles(folder: Path) -> dict[str, dict[str, Any]]:
    """The sample articles by id, text as it stands; that of a `.txt` file is its name, and it has no date."""
    articles = []
    for path in sorted(folder.glob("*.jsonl")):
        articles += [json.loads(line) for line in path.read_bytes().splitlines()]
    for path in sorted(folder.glob("*.txt")):
        articles.append({"id": path.stem, "published": None, "text": path.read_bytes().decode("utf-8")})
    return {article["id"]: article for article in articles}


def read_gold(path: Path, articles: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """A gold file with its offsets filled in, and its faults."""
    try:
        gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        return {}, [f"not JSON: {error.msg} on line {error.lineno}. Mend that line."]
    name = gold.get("article", "")
    if name not in articles:
        return gold, [f'"article" is "{name}", which no sample has. {nearest(name, articles)}']
    faults = [] if name == path.stem else [f'"article" is "{name}". Give the file that name.']
    published = articles[name].get("published")
    if gold.get("published") != published:
        faults.append(f'"published" is {gold.get("published")!r}, in the sample {published!r}. Write the same in both.')
    claims, found = resolve(gold.get("claims", []), articles[name]["text"])
    return {**gold, "claims": claims}, faults + found


def resolve(claims: list[dict[str, Any]], text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The claims with `start` and `end` in the text, and what is wrong with them.

    Claims stand in the order of the text. A sentence that stands twice has its claims twice: its first standing after
    the last claim's figure is taken.
    """
    resolved, faults, last = [], [], 0
    for number, claim in enumerate(claims, 1):
        where = f'claim {number} ("{claim.get("quantity", "")}")'
        start = figure_start(claim, text, last)
        if start is None:
            faults.append(f"{where}: {lost(claim, text)}")
            continue
        last = start + len(claim["quantity"])
        if cuts_a_word(text, start, last):
            faults.append(f'{where}: is part of a longer word or number. Copy it whole, or say which it is with "nth".')
        faults += [f"{where}: {fault}" for fault in claim_faults(claim, text)]
        bare = {key: value for key, value in claim.items() if key not in ("start", "end")}
        resolved.append({**bare, "start": start, "end": last})
    return resolved, faults or list(resolve_ties(resolved))


def resolve_ties(claims: list[dict[str, Any]]) -> Iterator[str]:
    """Write `at`, where the target's figure starts, into each relation; yield what is wrong with them."""
    for number, claim in enumerate(claims, 1):
        where = f'claim {number} ("{claim["quantity"]}")'
        for tie in claim.get("relations", []):
            if tie.get("type") not in TIES:
                yield f'{where}: no relation is "{tie.get("type")}". {nearest(str(tie.get("type")), TIES)}'
            for key in set(tie) - set(TIE):
                yield f'{where}: the relation\'s field "{key}" has no place here. {nearest(key, TIE)}'
            ends = [c for c in claims if c["quantity"] == tie.get("target") and not c.get("ignore")]
            nth = tie.get("nth", 1)
            if not 1 <= nth <= len(ends) or ends[nth - 1] is claim:
                yield f'{where}: no other claim is "{tie.get("target")}". Copy its figure; "nth" says which, from 1.'
            elif len(ends) > 1 and "nth" not in tie:
                yield f'{where}: {len(ends)} claims are "{tie["target"]}". Say which with "nth", from 1.'
            else:
                tie["at"] = ends[nth - 1]["start"]


def figure_start(claim: dict[str, Any], text: str, last: int) -> int | None:
    """Where the claim's figure starts, at `last` or after it; None where its words are not there."""
    sentence, quantity = claim.get("sentence", ""), claim.get("quantity", "")
    if not (sentence and quantity):
        return None
    inner = [*occurrences(quantity, sentence)]
    nth: int = claim.get("nth", 1)
    if not 1 <= nth <= len(inner):
        return None
    starts = (spot + inner[nth - 1] for spot in occurrences(sentence, text))
    return next((start for start in starts if start >= last), None)


def occurrences(part: str, text: str) -> Iterator[int]:
    """Where `part` stands in a text, overlapping or not."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def lost(claim: dict[str, Any], text: str) -> str:
    """Why a figure was not found, and the mend."""
    if claim.get("sentence", "") not in text:
        return f'the sentence "{claim["sentence"][:60]}" is not in the article. Copy it exactly, spaces and quotes too.'
    if claim.get("quantity", "") not in claim.get("sentence", ""):
        return "the figure is not in its sentence. Copy it exactly."
    return 'the figure stands before that of the claim above, or too seldom. Keep the order of the text; see "nth".'


def cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a word or number goes on before or after the span: "3" of "33", "000" of "1,000"."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    first, last = text[start], text[end - 1]
    return (
        (before[-1:].isalnum() and first.isalnum())
        or (last.isalnum() and after[:1].isalnum())
        or (first.isdigit() and before[-1:] in (".", ",") and before[0].isdigit())
        or (last.isdigit() and after[:1] in (".", ",") and after[1:].isdigit())
    )


def claim_faults(claim: dict[str, Any], text: str) -> Iterator[str]:
    """What is wrong with a claim's fields, each with the mend."""
    known = PLACE if claim.get("ignore") else (*PLACE, *FIELDS, *OPTIONAL)
    for key in claim:
        if key not in known:
            yield f'the field "{key}" has no place here. {nearest(key, known)}'
    if claim.get("ignore"):
        return
    missing = [key for key in FIELDS if key not in claim]
    if missing:
        yield f"there is no {', '.join(missing)}. Every claim has every field; write null or [] where there is nothing."
        return
    yield from value_faults(claim)
    yield from source_faults(claim)
    yield from time_faults(claim["time"], text)
    if not claim["unit"]:
        yield 'the unit is empty. Write "count" for things counted.'
    if any(item != item.lower() for item in claim["items"]):
        yield f"the items {claim['items']} are not all in lower case. Write lemmas."


def value_faults(claim: dict[str, Any]) -> Iterator[str]:
    """Whether value and bounds are those that the relation asks for."""
    relation, value, bounds = claim["relation"], claim["value"], (claim["low"], claim["high"])
    if relation not in RELATIONS:
        yield f'the relation is "{relation}". Take one of: {" ".join(RELATIONS)}'
    elif relation == "range" or (relation == "~" and value is None):
        ordered = bounds[0] is not None and (bounds[0] < bounds[1] if bounds[1] is not None else relation == "~")
        if value is not None or not ordered:
            yield f"value {value}, bounds {bounds}. A range has two bounds and no value, a vague numeral a low only."
    else:
        low = value if relation in ("=", ">=", ">") else None
        high = value if relation in ("=", "<=", "<") else None
        if value is None or bounds != (low, high):
            yield f'bounds {bounds} for "{relation}" {value}. Write low {low} and high {high}.'


def source_faults(claim: dict[str, Any]) -> Iterator[str]:
    """Whether voice and sources agree, and each source is named."""
    if claim["voice"] not in VOICES:
        yield f'the voice is "{claim["voice"]}". {nearest(str(claim["voice"]), VOICES)}'
    if (claim["voice"] == "narrator") != (not claim["sources"]):
        yield "voice and sources disagree. Leave the sources empty for the narrator, and for no other voice."
    if not all(source.get("names") and isinstance(source.get("org"), list) for source in claim["sources"]):
        yield 'a source lacks "names" or "org". Write both; "org" may be [].'


def time_faults(time: dict[str, Any] | None, text: str) -> Iterator[str]:
    """Whether a time is words of the article and an interval."""
    if time is None:
        return
    if time.get("text", "") not in text:
        yield f'the time "{time["text"]}" is not in the article. Copy it exactly.'
    try:
        bounds = [date.fromisoformat(day) for day in (time.get("begin"), time.get("end")) if day]
    except ValueError as error:
        yield f"the time is no date: {error}. Write YYYY-MM-DD, or null."
        return
    if not bounds or bounds != sorted(bounds):
        yield "the time has no begin before an end. Write the interval, or null for the whole time."


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
