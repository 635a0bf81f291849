"""What can still be said about a case that the schemas have refused.

The refused values are taken away, and what they could have said is in doubt:
a rule that looks at nothing in doubt may speak, so that the reader is told
everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.findings import Finding, JsonPath
from generator.model import Value

_HANDLINGAR = "handlingar"
_EVERY = ("typ", "datum", "status")
_UNKNOWN = "okant-falt"


class Salvaged(NamedTuple):
    """What is left of a case."""

    value: Mapping[str, Value]
    doubts: tuple[JsonPath, ...]
    """The ways to what is in doubt; everything below such a way is, too."""

    def doubted(self, index: int) -> frozenset[tuple[str, ...]]:
        """The names in doubt for the handling with that index, as rules write them: `("handling", "stod")`."""
        found: set[tuple[str, ...]] = set()
        for path in self.doubts:
            if path[:1] != (_HANDLINGAR,):
                found |= {("arende", *_names(path)), ("handling", *_names(path))}
            elif len(path) == 1 or path[1] == index:
                found.add(("handling", *_names(path[2:])))
        return frozenset(found)

    def whole(self, index: int) -> bool:
        """True when enough is left of a handling to say what it is."""
        return not any(("handling", *name) in self.doubted(index) for name in ((), *((one,) for one in _EVERY)))


def _nothing_known(_: JsonPath) -> tuple[str, ...]:
    return ()


def salvage(
    value: Value, findings: Sequence[Finding], fields: Callable[[JsonPath], Iterable[str]] = _nothing_known
) -> Salvaged | None:
    """What is left of a refused case; None when it is no case at all.

    Args:
        value: the case as it was read.
        findings: what the schemas refused in it.
        fields: the names that the group at a way may have; none when nobody knows.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get(_HANDLINGAR), tuple):
        return None
    if not all(isinstance(one, Mapping) for one in value[_HANDLINGAR]):  # type: ignore[union-attr]
        return None
    if any(one.place.path == (_HANDLINGAR,) for one in findings):
        return None
    doubts = {path for one in findings for path in _doubtful(value, one, fields)}
    refused = {_to_list(one.place.path) for one in findings if one.code != "falt-saknas"}
    left = _without(value, refused, ())
    assert isinstance(left, Mapping)
    return Salvaged(left, tuple(doubts))


def _doubtful(value: Value, finding: Finding, fields: Callable[[JsonPath], Iterable[str]]) -> Iterator[JsonPath]:
    """What a fault leaves in doubt; a mistyped name may stand for any that its group has not."""
    path = finding.place.path
    if finding.code != _UNKNOWN or _to_list(path) != path:
        yield _to_list(path)
        return
    group: Any = value
    for step in path[:-1]:
        group = group[step]
    names = [*fields(path[:-1])]
    yield from ((*path[:-1], name) for name in names if name not in group)
    if not names:
        yield path[:-1]


def _to_list(path: JsonPath) -> JsonPath:
    """The way up to the first list inside a handling or the ärende: an item cannot go without moving the others."""
    start = 2 if path[:1] == (_HANDLINGAR,) else 0
    for place, step in enumerate(path[start:], start):
        if isinstance(step, int):
            return path[:place]
    return path


def _names(path: JsonPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _without(value: Any, refused: set[JsonPath], path: JsonPath) -> Value:
    if isinstance(value, Mapping):
        kept = {name: item for name, item in value.items() if (*path, name) not in refused}
        return MappingProxyType({name: _without(item, refused, (*path, name)) for name, item in kept.items()})
    if isinstance(value, tuple):
        return tuple(_without(item, refused, (*path, index)) for index, item in enumerate(value))
    return value  # type: ignore[no-any-return]
