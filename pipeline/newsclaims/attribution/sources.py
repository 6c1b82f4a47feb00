"""From a phrase to the source it names: pronouns, roles, documents and short names resolved within the article. Pure.

Reading order: `Resolver.sources`, which asks in turn for a pronoun, a proper name, a document, an organisation's noun
and a person's noun.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from newsclaims.attribution.names import NameMention, Names, head_word
from newsclaims.attribution.phrases import Party
from newsclaims.attribution.roles import Roles
from newsclaims.attribution.words import Words
from newsclaims.records import Mention, Source, SourceKind

_NEAR = 800  # characters in which `it` still means the body or the document that spoke
_PERSONAL = frozenset(["he", "she"])
_POLLS = frozenset("poll polling survey".split())
_DAYS_OWN = re.compile(r"[A-Z]\w+day['’]s\s")  # `Monday's poll` is one met before
_SLASH = re.compile(r"\s?/\s?")
_SIGNS = re.compile(r"\s?[/–-]\s?")
_OWNERS = frozenset(["its", "his", "her", "their"])
_TITLED = frozenset("report study survey census inquiry audit assessment forecast statement".split())
_JOINED = re.compile(r"\s(?:and|&)\s(?:the\s|its\s[\w\s-]{1,40},\s(?:the\s)?)?")
_UNSPECIFIC = frozenset(
    "him them her i we you me us this that these those what there one who which whoever everyone nobody".split()
)
_OTHERS = frozenset("witness victim suspect complainant defendant plaintiff resident source neighbor neighbour".split())
_GENERIC = frozenset(
    "company firm giant concern retailer maker manufacturer carrier lender insurer thrift automaker startup chain "
    "group organisation organization agency outlet airline newspaper magazine network publisher producer supplier "
    "operator developer corporation business brand body watchdog nonprofit department ministry committee commission "
    "bank".split()
)


class Resolver:
    """Sources in the order of the text: each may point back at the names and sources before it."""

    def __init__(self, text: str, names: Names, words: Words) -> None:
        self._text, self._names, self._words = text, names, words
        self._roles = Roles(text, names, words)
        self.speakers: dict[str, int] = {}
        self._unnamed: dict[str, Source] = {}
        self._documents: dict[str, tuple[Source, ...]] = {}
        self._organisations: dict[str, str] = {}
        self._last_many: tuple[Source, ...] = ()
        self._spoke: tuple[int, Source] | None = None
        self._unnamed_speaker: tuple[int, Source] | None = None

    def sources(self, parties: tuple[Party, ...], at: int) -> tuple[Source, ...]:
        """The sources that the parties of a cue at offset `at` name; empty where none can be named."""
        found: list[Source] = []
        for party in parties:
            if len(parties) > 1 and self._is_title(party.words):
                continue  # `Mr and Mrs Lee`
            own = [self._affiliated(source) for source in self._one(party, at)]
            if not party.pronoun and self._words.noun_kind(party.head) == "document":
                self._documents[party.head] = tuple(own)
            for source in own:
                if all(source.name != other.name for other in found):
                    found.append(source)
                    self._remember(source, party, at)
        if len(found) > 1 or any(source.kind != "person" for source in found):
            self._last_many = tuple(found)  # whom `they` can mean
        if len(found) == 1 and found[0].kind in {"organisation", "document"}:
            self._spoke = None if found[0].named else (at, found[0])  # what `it` can mean
        return tuple(found)

    def as_written(self, party: Party) -> Source:
        """The source of a phrase that stands for nobody named: its own words."""
        kind: SourceKind = "organisation" if party.head == "it" else "group" if party.plural else "person"
        return Source(party.words, kind, None, False, Mention.of(self._text, party.start, party.end))

    def _remember(self, source: Source, party: Party, at: int) -> None:
        """Keep who spoke, for what points back at it later."""
        self.speakers.pop(source.name, None)  # who speaks again is the latest again
        self.speakers[source.name] = at
        if not source.named and self._words.noun_kind(party.head) != "document":
            self._unnamed.setdefault(party.head, source)
        if not source.named and source.kind == "person":
            self._unnamed_speaker = (at, source)

    def _affiliated(self, source: Source) -> Source:
        """The source with the organisation that it was given before."""
        if source.organisation:
            self._organisations.setdefault(source.name, source.organisation)
        known = self._organisations.get(source.name) if source.named and source.kind == "person" else None
        return msgspec.structs.replace(source, organisation=known) if known and not source.organisation else source

    def _one(self, party: Party, at: int) -> tuple[Source, ...]:
        mention = Mention.of(self._text, party.start, party.end)
        acronym = party.words.isupper() and self._names.full(party.words) != party.words  # `WHO` is no `who`
        if party.pronoun and not acronym:
            return self._pronoun(party, mention, at)
        if person := self._roles.closing_person(party):
            return (self._officer(person, party, mention),)
        if party.name and self._is_title(party.name) and not self._bears_a_surname(party):
            party = replace(party, name=party.aside, name_end=party.aside_end)
        if acronym:
            party = replace(party, name=party.words, name_end=party.end)
        if " " in party.name and party.name.split()[-1].lower() in _POLLS:  # `a Tarn Institute Poll` is the institute's
            party = replace(party, name="", related=(party.name.rpartition(" ")[0], *party.related))
        if party.name:
            return (self._named(party, mention),)
        kind = self._words.noun_kind(party.head) or self._words.noun_kind(party.words.split()[-1].lower())
        if kind == "document":
            return self._document(party, mention, at)
        if kind == "organisation":
            return self._organisation(party, mention, at)
        return (self._unnamed_person(party, mention, kind, at),)

    def _officer(self, person: NameMention, party: Party, mention: Mention) -> Source:
        """The person that closes a phrase, with the body named before the name."""
        name = self._names.full(person.text)
        before = self._roles.body_before(person, party)
        body = self._names.full(before.text) if before else name
        known = self._names.kind(body) == "organisation" and body != name
        return Source(name, "person", body if known else self._roles.body_of(name), True, mention)

    def _bears_a_surname(self, party: Party) -> bool:
        """Whether what looks like a title is a surname here: `Senator Ann King`, and later `King`."""
        bearer = self._names.at(party.name_end - 1)
        full = self._names.full(bearer.text) if bearer else ""
        return " " in full and self._names.kind(full) == "person"

    def _is_title(self, name: str) -> bool:
        """Whether a capitalised phrase is an office and names nobody: `Prime Minister`, `Shadow Home Secretary`."""
        roles = [self._words.name_words.get(word) for word in name.lower().split()]
        if all(role == "title" for role in roles):
            return True
        return roles[-1] == "title" and "organisation" not in roles and self._names.kind(name) != "person"

    def _pronoun(self, party: Party, mention: Mention, at: int) -> tuple[Source, ...]:
        if party.head in _PERSONAL:
            name = self._names.latest_person(party.head, party.start, self.speakers)
            unnamed = self._unnamed_speaker
            if unnamed is not None and (name is None or self.speakers.get(name, -1) < unnamed[0]):
                named_since = name is not None and self._names.mentioned(name, unnamed[0], at)
                if not named_since:
                    return (msgspec.structs.replace(unnamed[1], mention=mention),)
            return (self._person(name, mention),) if name else ()
        if party.head == "they":
            unknown = (Source(party.words, "group", None, False, mention),)
            return tuple(msgspec.structs.replace(source, mention=mention) for source in self._last_many) or unknown
        if party.head == "it":
            if self._spoke is not None and at - self._spoke[0] < _NEAR:
                return (msgspec.structs.replace(self._spoke[1], mention=mention),)
            name = self._names.latest_organisation("", party.start, self.speakers)
            return (Source(name, "organisation", None, True, mention),) if name else ()
        if party.head in _UNSPECIFIC:
            return ()
        return (Source(party.words, "group", None, False, mention),)

    def _person(self, name: str, mention: Mention) -> Source:
        return Source(name, "person", self._roles.body_of(name), True, mention)

    def _named(self, party: Party, mention: Mention) -> Source:
        """A proper name: as the mention that covers it reads (a title split off, `of …` taken in), at its fullest."""
        covering = self._names.at(party.name_end - 1)
        short = (covering.text if covering else party.name).lower()
        if party.definite and self._words.name_words.get(short) == "organisation":
            whole = self._names.latest_organisation(short, party.start, self.speakers)
            if whole and short == head_word(whole):
                return Source(whole, "organisation", None, True, mention)
        name = self._names.full(covering.text if covering else party.name)
        if self._words.noun_kind(party.head) == "person":
            self._names.take_for(name, "person")  # `its director, Ann Lee`, whom the recogniser did not see
        else:
            self._names.take_for(name, "organisation")
        kind: SourceKind = "person" if self._names.kind(name) == "person" else "organisation"
        if kind == "organisation" and " " in name and name.split()[-1].lower() in _TITLED:
            kind = "document"
        organisation = None
        if kind == "person":
            apposed = self._roles.apposed_body(covering) if covering else None
            organisation = apposed or self._affiliation(party) or self._roles.body_of(name)
        return Source(name, kind, organisation if organisation != name else None, True, mention)

    def _affiliation(self, party: Party) -> str | None:
        """The organisation among the names inside the phrase, at its fullest; a place only where one works `at` it."""
        phrase = self._text[party.start : party.end]
        for name in party.related:
            full = self._names.full(name)
            title = self._is_title(full)
            kind = self._names.kind(full)
            works = kind == "place" and re.search(rf"\b(?:at|for|with)\s(?:the\s)?{re.escape(name)}", phrase)
            if not title and (works or kind not in {"person", "place"}):
                return full
        return None

    def _document(self, party: Party, mention: Mention, at: int) -> tuple[Source, ...]:
        """A document speaks for whoever issued it; where nobody is named, it is the source itself."""
        bodies = [
            name for name in (*party.issuers, *party.related) if self._names.kind(self._names.full(name)) != "place"
        ]
        # What is found `in` a place is not by it; only `by` and `from` make one an issuer.
        placed = next(iter(party.issuers), "") if party.issuer_words else ""
        if issuer := next(iter(bodies), "") or self._owner(party, at) or placed:
            names = [one for name in (issuer, *self._partners(issuer, party)) for one in self._joint(name, party)]
            return tuple(self._issuer(name, mention) for name in names)
        last = party.issuer_words.lower().split()[-1:]
        generic = party.issuer_words.startswith("the ") and last[0] in _GENERIC  # `a survey by the organisation`
        if generic and (body := self._names.latest_organisation(last[0], party.start, self.speakers)):
            return (self._issuer(body, mention),)
        if party.issuer_words and not party.issuer_words[0].isdigit():
            return (Source(party.issuer_words, self._kind(party.issuer_words), None, False, mention),)
        if (party.definite or _DAYS_OWN.match(party.words)) and (known := self._documents.get(party.head)):
            return tuple(msgspec.structs.replace(source, mention=mention) for source in known)
        organisation = self._names.latest_organisation("", party.start, self.speakers) if party.definite else None
        return (Source(party.words, "document", organisation, False, mention),)

    def _issuer(self, issuer: str, mention: Mention) -> Source:
        """Who issued a document: a person where the article shows so, else a body."""
        full = self._names.full(issuer)
        name = issuer if full.split()[-1].lower() in _POLLS else full
        self._names.take_for(name, "organisation")
        return Source(name, "person" if self._names.kind(name) == "person" else "organisation", None, True, mention)

    def _joint(self, issuer: str, party: Party) -> list[str]:
        """The bodies that a sign joins, `Tarn Post/Hill News`; a hyphen joins them only where they poll together."""
        polled = any(word.removesuffix("s") in _POLLS for word in party.words.lower().split())
        signs = _SIGNS if polled else _SLASH
        parts = signs.split(issuer)
        apart = all(len(part) > 2 or part.isupper() for part in parts) and all(part[:1].isupper() for part in parts)
        return parts if apart and self._names.kind(issuer) != "person" else [issuer]

    def _partners(self, issuer: str, party: Party) -> list[str]:
        """Who issued a document beside its issuer: `a count by Tarn Desk and (its partner,) the Hill Circle`."""
        at = self._text.find(issuer, party.start, party.end)
        if at < 0 or issuer not in party.issuers:
            return []
        covering = self._names.at(at)
        end = max(at + len(issuer), covering.end if covering else 0)
        other = next(iter(self._names.after(end)), None)
        if other is None or not _JOINED.fullmatch(self._text[end : other.start]):
            return []
        return [] if self._names.kind(other.text) == "place" else [other.text]

    def _kind(self, words: str) -> SourceKind:
        """What kind of source the words of a phrase are, by their last noun."""
        kind = self._words.noun_kind(words.split()[-1].lower())
        return "organisation" if kind == "organisation" else "person" if kind == "person" else "group"

    def _owner(self, party: Party, at: int) -> str:
        """Whose document it is where a possessive pronoun says so."""
        first = party.words.split()[0].lower()
        if first not in _OWNERS:
            return ""
        if first in {"his", "her"}:
            return self._names.latest_person(first, party.start, self.speakers) or ""
        return self._names.latest_organisation("", party.start, self.speakers) or ""

    def _organisation(self, party: Party, mention: Mention, at: int) -> tuple[Source, ...]:
        """`the companies` are the two named last, `the company` is the one named last; others keep their words."""
        if party.definite and party.plural and not party.related and party.head.removesuffix("s") in _GENERIC:
            joint = [source.name for source in self._last_many if source.kind == "organisation" and source.named]
            pair = joint if len(joint) == 2 else self._names.latest_organisations(party.start, 2)
            if len(pair) == 2:
                return tuple(Source(name, "organisation", None, True, mention) for name in pair)
        head = party.words.split()[-1].lower()
        if party.definite and not party.plural and (head in _GENERIC or len(party.words.split()) == 2):
            own = (
                [name for name in party.related if self._names.kind(name) != "place"] if "," not in party.words else []
            )
            name = None if own else self._names.latest_organisation(head, party.start, self.speakers)
            if name and (head in _GENERIC or head == head_word(name)):
                return (Source(name, "organisation", None, True, mention),)
        return (Source(party.words, "organisation", None, bool(party.related), mention),)

    def _unnamed_person(self, party: Party, mention: Mention, kind: str, at: int) -> Source:
        """`the spokesman` is the one met before, `the senator` the person of that title; others keep their words."""
        head = party.words.split()[-1].lower()
        one = party.definite and not party.plural
        plain = one and len(party.words.split()) == 2
        if plain and party.head in self._unnamed:
            return msgspec.structs.replace(self._unnamed[party.head], mention=mention)
        if one and kind == "person" and head not in _OTHERS:
            name = self._roles.holder(party)
            if name is None and plain and not self._roles.introduced(head, party.start):
                name = self._names.latest_person("", party.start, self.speakers)
            if name:
                return self._person(name, mention)
        group: SourceKind = "group" if kind in {"group", ""} or party.plural else "person"
        return Source(party.words, group, self._affiliation(party), False, mention)
