"""Articles as spaCy Docs in a DocBin: the mentions of their claims as spans, the records themselves beside them.

`doc.spans[role]` (`figure`, `item`, `source`, `cue`, `time`, …: `mentions.ROLES`) has a span for each claim that has
such a part, in the order of the claims; `span.label_` is the role, `span.id_` the id of the claim. Tokens are those of
a blank English pipeline; a mention that cuts one takes it whole, and the record has the exact characters.
The records stand in `doc._.claims`, which reads as `doc.user_data["._.", "claims", None, None]` without newsclaims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from newsclaims import layers
from newsclaims.export.inputs import Worked
from newsclaims.export.mentions import ROLES, mentions_of


def docbin(worked: Iterable[Worked]) -> Iterator[bytes]:
    """One DocBin; it is put together in memory, as spaCy does. Articles without a claim are in it too."""
    nlp = spacy.blank("en")
    docs = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
    for one in worked:
        docs.add(doc_of(one, nlp))
    yield docs.to_bytes()


def doc_of(worked: Worked, nlp: Language) -> Doc:
    """The Doc of an article."""
    article, claims = worked
    nlp.max_length = max(nlp.max_length, len(article.text))
    doc = nlp.make_doc(article.text)
    layers.put_article(doc, article.meta)
    layers.put(doc, "claims", claims)
    spans: dict[str, list[Span]] = {role: [] for role in ROLES}
    for claim in claims:
        for role, mention, _ in mentions_of(claim):
            tokens = layers.span_of(doc, mention)
            spans[role].append(Span(doc, tokens.start, tokens.end, label=role, span_id=claim.id))
    for role, found in spans.items():
        doc.spans[role] = found
    return doc
