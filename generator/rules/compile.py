"""From one table of a rule file to a rule: every expression and wording checked against the schemas."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from generator.case.tomltext import TomlText
from generator.expressions import TEXT, Expression, Kind, Type, check_wording, compile_expression, group
from generator.expressions.facts import NOTHING_KNOWN, Known, Path
from generator.expressions.types import ANY, NUMBER
from generator.findings import Finding, JsonPath, Severity
from generator.rules.amounts import day_of
from generator.rules.model import (
    Check,
    Example,
    Receiving,
    Reckoning,
    Rule,
    RuleKind,
    Signing,
    StandardText,
)
from generator.rules.names import Names

UNPROVEN = re.compile(r"(?i:slutsats|allmän kunskap)|\bAK\b")
"""What the source of a rule says when no law or practice was found for it; such a rule only warns."""


_VALUE = re.compile(r"\bvarde\.(\w+)")
_OWN = ("tabell", "monster")
"""What a check may bring along for its own use."""


class RuleSource:
    """One table of a rule file on its way to become a rule.

    Args:
        kind: what kind of rule it is.
        file: the file that it stands in.
        path: the way to its table there.
        names: the names in reach.
    """

    def __init__(self, kind: RuleKind, file: TomlText, path: JsonPath, names: Names) -> None:
        data: Any = file.data
        for step in path:
            data = data[step]
        self.data: Mapping[str, Any] = data
        self.findings: list[Finding] = []
        self._kind = kind
        self._file = file
        self._path = path
        self._names = names
        self._reads: set[Path] = set()
        self._formats = tuple(data.get("format", ()))

    @property
    def gives(self) -> str | None:
        """The name of the value that the rule works out; None for another kind of rule."""
        return self.data["namn"] if self._kind is RuleKind.VALUE else None

    @property
    def needs(self) -> frozenset[str]:
        """The names of the values that a value looks at."""
        if self._kind is not RuleKind.VALUE:
            return frozenset()
        texts = (self.data.get(key, "") for key in ("uttryck", "nar", "uppfylld"))
        return frozenset(name for text in texts for name in _VALUE.findall(text))

    def rule(self) -> Rule:
        """The rule; what is wrong with it stands in `findings` afterwards."""
        return _BUILD[self._kind](self)

    def fault(self, text: str, *keys: str | int, remedy: str = "") -> None:
        """Note what is wrong with the value under `keys`."""
        self.findings.append(
            Finding(
                code="regel-fel",
                message=f"Regeln {self.data['id']}: {text}",
                remedy=remedy or "Rätta regeln.",
                place=self._file.place((*self._path, *keys)),
            )
        )

    def common(self, condition: Expression | None) -> dict[str, Any]:
        """The fields that all rules have."""
        data = self.data
        if day_of(data.get("till"), date.max) < day_of(data.get("fran"), date.min):
            self.fault("Tiden slutar före sin början, så regeln gäller aldrig.", "till", remedy="Rätta fran och till.")
        return {
            "kind": self._kind,
            "id": data["id"],
            "file": self._file,
            "path": self._path,
            "formats": self._formats,
            "profiles": tuple(data.get("profil", ())),
            "source": data["kalla"],
            "first": day_of(data.get("fran"), date.min),
            "last": day_of(data.get("till"), date.max),
            "description": data.get("beskrivning", ""),
            "condition": condition,
            "examples": tuple(self._example(index) for index in range(len(data["exempel"]))),
            "reads": frozenset(self._reads),
        }

    def _example(self, index: int) -> Example:
        data = self.data["exempel"][index]
        gives = data["ger"]
        return Example(
            base=data["bas"],
            number=data.get("nr"),
            case=data.get("arende", {}),
            handling=data.get("handling", {}),
            without=tuple(data.get("utan", ())),
            published=data.get("publicerad"),
            met=data.get("uppfylld"),
            gives=gives if isinstance(gives, str) else tuple(gives),
            file=self._file,
            path=(*self._path, "exempel", index),
        )

    def expression(self, key: str, names: Mapping[str, Type], known: Known = NOTHING_KNOWN) -> Expression | None:
        """The expression under `key`, compiled; None when there is none."""
        if key not in self.data:
            return None
        made = compile_expression(self.data[key], names, known)
        for text in made.faults:
            self.fault(text, key)
        self._reads.update(made.reads)
        return made

    def wording(self, key: str, names: Mapping[str, Type], known: Known) -> str:
        """The text under `key`, its tags checked."""
        text: str = self.data.get(key, "")
        checked = check_wording(text, names, known)
        for fault in checked.faults:
            self.fault(fault, key)
        self._reads.update(checked.reads)
        return text

    def before(self) -> tuple[dict[str, Type], Expression | None, Known]:
        """The names of a rule that gives something, its condition, and what holds when that does."""
        names = self._names.before_decision(self._formats)
        condition = self.expression("nar", names)
        return names, condition, condition.holding if condition else NOTHING_KNOWN

    def _value(self) -> Reckoning:
        names, condition, known = self.before()
        made = self.expression("uttryck", names, known)
        assert made is not None
        name: str = self.data["namn"]
        met = self.expression("uppfylld", names, known)
        if "frist" in self.data and not made.faults and made.type.kind not in (Kind.DATE, Kind.ANY):
            self.fault(f"En frist är en dag, men värdet är {made.type.kind}.", "frist", remedy="Ta bort frist.")
        if met and "frist" not in self.data:
            self.fault("«uppfylld» hör till en frist, men regeln har ingen.", "uppfylld", remedy="Skriv en frist.")
        always = not (condition or self._formats or {"profil", "fran", "till"} & self.data.keys())
        self._names.add_value(name, made.type if always else made.type.maybe())
        deadline, remedy = self.data.get("frist"), self._deadline_remedy(met)
        return Reckoning(
            **self.common(condition), name=name, expression=made, deadline=deadline, met=met, remedy=remedy
        )

    def _deadline_remedy(self, met: Expression | None) -> str:
        """How a case says that a deadline is met: as the rule has it, else by the fields that it looks at."""
        if "gor" in self.data and met is None:
            self.fault("«gor» säger hur fristen blir uppfylld, men regeln har ingen «uppfylld».", "gor")
        reads = [one for one in sorted(met.reads) if one[0] in ("arende", "handling") and one[1:]] if met else []
        deepest = [one for one in reads if not any(other != one and other[: len(one)] == one for other in reads)]
        fields = [".".join(one[1:]) for one in deepest]
        return str(self.data.get("gor") or (f"Fyll i {' och '.join(fields)}." if fields else ""))

    def _text(self) -> StandardText:
        names, condition, known = self.before()
        text = self.wording("text", names, known)
        return StandardText(**self.common(condition), name=self.data["namn"], text=text)

    def _signer(self) -> Signing:
        names, condition, known = self.before()
        chosen = self._list_of_names("funktioner_ur", names, known)
        return Signing(**self.common(condition), names=tuple(self.data.get("funktioner", ())), chosen=chosen)

    def _recipient(self) -> Receiving:
        names, condition, known = self.before()
        chosen = self._list_of_names("mottagare_ur", names, known)
        wording = self.wording("namn", names, known) or None
        return Receiving(
            **self.common(condition),
            names=tuple(self.data.get("mottagare", ())),
            chosen=chosen,
            wording=wording,
            category=self.data.get("kategori"),
        )

    def _list_of_names(self, key: str, names: Mapping[str, Type], known: Known) -> Expression | None:
        made = self.expression(key, names, known)
        if made and not made.faults and (made.type.item or ANY).kind not in (Kind.TEXT, Kind.ANY):
            self.fault("Uttrycket ska ge en lista av namn.", key)
        return made

    def _check(self) -> Check:
        names = self._names.after_decision(self._formats)
        own = {name: MappingProxyType(dict(self.data[name])) for name in _OWN if name in self.data}
        names |= {name: group(dict.fromkeys(pairs, TEXT), TEXT) for name, pairs in own.items()}
        if "monster" in own:
            names["monster"] = group(dict.fromkeys(own["monster"], TEXT))
        condition = self.expression("nar", names)
        known = condition.holding if condition else NOTHING_KNOWN
        each = self._each(names, known)
        demand = self.expression("krav", names, known)
        failing = known | demand.failing if demand else known
        message, remedy = self.wording("meddelande", names, failing), self.wording("atgard", names, failing)
        self._field(names)
        severity = self._severity()
        draft = Severity(self.data["niva_utkast"]) if "niva_utkast" in self.data else severity
        return Check(
            **self.common(condition),
            demand=demand,
            each=each,
            severity=severity,
            draft_severity=draft,
            field=self.data.get("falt", ""),
            message=message,
            remedy=remedy,
            own=MappingProxyType(own),
        )

    def _each(self, names: dict[str, Type], known: Known) -> Expression | None:
        """The list that the rule goes through, with `post` and `nr` brought into reach."""
        each = self.expression("for_varje", names, known)
        if each is None:
            return None
        if each.type.kind not in (Kind.LIST, Kind.ANY):
            self.fault(f"Det som gås igenom ska vara en lista, inte {each.type.kind}.", "for_varje")
        names |= {"post": each.type.item or ANY, "nr": NUMBER}
        return each

    def _severity(self) -> Severity:
        severity = Severity(self.data["niva"])
        if severity is Severity.ERROR and UNPROVEN.search(self.data["kalla"]):
            self.fault("Grunden är inte belagd, så regeln får bara varna.", "niva", remedy='Skriv niva = "varning".')
        return severity

    def _field(self, names: Mapping[str, Type]) -> None:
        """The field that the rule speaks about must be one."""
        field: str = self.data.get("falt", "")
        root, *rest = field.replace("[]", "").split(".")
        if root == "post" or not field:
            if field and "for_varje" not in self.data:
                self.fault("«post» finns bara när regeln har for_varje.", "falt")
            return
        if names[root].at(tuple(rest)) is None:
            self.fault(f"Fältet «{field}» finns inte i något schema.", "falt")
        if "[]" in field and "for_varje" not in self.data:
            self.fault("[] i fältet betyder posten i en lista, men regeln har inget for_varje.", "falt")


_BUILD: Mapping[RuleKind, Callable[[RuleSource], Rule]] = {
    RuleKind.VALUE: RuleSource._value,
    RuleKind.TEXT: RuleSource._text,
    RuleKind.SIGNER: RuleSource._signer,
    RuleKind.RECIPIENT: RuleSource._recipient,
    RuleKind.CHECK: RuleSource._check,
}
