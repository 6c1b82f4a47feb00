"""The capitalised names of a Doc, with what stands at them: title, label, whether they are a subject."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, Token

from newsclaims.attribution.names import NameMention
from newsclaims.attribution.phrases import describes_body, in_body, is_gap, is_proper
from newsclaims.attribution.quotes import Quote
from newsclaims.attribution.words import Words
from newsclaims.syntax import APPOSITIONS, SUBJECTS, role

_PROPER = frozenset(["NNP", "NNPS"])
_DESCRIBING = frozenset("JJ NN NNS VBG NNP".split())
_HANGING = frozenset("ccomp advcl acl acl:relcl relcl xcomp csubj".split())
_WHERE = frozenset("in near across throughout".split())
_GLUE = frozenset("of for on and & - – /".split())
_NOUNS = frozenset("NN NNS NNP NNPS".split())
_COMMANDING = frozenset(["VB", "VBP", "IN"])  # taggers are of many minds about the `Save` of `Save the Hens`
_TIES = frozenset(
    "about above across after against along amid among around as at before behind below beneath beside between beyond "
    "by despite down during except for from in inside into like near of off on onto out outside over past since than "
    "through throughout to toward towards under until up upon via when where while with within without if because "
    "although".split()
)
_PARTICLES = frozenset(["al", "el"])
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z.&]{0,8}")


def name_mentions(doc: Doc, words: Words, quotes: Sequence[Quote] = ()) -> list[NameMention]:
    """Every run of proper nouns as a mention, titles split off, an entity's own bounds kept where it is a person."""
    starts = [quote.start for quote in quotes]
    return [
        replace(mention, quoted=True)
        if (within := bisect_right(starts, mention.start)) and mention.end <= quotes[within - 1].end
        else mention
        for mention in _all_mentions(doc, words)
    ]


def _all_mentions(doc: Doc, words: Words) -> list[NameMention]:
    found: list[NameMention] = []
    at = 0
    people = {ent.start: ent for ent in doc.ents if _is_person(ent, words)}
    tags = [token.tag_ for token in doc]
    commands = {**_commands(doc, tags), **_spelt_out(doc)}
    while at < len(doc):
        if at in commands:
            found.append(replace(_mention(doc, at, commands[at], ""), label="ORG"))
            at = commands[at]
            continue
        if at in people:
            end = _person_end(doc, people[at], people, words)
            _add(found, doc, at, end, words)
            at = end
            continue
        if tags[at] not in _PROPER or describes_body(doc, at):
            at += 1
            continue
        end = _run_end(doc, tags, at, words, people)
        after = end + 1 if end < len(doc) and is_gap(doc[end]) else end
        if after in people and all(words.name_words.get(token.lower_) == "title" for token in doc[at:end]):
            at = after  # the person's own mention takes the title before it
            continue
        _add(found, doc, _run_start(doc, at, end, words), end, words)
        at = end
    return [mention for mention in found if mention.text[:1].isupper() or mention.text[:1].isdigit()]


def _commands(doc: Doc, tags: list[str]) -> dict[int, int]:
    """Where bodies stand whose name is a command (`Save the Hens`): first token and end.

    One that a tagger took for a verb in the middle of a sentence is such a name wherever the article has it.
    """
    found = {
        i - 1: doc[i - 1 : i + 2].text
        for i in range(2, len(doc) - 1)
        if doc[i].text == "the" and tags[i + 1] in _NOUNS and doc[i + 1].is_title and doc[i - 1].is_title
    }
    known = {text for at, text in found.items() if _commands_at(doc, at)}
    return {at: _command_end(doc, tags, at) for at, text in found.items() if text in known}


def _spelt_out(doc: Doc) -> dict[int, int]:
    """Where names stand whose first letters the bracket behind them repeats: first token and end.

    `Circle for Tarn and Hill (CTH)`: the letters say where the name starts, whatever a tagger makes of its words.
    """
    found = {}
    for at in np.flatnonzero(doc.to_array("ORTH")[:-2] == get_string_id("(")).tolist():
        letters = doc[at + 1].text.replace(".", "")
        if doc[at + 2].text != ")" or not (letters.isupper() and 2 < len(letters) < 9):
            continue
        first, left = at, len(letters)
        while left and first > 0 and (doc[first - 1].is_title or doc[first - 1].is_upper or _ties(doc[first - 1])):
            first -= 1
            if not _ties(doc[first]):
                if doc[first].text[0] != letters[left - 1]:
                    break
                left -= 1
        if not left:
            found[first] = at
    return found


def _ties(token: Token) -> bool:
    """Whether a small word or sign within a name has no letter of its own in the acronym."""
    return token.text in _GLUE or (token.is_lower and token.text in {"the", "a", "to"})


def _commands_at(doc: Doc, at: int) -> bool:
    """Whether a capital in the middle of a sentence opens a name, where its tag is no name's."""
    before = doc[at - 1]
    inside = not doc[at].is_sent_start and (before.text == "," or before.is_lower)
    return inside and doc[at].tag_ in _COMMANDING and doc[at].lower_ not in _TIES


def _command_end(doc: Doc, tags: list[str], at: int) -> int:
    end = at + 3
    while end < len(doc) and tags[end] in _NOUNS and doc[end].is_title and doc[end].ent_type_ in {"", "ORG"}:
        end += 1
    return end


def _is_person(ent: Span, words: Words) -> bool:
    """Whether an entity is a person's whole name: no organisation's word right after it, no small first letter."""
    doc, end = ent.doc, ent.end
    goes_on = end < len(doc) and doc[end].tag_ in _PROPER and words.name_words.get(doc[end].lower_) == "organisation"
    hyphened = end < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_
    joined = hyphened and end + 1 < len(doc) and doc[end + 1].tag_ in _PROPER
    title = all(words.name_words.get(token.lower_) == "title" for token in ent)  # "Dr" alone names nobody
    return ent.label_ == "PERSON" and ent.text[0].isupper() and not (goes_on or joined or title)


def _person_end(doc: Doc, ent: Span, people: dict[int, Span], words: Words) -> int:
    """Where a person's name ends: a single word of it (`Rodaba`) takes the surname that the recogniser left out."""
    end = ent.end
    if len(ent) == 1 and end in people and words.genders.get(ent.text.lower()):
        return people[end].end  # `Ana Maria Lopes`, cut by the recogniser
    if len(ent) > 1 or end >= len(doc) or end in people or doc[end].is_sent_start:
        return end
    after = doc[end]
    surname = after.tag_ == "NNP" and not after.ent_type_ and after.is_title and not after.like_num
    closes = end + 1 >= len(doc) or doc[end + 1].tag_ not in _PROPER
    return end + 1 if surname and closes and after.lower_ not in words.name_words else end


def _run_end(doc: Doc, tags: list[str], at: int, words: Words, people: dict[int, Span]) -> int:
    """Where a run of proper nouns ends; `of`, `and` tie it on where its first part is an organisation's."""
    end, organisation = at, False
    while end < len(doc) and (end not in people or end == at):
        if tags[end] in _PROPER or (end > at and is_proper(doc, end)):
            organisation |= words.name_words.get(doc[end].lower_) == "organisation" or doc[end].ent_type_ == "ORG"
            end += 1
            continue
        if end > at and in_body(doc[end]) and _closes_in_capitals(doc, end):
            end += 1
            continue
        if tags[end] != "HYPH" and doc[end].lower_ in _PARTICLES and doc[end + 1 : end + 2].text == "-":
            end += 2  # `Khalid al-Amr`
            continue
        if tags[end] == "POS" and tags[end - 1] == "NNPS" and end + 1 < len(doc) and tags[end + 1] == "NNP":
            organisation, end = True, end + 2  # `Tarn Teachers' Circle`
            continue
        listed = (
            _list_end(doc, tags, end) if organisation and doc[end].text == "," and doc[at + 1].lower_ == "of" else 0
        )
        if listed:
            return listed
        if (
            not organisation
            or doc[end].lower_ not in _GLUE
            or (doc[end].lower_ == "and" and not _belongs(doc, at, end))
        ):
            break
        after = end + 2 if end + 1 < len(doc) and doc[end + 1].lower_ in {"the", "a"} else end + 1
        if after >= len(doc) or after in people or doc[after].is_sent_start or doc[after].ent_type_ == "DATE":
            break
        if tags[after] not in _PROPER and not (doc[after].is_title and tags[after] in {"NN", "NNS", "JJ"}):
            break
        end = after + (tags[after] not in _PROPER)
    return end


def _closes_in_capitals(doc: Doc, at: int) -> bool:
    """Whether a body's entity goes on to a word with a capital."""
    while at < len(doc) and in_body(doc[at]):
        if doc[at].text[0].isupper():
            return True
        at += 1
    return False


def _belongs(doc: Doc, start: int, at: int) -> bool:
    """Whether an `and` lies inside a name: as its entity says, or in `Ministry of Trade and Industry`."""
    if doc[at].ent_type_ == "ORG":
        return True
    listed = any(token.lower_ == "of" for token in doc[start:at])
    return listed and at + 1 < len(doc) and doc[at + 1].is_title and doc[at + 1].ent_type_ != "PERSON"


def _list_end(doc: Doc, tags: list[str], at: int) -> int:
    """Where a name goes on as a list (`Ministry of Trade, Labour and Industry`) from its comma; 0 where it does not."""
    last = at
    while last + 1 < len(doc) and tags[last] == "," and tags[last + 1] in _PROPER:
        last += 2
    joined = last + 1 < len(doc) and doc[last].lower_ in {"and", "&"} and tags[last + 1] in _PROPER
    return last + 2 if joined and last > at else 0


def _run_start(doc: Doc, at: int, end: int, words: Words) -> int:
    """Where an organisation's name starts: capitalised words before it that are tagged as no names belong to it."""
    organisation = any(words.name_words.get(doc[i].lower_) == "organisation" for i in range(at, end))
    while at > 0 and in_body(doc[at]) and doc[at - 1].is_title:
        at -= 1
    while at > 0 and not doc[at].is_sent_start:
        describing = doc[at - 1].tag_ == "JJ" and doc[at - 1].is_title and not doc[at - 1].is_sent_start
        if not organisation and not (describing and doc[at].ent_type_ != "PERSON"):
            break
        if organisation and doc[at - 1].lower_ == "and" and (joined := _joined_start(doc, at - 1, words)):
            return joined
        if doc[at - 1].text == "-" and at > 1 and doc[at - 2].text[0].isupper():
            at -= 2
        elif doc[at - 1].text[0].isupper() and doc[at - 1].tag_ in _DESCRIBING:
            at -= 1
        else:
            break
    return at


def _joined_start(doc: Doc, at: int, words: Words) -> int:
    """Where `Immigration and Naturalization Service` starts, from its `and`; 0 where two names are joined."""
    first = at
    while first > 0 and doc[first - 1].tag_ in _PROPER:
        first -= 1
    plain = at - first == 1 and not doc[first].is_upper and doc[first].ent_type_ != "PERSON"
    own = words.name_words.get(doc[first].lower_) == "organisation"
    return first if plain and not own and first > 0 and doc[first - 1].lower_ == "the" else 0


def _add(found: list[NameMention], doc: Doc, start: int, end: int, words: Words) -> None:
    """Append the mention, and the one that stands before its title ("Google" in "Google CEO Sundar Pichai")."""
    while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
        end += 2
    while start < end - 1 and doc[start].tag_ in {"CC", "IN", "RB", "UH", "DT"}:
        start += 1
    last_title = max(
        (at for at in range(start, end - 1) if words.name_words.get(doc[at].lower_) == "title"), default=-1
    )
    title = ""
    after = doc[last_title + 1 : end] if last_title >= 0 else doc[start:start]
    if after and after[0].tag_ in _PROPER and not any(words.name_words.get(t.lower_) == "organisation" for t in after):
        title = doc[last_title].text
        first = next(at for at in range(start, end) if words.name_words.get(doc[at].lower_) == "title")
        if first > start:
            found.append(_mention(doc, start, first, ""))
        start = last_title + 1
    else:
        before = start - 2 if start > 1 and is_gap(doc[start - 1]) else start - 1
        if before >= 0 and words.name_words.get(doc[before].lower_) == "title":
            title = doc[before].text
    found.append(_mention(doc, start, end, title))


def _mention(doc: Doc, start: int, end: int, title: str) -> NameMention:
    begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    head = next((token for token in doc[start:end] if not start <= token.head.i < end), doc[start])
    label = next((token.ent_type_ for token in doc[start:end] if token.ent_type_), "")
    if start > 0 and not title and label != "ORG" and doc[start - 1].lower_ in _WHERE:
        label = "LOC"
    return NameMention(begin, stop, " ".join(doc[start:end].text.split()), label, title, _is_subject(head))


def _is_subject(head: Token) -> bool:
    """Whether a name's head is a subject, or stands in apposition to one, and not of a clause that hangs on another.

    In `Ann Lee said Bo Tarn had left. She …` the second name is no subject to go on about.
    """
    if role(head) in APPOSITIONS:
        head = head.head
    return role(head) in SUBJECTS and role(head.head) not in _HANGING


def acronym_pairs(text: str, mentions: list[NameMention]) -> dict[str, str]:
    """Acronym -> name, from `Full Name (ACR)`; the name must hold the acronym's first letter."""
    pairs: dict[str, str] = {}
    for mention in mentions:
        match = re.match(r"\s?\((?:the )?([A-Z][\w.&]{1,9})\)", text[mention.end : mention.end + 16])
        if match and match[1].isupper() and match[1][0] in re.sub(r"[^A-Z]", "", mention.text):
            pairs.setdefault(match[1].replace(".", ""), mention.text)
    return pairs
