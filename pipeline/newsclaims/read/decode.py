"""Bytes to text, by one rule, strictly: no byte is replaced or left out.

1. A byte-order mark (UTF-8, UTF-16, UTF-32) decides. 2. Else what the page declares: the charset of its HTTP header,
then of its `<meta>` or XML declaration (HTML only). 3. Else UTF-8. 4. Else `--fallback-encoding`, where one is given.
Where an encoding of 2 to 4 does not fit all bytes, the next is tried; where none does, the text is set aside.
Names of encodings are read as browsers read them: `iso-8859-1` is windows-1252, an unknown name is as good as none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from newsclaims.errors import ArticleError

BOM = codecs.BOM_UTF8
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
WIDE_BOMS = tuple(mark for mark, name in _BOMS if name != "utf-8")
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 2048  # bytes; the standard says 1024
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# What the web's names mean, where that is not what Python's codec of the name does (encoding.spec.whatwg.org).
_WEB = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
_ON_THE_WEB = re.compile(
    r"utf-8|cp125[0-8]|cp(?:866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)|gb18030|big5hkscs|euc_jp|iso2022_jp"
)


def decoded(content: bytes, *, declared: Sequence[str] = (), fallback: str | None = None) -> str:
    """The text of some bytes by the rule above, without its byte-order mark; ArticleError where none fits.

    `where` of the error is the line of the byte that is no UTF-8.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _by_mark(content, mark, name)
    tried = [name for name in map(web_encoding, declared) if name]
    for name in (*tried, "utf-8", *([fallback] if fallback else [])):
        try:
            return content.decode(name)
        except UnicodeDecodeError as error:
            if name == "utf-8":
                failed = error
    line = content.count(b"\n", 0, failed.start) + 1
    others = [name for name in (*tried, fallback) if name and name != "utf-8"]
    raise not_utf8(failed, at=failed.start, line=str(line), tried=others)


def _by_mark(content: bytes, mark: bytes, name: str) -> str:
    try:
        return content[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        if name == "utf-8":
            raise not_utf8(error, at=at, line=str(content.count(b"\n", 0, at) + 1)) from None
        raise ArticleError(
            f"its byte-order mark says {name.upper()}, and at byte offset {at:,} it is none.",
            mend="Fetch the file again, or take the mark out and convert it to UTF-8.",
        ) from None


def declared_in(page: bytes) -> list[str]:
    """The encodings that the head of a page declares."""
    found = _DECLARED.findall(page[:_DECLARED_WITHIN])
    return [(first or second).decode("ascii", "ignore") for first, second in found[:1]]


def declared_in_header(content_type: str | None) -> list[str]:
    """The encoding that a Content-Type header declares."""
    found = _HEADER.search(content_type or "")
    return [found[1]] if found else []


def web_encoding(label: str) -> str | None:
    """Python's name for an encoding as pages name it: "latin1" -> "cp1252"; None for what is none of the web's."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _WEB.get(name, name)
    return name if _ON_THE_WEB.fullmatch(name) else None


def not_utf8(error: UnicodeDecodeError, *, at: int, line: str = "", tried: Sequence[str] = ()) -> ArticleError:
    """The error for bytes that are not UTF-8: which byte, where, and the encoding they are most likely in."""
    utf16 = error.object[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in error.object[:100]
    encoding = "UTF-16" if utf16 else "WINDOWS-1252"
    others = f", nor do all bytes fit {', '.join(tried)}" if tried else ""
    return ArticleError(
        f"the byte 0x{error.object[error.start]:02X} at byte offset {at:,} is not UTF-8{others}.",
        where=line,
        mend=f"Convert the file to UTF-8, for example: iconv -f {encoding} -t UTF-8; or give --fallback-encoding.",
    )
