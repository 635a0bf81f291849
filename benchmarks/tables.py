"""Figures as Markdown, in Swedish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.targets import TARGETS, Results, Target

_NAMES = {
    "median_ms": "Median, ms",
    "minst_ms": "Minst, ms",
    "mest_ms": "Mest, ms",
    "processor_ms": "Processortid, ms",
    "kvot": "Gånger generatorns tid",
    "kvot_processor": "Gånger generatorns processortid",
    "minne_mib": "Mest minne, MiB",
    "mot_golvet": "Generatorn mot golvet, gånger",
    "sparad_i_word": "Mallen som Word sparar den",
    "ren": "Mallen så ren den kan bli",
    "skeppade": "De skeppade mallarna",
    "varv": "Varv",
    "dokument": "Dokument per deltagare",
    "mot_bar_1": "Generatorn mot LibreOffice självt, ett kontor, gånger",
    "mot_bar_2": "Generatorn mot LibreOffice självt, två kontor, gånger",
    "ett_till_tva": "Generatorn från en arbetare till två, gånger fortare",
    "bar_ett_till_tva": "LibreOffice självt från ett kontor till två, gånger fortare",
    "per_fil_mot_oss": "soffice per fil mot generatorn med en arbetare, gånger",
    "per_fil_mot_tva": "soffice per fil mot generatorn med två arbetare, gånger",
    "ett_anrop_mot_oss": "soffice i ett anrop mot generatorn, gånger",
    "unoserver_mot_oss": "unoserver mot generatorn, gånger",
    "unoconvert_mot_oss": "unoconvert mot generatorn, gånger",
    "i_arbetaren_ms": "Tid i arbetaren, ms per dokument",
    "processorkvoter": "Samma kvoter, räknade på processortid",
    "help_ms": "generator --help, ms",
    "kontrollera_ms": "generator kontrollera, ms",
    "rendera_mot_soffice": "rendera utan veraPDF mot soffice med klar profil, gånger",
    "rendera_mot_soffice_ny_profil": "rendera utan veraPDF mot soffice med ny profil, gånger",
    "rendera_med_verapdf_mot_soffice": "rendera med veraPDF mot soffice med klar profil, gånger",
    "ms": "ms",
    "mot_json": "Mot json.loads av samma fil, gånger",
    "sekunder": "Hela körningen, s",
    "ms_per_arende": "ms per ärende",
    "arenden": "Ärenden",
    "startade_kontor": "LibreOffice som startades",
    "planera_s": "Varav i ledaren, s",
    "ms_per_handling": "ms per handling",
    "ledaren_mib": "Ledaren, MiB",
    "alla_mib": "Alla processer, MiB",
    "okning_1000_10000": "Minnet vid 10 000 ärenden mot 1 000, gånger",
    "okning_ledaren": "Varav ledaren, gånger",
    "minne_langst_mib": "Minne för det längsta dokumentet, MiB",
    "system": "System",
    "processor": "Processor",
    "cores": "Kärnor",
    "python": "Python",
    "load": "Belastning när körningen började",
}
_GROWTH = ("x", "x_namn", "serier")
"""The keys of a growth: the sizes, what they are sizes of, and the milliseconds of each series."""
_MISSING = "–"


def number(value: object) -> str:
    """A figure as Swedish has it: decimal comma, no-break spaces between thousands; other values as they are."""
    if value is None:
        return _MISSING
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.6g}" if isinstance(value, float) and abs(value) < 1000 else f"{value:,.0f}"
    return text.replace(",", "\u00a0").replace(".", ",")


def name(key: str) -> str:
    """What a key of the results is called."""
    return _NAMES.get(key, key.replace("_", " "))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; every column but the first holds figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *([number(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figures(found: Mapping[str, Any]) -> str:
    """Whatever a measurement found, as tables."""
    return "\n\n".join(_pieces(found))


def _pieces(found: Mapping[str, Any]) -> Iterator[str]:
    """Growth and contestants as they are known; of the rest, plain values together, groups each below its name."""
    if "serier" in found:
        yield growth(found)
        found = {key: value for key, value in found.items() if key not in _GROWTH}
    plain = {key: value for key, value in found.items() if not isinstance(value, Mapping | list)}
    if plain:
        yield table(["Vad", "Värde"], [[name(key), value] for key, value in plain.items()])
    for key, value in found.items():
        if isinstance(value, Mapping) and _alike(value):
            yield from ([] if key == "deltagare" else [f"**{name(key)}**"])
            yield contestants(value)
        elif isinstance(value, Mapping):
            yield f"**{name(key)}**"
            yield from _pieces(value)
        elif isinstance(value, list) and value:
            yield f"**{name(key)}**"
            yield _listed(value)


def _alike(group: Mapping[str, Any]) -> bool:
    """True when the members of a group have the same plain values, so that they fit in one table."""
    if not all(isinstance(one, Mapping) for one in group.values()):
        return False
    inside = [value for one in group.values() for value in one.values()]
    return len({frozenset(one) for one in group.values()}) == 1 and not any(
        isinstance(v, Mapping | list) for v in inside
    )


def contestants(group: Mapping[str, Mapping[str, Any]]) -> str:
    """A row for each."""
    columns = list(next(iter(group.values())))
    rows = [[name(key), *(one[column] for column in columns)] for key, one in group.items()]
    return table(["Vad", *map(name, columns)], rows)


def _listed(items: Sequence[Any]) -> str:
    if not all(isinstance(item, Mapping) for item in items):
        return ", ".join(number(item) for item in items)
    columns = list(dict.fromkeys(key for item in items for key in item if not isinstance(item[key], Mapping | list)))
    return table([name(column) for column in columns], [[item.get(column) for column in columns] for item in items])


def growth(found: Mapping[str, Any]) -> str:
    """A row for each size, a column for each series; milliseconds."""
    series = found["serier"]
    rows = [[number(x), *(ys[index] for ys in series.values())] for index, x in enumerate(found["x"])]
    return table([str(found["x_namn"]).capitalize(), *map(name, series)], rows)


def targets(results: Results) -> str:
    """Every target with its figure, and whether it is held."""
    return table(["Mål", "Gräns", "Uppmätt", "Hållet"], [_target(one, results) for one in TARGETS])


def _target(target: Target, results: Results) -> list[object]:
    limit = f"{'minst' if target.at_least else 'högst'} {number(target.limit)}"
    try:
        found = target.figure(results)
    except KeyError:
        return [target.name, limit, None, "inte mätt"]
    return [target.name, limit, float(f"{found:.3g}"), "hållet" if target.held(results) else "**inte hållet**"]
