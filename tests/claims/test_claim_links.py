"""The joins that need no tree: what is a part of a time expression, who says a figure, ids, trust."""

from __future__ import annotations

from newsclaims.claims.link import NARRATOR, attribution_of, claim_id, places_in_time, sharing
from newsclaims.records import ArticleMeta, Attribution, Figure, Mention, Quantity, Source, Timex

TEXT = "Nurses said the ward, closed for 12 days in the last 3 weeks, holds 40 beds, the union had counted."


def words(text: str) -> Mention:
    return Mention.of(TEXT, TEXT.index(text), TEXT.index(text) + len(text))


def figure(text: str, *, kind: str = "count", unit: str = "count") -> Figure:
    quantity = Quantity(words(text), kind, 1, None, 1, None, 1, None, "EXACT", unit)  # type: ignore[arg-type]
    return Figure(quantity, "test", 0.9)


def timex(text: str, **fields: object) -> Timex:
    return Timex(words(text), fields.pop("kind", "DURATION"), "P1D", "test", **fields)  # type: ignore[arg-type]


def source(text: str) -> Source:
    return Source(text, "group", None, False, words(text))


def attribution(who: str, *contents: str) -> Attribution:
    return Attribution(words("said"), (source(who),), tuple(map(words, contents)), "indirect", "test", confidence=0.8)


def contents(*attributions: Attribution) -> list[tuple[Mention, Attribution]]:
    return [(content, attribution) for attribution in attributions for content in attribution.contents]


def test_a_length_that_is_asserted_stays_a_claim_though_it_has_an_interval() -> None:
    asserted = timex("12 days", begin="2024-01-01", end="2024-01-13", span=True)
    assert places_in_time(figure("12 days", kind="duration", unit="day"), [asserted]) is None


def test_a_length_that_opens_an_interval_around_something_else_is_no_claim() -> None:
    placing = timex("the last 3 weeks", begin="2024-01-01", end="2024-01-22", span=True)
    assert places_in_time(figure("3 weeks", kind="duration", unit="week"), [placing]) is placing


def test_a_half_within_a_length_is_no_claim_and_a_fraction_that_looks_like_one_is() -> None:
    length = timex("the last 3 weeks")
    assert places_in_time(figure("3 weeks", kind="fraction", unit="fraction"), [length]) is length
    assert places_in_time(figure("the last 3 weeks", kind="fraction", unit="fraction"), [length]) is None


def test_a_number_within_a_date_is_no_claim() -> None:
    assert places_in_time(figure("40"), [timex("40 beds", kind="DATE")]) is not None
    assert places_in_time(figure("40"), []) is None


def test_what_shares_characters_with_a_figure_is_found_in_one_pass() -> None:
    spans = [(words(TEXT), "all"), (words("40 beds"), "beds"), (words("12 days"), "days"), (words("Nurses"), "who")]
    found = sharing([words("12"), words("40")], spans)
    assert [[thing for _, thing in near] for near in found] == [["all", "days"], ["all", "beds"]]


def test_the_innermost_content_says_who() -> None:
    outer = attribution(
        "Nurses", "the ward, closed for 12 days in the last 3 weeks, holds 40 beds, the union had counted"
    )
    inner = attribution("the union", "holds 40 beds")
    said, by = attribution_of(words("40"), contents(outer, inner))
    assert [s.name for s in said.sources] == ["the union"]
    assert said.content == words("holds 40 beds")
    assert by == inner
    said, _ = attribution_of(words("12 days"), contents(outer, inner))
    assert [s.name for s in said.sources] == ["Nurses"]


def test_outside_every_content_the_article_itself_speaks() -> None:
    said, _ = attribution_of(words("Nurses"), contents(attribution("the union", "holds 40 beds")))
    assert said == NARRATOR


def test_an_id_tells_articles_texts_and_figures_apart_and_nothing_else() -> None:
    meta = ArticleMeta("a", text_sha256="00")
    assert claim_id(meta, words("40")) == claim_id(ArticleMeta("a", title="T", text_sha256="00"), words("40"))
    others = [(ArticleMeta("b", text_sha256="00"), "40"), (ArticleMeta("a", text_sha256="11"), "40"), (meta, "12 days")]
    assert len({claim_id(m, words(w)) for m, w in others} | {claim_id(meta, words("40"))}) == 4
