"""What a file's name, or the first bytes of a stream, say that it holds: a kind of file, and how it is packed."""

from __future__ import annotations

import os
from typing import Literal, NamedTuple

Kind = Literal["text", "jsonl", "csv", "tsv", "html", "parquet", "warc", "zip", "tar"]
Packing = Literal["gzip", "zstd", "bzip2", "xz"]
KINDS: dict[str, Kind] = {
    ".txt": "text", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".parquet": "parquet", ".warc": "warc", ".wet": "warc", ".zip": "zip",
    ".tar": "tar",
}  # fmt: skip
PACKINGS: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2", ".xz": "xz"}
KIND_NAMES: dict[Kind | Packing, str] = {
    "text": "a text file", "jsonl": "JSONL", "csv": "CSV", "tsv": "CSV", "html": "HTML", "parquet": "Parquet",
    "warc": "WARC", "zip": "zip", "tar": "tar", "gzip": "gzip", "zstd": "zstd", "bzip2": "bzip2", "xz": "xz",
}  # fmt: skip
SHOWN = ".txt, .jsonl, .csv, .tsv, .parquet, .html, .warc, .zip, .tar; packed too: .gz, .zst, .bz2, .xz"
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}
_PACKED: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
)  # fmt: skip
_KNOWN: tuple[tuple[bytes, Kind], ...] = ((b"PK\x03\x04", "zip"), (b"PAR1", "parquet"), (b"WARC/", "warc"))
_PAGE = (b"<!doctype html", b"<html", b"<?xml")
_BOM = b"\xef\xbb\xbf"
_TAR_MAGIC = slice(257, 262)
SNIFFED = 512
"""As many bytes as tell a kind."""


class Form(NamedTuple):
    """What a file holds, and its name without the suffixes that say so."""

    kind: Kind
    packing: Packing | None
    stem: str


def form_of(path: str) -> Form | None:
    """The form that a path's suffixes name (`day.jsonl.gz`: JSONL in gzip, "day"); None for what we do not read."""
    folder, name = os.path.split(path)
    low = name.lower()
    short = next((suffix for suffix in _SHORT if low.endswith(suffix)), None)
    if short:
        low = low[: -len(short)] + _SHORT[short]
    packing = next((suffix for suffix in PACKINGS if low.endswith(suffix)), "")
    inner = low.removesuffix(packing)
    kind = next((suffix for suffix in KINDS if inner.endswith(suffix)), None)
    if kind is None or inner == kind:
        return None
    stem = os.path.join(folder, name[: len(inner) - len(kind)])
    return Form(KINDS[kind], PACKINGS.get(packing), stem)


def sniffed_packing(head: bytes) -> Packing | None:
    """How a stream that starts with `head` is packed."""
    return next((packing for magic, packing in _PACKED if head.startswith(magic)), None)


def sniffed_kind(head: bytes) -> Kind:
    """What an unpacked stream that starts with `head` holds; "text" where nothing tells (CSV looks like text)."""
    found = next((kind for magic, kind in _KNOWN if head.startswith(magic)), None)
    if found:
        return found
    if head[_TAR_MAGIC] == b"ustar":
        return "tar"
    start = head.removeprefix(_BOM).lstrip()
    if start.startswith(b"{"):
        return "jsonl"
    return "html" if start[:20].lower().startswith(_PAGE) else "text"
