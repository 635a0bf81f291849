"""The last runs beside each other, as bars and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from generator.results import Outcome
from generator.runlog import History

_HEIGHT = 110
_BASE = 120
_STEP = 20
_WIDTH = 14
_MOST = 30
"""Runs that the picture has room for."""


def trend(runs: Sequence[History]) -> dict[str, Any]:
    """The picture's measures, and its rows with the newest first."""
    tallest = max((_done(one) + _bad(one) for one in runs), default=0)
    most = tallest or 1
    longest = max((one.seconds for one in runs), default=0) or 1
    return {
        "width": _STEP * _MOST,
        "tallest": f"{tallest} {'handling' if tallest == 1 else 'handlingar'}",
        "bars": [_bar(number, one, _HEIGHT / most) for number, one in enumerate(runs)],
        "longest": duration(longest),
        "times": [_time(number, one, _HEIGHT / longest) for number, one in enumerate(runs)],
        "rows": [_row(one, when) for one, when in reversed([*zip(runs, _times(runs), strict=True)])],
    }


def duration(seconds: float) -> str:
    """A time as people say it: "3 min 20 s", "1 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, left = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {left} s"
    return f"{minutes // 60} h {minutes % 60} min"


def _bar(number: int, one: History, scale: float) -> dict[str, float]:
    done, bad = _done(one) * scale, _bad(one) * scale
    return {
        "x": number * _STEP + 3,
        "width": _WIDTH,
        "y": round(_BASE - done, 1),
        "height": round(done, 1),
        "bad_y": round(_BASE - done - bad, 1),
        "bad_height": round(bad, 1),
    }


def _time(number: int, one: History, scale: float) -> dict[str, float]:
    height = round(one.seconds * scale, 1)
    return {"x": number * _STEP + 3, "width": _WIDTH, "y": round(_BASE - height, 1), "height": height}


def _times(runs: Sequence[History]) -> list[str]:
    """When each began: to the second where two began in the same minute."""
    begun = [datetime.fromisoformat(one.begun) for one in runs]
    minutes = [f"{one:%Y-%m-%d %H.%M}" for one in begun]
    return [
        f"{one:%Y-%m-%d %H.%M.%S}" if minutes.count(minute) > 1 else minute
        for one, minute in zip(begun, minutes, strict=True)
    ]


def _row(one: History, when: str) -> dict[str, Any]:
    return {
        "when": when,
        "done": _done(one),
        "refused": one.counts.get(Outcome.REFUSED, 0),
        "failed": one.counts.get(Outcome.FAILED, 0),
        "waiting": one.counts.get(Outcome.WAITING, 0),
        "took": duration(one.seconds),
    }


def _done(one: History) -> int:
    return one.counts.get(Outcome.DONE, 0)


def _bad(one: History) -> int:
    return one.counts.get(Outcome.REFUSED, 0) + one.counts.get(Outcome.FAILED, 0)
