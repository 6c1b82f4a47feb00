"""Plots as inline SVG, drawn here and not by the browser; pure.

Places along x are shares of the width, so that words keep their size at every width; colours are classes, which the
style sheet fills for light, dark and print, and no colour stands without a shape or a name beside it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from newsclaims.audit.board import Row, source_of
from newsclaims.records import Claim, Time

SHAPES = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0",
    "M-4.5-4.5h9v9h-9z",
    "M0-6l6 10h-12z",
    "M0-6.5l6 6.5l-6 6.5l-6-6.5z",
    "M0 6l6-10h-12z",
    "M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z",
    "M-6 0l3-5h6l3 5l-3 5h-6z",
)
"""A shape for each of the sources that are told apart; the rest are drawn as the last of all, a ring."""
_RING = "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0"
_HEIGHT, _TOP, _FOOT = 260, 24, 26
_LOG_FROM = 100
_STEPS = (1, 2, 5, 10)
_MONTH, _YEAR = 30.44, 365.25
_EDGE = 0.03


@dataclass(frozen=True)
class Axis:
    """Days along x: `at` is a share of the width, a little in from both edges."""

    begin: date
    end: date

    def at(self, day: date) -> float:
        """Where a day stands, 0 to 1."""
        share = (day - self.begin).days / max((self.end - self.begin).days, 1)
        return _EDGE + share * (1 - 2 * _EDGE)

    def ticks(self, most: int = 5) -> list[tuple[float, str]]:
        """At most so many days to write at the axis, each with its label."""
        span = max((self.end - self.begin).days, 1)
        if span > 2 * _YEAR:
            step = max(1, math.ceil(span / _YEAR / most))
            first = self.begin.year + (self.begin > date(self.begin.year, 1, 1))
            days = [date(year, 1, 1) for year in range(first, self.end.year + 1, step)]
            return [(self.at(day), str(day.year)) for day in days]
        if span > 2 * _MONTH:
            step = max(1, math.ceil(span / _MONTH / most))
            months = range(self.begin.year * 12 + self.begin.month, self.end.year * 12 + self.end.month, step)
            days = [date(month // 12, month % 12 + 1, 1) for month in months]
            return [(self.at(day), f"{day:%b %Y}") for day in days]
        step = max(1, math.ceil(span / most))
        days = [self.begin + timedelta(days=n) for n in range(0, span + 1, step)]
        return [(self.at(day), f"{day.day} {day:%b}") for day in days]


def axis_of(times: Sequence[Time | None]) -> Axis | None:
    """The axis that all windows fit on, None where none has a day."""
    days = [date.fromisoformat(day) for time in times if time is not None for day in (time.begin, time.end) if day]
    return Axis(min(days), max(days)) if days else None


def _svg(height: int, parts: str, label: str, name: str) -> Markup:
    return Markup('<svg class="{}" width="100%" height="{}" role="img" aria-label="{}">{}</svg>').format(
        name, height, label, Markup(parts)
    )


def _share(share: float) -> str:
    return f"{share * 100:.2f}%"


def window_bar(time: Time | None, axis: Axis | None, label: str) -> Markup:
    """One window as a bar on the axis; an open side runs out thinly to the edge. Empty where there is none."""
    if axis is None or time is None or not (time.begin or time.end):
        return Markup("")
    low, high = _ends(time, axis)
    width = max(high - low, 0.008)
    low = min(low, 1 - width)
    parts = '<rect class="rail" x="0" y="9" width="100%" height="1"/>'
    if time.begin is None:
        parts += f'<rect class="open" x="0" y="7" width="{_share(low)}" height="5"/>'
    if time.end is None:
        parts += f'<rect class="open" x="{_share(high)}" y="7" width="{_share(1 - high)}" height="5"/>'
    parts += f'<rect class="window" x="{_share(low)}" y="4" width="{_share(width)}" height="11" rx="2"/>'
    return _svg(19, parts, label, "bar")


def _ends(time: Time, axis: Axis) -> tuple[float, float]:
    """Where a window begins and ends on the axis; an open one is as short as its one day."""
    begin, end = time.begin or time.end, time.end or time.begin
    assert begin is not None
    assert end is not None
    return axis.at(date.fromisoformat(begin)), axis.at(date.fromisoformat(end))


def axis_scale(axis: Axis | None) -> Markup:
    """The days under or over bars."""
    if axis is None:
        return Markup("")
    return _svg(18, "".join(_tick(share, label, 14) for share, label in axis.ticks(3)), "time axis", "scale")


def _tick(share: float, label: str, y: float) -> str:
    anchor = "start" if share < 0.08 else "end" if share > 0.92 else "middle"
    return f'<text class="tick" x="{_share(share)}" y="{y}" text-anchor="{anchor}">{label}</text>'


def share_bar(share: float) -> Markup:
    """A share of the whole, 0 to 1, as a bar that stands beside its number."""
    width = _share(min(max(share, 0.0), 1.0))
    return Markup(
        '<svg class="share" width="100%" height="12" aria-hidden="true">'
        '<rect class="rail" width="100%" height="12" rx="2"/><rect class="window" width="{}" height="12" rx="2"/></svg>'
    ).format(width)


def columns(counts: Sequence[tuple[str, int]], label: str) -> Markup:
    """Counts by month as columns, from the first month to the last."""
    known = dict(counts)
    months = list(_months(counts[0][0], counts[-1][0])) if counts else []
    most, room = max(known.values(), default=1), 120.0
    parts = _grid(_ticks(0, most), room, _TOP, lambda value: value / most)
    wide = (1 - 2 * _EDGE) / max(len(months), 1)
    for n, month in enumerate(months):
        count = known.get(month, 0)
        high = max(count / most * room, 1.0 if count else 0.0)
        title = str(Markup("<title>{}: {}</title>").format(month, f"{count:,}"))
        parts += (
            f'<rect class="window" x="{_share(_EDGE + n * wide)}" y="{_TOP + room - high:.1f}" '
            f'width="{_share(wide * 0.85)}" height="{high:.1f}">{title}</rect>'
        )
    step = max(1, math.ceil(len(months) / 6))
    for n in range(0, len(months), step):
        parts += _tick(_EDGE + (n + 0.5) * wide, _month_name(months[n]), _TOP + room + 18)
    return _svg(int(_TOP + room + _FOOT), parts, label, "plot")


def _month_name(month: str) -> str:
    return f"{date.fromisoformat(month + '-01'):%b %Y}"


def _months(first: str, last: str) -> Iterator[str]:
    at, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    for number in range(at, end + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from low to high, about so many."""
    span = high - low or abs(high) or 1.0
    power = 10 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in _STEPS if span / (power * factor) <= most)
    first = math.ceil(low / step)
    return [step * n for n in range(first, math.floor(high / step) + 1)]


def _grid(values: Sequence[float], room: float, top: float, share: Callable[[float], float]) -> str:
    parts = ""
    for value in values:
        y = top + room - share(value) * room
        parts += f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        parts += f'<text class="tick" x="2" y="{y - 4:.1f}">{short(value)}</text>'
    return parts


def short(value: float) -> str:
    """A number in few characters: 1,200,000 as 1.2m."""
    for power, sign in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= power:
            return f"{value / power:.3g}{sign}"
    return f"{value:.4g}"


@dataclass(frozen=True)
class Drawn:
    """A plot of figures over time: `legend` has a swatch and a name for each source; `left_out` figures are not drawn,
    having no dated window or another unit. `log` says that equal steps up are equal ratios.
    """

    svg: Markup
    legend: list[tuple[Markup, str]]
    left_out: int
    unit: str
    log: bool


@dataclass(frozen=True)
class _Scale:
    """Values along y, in pixels from the top."""

    low: float
    high: float
    log: bool

    def share(self, value: float) -> float:
        if self.log:
            value, low, high = (math.log10(max(x, self.low)) for x in (value, self.low, self.high))
        else:
            low, high = self.low, self.high
        return min(max((value - low) / ((high - low) or 1), 0.0), 1.0)

    def y(self, value: float) -> float:
        return _TOP + (1 - self.share(value)) * (_HEIGHT - _TOP - _FOOT)

    def ticks(self) -> list[float]:
        if not self.log:
            return _ticks(self.low, self.high)
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        step = max(1, math.ceil((last - first) / 5))
        return [10.0**n for n in range(first, last + 1, step) if self.low <= 10.0**n <= self.high]


def figures_over_time(rows: Sequence[Row], label: str) -> Drawn | None:
    """Each figure at its worth, as long as its window, by source; None where fewer than two could be drawn."""
    dated = [row for row in rows if _middle(row.claim) is not None and axis_of([row.claim.time]) is not None]
    measures = Counter((row.claim.quantity.unit, row.claim.quantity.per) for row in dated)
    if not measures:
        return None
    (unit, per), _ = measures.most_common(1)[0]
    drawn = [row for row in dated if (row.claim.quantity.unit, row.claim.quantity.per) == (unit, per)]
    axis = axis_of([row.claim.time for row in drawn])
    if len(drawn) < 2 or axis is None:
        return None
    names = [name for name, _ in Counter(source_of(row.claim) for row in drawn).most_common()]
    scale = _scale_of([row.claim for row in drawn])
    parts = _grid(scale.ticks(), _HEIGHT - _TOP - _FOOT, _TOP, scale.share)
    parts += "".join(_tick(share, day, _HEIGHT - 6) for share, day in axis.ticks())
    parts += "".join(_figure(row, axis, scale, names.index(source_of(row.claim))) for row in drawn)
    told = names[: len(SHAPES)]
    legend = [(_swatch(n), name) for n, name in enumerate(told)]
    if len(names) > len(told):
        legend.append((_swatch(len(SHAPES)), f"{len(names) - len(told)} others"))
    words = ("" if unit == "count" else unit) + (f" per {per}" if per else "")
    return Drawn(_svg(_HEIGHT, parts, label, "plot"), legend, len(rows) - len(drawn), words, scale.log)


def _middle(claim: Claim) -> float | None:
    quantity = claim.quantity
    known = [float(n) for n in (quantity.min_value, quantity.max_value) if n is not None]
    if quantity.value is not None:
        return float(quantity.value)
    return sum(known) / len(known) if known else None


def _scale_of(claims: Sequence[Claim]) -> _Scale:
    worths = [worth for claim in claims if (worth := _middle(claim)) is not None]
    low, high = min(worths), max(worths)
    if low > 0 and high / low > _LOG_FROM:
        return _Scale(10 ** math.floor(math.log10(low)), high, True)
    return _Scale(min(low, 0.0), high if high > 0 else 1.0, False)


def _look(n: int) -> tuple[str, str]:
    """The class and the shape of the n-th source."""
    return (f"s{n}", SHAPES[n]) if n < len(SHAPES) else ("sx", _RING)


def _swatch(n: int) -> Markup:
    name, shape = _look(n)
    path = Markup('<path d="{}" transform="translate(8 8)"/>').format(shape)
    return Markup('<svg class="swatch {}" width="16" height="16" aria-hidden="true">{}</svg>').format(name, path)


def _figure(row: Row, axis: Axis, scale: _Scale, n: int) -> str:
    """A figure: a bar as long as its window, a whisker for its bounds, and the shape of its source."""
    claim, quantity = row.claim, row.claim.quantity
    worth = _middle(claim)
    assert claim.time is not None
    assert worth is not None
    name, shape = _look(n)
    low, high = _ends(claim.time, axis)
    y, middle = scale.y(worth), (low + high) / 2
    title = Markup("<title>{}, {}, {}</title>").format(row.figure, row.who, row.when)
    stretch = f'x1="{_share(low)}" x2="{_share(high)}" y1="{y:.1f}" y2="{y:.1f}"'
    parts = f'<g class="{name}">{title}<line class="stretch" {stretch}/>'
    ends = (quantity.min_value, quantity.max_value)
    if ends != (quantity.value, quantity.value) and quantity.modifier != "APPROX":
        top = scale.y(ends[1]) if ends[1] is not None else y - 14
        foot = scale.y(ends[0]) if ends[0] is not None else y + 14
        parts += f'<line class="whisker" x1="{_share(middle)}" x2="{_share(middle)}" y1="{top:.1f}" y2="{foot:.1f}"/>'
    return parts + f'<svg class="at" x="{_share(middle)}" y="{y:.1f}"><path d="{shape}"/></svg></g>'
