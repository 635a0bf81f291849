"""A command group whose commands are imported only when they are used, so that help comes at once."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group of commands, each a module with a `command`.

    Args:
        package: the package of the modules.
        commands: the commands' names, in the order of the work; a hyphen is an underscore in the module's name.
        settings: what Click's own group takes.
    """

    def __init__(self, *, package: str, names: tuple[str, ...], **settings: Any) -> None:
        super().__init__(**settings)
        self._package = package
        self._names = names

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of the work."""
        return list(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by its name; None when there is none."""
        if cmd_name not in self._names:
            return None
        command: click.Command = import_module(f"{self._package}.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; the nearest one is suggested when none does."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            from generator.swedish import nearest

            guess = nearest(name, self._names)
            hint = f" Menade du «{guess}»?" if guess else ""
            ctx.fail(f"Kommandot «{name}» finns inte.{hint} Kommandona är: {', '.join(self._names)}.")
        return super().resolve_command(ctx, args)
