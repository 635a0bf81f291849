"""What the schemas' references point to, and schemas with all of it written out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from generator.errors import TemplateError
from generator.findings import Finding, Place

if TYPE_CHECKING:
    from referencing import Registry

_ESCAPES = frozenset("%~")
"""By these a reference writes signs that mean something in it."""


class References:
    """The references of the schemas of one folder.

    Args:
        schemas: every schema by its absolute address, which its relative references start from.
        folder: where they lie.
    """

    def __init__(self, schemas: Mapping[str, Any], folder: Path) -> None:
        self._schemas = schemas
        self._folder = folder
        self._written: dict[str, dict[str, Any]] = {}

    @cached_property
    def registry(self) -> Registry[Any]:
        """The schemas as the library of references has them."""
        from referencing import Registry  # noqa: PLC0415  # takes long to load, and few need it
        from referencing.jsonschema import DRAFT202012  # noqa: PLC0415

        pairs = [(address, DRAFT202012.create_resource(schema)) for address, schema in self._schemas.items()]
        registry: Registry[Any] = Registry()
        return registry.with_resources(pairs)

    def written_out(self, node: Any, base: str, seen: tuple[str, ...] = ()) -> Any:
        """A part of a schema with every `$ref` replaced by what it points to.

        What stands beside a `$ref` wins over what it points to. The same
        definitions serve in many places, and are written out once: what is
        given is read, never changed.

        Args:
            node: the part.
            base: the address that its references start from.
            seen: the addresses on the way to it.

        Raises:
            TemplateError: a reference points to nothing, or in a ring.
        """
        if isinstance(node, list):
            return [self.written_out(item, base, seen) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" not in node:
            return {key: self.written_out(value, base, seen) for key, value in node.items()}
        target = urljoin(base, node["$ref"])
        if target in seen:
            raise broken(self._folder, f"Schemat pekar i en ring: {target}.")
        beside = {key: self.written_out(value, base, seen) for key, value in node.items() if key != "$ref"}
        if target not in self._written:
            self._written[target] = dict(self.written_out(self._found(target), target, (*seen, target)))
        return {**self._written[target], **beside}

    def _found(self, target: str) -> Any:
        """What stands at an address: a file, and perhaps the names on the way down in it.

        The library is asked about addresses of other kinds, and about what is not there.
        """
        address, _, pointer = target.partition("#")
        found = self._schemas.get(address)
        for name in pointer.split("/")[1:]:
            found = found.get(name) if isinstance(found, Mapping) else None
        plain = not pointer or (pointer.startswith("/") and _ESCAPES.isdisjoint(pointer))
        return found if plain and found is not None else self._looked_up(target)

    def _looked_up(self, target: str) -> Any:
        from referencing.exceptions import Unresolvable  # noqa: PLC0415  # see `registry`

        try:
            return self.registry.resolver().lookup(target).contents
        except Unresolvable:
            raise broken(self._folder, f"Schemat pekar på {target}, som inte finns.") from None


def broken(path: Path, message: str) -> TemplateError:
    """A schema, or a folder of them, that cannot be used."""
    remedy = "Rätta schemat, eller hämta tillbaka en version som fungerar."
    return TemplateError(Finding(code="schema-fel", message=message, remedy=remedy, place=Place(file=path)))
