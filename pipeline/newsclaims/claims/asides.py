"""Lines of a page that are no part of its story: headlines of other stories, calls to read on, captions.

Reading order: `asides` (each with its reason), `opening` (where headline and standfirst end).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from newsclaims.paragraphs import paragraph_starts
from newsclaims.records import Mention

_STOPS = (".", "!", "?", ":", ";", ",", "…", "—", "–", "-", "।")
_CLOSERS = " \t\n\r\"'”’»)]*_"
_MARKER = re.compile(r"^(?:[-–—•*·▪“\"«]|\(?\d{1,2}[.)]\s)")
_NUMERAL = re.compile(r"\d[\d.,]*")
_CREDIT = re.compile(
    r"^[\[(]?(?:photo|image|picture|photograph|graphic)s?\b(?: credit)?(?::| by\b| courtesy\b)"
    r"|[\[(](?:photo|image|picture|photograph|credit|file photo)s?\b[^)\]]*[\])]\W*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|Ms|vs))[.!?][\"”’)]*\s")
_FEWEST, _MOST = 6, 25
_FEWEST_ALONE = 9
_TABLE = 3
_LOOSE = 0.4
_FEW = 3
REASONS = {
    "link": "its line calls to another story",
    "caption": "its line says what a picture shows",
    "headline": "its line is no sentence and stands among paragraphs: the headline of another story, or a caption",
}


class Aside(NamedTuple):
    """A line that is no part of the story, and which kind."""

    line: Mention
    kind: Literal["link", "caption", "headline"]

    @property
    def reason(self) -> str:
        """Why, in words."""
        words = " ".join(self.line.text.split())
        return f"{REASONS[self.kind]}: “{words[:80]}{'…' if len(words) > 80 else ''}”"


def lines_of(text: str) -> list[Mention]:
    """The paragraphs, headlines and list lines of a text, without white space at their edges."""
    edges = [0, *(start for start in paragraph_starts(text) if start), len(text)]
    out = []
    for start, end in pairwise(edges):
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        if stripped := words.strip():
            out.append(Mention(start, start + len(stripped), stripped))
    return out


def asides(lines: Sequence[Mention], labels: Mapping[str, str]) -> list[Aside]:
    """The lines that are no part of the story, in text order; `labels` are words that open one, with its kind."""
    found = {n: kind for n, line in enumerate(lines) if (kind := _labelled(line.text, labels))}
    for run in _runs(lines, found):
        found.update(dict.fromkeys(run, "headline"))
    return [Aside(lines[n], kind) for n, kind in sorted(found.items())]  # type: ignore[arg-type]


def opening(lines: Sequence[Mention]) -> int:
    """Where the headline and standfirst of the story end: the start of its first line that is a sentence."""
    return next((line.start for line in lines if ends(line.text)), lines[-1].end if lines else 0)


def ends(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return line.rstrip(_CLOSERS).endswith(_STOPS)


def _labelled(line: str, labels: Mapping[str, str]) -> str | None:
    """The kind of a line that opens with a label and a colon or bar, or is a credit; None for others."""
    opens = re.match(r"^\W*([^:|]{3,24}?)\s*[:|]", line)
    if opens and (kind := labels.get(opens[1].lower().replace("’", "'").strip())):
        return kind
    return "caption" if _CREDIT.search(line) and len(line.split()) <= 2 * _MOST else None


def _runs(lines: Sequence[Mention], found: Mapping[int, str]) -> Iterator[list[int]]:
    """Runs of lines that read as headlines, behind the first sentence of the story and under no colon.

    None in a text that is mostly such lines: that is a list or a table, or lost its stops.
    """
    first = next((n for n, line in enumerate(lines) if ends(line.text)), len(lines))
    loose = [n for n in range(first, len(lines)) if n not in found and not ends(lines[n].text)]
    if len(loose) > max(_FEW, _LOOSE * (len(lines) - first)):
        return
    run: list[int] = []
    for n in loose:
        if run and any(m not in found for m in range(run[-1] + 1, n)):
            yield from _headlines(lines, run)
            run = []
        run.append(n)
    yield from _headlines(lines, run)


def _headlines(lines: Sequence[Mention], run: list[int]) -> Iterator[list[int]]:
    """The run, where it is one of headlines: no list under a colon, no table, no subheading."""
    if not run or lines[run[0] - 1].text.rstrip().endswith(":"):
        return
    texts = [lines[n].text for n in run]
    if any(_MARKER.match(text) or len(_NUMERAL.findall(text)) >= _TABLE for text in texts):
        return
    kept = [n for n, text in zip(run, texts, strict=True) if _FEWEST <= len(text.split()) <= _MOST]
    kept = [n for n in kept if not _SENTENCE_END.search(lines[n].text)]
    if len(kept) > 1 or (kept and len(lines[kept[0]].text.split()) >= _FEWEST_ALONE):
        yield kept
