"""What the steps work with: loaded once, used for every case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.case.profiles import Profiles
from generator.case.schemas import Schemas
from generator.engines.engine import Engine
from generator.rules.load import RuleBook, load_rules
from generator.settings import Settings
from generator.word.templates import Templates


@dataclass(frozen=True)
class Workshop:
    """Schemas, profiles, rules, templates and an engine.

    Args:
        settings: the folders.
        engine: what makes PDF files; None for Word files alone.
    """

    settings: Settings
    engine: Engine | None = None

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
    def templates(self) -> Templates:
        """The templates."""
        return Templates(self.settings.templates)
