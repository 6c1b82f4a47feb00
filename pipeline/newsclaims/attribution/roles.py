"""Who bears a role and whom somebody speaks for, from what stands beside the names of one article. Pure.

Reading order: `Roles.closing_person` (`Minister of Works Ann Lee`), `Roles.holder` (whom `the minister` means),
`Roles.introduced` (`a man … the man`), `Roles.body_of` (the organisation that a person speaks for).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from newsclaims.attribution.names import HONORIFICS, NameMention, Names
from newsclaims.attribution.phrases import Party
from newsclaims.attribution.words import Words

_FOR_NOBODY = frozenset(
    "candidate nominee contender front-runner frontrunner rival critic opponent customer supporter fan".split()
)
_PARTIES = frozenset("republican democrat democratic".split())
_WRITTEN_OUT = {
    "sen.": "senator", "rep.": "representative", "gov.": "governor", "gen.": "general", "prof.": "professor",
    "dr.": "doctor", "col.": "colonel", "capt.": "captain", "sgt.": "sergeant", "pres.": "president",
}  # fmt: skip
_TYING = frozenset("of for the".split())
_TIES = 10  # characters that `of`, `for`, `the` add to an office
_NEAR = 120  # characters behind a name in which its apposition says what somebody is
_LOOK_BACK = 1500  # characters in which `a man` is still the one that `the man` means
_TIE = re.compile(r"\s?,\s[^.;:!?\"“”]*\s(?:of|at|for|with|from)\s(?:the\s)?")
_APPOSED = re.compile(r"\s?,\s(?:the\s|an?\s)?")
_BODY = re.compile(
    r"\s?,\s(?:the\s|an?\s)?([A-Z][\w’'&.-]*(?:\s(?:of|the|for|and|on|&|[A-Z][\w’'&.-]*))*)"
    r"((?:\s[a-z][\w-]*){1,3})(?=\s?[,.;:]|\swho\s)"
)
_PART = re.compile(r"[^,.;:!?()\"“”]*")


class Roles:
    """The roles of one article."""

    def __init__(self, text: str, names: Names, words: Words) -> None:
        self._text, self._names, self._words = text, names, words
        self._bodies: dict[str, str] | None = None

    def closing_person(self, party: Party) -> NameMention | None:
        """The person whose name closes a phrase that opens with an office or a body and has no comma.

        `Minister of Works Ann Lee`, `Tarn Society president Ann Lee`; not `a spokesman for Prime Minister Ann Lee`.
        """
        if party.pronoun or party.plural or not (party.name_end < party.end or not party.name):
            return None
        last = self._names.at(party.end - 1)
        if last is None or last.start <= party.start or last.end > party.end or self._names.kind(last.text) != "person":
            return None
        before = self.body_before(last, party)
        if before is None:
            return None
        between = [*self._office_of(before), *self._text[before.end : last.start].lower().split()]
        if self._is_role(party.head) and before.start > party.start:
            return last if all(word in HONORIFICS for word in between) else None
        body = self._names.kind(before.text) == "organisation" and before.start == party.start
        titled = bool(between) and all(self._words.name_words.get(word) == "title" for word in between)
        return last if body and titled else None

    def _office_of(self, mention: NameMention) -> list[str]:
        """The title that closes a mention, since a name follows: `Norland Senator`."""
        last = mention.text.lower().split()[-1]
        return [last] if self._words.name_words.get(last) == "title" else []

    def body_before(self, person: NameMention, party: Party) -> NameMention | None:
        """The mention before the person's in the same phrase."""
        before = next((one for one in self._names.before(person.start) if one.end <= person.start), None)
        return before if before is not None and before.start >= party.start else None

    def holder(self, party: Party) -> str | None:
        """Whom `the ROLE` means: the person of that title or office, or whom an apposition gave the role.

        An office of several words (`the works minister`) may be given to its bearer later only: headlines do so.
        """
        office = " ".join(party.words.split()[1:]).lower()
        if not office:
            return None
        for other in self._names.before(party.start):
            if self._bears(other, office) or self._apposed(other, office):
                return self._names.full(other.text)
        if " " not in office:
            return None
        later = (other for other in self._names.after(party.end) if self._bears(other, office))
        if (bearer := next(later, None)) is not None:
            return self._names.full(bearer.text)
        last = office.split()[-1]
        alike = {self._names.full(one.text) for one in self._names.mentions if _title(one) == last}
        # `the Norland senator`, where the article has one senator; a party has many members
        return alike.pop() if len(alike) == 1 and last not in _FOR_NOBODY | _PARTIES else None

    def _bears(self, person: NameMention, office: str) -> bool:
        """Whether the office stands right before the name, in either order: `works minister`, `Minister of Works`."""
        if office == _title(person):
            return True
        ahead = self._text[max(0, person.start - len(office) - _TIES) : person.start].lower().split()
        wanted = office.split()
        if ahead[-len(wanted) :] == wanted:
            return True
        own = [word for word in ahead if word not in _TYING][-len(wanted) :]
        return len(wanted) > 1 and "of" in ahead and sorted(own) == sorted(wanted)

    def _apposed(self, person: NameMention, office: str) -> bool:
        """Whether an apposition behind the name says its role, in every word: `Ann Lee, a sheep farmer from Tarn,`."""
        opening = _APPOSED.match(self._text, person.end)
        if opening is None or opening[0].strip() == "," or self._names.kind(person.text) != "person":
            return False
        said = _PART.match(self._text[opening.end() : person.end + _NEAR])
        words = said[0].lower().split() if said else []
        tie = next(
            (n for n, word in enumerate(words) if word in {"of", "at", "for", "with", "from", "in", "who"}), None
        )
        wanted = office.split()
        return words[:tie][-1:] == wanted[-1:] and set(wanted) <= set(words)

    def introduced(self, noun: str, before: int) -> bool:
        """Whether somebody without a name was introduced by that noun not far before: `a man`, `one elderly nurse`."""
        return bool(_introduction(noun).search(self._text, max(0, before - _LOOK_BACK), before))

    def apposed_body(self, person: NameMention) -> str | None:
        """The body whose name, in capitals, opens an apposition: `Ann Lee, Feed the Hens programme director,`."""
        match = _BODY.match(self._text[person.end : person.end + _NEAR])
        if match is None or not self._is_role(match[2]) or match[2].split()[-1] in _FOR_NOBODY:
            return None
        body = re.sub(r"(?:\s(?:of|the|for|and|on|&))+$", "", match[1])
        body = re.sub(r"['’]s?$", "", body)
        full = self._names.full(body)
        title = self._words.name_words.get(body.lower().split()[-1]) == "title"
        return None if title or self._names.kind(full) in {"person", "place"} else full

    def body_of(self, name: str) -> str | None:
        """The organisation that a person speaks for by what stands beside the name anywhere, at its fullest."""
        if self._bodies is None:
            self._bodies = {}
            for one in self._names.mentions:
                if self._names.kind(one.text) == "person" and (body := self.apposed_body(one)):
                    self._bodies.setdefault(self._names.full(one.text), body)
            for one, other in zip(self._names.mentions, islice(self._names.mentions, 1, None), strict=False):
                if self._names.kind(other.text) == "person" and self._stands_for(other, one):
                    self._bodies.setdefault(self._names.full(other.text), self._names.full(one.text))
                if self._names.kind(one.text) == "person" and self._apposition_ties(one, other):
                    self._bodies.setdefault(self._names.full(one.text), self._names.full(other.text))
        return self._bodies.get(name)

    def _stands_for(self, person: NameMention, body: NameMention) -> bool:
        """`Tarn Ltd. spokeswoman Ann Lee`: a body, and nothing but a role between it and the name."""
        between = self._text[body.end : person.start].lower().split()
        if self._names.kind(body.text) != "organisation" or not 0 < len(between) < 5 or between[-1] in _FOR_NOBODY:
            return False
        return self._is_role(between[-1]) and all(word.replace("-", "").isalpha() for word in between)

    def _apposition_ties(self, person: NameMention, body: NameMention) -> bool:
        """`Ann Lee, director of the Tarn Fund`, `Ann Lee, a Tarn Fund trustee`: the body in what follows a name."""
        if self._names.kind(body.text) != "organisation" or body.start - person.end > _NEAR:
            return False
        between = self._text[person.end : body.start]
        if _TIE.fullmatch(between):
            return any(self._is_role(word) for word in between.lower().replace(",", " ").split())
        behind = _PART.match(self._text[body.end : body.end + _NEAR])
        role = behind[0].lower().split() if behind else []
        return bool(_APPOSED.fullmatch(between)) and bool(role) and self._is_role(role[-1])

    def _is_role(self, noun: str) -> bool:
        """Whether a noun says what somebody is: a title, or a person's noun."""
        word = noun.lower().split()[-1] if noun else ""
        return self._words.name_words.get(word) == "title" or self._words.noun_kind(word) == "person"


def _title(person: NameMention) -> str:
    """The title before a name, written out: "Sen." -> "senator"."""
    title = person.title.lower()
    return _WRITTEN_OUT.get(title, title)


@lru_cache(maxsize=256)
def _introduction(noun: str) -> re.Pattern[str]:
    # `as a governor`, `is a governor`, `Ann Lee, a governor` introduce nobody.
    opening = r"(?<!as )(?<!is )(?<!was )(?<!be )(?<!like )(?<!, )(?<![-\w])(?:an?|one|another)\s"
    return re.compile(rf"{opening}(?:[\w’'-]+\s){{0,4}}?{re.escape(noun)}\b", re.IGNORECASE)
