"""Who signs and who gets the document: names looked up in the profile's register.

What the case names itself is kept as it stands. What rules give comes in the
order of the profile's register, and nobody comes twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.model import Recipient, RecipientGroup, Signer
from generator.swedish import nearest

CASE = "ärendet"
"""The ground of a signer or recipient whom the case names itself."""
_NOBODY = "Inga"


class Named(NamedTuple):
    """A name that a rule gives, to be looked up."""

    name: str
    rule: str


class Line(NamedTuple):
    """A recipient whom a rule words itself."""

    text: str
    category: str | None
    rule: str


class Unknown(LookupError):
    """A rule names somebody whom the profile's register does not have."""

    def __init__(self, rule: str, name: str, known: Iterable[str], what: str) -> None:
        known = list(known)
        guess = nearest(name, known)
        hint = f" Menade du «{guess}»?" if guess else f" Där finns: {', '.join(known) or 'inga'}."
        super().__init__(f"{what} «{name}» finns inte i profilens register.{hint}")
        self.rule = rule
        self.name = name


def signers(
    case: Sequence[Mapping[str, Any]], given: Sequence[Named], profile: Mapping[str, Any]
) -> tuple[Signer, ...]:
    """Those who sign: whom the case names, else whom the rules give; a formula is printed once for those who share it.

    Raises:
        Unknown: a rule names a function that the profile does not have.
    """
    register: Mapping[str, Any] = profile["funktioner"] or {}
    people = [(one, CASE) for one in case] or [
        ({"funktion": name}, rule) for name, rule in _in_order(given, register, "Funktionen")
    ]
    found, before = [], None
    for person, ground in people:
        office = register.get(str(person.get("funktion"))) or {}
        formula = person.get("formel") or office.get("formel") or profile["formel"]
        found.append(
            Signer(
                formel=str(formula) if formula and formula != before else None,
                namn=str(person.get("namn") or office.get("namn") or person.get("funktion")),
                titel=str(person.get("titel") or office.get("titel") or ""),
                ground=ground,
            )
        )
        before = formula
    once: dict[tuple[str, str], Signer] = {}
    for one in found:
        once.setdefault((one.namn, one.titel), one)
    return tuple(once.values())


def recipients(
    case: Sequence[Mapping[str, Any]],
    given: Sequence[Named],
    lines: Sequence[Line],
    profile: Mapping[str, Any],
    *,
    nobody: bool,
) -> tuple[RecipientGroup, ...]:
    """Those who get the document, in the profile's groups: the case's own first in each, then those of the rules.

    Args:
        case: whom the case names.
        given: names for the register.
        lines: recipients whom rules word themselves.
        profile: the profile.
        nobody: True when the case states that there are none.

    Raises:
        Unknown: a rule names a recipient that the profile does not have.
    """
    register: Mapping[str, Any] = profile["mottagare"] or {}
    people = [Recipient(text=_address(one), ground=CASE, category=one.get("kategori")) for one in case]
    people += [Recipient(text=one.text, ground=one.rule, category=one.category) for one in lines]
    for name, rule in _in_order(given, register, "Mottagaren"):
        known = register.get(name)
        text = _address(known) if known else name
        people.append(Recipient(text=text, ground=rule, category=known["kategori"] if known else None))
    if not people and nobody:
        people = [Recipient(text=_NOBODY, ground=CASE, category=None)]
    return tuple(_grouped(tuple(_once(people)), profile["sandlista"]["grupper"]))


def _in_order(given: Sequence[Named], register: Mapping[str, Any], what: str) -> list[Named]:
    """The names in the register's order, each once; a line that is no name of a register comes after them."""
    order = {name: place for place, name in enumerate(register)}
    first: dict[str, Named] = {}
    for one in given:
        if one.name not in order and (what == "Funktionen" or one.name == one.name.casefold()):
            raise Unknown(one.rule, one.name, register, what)
        first.setdefault(one.name, one)
    return sorted(first.values(), key=lambda one: order.get(one.name, len(order)))


def _once(people: Iterable[Recipient]) -> Iterator[Recipient]:
    seen: set[str] = set()
    for one in people:
        if one.text.casefold() not in seen:
            seen.add(one.text.casefold())
            yield one


def _grouped(people: Sequence[Recipient], groups: Sequence[Mapping[str, Any]]) -> Iterator[RecipientGroup]:
    """The profile's groups that have anybody in them; those who belong in none come first, without a heading."""
    own = {category for one in groups for category in one["kategorier"]}
    rest = tuple(one for one in people if one.category not in own)
    if rest:
        yield RecipientGroup(heading=None, recipients=rest)
    for group in groups:
        members = tuple(one for one in people if one.category in group["kategorier"])
        if members:
            yield RecipientGroup(heading=str(group["rubrik"]), recipients=members)


def _address(recipient: Mapping[str, Any]) -> str:
    parts = (recipient["namn"], recipient["enhet"], recipient["organisation"])
    return ", ".join(str(part) for part in parts if part)
