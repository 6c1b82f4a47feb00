"""Claims to export, one at a time, of a file, a folder of them or a run; and each article with its own.

Reading order: `claims_of`, `joined`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from newsclaims.database.origins import origin_of
from newsclaims.database.reading import read_claim
from newsclaims.errors import NewsclaimsError, UsageError
from newsclaims.export.mentions import mentions_of
from newsclaims.records import Article, Claim, Failure

_NUL_SIGN = "␀"
"""What `read_claim` puts in the place of U+0000."""


def claims_of(path: Path) -> Iterator[Claim]:
    """The claims of a file that `extract` or `merge` wrote (packed by gzip or not), of a folder of them or of a run's,
    in order.

    UsageError for a line that is no claim of this release's schema; RunError for a run that is not complete.
    """
    try:
        for _, lines in origin_of(path).claims():
            for where, line in lines:
                yield read_claim(line, where)
    except UsageError as error:
        raise UsageError(error.what, where=error.where, mend=f"Nothing was written. {error.mend}") from error


class Worked(NamedTuple):
    """An article, and the claims that were extracted from it, in order; none stands twice."""

    article: Article
    claims: list[Claim]


def joined(path: Path, articles: Iterable[Article | Failure], tell: Callable[[str], None]) -> Iterator[Worked]:
    """Each article with its claims, in the order of the articles; those without a claim too.

    `tell` is given in words what is left out: an article that cannot be read, whose text is not the one that its
    claims were extracted from (by its hash, and by each mention), or that has claims and was not given. The claims are
    read twice: once to know how many each article has. Of an order other than that of the articles, the claims in
    between are held.
    """
    left = Counter(claim.article.id for claim in claims_of(path))
    stream = claims_of(path)
    waiting: dict[str, list[Claim]] = {}
    for article in articles:
        if isinstance(article, Failure):
            tell(f"{article.where}: {article.message} {article.mend}")
            continue
        claims = _complete(article.id, left.pop(article.id, 0), stream, waiting)
        if not all(map(_of_text(article), claims)):
            tell(f'{article.where}: the text of "{article.id}" is not the one that its claims were extracted from.')
        else:
            yield Worked(article, claims)
    for name, count in left.items():
        tell(f'{path}: {count:,} claims are of the article "{name}", which was not given.')


def _of_text(article: Article) -> Callable[[Claim], bool]:
    """Whether a claim is of the article's text, and each of its mentions stands where it says."""
    sha256, text = article.meta.text_sha256, article.text.replace("\0", _NUL_SIGN)

    def told(claim: Claim) -> bool:
        stands = all(text[words.start : words.end] == words.text for _, words, _ in mentions_of(claim))
        return stands and claim.article.text_sha256 == sha256

    return told


def _complete(name: str, count: int, stream: Iterator[Claim], waiting: dict[str, list[Claim]]) -> list[Claim]:
    """All claims of an article that has so many; what is read on the way to the last waits."""
    found = waiting.pop(name, [])
    while len(found) < count:
        claim = next(stream, None)
        if claim is None:
            raise NewsclaimsError("the claims changed while they were read.", mend="Export them when they are whole.")
        (found if claim.article.id == name else waiting.setdefault(claim.article.id, [])).append(claim)
    return list({claim.id: claim for claim in found}.values())
