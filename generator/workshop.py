"""What the steps work with: loaded once, used for every case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.case.profiles import Profiles
from generator.case.schemas import Schemas
from generator.engines.engine import Engine
from generator.engines.validator import Validator
from generator.rules.load import RuleBook, load_rules
from generator.settings import Settings

if TYPE_CHECKING:
    from generator.word.templates import Templates


@dataclass(frozen=True)
class Workshop:
    """Schemas, profiles, rules, templates and an engine.

    Args:
        settings: the folders.
        engine: what makes PDF files; None for Word files alone.
        validator: what judges them beside the generator's own checks; None for those alone.
        web: True when each document is made as a web page, too.
    """

    settings: Settings
    engine: Engine | None = None
    validator: Validator | None = None
    web: bool = False

    @property
    def suffixes(self) -> frozenset[str]:
        """The files that each handling is to have."""
        return frozenset({".docx", *([".pdf"] if self.engine else []), *([".html"] if self.web else [])})

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas."""
        return Schemas(self.settings.schemas)

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles."""
        return Profiles(self.settings.templates, self.schemas)

    @cached_property
    def rules(self) -> RuleBook:
        """The rules."""
        return load_rules(self.settings.rules, self.schemas, self.profiles.names)

    @cached_property
    def reckoned(self) -> dict[Any, Any]:
        """What others have worked out once for all handlingar from what is here, by a key of their own."""
        return {}

    @cached_property
    def templates(self) -> Templates:
        """The templates."""
        from generator.word.templates import Templates  # noqa: PLC0415  # the library for Word, for who makes something

        return Templates(self.settings.templates)
