"""The plot of `peers.py`: for each set a group of bars for each system, as SVG that needs nothing else to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

SCORES = {"detection F1": "#0072b2", "value and source F1": "#e69f00", "complete F1": "#009e73"}  # Okabe and Ito's
_LEFT, _SCALE, _BAR, _WIDTH = 150, 4, 13, 640


def plot(sets: Mapping[str, Mapping[str, Any]]) -> str:
    """Bars of 0 to 100 percent, a colour for each score, the figure written beside each bar."""
    rows = list(_rows(sets))
    height = rows[-1][0] + 60
    told = "; ".join(escape(f"{name}: {what}") for _, name, what in rows if what)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>Claims right, in percent</title><desc>{told}</desc>'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
    ]
    for n, (name, colour) in enumerate(SCORES.items()):
        parts.append(f'<rect x="{_LEFT + 150 * n}" y="10" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + 150 * n + 18}" y="21">{escape(name)}</text>')
    for y, label, what in rows:
        if not what:
            parts.append(f'<text x="8" y="{y + 11}" font-weight="bold">{escape(label)}</text>')
            continue
        score, figure = what.rsplit(" ", 1)
        if label:
            parts.append(f'<text x="8" y="{y + 11}">{escape(label)}</text>')
        width = float(figure) * _SCALE
        parts.append(f'<rect x="{_LEFT}" y="{y}" width="{width:.0f}" height="{_BAR - 2}" fill="{SCORES[score]}"/>')
        parts.append(f'<text x="{_LEFT + width + 5:.0f}" y="{y + 10}">{figure}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _rows(sets: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Top of a row, its label, and its score with the figure; a heading has no score."""
    y = 36
    for name, told in sets.items():
        yield y, f"{name}: {told['articles']} articles", ""
        y += 20
        for system, figures in told["systems"].items():
            for n, score in enumerate(SCORES):
                yield y, "" if n else system, f"{score} {figures[score]}"
                y += _BAR
            y += 9
        y += 8
