"""Everything that is wrong with a template, gathered: whoever mends it wants to know all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType

from generator.errors import TemplateError
from generator.findings import Finding


@dataclass
class Faults:
    """What was found so far, in the order in which it was found."""

    findings: list[Finding] = field(default_factory=list)

    def gathered(self) -> _Gathering:
        """Note what is refused inside a `with`, and go on after it."""
        return _Gathering(self)

    def check(self) -> None:
        """Stop if there was anything.

        Raises:
            TemplateError: with each finding once.
        """
        if self.findings:
            raise TemplateError(*dict.fromkeys(self.findings))


@dataclass
class _Gathering:
    faults: Faults

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if not isinstance(error, TemplateError):
            return False
        self.faults.findings += error.findings
        return True
