"""The only code that puts our records on a Doc, or takes them off.

On the Doc a layer is a list of plain JSON values, which survive pickling and `n_process=2`; in code it is a list of
the structs of `records.py`. A layer that no stage has written reads as empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from spacy.tokens import Doc, Span

from newsclaims.records import ArticleMeta, Attribution, Claim, Figure, Mention, Numeral, Quotation, Speech, Timex

LAYERS: dict[str, Any] = {
    "quantities": Figure,
    "numerals": Numeral,
    "timexes": Timex,
    "speech": Speech,
    "quotations": Quotation,
    "attributions": Attribution,
    "claims": Claim,
}
Record = TypeVar("Record", bound=msgspec.Struct)

for _name in (*LAYERS, "article"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


def put(doc: Doc, layer: str, records: Sequence[msgspec.Struct]) -> None:
    """Write a stage's own layer, whole; what stood there before is replaced."""
    doc._.set(layer, msgspec.to_builtins(list(records)))


def take(doc: Doc, layer: str, record: type[Record]) -> list[Record]:
    """The records of a layer, in text order as its stage wrote them; `record` is the layer's type in `LAYERS`."""
    return msgspec.convert(doc._.get(layer) or [], list[record])  # type: ignore[valid-type]


def put_article(doc: Doc, article: ArticleMeta) -> None:
    """Say which article a Doc holds; the times stage reads its date of publication here."""
    doc._.article = msgspec.to_builtins(article)


def take_article(doc: Doc) -> ArticleMeta | None:
    """The article that a Doc holds, or None for a Doc made without one."""
    return msgspec.convert(doc._.article, ArticleMeta) if doc._.article else None


def span_of(doc: Doc, mention: Mention) -> Span:
    """The tokens that hold a mention; cut tokens are taken whole. ValueError for offsets outside the Doc."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no tokens at {mention.start} to {mention.end}, in a text of {len(doc.text)} characters")
    return span
