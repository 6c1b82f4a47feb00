"""The plot of `peers.py`: for each set a group of bars for each system, as SVG that needs nothing else to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

SCORES = {"detection F1": "#0072b2", "value and source F1": "#e69f00", "complete F1": "#009e73"}  # Okabe and Ito's
_LEFT, _SCALE, _BAR, _WIDTH = 150, 4, 13, 640


def plot(sets: Mapping[str, Mapping[str, Any]]) -> str:
    """Bars of 0 to 100 percent, a colour for each score, the figure written beside each bar."""
    bars, y = [], 36
    for name, told in sets.items():
        bars.append(f'<text x="8" y="{y + 11}" font-weight="bold">{escape(name)}: {told["articles"]} articles</text>')
        y += 20
        for system, figures in told["systems"].items():
            bars.append(f'<text x="8" y="{y + 11}">{escape(system)}</text>')
            for score, colour in SCORES.items():
                bars += _bar(y, figures[score], colour)
                y += _BAR
            y += 9
        y += 8
    legend = (_key(_LEFT + 150 * n, name, colour) for n, (name, colour) in enumerate(SCORES.items()))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" role="img" font-family="sans-serif" '
        'font-size="12">',
        f"<title>Claims right, in percent</title><desc>{escape(_told(sets))}</desc>",
        f'<rect width="{_WIDTH}" height="{y}" fill="#ffffff"/>',
    )
    return "\n".join([*head, *legend, *bars, "</svg>"]) + "\n"


def _bar(y: int, figure: float, colour: str) -> Iterator[str]:
    width = figure * _SCALE
    yield f'<rect x="{_LEFT}" y="{y}" width="{width:.0f}" height="{_BAR - 2}" fill="{colour}"/>'
    yield f'<text x="{_LEFT + width + 5:.0f}" y="{y + 10}">{figure}</text>'


def _key(x: int, name: str, colour: str) -> str:
    return (
        f'<rect x="{x}" y="10" width="12" height="12" fill="{colour}"/><text x="{x + 18}" y="21">{escape(name)}</text>'
    )


def _told(sets: Mapping[str, Mapping[str, Any]]) -> str:
    """The plot in words."""
    return "; ".join(
        f"{name}, {system}: " + ", ".join(f"{score} {figures[score]}" for score in SCORES)
        for name, told in sets.items()
        for system, figures in told["systems"].items()
    )
