"""Names within one article: from a surname, an acronym or a pronoun to the fullest form that the article gives.

Pure: `find.py` collects the mentions, `Names` answers. Reading order: `NameMention`, `Names.full` (a name's fullest
form), `Names.kind`, then the look-backs (`latest_person`, `latest_organisation`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from newsclaims.attribution.words import Words

HONORIFICS = frozenset("mr. mr mrs. mrs ms. ms miss dr. dr sir dame lord lady prof. prof".split())
_LOOK_BACK = 300  # mentions, and speakers
_NEAR = 800  # characters
_HANGING = re.compile(r"\s(?:of|for|on|to|in)\s")
_HE = frozenset(["he", "his", "him", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_MALE_TITLES = frozenset("mr. mr sir lord king prince".split())
_FEMALE_TITLES = frozenset("mrs. mrs ms. ms miss lady dame queen princess".split())


@dataclass(frozen=True)
class NameMention:
    """A capitalised name at its place without the titles before it (`title`: the last); `label` is its entity's.

    `quoted` is True inside a quotation: no pronoun of the narrator's means whom only a speaker names.
    """

    start: int
    end: int
    text: str
    label: str = ""
    title: str = ""
    subject: bool = False
    quoted: bool = False


class Names:
    """The names of one article and what they stand for."""

    def __init__(self, mentions: Sequence[NameMention], pairs: Mapping[str, str], words: Words) -> None:
        """`pairs` maps an acronym to the name that it stands behind in brackets."""
        self._words = words
        self.mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self.mentions]
        self._kinds = self._vote()
        self._by_surname = self._surnames()
        self._by_first, self._by_last = self._organisations()
        self._misspellings: dict[str, str | None] = {}
        self._acronyms = {**self._initials(), **pairs}
        self._genders: dict[str, str] = {}
        for mention in self.mentions:
            gender = self._gender_of(mention)
            if gender:
                self._genders.setdefault(_last(mention.text), gender)

    def _vote(self) -> dict[str, str]:
        """Each name's kind by what all its mentions show."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in self.mentions:
            if kind := self._shape(mention):
                votes[mention.text][kind] += 1
        return {text: count.most_common(1)[0][0] for text, count in votes.items()}

    def _shape(self, mention: NameMention) -> str:
        parts = mention.text.lower().split()
        if any(self._words.name_words.get(part) == "organisation" for part in parts):
            return "organisation"
        if mention.title:
            return "person"
        if parts[0] in self._words.genders and len(parts) > 1:
            return "person"
        return {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}.get(
            mention.label, ""
        )

    def _surnames(self) -> dict[str, str]:
        """Surname, else given name -> the fullest name of the first person who bears it."""
        full: dict[str, str] = {}
        given: dict[str, str] = {}
        for mention in self.mentions:
            parts = [part for part in mention.text.split() if self._words.name_words.get(part.lower()) != "suffix"]
            if len(parts) < 2 or self._kinds.get(mention.text) != "person":
                continue
            known = full.get(parts[-1])
            given.setdefault(parts[0], mention.text)
            if known is None or (known.split()[0] == parts[0] and len(parts) > len(known.split())):
                full[parts[-1]] = mention.text
        return {**given, **full}

    def _organisations(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """First word, and last word -> the organisations' names of more words that have it there, in text order."""
        first: dict[str, list[str]] = defaultdict(list)
        last: dict[str, list[str]] = defaultdict(list)
        for text in dict.fromkeys(mention.text for mention in self.mentions):
            parts = text.split()
            if len(parts) > 1 and self._kinds.get(text) == "organisation":
                first[parts[0]].append(text)
                last[parts[-1]].append(text)
        return first, last

    def _initials(self) -> dict[str, str]:
        """Acronym -> name, by the capitals of the name's words."""
        found: dict[str, str] = {}
        for mention in self.mentions:
            letters = "".join(part[0] for part in re.split(r"[\s-]+", mention.text) if part[:1].isupper())
            if len(letters) > 2 and self._kinds.get(mention.text) != "person":
                found.setdefault(letters, mention.text)
        return found

    def _gender_of(self, mention: NameMention) -> str:
        title = mention.title.lower()
        if title in _MALE_TITLES or title in _FEMALE_TITLES:
            return "m" if title in _MALE_TITLES else "f"
        parts = mention.text.split()
        return self._words.genders.get(parts[0].lower(), "") if len(parts) > 1 else ""

    def kind(self, name: str) -> str:
        """`person`, `organisation`, `place`, or "" where the article does not show it."""
        if name in self._by_surname or name.partition(" ")[0].lower() in HONORIFICS:
            return "person"
        return self._kinds.get(name, "organisation" if name in self._acronyms or _acronym(name) else "")

    def full(self, name: str) -> str:
        """The fullest form that the article gives for a name: "Burman" -> "Leonard E. Burman"; an acronym's name."""
        plain = name.replace(".", "") if re.fullmatch(r"(?:\w\.)+", name) else name
        if plain in self._acronyms:
            return self._acronyms[plain]
        parts = name.split() or [""]
        small = self._by_surname.get(parts[-1].title()) if name.isupper() else None
        person = small or self._by_surname.get(parts[-1])
        if person and (len(parts) == 1 or person.split()[0].lower() == parts[0].lower()):
            return person
        if self._kinds.get(name) == "person" and len(parts) > 1:
            return name
        longer = [known for known in self._by_first.get(parts[0], []) if known.startswith(name + " ")]
        if whole := next((known for known in longer if self._ends_organisation(known)), None):
            return whole
        return self._known_by_a_part(name, longer) or (self._misspelt(name) if len(parts) == 1 else None) or name

    def _known_by_a_part(self, name: str, longer: Sequence[str]) -> str | None:
        """The one body that a part of its name stands for, else None.

        `Church` (of Rivers), (Norland) `Home Office`, (Union of the) `Green Cross`.
        """
        tied = [known for known in longer if known.startswith((f"{name} of ", f"{name} for "))]
        if len(tied) == 1:
            return tied[0]
        if self._kinds.get(name) in {"person", "place"}:
            return None
        ends = [known for known in self._by_last.get(name.split()[-1], []) if known.endswith(f" {name}")]
        inner = [known for known in ends if " " in name and known.endswith(f" of the {name}")]
        if self._ends_organisation(name):
            inner += [known for known in ends if self._is_place(known.removesuffix(f" {name}"))]
        return inner[0] if len(inner) == 1 else None

    def _is_place(self, name: str) -> bool:
        return self._kinds.get(name) == "place" or (len(name) < 5 and name.replace(".", "").isupper())

    def _misspelt(self, name: str) -> str | None:
        """The one person whose surname a lone name misses by a letter (by two, if it is long); None for other names."""
        if len(name) < 5 or name.lower() in self._words.genders or self._kinds.get(name) not in {None, "person"}:
            return None
        if name not in self._misspellings:
            reach = 1 if len(name) < 8 else 2
            near = {
                full
                for surname, full in self._by_surname.items()
                if full.endswith(surname) and surname[0] == name[0] and name != f"{surname}s"
                if abs(len(surname) - len(name)) <= reach and _edits(surname.lower(), name.lower(), reach) <= reach
            }
            self._misspellings[name] = near.pop() if len(near) == 1 else None
        return self._misspellings[name]

    def _ends_organisation(self, name: str) -> bool:
        return self._words.name_words.get(name.split()[-1].lower()) == "organisation"

    def mentioned(self, name: str, after: int, before: int) -> bool:
        """Whether a name stands, in any of its forms, between two offsets."""
        return any(mention.start > after and self.full(mention.text) == name for mention in self.before(before))

    def at(self, offset: int) -> NameMention | None:
        """The mention that covers an offset."""
        nearest = bisect_left(self._starts, offset + 1) - 1
        near = self.mentions[max(0, nearest - 2) : nearest + 1]
        return max((one for one in near if one.end > offset), key=lambda one: one.end - one.start, default=None)

    def gender(self, name: str) -> str:
        """`m`, `f`, or "" where neither title nor given name tells."""
        return self._genders.get(_last(name), "")

    def take_for(self, name: str, kind: str) -> None:
        """Have a name of no known kind be a person's (its phrase has a role for it) or a body's (it speaks)."""
        if not self.kind(name):
            self._kinds[name] = kind

    def before(self, at: int) -> Iterable[NameMention]:
        """The mentions before an offset, the nearest first, so far as one looks back."""
        nearest = bisect_left(self._starts, at) - 1
        for index in range(nearest, max(nearest - _LOOK_BACK, -1), -1):
            yield self.mentions[index]

    def after(self, at: int) -> Iterable[NameMention]:
        """The mentions from an offset on, the nearest first, so far as one looks."""
        nearest = bisect_left(self._starts, at)
        return islice(self.mentions, nearest, nearest + _LOOK_BACK)

    def latest_person(self, pronoun: str, at: int, speakers: dict[str, int]) -> str | None:
        """Whom `he` or `she` at an offset means: the nearest subject or speaker that is a person of no other gender.

        `speakers` maps the full names of earlier sources to the last offset at which each spoke, the latest last.
        """
        wanted = "m" if pronoun in _HE else "f" if pronoun in _SHE else ""
        best: tuple[int, str] | None = None
        for name, spoke in islice(reversed(speakers.items()), _LOOK_BACK):
            if best and spoke < best[0]:
                break
            if spoke < at and self.kind(name) == "person" and self._fits(name, wanted):
                best = (spoke, name)
        fallback = weak = None
        for mention in self.before(at):
            if best and mention.start < best[0]:
                break
            full = self.full(mention.text)
            if self.kind(full) != "person" or not self._fits(full, wanted):
                continue
            if mention.quoted or (" " not in full and not mention.title):
                weak = weak or full
            elif mention.subject:
                return full
            else:
                fallback = fallback or full
        return best[1] if best else fallback or weak

    def _fits(self, name: str, wanted: str) -> bool:
        return not wanted or self.gender(name) in ("", wanted)

    def latest_organisation(self, head: str, at: int, speakers: dict[str, int]) -> str | None:
        """Which organisation "the HEAD" means: the nearest whose name holds the word, else the nearest subject.

        With no head (`it said`) an organisation that spoke not far before is taken first.
        """
        near = islice(reversed(speakers.items()), _LOOK_BACK)
        bodies = ((spoke, name) for name, spoke in near if spoke < at and self.kind(name) == "organisation")
        spoken = next(bodies, None)
        if spoken and not head and at - spoken[0] < _NEAR:
            return spoken[1]
        subject = other = None
        for mention in self.before(at):
            if self.kind(mention.text) != "organisation":
                continue
            full = self.full(mention.text)
            if head == head_word(full):
                return full
            other = other or full
            if subject is None and mention.subject:
                subject = (mention.start, full)
        nearest = max((one for one in (spoken, subject) if one), default=None)
        return nearest[1] if nearest else other

    def latest_organisations(self, at: int, count: int) -> list[str]:
        """The nearest different organisations before an offset, in text order."""
        found: list[str] = []
        for mention in self.before(at):
            full = self.full(mention.text)
            if self.kind(mention.text) == "organisation" and full not in found:
                found.append(full)
                if len(found) == count:
                    break
        return found[::-1]


def head_word(name: str) -> str:
    """The noun that says what a body is: the last word of its name before `of`, `for`: "Board of Works" -> "board"."""
    words = _HANGING.split(name.lower(), maxsplit=1)[0].split()
    return words[-1] if words else ""


def _last(name: str) -> str:
    return name.split()[-1]


def _edits(one: str, other: str, most: int) -> int:
    """How many letters differ, are missing or too many (Levenshtein), `most` + 1 where they are more than that."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        previous, row = row, [n]
        for m, against in enumerate(other, 1):
            row.append(min(previous[m] + 1, row[-1] + 1, previous[m - 1] + (letter != against)))
        if min(row) > most:
            return most + 1
    return row[-1]


def _acronym(name: str) -> bool:
    return len(name) > 1 and name.isupper() and name.isalpha()
