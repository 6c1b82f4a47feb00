"""What the tree tells of time expressions, on hand-built Docs published on Wednesday 14 September 2016."""

from __future__ import annotations

import pytest
from docs import made_doc
from marked_timexes import PUBLISHED

from newsclaims import layers
from newsclaims.records import ArticleMeta, Timex
from newsclaims.times.component import Times

VOTE = """
    On IN case 1
    Friday NNP obl 3
    towns NNS nsubj 3
    vote VBP ROOT 3 vote
    """
SHOW = """
    Counts NNS nsubj 1
    show VBP ROOT 1 show
    40 CD nummod 3
    boats NNS obj 1
    Friday NNP obl:unmarked 1
    """
ROW = """
    They PRP nsubj 2
    are VBP cop 2 be
    likely JJ ROOT 2
    to TO mark 4
    row VB xcomp 2 row
    Friday NNP obl:unmarked 4
    """
MOURN = """
    They PRP nsubj 2
    will MD aux 2
    mourn VB ROOT 2 mourn
    the DT det 4
    fire NN obj 2
    on IN case 6
    Friday NNP nmod 4
    that WDT nsubj 8
    killed VBD acl:relcl 4 kill
    9 CD obj 8
    """
LAST = """
    For IN case 2
    ten CD nummod 2
    years NNS obl 5
    they PRP nsubj 5
    have VBP aux 5
    rowed VBN ROOT 5 row
    """
STAY = """
    They PRP nsubj 2
    have VBP aux 2
    stayed VBN ROOT 2 stay
    ten CD nummod 4
    years NNS obl:unmarked 2
    """
BACK = """
    Quarrels NNS nsubj 1
    go VBP ROOT 1 go
    back RB advmod 1
    ten CD nummod 4
    years NNS obl:unmarked 1
    """
FILL = """
    Ten CD nummod 1
    years NNS nsubj 3
    have VBP aux 3
    passed VBN ROOT 3 pass
    """
MARK = """
    Mills NNS nsubj 1
    celebrate VBP ROOT 1 celebrate
    ten CD nummod 3
    years NNS obj 1
    """
DRAG = """
    It PRP nsubj 2
    has VBZ aux 2
    rained VBN ROOT 2 rain
    , , punct 4
    lasting VBG advcl 2 last
    ten CD nummod 6
    years NNS obl:unmarked 4
    """
TRY = """
    They PRP nsubj 3
    have VBP aux 3
    been VBN aux 3
    trying VBG ROOT 3 try
    to TO mark 5
    leave VB xcomp 3
    for IN case 8
    ten CD nummod 8
    years NNS obl 5
    """
WANT = TRY.replace("been VBN aux", "long RB advmod").replace("trying VBG", "wanted VBN").replace(" try", " want")
THOSE = """
    Those DT ROOT 0
    who WP nsubj 3
    have VBP aux 3
    rowed VBN acl:relcl 0 row
    for IN case 6
    ten CD nummod 6
    years NNS obl 3
    """
HAVING = """
    Having VBG aux 1
    rowed VBN advcl 6 row
    for IN case 4
    ten CD nummod 4
    years NNS obl 1
    they PRP nsubj 6
    know VBP ROOT 6 know
    """
HELD = """
    Nine CD nsubj:pass 2
    were VBD aux:pass 2 be
    held VBN ROOT 2 hold
    trying VBG advcl 2 try
    to TO mark 5
    land VB xcomp 3 land
    on IN case 7
    Friday NNP obl 5
    """
CAN = """
    They PRP nsubj 2
    can MD aux 2
    row VB ROOT 2 row
    Friday NNP obl:unmarked 2
    """
CLAIM = """
    She PRP nsubj 2
    has VBZ aux 2
    claimed VBN ROOT 2 claim
    it PRP nsubj 4
    held VBD ccomp 2 hold
    them PRP obj 4
    for IN case 8
    ten CD nummod 8
    years NNS obl 4
    """
FLOODS = """
    They PRP nsubj 1
    moved VBD ROOT 1 move
    after IN case 4
    2015 CD nummod 4
    floods NNS obl 1
    """
YEAR = """
    They PRP nsubj 1
    moved VBD ROOT 1 move
    after IN case 3
    2015 CD obl 1
    """


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        (VOTE, ("2016-09-16", "2016-09-16")),
        (SHOW, ("2016-09-09", "2016-09-09")),
        (ROW, ("2016-09-16", "2016-09-16")),
        (MOURN, ("2016-09-09", "2016-09-09")),
        (LAST, ("2006-09-14", PUBLISHED)),
        (STAY, ("2006-09-14", PUBLISHED)),
        (BACK, ("2006-09-14", PUBLISHED)),
        (BACK.replace("go VBP", "went VBD"), (None, None)),
        (CLAIM, (None, None)),
        (FILL, ("2006-09-14", PUBLISHED)),
        (MARK, ("2006-09-14", PUBLISHED)),
        (DRAG, ("2006-09-14", PUBLISHED)),
        (DRAG.replace("has VBZ", "had VBD"), (None, None)),
        (TRY, ("2006-09-14", PUBLISHED)),
        (WANT, (None, None)),
        (THOSE, (None, None)),
        (THOSE.replace("Those DT", "Rowers NNS"), ("2006-09-14", PUBLISHED)),
        (HAVING, ("2006-09-14", PUBLISHED)),
        (HAVING.replace("know VBP", "knew VBD"), (None, None)),
        (HELD, ("2016-09-09", "2016-09-09")),
        (CAN, ("2016-09-16", "2016-09-16")),
        (FLOODS, ("2015-01-01", "2015-12-31")),
        (YEAR, ("2016-01-01", None)),
    ],
)
def test_what_an_expression_hangs_on_dates_it(tree: str, told: tuple[str | None, str | None]) -> None:
    doc = made_doc(tree)
    layers.put_article(doc, ArticleMeta(id="tree", published=PUBLISHED))
    [timex] = layers.take(Times()(doc), "timexes", Timex)
    assert (timex.begin, timex.end) == told
