"""The learned linker, as a component of the language model's own pipeline: which word a figure counts, and which time
it is about, read from the states that the encoder leaves on the Doc.

In the pipeline it does nothing but carry its weights: figures and times are found by later stages, and the last of
them asks it (`LinkReader.links`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from newsclaims.claims.linking import Link, TableLinker
from newsclaims.claims.sentences import Sentence
from newsclaims.claims.times import Dated, Spot, foreign_to
from newsclaims.encoder.component import FACTORY as ENCODER
from newsclaims.encoder.component import LOWER
from newsclaims.encoder.net import WIDTH, Floats
from newsclaims.encoder.weighted import Weighted
from newsclaims.errors import ModelError
from newsclaims.links.net import LinkNet, Told
from newsclaims.links.sight import Sight, item_token, sight_of
from newsclaims.quantities.items import item_at
from newsclaims.quantities.lexicon import lexicon
from newsclaims.records import Figure

FACTORY = "newsclaims_links"
RULE = "read-from-context"
_NO_STATES = np.zeros(0, dtype=np.float16)
_NO_ITEM = 2 / 3  # no item is taken to be named only where that is twice as likely as all words together
_PREDICATE = 1.5  # `100 casualties, and 30 were children` are 30 children, unless another noun is likelier by far
_TIME = 0.5  # a time is taken from so much of the probability of none on: as many figures are right as at 1, more times
_POOL = 128  # figures that are worked at once; no sentence has more
_NO_NOUN = frozenset(["VERB", "AUX", "PUNCT", "SPACE", "DET", "ADP", "CCONJ", "SCONJ", "NUM"])


class LinkReader(Weighted[LinkNet]):
    """Ties figures to items and times by two nets; see `newsclaims.claims.linking.Linker`. The figures of a table that
    was flattened into one "sentence" are left to the rules.
    """

    def __init__(self) -> None:
        super().__init__(FACTORY, "reader of links", LinkNet)
        self._tables = TableLinker()

    def __call__(self, doc: Doc) -> Doc:
        """Leave the Doc as it is."""
        return doc

    def links(self, doc: Doc, sentences: Sequence[Sentence]) -> Iterator[list[Link]]:
        """For each sentence the links of its figures, in text order; `doc.tensor` and `doc.user_data[LOWER]` hold the
        states of words (tokens, 384). ModelError where they do not.
        """
        net = self.net
        if sentences and any(s.shape != (len(doc), WIDTH) for s in (doc.tensor, doc.user_data.get(LOWER, _NO_STATES))):
            mend = f"Put it behind the encoder of the pipeline that it was trained for, {ENCODER}."
            raise ModelError(f"no states of {WIDTH} numbers for each word.", where=FACTORY, mend=mend)
        taken = frozenset(i for s in sentences for spot in s.spots for i in range(spot.first, spot.last))
        for some in _pools(sentences):
            if len(some[0].spots) > _POOL:
                yield from self._tables.links(doc, some)
                continue
            sights = [sight_of(doc, spot, s.spots, s.dated, net.rules) for s in some for spot in s.spots]
            told = iter(zip(sights, net.tell(sights), strict=True))
            for sentence in some:
                yield [_link(doc, spot, *next(told), taken) for spot in sentence.spots]


def _pools(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences, _POOL figures at a time, since each has a window of its own; one with more, a table, by itself."""
    pool: list[Sentence] = []
    for sentence in sentences:
        if pool and sum(len(one.spots) for one in pool) + len(sentence.spots) > _POOL:
            yield pool
            pool = []
        pool.append(sentence)
    if pool:
        yield pool


def _link(doc: Doc, spot: Spot, sight: Sight, told: Told, taken: frozenset[int]) -> Link:
    """The links of one figure; `taken` are the places of all figures' words, which are no items."""
    figure, trust = _counting(doc, spot.figure, sight, told.items, taken)
    none = float(told.times[0])
    open_to = [one for one in zip(told.times[1:].tolist(), sight.dated, strict=True) if not foreign_to(one[1], spot)]
    return Link(figure, trust, _ranked(open_to), _TIME * none, none, table=False)


def _ranked(found: Sequence[tuple[float, Dated]]) -> list[tuple[float, Dated]]:
    """The expressions, the likeliest first; of those with one interval the best has the probability of all."""
    ranked = sorted(found, key=lambda one: (-one[0], one[1].first))
    sums: dict[tuple[str | None, str | None], float] = {}
    for trust, one in ranked:
        interval = one.timex.begin, one.timex.end
        sums[interval] = sums.get(interval, 0.0) + trust
    out = [(sums.pop((one.timex.begin, one.timex.end), trust), one) for trust, one in ranked]
    return sorted(out, key=lambda found: (-found[0], found[1].first))


def _counting(doc: Doc, figure: Figure, sight: Sight, items: Floats, taken: frozenset[int]) -> tuple[Figure, float]:
    """The figure with the item that the net takes (none, the rules' own, or a word of the window), and how probable it
    is.
    """
    own, scores = item_token(doc, figure), items.copy()
    for i in range(len(sight.marks)):
        token = doc[sight.start + i]
        if token != own and (token.i in taken or not countable(token)):
            scores[i + 1] = 0
        elif token == own and figure.item_rule == "predicate-noun":
            scores[i + 1] *= _PREDICATE
    scores[0] = items[0] >= _NO_ITEM
    best = int(scores.argmax())
    trust = float(items[best])
    if best == 0:
        return msgspec.structs.replace(figure, item=None, item_rule=None, item_confidence=0.0), trust
    if best == len(items) - 1 or (own is not None and own.i == sight.start + best - 1):
        return msgspec.structs.replace(figure, item_confidence=round(trust, 3)), trust
    item = item_at(doc[sight.start + best - 1], taken, lexicon())
    return msgspec.structs.replace(figure, item=item, item_rule=RULE, item_confidence=round(trust, 3)), trust


def countable(token: Token) -> bool:
    """Whether a word may be the head of an item."""
    return token.pos_ not in _NO_NOUN


@Language.factory(FACTORY, requires=["doc.sents"])
def make_link_reader(nlp: Language, name: str) -> LinkReader:
    """The component, without weights until `from_disk` loads them."""
    return LinkReader()
