"""How a list is to be counted in the documents of a template: known before any is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.word.numbering import Instance, inner, portable
from generator.word.ooxml import w

_LEVELS = range(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """A list: whose it is, how it looks, and how it begins anew."""

    home: str
    """The file and the definition; lists of one home count together."""
    definition: int | None
    """The letterhead's definition, when it has the letterhead's looks."""
    copy: str
    """What stands in a copy of its definition."""
    number: int | None
    """The letterhead's instance, when nothing but a style makes the list."""
    overrides: str
    """`w:lvlOverride` elements of its instance."""
    looks: tuple[str, ...]
    """By level: the `w:lvl` with which its instance overrides its definition, or nothing."""
    restarts: tuple[str, ...]
    """By level: the override with which it begins anew, or nothing where there is no such level."""


def letterheads_list(file: str, styled: Instance, own: Instance | None = None) -> ListPlan:
    """A list that looks as a style of the letterhead has it.

    Args:
        file: the file in which it stands.
        styled: the letterhead's instance.
        own: the file's instance, when it is one that begins anew; None when
            the style alone makes the list.
    """
    looks = _looks(styled, None)
    return ListPlan(
        home=f"{file} brevmall {styled.definition}",
        definition=styled.definition,
        copy=inner(portable(styled.abstract, None)),
        number=styled.number if own is None else None,
        overrides=_overrides(styled if own is None else own, looks),
        looks=looks,
        restarts=tuple(_restarts(styled, own or styled, looks)),
    )


def own_list(file: str, own: Instance, run_styles: Mapping[str, str]) -> ListPlan:
    """A list that looks as its own file has it.

    Args:
        file: the file.
        own: its instance.
        run_styles: id of a character style there, to its id in the letterhead.
    """
    looks = _looks(own, run_styles)
    return ListPlan(
        home=f"{file} egen {own.definition}",
        definition=None,
        copy=inner(portable(own.abstract, run_styles)),
        number=None,
        overrides=_overrides(own, looks),
        looks=looks,
        restarts=tuple(_restarts(own, own, looks)),
    )


def _looks(instance: Instance, run_styles: Mapping[str, str] | None) -> tuple[str, ...]:
    """By level, the `w:lvl` of an instance that overrides its definition."""
    overriding = {level: one.find(w("lvl")) for level, one in instance.overrides.items()}
    found = (overriding.get(level) for level in _LEVELS)
    return tuple(portable(one, run_styles) if one is not None else "" for one in found)


def _overrides(instance: Instance, looks: tuple[str, ...]) -> str:
    return "".join(_override(level, instance.begins(level), looks[level]) for level in _LEVELS)


def _restarts(levels: Instance, own: Instance, looks: tuple[str, ...]) -> Iterator[str]:
    for level in _LEVELS:
        begins = own.begins(level)
        start = levels.start(level) if begins is None else begins
        yield _override(level, start, looks[level]) if levels.level(level) is not None else ""


def _override(level: int, start: int | None, look: str) -> str:
    begin = "" if start is None else f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{level}">{begin}{look}</w:lvlOverride>' if begin or look else ""
