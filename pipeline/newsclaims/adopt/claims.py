"""A draft and its article -> a claim: each part placed in the text, figure and time read by our normalisers.

Reading order: `Adopted`, `adopted` (the drafts of one article), then a function for each part. What a draft tells of
itself (a kind, a name, a voice) is taken where the schema has it; what it does not tell is None, or the least that the
schema allows: the article's own voice, no relation, and a confidence of `UNTOLD`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.adopt.drafts import STAGE, Draft, Words
from newsclaims.adopt.places import placed
from newsclaims.claims.link import NARRATOR, claim_id
from newsclaims.claims.sentences import sentence_of
from newsclaims.records import (
    Article,
    Claim,
    ClaimAttribution,
    Confidence,
    Event,
    Failure,
    Figure,
    Item,
    Mention,
    Numeral,
    Place,
    Producer,
    Quantity,
    Relation,
    Source,
    SourceKind,
    Time,
    Timex,
)

UNTOLD = 0.5
Parts = Mapping[str, Sequence[tuple[Words, Mention]]]
_KINDS: dict[str, SourceKind] = {"PERSON": "person", "ORG": "organisation", "GPE": "organisation"}
_MEND = "Give offsets into the article's text, and words of one figure as they stand there."
Struct = TypeVar("Struct", bound=msgspec.Struct)


class Note(msgspec.Struct, frozen=True):
    """What was done with a part of a draft: `placed` anew by exact search, `read` otherwise by our normaliser than it
    was given, `kept` as given where our normaliser reads nothing, or `left` out.
    """

    claim: str
    article: str
    where: str
    part: str
    done: str
    message: str


class Adopted(NamedTuple):
    """What became of the drafts of an article."""

    claims: list[Claim]
    notes: list[Note]
    failures: list[Failure]


def adopted(article: Article, doc: Doc, drafts: Sequence[Draft], producer: Producer) -> Adopted:
    """The claims of an article's drafts, in text order; `doc` has the layers of figures and times on it."""
    out = Adopted([], [], [])
    names: dict[str, str] = {}
    known: set[str] = set()
    told: list[tuple[Claim, Draft, list[Note]]] = []
    for draft in drafts:
        read = _Reading(article, doc, draft)
        claim = read.claim(producer)
        if isinstance(claim, Failure):
            out.failures.append(claim)
        elif claim.id in known:
            out.failures.append(_failure(article, draft, f"“{draft.figure.text}” is the figure of another draft too"))
        else:
            known.add(claim.id)
            told.append((claim, draft, read.notes))
            if isinstance(given := draft.told.get("id"), str):
                names[given] = claim.id
    for claim, draft, notes in sorted(told, key=lambda one: one[0].quantity.mention.start):
        ties, lost = _relations(draft.told.get("relations"), names)
        out.claims.append(msgspec.structs.replace(claim, relations=ties))
        out.notes.extend(notes)
        out.notes.extend(Note(claim.id, article.id, draft.where, "relations", "left", what) for what in lost)
    return out


class _Reading:
    """One draft held against its article."""

    def __init__(self, article: Article, doc: Doc, draft: Draft) -> None:
        self.article, self.doc, self.draft = article, doc, draft
        self.notes: list[Note] = []
        self._id = ""

    def claim(self, producer: Producer) -> Claim | Failure:
        """The claim, or why there is none."""
        at = placed(self.draft.figure, self.article.text)
        if at.mention is None:
            return _failure(self.article, self.draft, at.note or "")
        quantity = self._quantity(at.mention)
        if isinstance(quantity, str):
            return _failure(self.article, self.draft, quantity)
        meta = self.article.meta
        self._id = claim_id(meta, quantity.mention)
        # Notes bear the claim's id, which hangs on the words that our normaliser takes.
        self.notes = [msgspec.structs.replace(note, claim=self._id) for note in self.notes]
        if at.note:
            self._note("figure", "placed", at.note)
        self._compare(quantity)
        sentence = sentence_of(layers.span_of(self.doc, quantity.mention).sent)
        parts = self._parts(sentence)
        item, time = self._item(parts), self._time(parts)
        said = self._said(parts)
        least = Confidence(UNTOLD, UNTOLD, *(UNTOLD if link else None for link in (item, said.sources, time)))
        return Claim(
            schema="newsclaims.claim/1",
            id=self._id,
            article=meta,
            sentence=sentence,
            quantity=quantity,
            item=item,
            event=self._event(parts),
            place=self._place(parts),
            time=time,
            attribution=said,
            relations=(),
            flags=(),
            confidence=_as(Confidence, self.draft.told.get("confidence")) or least,
            produced_by=producer,
        )

    def _note(self, part: str, done: str, message: str) -> None:
        self.notes.append(Note(self._id, self.article.id, self.draft.where, part, done, message))

    def _quantity(self, at: Mention) -> Quantity | str:
        """The figure as our normaliser reads it, else as it was given where that is whole; or why there is none."""
        figures = [figure.quantity for figure in layers.take(self.doc, "quantities", Figure)]
        numerals = layers.take(self.doc, "numerals", Numeral)
        found = [q for q in [*figures, *(n.quantity for n in numerals if n.quantity)] if _shared(q.mention, at)]
        value = self._given("value")
        if len(found) > 1:
            # Of several figures the one that has the value given, else the one that the words hold whole.
            found = [q for q in found if value is not None and q.value == value] or [
                q for q in found if at.start <= q.mention.start and q.mention.end <= at.end
            ]
        if len(found) == 1:
            return found[0]
        if found:
            return f"“{at.text}” holds {len(found)} figures: {', '.join(q.mention.text for q in found)}"
        told = {**self.draft.figure.told, "mention": msgspec.to_builtins(at)}
        if (whole := _as(Quantity, told)) is not None:
            self._note("figure", "kept", f"our normaliser reads no figure in “{at.text}”")
            return whole
        kind = next((f", but a numeral of the kind {n.kind}" for n in numerals if _shared(n.mention, at)), "")
        return f"our normaliser reads no figure in “{at.text}”{kind}"

    def _compare(self, quantity: Quantity) -> None:
        """Note where a value or unit was given, and our normaliser reads another."""
        for name in ("value", "unit"):
            given, ours = self._given(name), getattr(quantity, name)
            if given is not None and given != ours:
                self._note(f"quantity.{name}", "read", f"given as {given}, read as {ours}")

    def _given(self, name: str) -> Any:
        """A value or unit that came with the figure; a value written as a string is a number where it is one."""
        given = self.draft.figure.told.get(name)
        if name == "value" and isinstance(given, str):
            try:
                return float(given.replace(",", ""))
            except ValueError:
                return None
        return given

    def _parts(self, sentence: Mention) -> dict[str, list[tuple[Words, Mention]]]:
        """The parts that have a place, by their names; what has none is left out, with a note."""
        parts: dict[str, list[tuple[Words, Mention]]] = {}
        for part, words in self.draft.parts:
            at = placed(words, self.article.text, near=sentence)
            if at.mention is None:
                self._note(part, "left", at.note or "")
                continue
            if at.note:
                self._note(part, "placed", at.note)
            if part in parts and part != "source":
                self._note(part, "left", f"“{words.text}” is a second {part}")
                continue
            parts.setdefault(part, []).append((words, at.mention))
        return parts

    def _item(self, parts: Parts) -> Item | None:
        for words, at in parts.get("item", ()):
            return Item(at, str(words.told.get("head") or self._lemma(at)).lower())
        return None

    def _event(self, parts: Parts) -> Event | None:
        for words, at in parts.get("event", ()):
            told = words.told
            lemma = str(told.get("lemma") or self._lemma(at))
            return Event(at, lemma, told.get("negated") is True, told.get("hedged") is True)
        return None

    def _place(self, parts: Parts) -> Place | None:
        for words, at in parts.get("place", ()):
            return Place(at, str(words.told.get("name") or " ".join(at.text.split())))
        return None

    def _time(self, parts: Parts) -> Time | None:
        """The time expression that our normaliser reads in the words, against the article's date."""
        for _, at in parts.get("time", ()):
            timexes = [(_shared(t.mention, at), t) for t in layers.take(self.doc, "timexes", Timex)]
            shared, timex = max(timexes, key=lambda found: found[0], default=(0, None))
            if not shared or timex is None:
                self._note("time", "left", f"our normaliser reads no time in “{at.text}”")
                return None
            bounds = timex.begin, timex.end, timex.precision, timex.anchor
            return Time(timex.mention, timex.timex_type, timex.timex_value, timex.timex_mod, *bounds)
        return None

    def _said(self, parts: Parts) -> ClaimAttribution:
        """Who says it; without a source the article itself."""
        sources = tuple(self._source(words, at) for words, at in parts.get("source", ()))
        if not sources:
            return NARRATOR
        said = self.draft.told.get("attribution")
        voice = said.get("voice") if isinstance(said, dict) else None
        cue, content, via = (next(iter(parts.get(part, ())), None) for part in ("cue", "content", "via"))
        return ClaimAttribution(
            "direct" if voice == "direct" else "indirect",
            cue[1] if cue else None,
            content[1] if content else None,
            sources,
            self._source(*via) if via else None,
        )

    def _source(self, words: Words, at: Mention) -> Source:
        """A source by what was told of it, else by the names that the language model finds in its words."""
        if (whole := _as(Source, {**words.told, "mention": msgspec.to_builtins(at)})) is not None:
            return whole
        span = layers.span_of(self.doc, at)
        kind: SourceKind = next((_KINDS[ent.label_] for ent in span.ents if ent.label_ in _KINDS), "group")
        name = words.told.get("name")
        return Source(
            name if isinstance(name, str) and name else " ".join(at.text.split()),
            kind,
            None,
            any(token.pos_ == "PROPN" for token in span),
            at,
        )

    def _lemma(self, at: Mention) -> str:
        return layers.span_of(self.doc, at).root.lemma_


def _relations(given: Any, names: Mapping[str, str]) -> tuple[tuple[Relation, ...], list[str]]:
    """The relations that lead to claims of the same article that were adopted too; and what is said of the others."""
    ties, lost = [], []
    for one in given if isinstance(given, list) else ():
        target = names.get(str(one.get("target"))) if isinstance(one, dict) else None
        tie = _as(Relation, {"factor": None, **one, "target": target}) if target else None
        if tie is None:
            lost.append(f"no such relation, or its target was not adopted: {msgspec.json.encode(one).decode()}")
        else:
            ties.append(tie)
    return tuple(ties), lost


def _shared(one: Mention, other: Mention) -> int:
    """How many characters two mentions share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _as(kind: type[Struct], given: Any) -> Struct | None:
    """A part as it was given; None where it does not fit the schema."""
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError:
        return None


def _failure(article: Article, draft: Draft, what: str) -> Failure:
    return Failure(article.id, draft.where, STAGE, f"{what}.", _MEND)
