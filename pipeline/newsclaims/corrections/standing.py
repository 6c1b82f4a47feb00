"""What is in force: for each claim what every reader says of it, and what comes of it.

Reading order: `standing`, `_standing` (one claim), `_of_reader` (what one says), `_outcome` (what all say together).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from newsclaims.corrections.anchors import Placed, Texts, base_of, changed_by, reanchor
from newsclaims.corrections.entries import Correction
from newsclaims.corrections.fields import PARTS, Part, parts_of, reading
from newsclaims.corrections.kept import article_of_claim
from newsclaims.database.stored import claims_of_article
from newsclaims.errors import CorrectionError
from newsclaims.records import Claim

Verdict = Literal["accepted", "changed", "rejected", "disputed"]
VERDICT = "verdict"
_MARK = "+corrected:"


class ReaderStanding(msgspec.Struct, frozen=True):
    """What one reader says of a claim. `verdict` is None where they changed fields only; `reading` is the claim as they
    have it; `fields` are those that they changed.
    """

    reader: str
    verdict: Literal["accept", "reject"] | None
    reading: Claim
    fields: tuple[str, ...]
    corrections: tuple[Correction, ...]

    def says(self, name: str) -> bool:
        """Whether the reader vouches for a field, by its name in a `reading`: accepts the claim, or changed it."""
        if self.verdict is not None:
            return self.verdict == "accept"
        return any(name in parts_of(field) for field in self.fields)


class Standing(msgspec.Struct, frozen=True):
    """A claim, what readers say of it, and the outcome.

    `claim` is what the run says, or what was judged or added where no run has it now (`found` is False). `verdict` is
    None where nobody judged it. `disputed` are the fields, or `verdict`, in which readers differ: those stay as the
    run has them. `corrected` is the claim with what is undisputed, marked as `apply` does; `fields` are those that
    differ from `claim`. `conflicts` are corrections of it that do not fit any more.
    """

    claim: Claim
    found: bool
    readers: tuple[ReaderStanding, ...]
    verdict: Verdict | None
    disputed: tuple[str, ...]
    corrected: Claim
    fields: tuple[str, ...]
    conflicts: tuple[Placed, ...] = ()


def standing(connection: Any, article: str, *, texts: Texts = lambda _: None) -> list[Standing]:
    """Every claim of an article in text order, judged or not, and those that readers added or keep."""
    claims = claims_of_article(connection, article)
    return standings(claims, reanchor(connection, article=article, texts=texts))


def standings(claims: Sequence[Claim], placed: Sequence[Placed]) -> list[Standing]:
    """The same of the claims of an article, and of where its corrections stand; pure."""
    spots: dict[str, list[Placed]] = {claim.id: [] for claim in claims}
    kept: dict[str, Claim] = {}
    for spot in placed:
        name = spot.claim_id or spot.was.claim_id
        if name is not None and (spot.claim_id or spot.holds):
            spots.setdefault(name, []).append(spot)
        if spot.claim_id is None and name is not None and spot.holds and spot.was.action != "reject":
            assert spot.correction.claim is not None
            kept[name] = spot.correction.claim
    told = [_standing(claim, spots[claim.id], found=True) for claim in claims]
    told += [_standing(claim, spots[name], found=False) for name, claim in kept.items()]
    return sorted(
        told, key=lambda one: (one.claim.quantity.mention.start, one.claim.quantity.mention.end, one.claim.id)
    )


def standing_of(connection: Any, claim_id: str, *, texts: Texts = lambda _: None) -> Standing:
    """One claim. CorrectionError where none with this id stands."""
    article = article_of_claim(connection, claim_id)
    for one in standing(connection, article, texts=texts) if article is not None else ():
        if one.claim.id == claim_id:
            return one
    raise CorrectionError(f'no claim is "{claim_id}".', mend="Take the id of a claim that stands.")


def by_others(connection: Any, claim: Claim, reader: str) -> Claim:
    """A claim as the readers but one have corrected it."""
    article = claim.article.id
    placed = [spot for spot in reanchor(connection, article=article) if spot.was.reader != reader]
    told = standings(claims_of_article(connection, article), placed)
    return next((one.corrected for one in told if one.claim.id == claim.id), claim)


def apply(record: Claim, entries: Iterable[Correction]) -> Claim:
    """The record with the changes of these corrections, in their order; marked in `produced_by`, whose fingerprint gets
    `+corrected:` and their numbers behind it. Verdicts change nothing. CorrectionError where it cannot take a change.
    """
    changes = [entry for entry in entries if entry.action == "change"]
    return _marked(changed_by(record, changes), changes)


def readers_whole(connection: Any, article: str) -> tuple[str, ...]:
    """Who has read the article whole (`read`), in the text that the database has now."""
    placed = reanchor(connection, article=article)
    return tuple(dict.fromkeys(spot.was.reader for spot in placed if spot.was.action == "read" and spot.holds))


def _standing(claim: Claim, spots: Sequence[Placed], *, found: bool) -> Standing:
    held: dict[str, list[Placed]] = {}
    for spot in spots:
        if spot.holds:
            held.setdefault(spot.was.reader, []).append(spot)
    readers = tuple(_of_reader(claim, own, found=found) for own in held.values())
    verdict, disputed, corrected = _outcome(claim, readers)
    was, is_now = reading(claim), reading(corrected)
    fields = tuple(name for name in was if was[name] != is_now[name])
    if verdict == "accepted" and fields:
        verdict = "changed"
    conflicts = tuple(spot for spot in spots if spot.conflict is not None)
    return Standing(claim, found, readers, verdict, disputed, corrected, fields, conflicts)


def _of_reader(claim: Claim, own: Sequence[Placed], *, found: bool) -> ReaderStanding:
    """What one reader says: the claim as they accepted or added it, else as the run has it, with their changes."""
    entries = tuple(spot.correction for spot in own)
    verdicts = [entry for entry in entries if entry.action in ("accept", "reject", "add")]
    base = base_of(claim if found else None, own)
    if not found or reading(base) != reading(claim):
        base = _marked(base, verdicts[-1:])
    verdict: Literal["accept", "reject"] | None = None
    if verdicts:
        verdict = "reject" if verdicts[-1].action == "reject" else "accept"
    fields = tuple(dict.fromkeys(entry.field for entry in entries if entry.field is not None))
    return ReaderStanding(own[0].was.reader, verdict, apply(base, entries), fields, entries)


def _outcome(claim: Claim, readers: Sequence[ReaderStanding]) -> tuple[Verdict | None, tuple[str, ...], Claim]:
    """What all say together: the verdict, in what they differ, and the claim with the rest."""
    for_it = [reader for reader in readers if reader.verdict != "reject"]
    if not for_it:
        return ("rejected" if readers else None), (), claim
    if len(for_it) < len(readers):
        return "disputed", (VERDICT,), claim
    disputed, corrected = _together(claim, for_it) if len(for_it) > 1 else ((), for_it[0].reading)
    accepted = any(reader.verdict for reader in for_it)
    return ("disputed" if disputed else "accepted" if accepted else "changed"), disputed, corrected


def _together(claim: Claim, readers: Sequence[ReaderStanding]) -> tuple[tuple[str, ...], Claim]:
    """What several readers differ in, and the claim with all that they say alike, part by part."""
    corrected = next((reader.reading for reader in readers if reader.verdict), claim)
    disputed: set[str] = set()
    for part in PARTS:
        said = [(name, reading(one.reading)[name]) for one in readers for name in part.names if one.says(name)]
        ways = [one.reading for one in readers if any(one.says(name) for name in part.names)]
        fitting = (way for way in (*ways, _in_turn(claim, readers, part)) if _says(way, said))
        chosen = claim if not said else next(fitting, None)
        if chosen is None:
            several = {name for name in part.names if len({repr(value) for other, value in said if other == name}) > 1}
            disputed |= several or {name for name, _ in said}
        corrected = part.put(corrected, chosen or claim)
    undisputed = (
        entry
        for reader in readers
        for entry in reader.corrections
        if entry.field is not None and not disputed.intersection(parts_of(entry.field))
    )
    return tuple(name for name in reading(claim) if name in disputed), _marked(corrected, undisputed)


def _in_turn(claim: Claim, readers: Sequence[ReaderStanding], part: Part) -> Claim:
    """The claim with the changes of all readers to a part, as they were made; without those that it cannot take."""
    entries = (entry for reader in readers for entry in reader.corrections if entry.field)
    for entry in sorted(entries, key=lambda entry: entry.id):
        if set(parts_of(entry.field or "")) & set(part.names):
            with suppress(CorrectionError):
                claim = changed_by(claim, [entry])
    return claim


def _says(claim: Claim, said: Sequence[tuple[str, Any]]) -> bool:
    told = reading(claim)
    return all(told[name] == value for name, value in said)


def _marked(claim: Claim, entries: Iterable[Correction]) -> Claim:
    """The claim with the numbers of corrections in the fingerprint of what produced it."""
    made_by = claim.produced_by
    fingerprint, _, before = made_by.fingerprint.partition(_MARK)
    numbers = {int(number) for number in before.split(",") if number} | {entry.id for entry in entries}
    if not numbers:
        return claim
    marks = _MARK + ",".join(map(str, sorted(numbers)))
    return replace(claim, produced_by=replace(made_by, fingerprint=fingerprint + marks))
