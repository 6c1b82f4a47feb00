"""Score extracted claims against gold claims: which were found, and how much of each is right.

The gold is one JSON file an article (`{"article", "published", "claims": […]}`), its fields as `corpus/README.md`
tells; each claim has `start` and `end` in the article's text. A found claim pairs with the gold claim it shares most
characters with; claims marked `ignore` count neither way, and derived ones count only in the relations. A claim is
complete when value, unit, item, source and time are right. A relation is right when type and both ends are, and the
factor and what is derived where the gold has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonlines
import msgspec

from newsclaims.errors import UsageError
from newsclaims.records import Claim

PARTS = ("value", "relation", "unit", "item", "source", "voice", "time")
COMPLETE = ("value", "unit", "item", "source", "time")
RELATIONS = {
    "EXACT": "=",
    "EQUAL_OR_MORE": ">=",
    "MORE_THAN": ">",
    "EQUAL_OR_LESS": "<=",
    "LESS_THAN": "<",
    "APPROX": "~",
    "RANGE": "range",
}
SYMMETRIC = frozenset(["compared_with", "repeats", "disputes"])
"""Relations that hold both ways: which claim bears them does not count."""
Gold = Mapping[str, Any]
Tie = tuple[str, int, int]
# One claim in some 250: another processor's rounding may tip one, and that is no loss.
_FLOOR_MARGIN = 0.4
_TITLE = re.compile(r"^(?:the|a|an|mr|mrs|ms|dr|sir|lord|its|his|her|their)\s+")


@dataclass
class Score:
    """Counts over all articles; `right` counts the parts that are right among the pairs."""

    gold: int = 0
    found: int = 0
    paired: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*PARTS, "value and source", "complete"), 0))
    misses: list[str] = field(default_factory=list)
    ties: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("gold", "found", "right"), 0))

    def f1(self, right: int) -> float:
        """F1 in percent of `right` claims, against all that were found and all that are gold."""
        return 200 * right / (self.found + self.gold) if self.found + self.gold else 0.0

    def figures(self) -> dict[str, float]:
        """Every score in percent: the three F1s, then the share of the pairs in which each part is right."""
        f1s = {
            "detection": self.paired,
            "value and source": self.right["value and source"],
            "complete": self.right["complete"],
        }
        shares = {part: 100 * self.right[part] / max(self.paired, 1) for part in PARTS}
        ties = {}
        if self.ties["gold"]:
            ties["relations"] = 200 * self.ties["right"] / (self.ties["gold"] + self.ties["found"])
        return (
            {f"{name} F1": round(self.f1(right), 1) for name, right in f1s.items()}
            | {f"{name} F1": round(figure, 1) for name, figure in ties.items()}
            | {part: round(share, 1) for part, share in shares.items()}
        )


def read_gold(path: Path, *, partial: bool = False) -> dict[str, list[Gold]]:
    """The gold claims of a folder, or of a file with a line an article, by article id.

    Lines of articles that are not `whole` (some of their claims have no gold) are left out, unless `partial` ones are
    wanted. UsageError where there are none, or a file is no gold.
    """
    out: dict[str, list[Gold]] = {}
    for where, words in _gold_words(path):
        try:
            gold = json.loads(words)
            if partial or gold.get("whole", True):
                marked = [{**claim, "start": claim["start"], "end": claim["end"]} for claim in gold["claims"]]
                out[gold["article"]] = [*marked]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"no gold: {error!r}.", where=where, mend="It needs article, claims, and start and end in each."
            ) from error
    if not out:
        raise UsageError("no gold files (*.json).", where=str(path), mend="Name a folder such as corpus/gold.")
    return out


def read_claims(path: Path) -> list[Claim]:
    """The claims of a file that `extract` wrote; UsageError with file and line where one is none."""
    claims: list[Claim] = []
    try:
        with path.open("rb") as lines, jsonlines.Reader(lines) as reader:
            for record in reader:
                claims.append(msgspec.convert(record, Claim))
        return claims
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}.", where=str(path), mend="Name a file that `extract` wrote."
        ) from error
    except (jsonlines.InvalidLineError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise UsageError(
            f"no claim record: {error}.", where=f"{path}:{len(claims) + 1}", mend="Name a file that `extract` wrote."
        ) from error


def _gold_words(path: Path) -> Iterator[tuple[str, bytes]]:
    """The JSON of each article, with its place."""
    if not path.is_file():
        yield from ((str(file), file.read_bytes()) for file in sorted(path.glob("*.json")))
        return
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        yield f"{path}:{number}", line


def score(gold: Mapping[str, Sequence[Gold]], claims: Iterable[Claim]) -> Score:
    """The score of the claims against the gold; articles that have no gold do not count."""
    found: dict[str, list[Claim]] = {article: [] for article in gold}
    for claim in claims:
        if claim.article.id in found:
            found[claim.article.id].append(claim)
    total = Score()
    marked = any("relations" in claim for wanted in gold.values() for claim in wanted)
    for article, wanted in gold.items():
        stated = [claim for claim in found[article] if claim.quantity.status == "stated"]
        pairs = _add(total, article, wanted, stated)
        if marked:
            _add_ties(total, article, wanted, found[article], pairs)
    return total


def _add(total: Score, article: str, gold: Sequence[Gold], found: Sequence[Claim]) -> list[tuple[Gold, Claim]]:
    pairs = paired(gold, found)
    paired_gold, paired_found = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    total.gold += sum(not g.get("ignore") for g in gold)
    total.found += len(found) - sum(bool(g.get("ignore")) for g, _ in pairs)
    for g in gold:
        if id(g) not in paired_gold and not g.get("ignore"):
            total.misses.append(f"{article}:{g['start']} missed {g['quantity']!r}")
    for f in found:
        if id(f) not in paired_found:
            total.misses.append(f"{article}:{f.quantity.mention.start} spurious {f.quantity.mention.text!r}")
    for g, f in pairs:
        if not g.get("ignore"):
            _judge(total, article, g, f)
    return pairs


def _add_ties(
    total: Score, article: str, gold: Sequence[Gold], found: Sequence[Claim], pairs: Sequence[tuple[Gold, Claim]]
) -> None:
    """Count the relations of an article; those with an end that is ignored count neither way."""
    wanted = {_tie(r["type"], g["start"], r["at"]): r for g in gold for r in g.get("relations") or ()}
    ignored = {g["start"] for g in gold if g.get("ignore")}
    # A derived claim stands where the multiple stands that it comes from.
    starts = {f.quantity.mention: g["start"] for g, f in pairs}
    places = {f.id: starts.get(f.quantity.mention, -f.quantity.mention.start - 1) for f in found}
    told: dict[Tie, list[tuple[Claim, float | None]]] = {}
    for f in found:
        for r in f.relations:
            told.setdefault(_tie(r.type, places[f.id], places.get(r.target, -1)), []).append((f, r.factor))
    told = {tie: claims for tie, claims in told.items() if not ignored.intersection(tie[1:])}
    right = {tie for tie, claims in told.items() if tie in wanted and _tie_right(wanted[tie], claims)}
    for name, count in (("gold", len(wanted)), ("found", len(told)), ("right", len(right))):
        total.ties[name] += count
    words = {g["start"]: repr(g["quantity"]) for g in gold}
    for tie in sorted({*wanted, *told} - right):
        how = "missed" if tie not in told else "spurious" if tie not in wanted else "wrong factor or value in"
        ends = " ".join(words.get(at, f"@{at}") for at in tie[1:])
        total.misses.append(f"{article}: {how} {tie[0]} {ends}")


def _tie(kind: str, source: int, target: int) -> Tie:
    """A relation by its type and the starts of its figures; in text order where it holds both ways."""
    first, last = sorted((source, target)) if kind in SYMMETRIC else (source, target)
    return kind, first, last


def _tie_right(gold: Gold, told: Sequence[tuple[Claim, float | None]]) -> bool:
    """Whether a relation has the factor, and leads to the derived value, that the gold has."""
    factor = gold.get("factor")
    if factor is not None and not any(_same(factor, own) for _, own in told):
        return False
    derived = [f.quantity for f, _ in told if f.quantity.status == "derived"]
    return gold.get("derived") is None or any(_same(gold["derived"], q.value or q.min_value) for q in derived)


def _judge(total: Score, article: str, gold: Gold, found: Claim) -> None:
    verdict = judge(gold, found)
    total.paired += 1
    for part, right in verdict.items():
        total.right[part] += right
    total.right["value and source"] += verdict["value"] and verdict["source"]
    total.right["complete"] += all(verdict[part] for part in COMPLETE)
    if wrong := [part for part in PARTS if not verdict[part]]:
        total.misses.append(f"{article}:{gold['start']} {gold['quantity']!r} wrong: {', '.join(wrong)}")


def below_floors(path: Path, name: str, figures: Mapping[str, float], *, raise_them: bool = False) -> dict[str, float]:
    """The floors of a set that its scores do not reach; floors go up on request, where there are none, and never down.

    UsageError where the file holds no floors.
    """
    try:
        floors = msgspec.json.decode(path.read_bytes() if path.exists() else b"{}", type=dict[str, dict[str, float]])
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            f"no floors: {error}.", where=str(path), mend='It holds {"corpus": {"complete F1": 50.0}}, for example.'
        ) from error
    known = floors.setdefault(name, {})
    below = {score: floor for score, floor in known.items() if figures.get(score, 0.0) < floor}
    if raise_them and not below:
        reached = {score: round(max(figure - _FLOOR_MARGIN, 0.0), 1) for score, figure in figures.items()}
        known.update({score: max(floor, known.get(score, 0.0)) for score, floor in reached.items()})
        path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return below


def paired(gold: Sequence[Gold], found: Sequence[Claim]) -> list[tuple[Gold, Claim]]:
    """Gold and found claims one to one, those that share most characters first."""
    shared = sorted(
        (
            (min(g["end"], f.quantity.mention.end) - max(g["start"], f.quantity.mention.start), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
        ),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    out = []
    for characters, i, j in shared:
        if characters > 0 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            out.append((gold[i], found[j]))
    return out


def judge(gold: Gold, found: Claim) -> dict[str, bool]:
    """Which parts of a found claim are right."""
    quantity = found.quantity
    items = [item.lower() for item in gold.get("items") or []]
    voice = found.attribution.voice
    return {
        "value": _value_right(gold, found),
        "relation": gold.get("relation") == RELATIONS[quantity.modifier],
        "unit": (gold.get("unit") or "").lower() == quantity.unit.lower(),
        "item": not items or (found.item is not None and found.item.head in items),
        "source": _sources_right(gold, found),
        "voice": voice == gold.get("voice") or bool(gold.get("accept_narrator") and voice == "narrator"),
        "time": _time_right(gold.get("time"), found),
    }


def _same(one: float | None, other: float | None) -> bool:
    """Equal within one percent; an open bound equals only an open one."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 0.01 * max(abs(one), abs(other), 1e-9)


def _value_right(gold: Gold, found: Claim) -> bool:
    quantity = found.quantity
    if gold.get("value") is not None:
        return _same(gold["value"], quantity.value)
    return _same(gold.get("low"), quantity.min_value) and _same(gold.get("high"), quantity.max_value)


def plain_name(name: str) -> str:
    """A name in lower case, without punctuation, possessive, leading article and title."""
    bare = re.sub(r"[^\w ]+", " ", name.lower().replace("'s", "").replace("’s", ""))
    return _TITLE.sub("", " ".join(bare.split()))


def _sources_right(gold: Gold, found: Claim) -> bool:
    """Every gold source is found, and nothing besides; a person, or failing that the organisation."""
    wanted, sources = gold.get("sources") or [], found.attribution.sources
    if not wanted or not sources:
        return not sources and (not wanted or bool(gold.get("accept_narrator")))
    names = [{plain_name(n) for n in source["names"]} for source in wanted]
    either = [own | {plain_name(n) for n in source.get("org") or []} for own, source in zip(names, wanted, strict=True)]
    hit: set[int] = set()
    for source in sources:
        name, organisation = plain_name(source.name), plain_name(source.organisation or "")
        ways = [i for i, own in enumerate(names) if name in own]
        ways = ways or [i for i, own in enumerate(either) if name in own or (organisation and organisation in own)]
        if not ways:
            return False
        hit.update(ways)
    return len(hit) == len(wanted)


def _time_right(gold: Mapping[str, str] | None, found: Claim) -> bool:
    """The right interval, or none where gold has none."""
    begin, end = (found.time.begin, found.time.end) if found.time else (None, None)
    return interval_right(gold, begin, end) if gold else begin is None and end is None


def interval_right(gold: Mapping[str, str | None], begin: str | None, end: str | None) -> bool:
    """Whether both bounds (ISO dates) are within a day of gold's, or within a tenth of its length where that is
    more.
    """
    first, last = _day(gold.get("begin")), _day(gold.get("end"))
    length = abs((last - first).days) if first and last else 0
    slack = timedelta(days=max(1, length // 10))
    pairs = ((first, _day(begin)), (last, _day(end)))
    return all((a is None and b is None) or (a is not None and b is not None and abs(a - b) <= slack) for a, b in pairs)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
