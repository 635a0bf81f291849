"""Growth as pictures: `python plots.py RESULTS FOLDER`, run by a Python that has matplotlib.

One SVG for each measurement of growth, both axes logarithmic: a straight line
of one step up to each step right is linear growth. Text is text, colours are
told apart by colour-blind people, each line has marks of its own, and the
ground is transparent; the words follow the reader's dark or light mode.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl  # type: ignore[import-not-found]

mpl.use("svg")
from matplotlib import pyplot as plt

_LOOKS = (
    ("#0072b2", "o"),
    ("#56b4e9", "s"),
    ("#8a8a8a", "_"),
    ("#d55e00", "^"),
    ("#009e73", "D"),
    ("#cc79a7", "v"),
    ("#e69f00", "P"),
    ("#a07800", "X"),
)
"""Okabe and Ito's colours and a mark for each line."""
_WORDS = "#010203"
"""What is drawn in this colour takes the colour of the text around the picture."""
_MODE = "<style>svg{color:#24292f}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>"
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "benchmarks",
    "font.family": "sans-serif",
    "font.size": 10,
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _WORDS),
}


def draw(found: Mapping[str, Any], path: Path) -> None:
    """The picture of one measurement."""
    with mpl.rc_context(_SETTINGS):
        figure, axes = plt.subplots(figsize=(7, 4))
        for (name, ys), (colour, mark) in zip(found["serier"].items(), _LOOKS, strict=False):
            known = [(x, y) for x, y in zip(found["x"], ys, strict=True) if y is not None]
            if known:
                axes.plot(*zip(*known, strict=True), color=colour, marker=mark, label=name, linewidth=1.6, markersize=5)
        axes.set(xscale="log", yscale="log", xlabel=found["x_namn"], ylabel="millisekunder")
        axes.xaxis.set_major_formatter(_plain)
        axes.yaxis.set_major_formatter(_plain)
        axes.set_xticks(found["x"])
        axes.minorticks_off()
        axes.grid(visible=True, color="#8a8a8a", alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
        figure.savefig(path, transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    text = path.read_text("utf-8").replace(_WORDS, "currentColor")
    text = re.sub(r"(<svg [^>]*>)", rf"\1{_MODE}", text, count=1)
    path.write_text("".join(f"{line.rstrip()}\n" for line in text.splitlines()), "utf-8")


def _plain(value: float, _: int) -> str:
    return f"{value:,.10g}".replace(",", "\u00a0").replace(".", ",")


def main(results: Path, folder: Path) -> None:
    """All pictures of a run."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in json.loads(results.read_text("utf-8"))["matningar"].items():
        if "serier" in found:
            draw(found, folder / f"{name}.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
