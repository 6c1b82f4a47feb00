"""A cue: the words by which somebody is said to say something, with who speaks and what is reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsclaims.attribution.phrases import Party
from newsclaims.attribution.sentences import Sentence


@dataclass(frozen=True)
class Cue:
    """A cue with its clause (source, verb, adjuncts) and the parts it reports, all in characters of the text.

    `kind` is the verb's class, or `according`, `survey`, `colon`, `signature`. `parties` is empty where the source must
    come from an earlier cue of the sentence (`adding that …`). `stop` is the token after the clause. `confidence` is
    that of the reader of speech, 0 for a cue that a rule found.
    """

    start: int
    end: int
    kind: str
    parties: tuple[Party, ...]
    clause: tuple[int, int]
    contents: tuple[tuple[int, int], ...]
    rule: str
    sent: tuple[int, int]
    stop: int
    confidence: float = 0.0


def cue_of(
    sent: Sentence,
    cue: tuple[int, int],
    clause: tuple[int, int],
    people: tuple[Party, ...],
    parts: Iterable[tuple[int, int]],
    *,
    kind: str,
    rule: str,
) -> Cue:
    """The cue of these token ranges, in characters."""
    doc = sent.doc
    spans = (doc[cue[0]].idx, sent.end(cue[1])), (doc[clause[0]].idx, sent.end(clause[1]))
    return Cue(*spans[0], kind, people, spans[1], sent.chars(list(parts)), rule, sent.span, clause[1])
