"""Two workshops that differ in their templates alone: today's, and those from before."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.case.profiles import Profiles
from generator.case.schemas import Schemas
from generator.engines.engine import Engine
from generator.rules.load import RuleBook, load_rules
from generator.settings import Settings
from generator.word.templates import Templates
from generator.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class _Elsewhere(Settings):
    """The folders of a root, but for the templates."""

    other: Path
    """The template folder."""

    @property
    def templates(self) -> Path:
        """The profiles' and templates' folder."""
        return self.other


@dataclass(frozen=True)
class _Borrowing(Workshop):
    """A workshop that has everything from another, which need not be loaded twice."""

    lender: Workshop = field(kw_only=True)

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas."""
        return self.lender.schemas

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles."""
        return self.lender.profiles

    @cached_property
    def rules(self) -> RuleBook:
        """The rules."""
        return self.lender.rules

    @cached_property
    def templates(self) -> Templates:
        """The templates."""
        return self.lender.templates


@dataclass(frozen=True)
class _Earlier(Workshop):
    """Today's schemas and rules with the templates from before.

    A rule may speak of a profile that is new; it is no fault of the old
    templates that they do not have it.
    """

    today: Workshop = field(kw_only=True)

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas of today."""
        return self.today.schemas

    @cached_property
    def rules(self) -> RuleBook:
        """The rules of today, which may name the profiles of both."""
        known = {*self.profiles.names, *self.today.profiles.names}
        if known == set(self.today.profiles.names):
            return self.today.rules
        return load_rules(self.settings.rules, self.schemas, sorted(known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One of the two sides, for Word files alone and with PDF files."""

    word: Workshop
    """Makes Word files, in a moment."""
    whole: Workshop | None
    """Makes PDF files too; None when none are asked for."""


def stages(before: Path, settings: Settings, engine: Engine | None) -> tuple[Stage, Stage]:
    """The templates from before and those of today, as two stages.

    Args:
        before: the template folder from before.
        settings: the folders of today.
        engine: what makes PDF files, shared by both; None for Word files alone.
    """
    today = Workshop(settings)
    then = _Earlier(_Elsewhere(root=settings.root, out=settings.out, other=before), today=today)
    return _stage(then, engine), _stage(today, engine)


def _stage(shop: Workshop, engine: Engine | None) -> Stage:
    return Stage(word=shop, whole=_Borrowing(shop.settings, engine, lender=shop) if engine else None)
