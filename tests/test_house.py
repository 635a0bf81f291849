"""The house rules: what keeps every room small, named and documented."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from token import NAME
from tokenize import generate_tokens
from typing import Any

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from generator import __version__
from generator.case.formats import FORMATS
from generator.case.jsontext import parse
from generator.case.messages import _BY_KEYWORD
from generator.case.schemas import Schemas, fields
from generator.case.validator import CHECKER, Validator
from generator.errors import ExitCode
from generator.forms import FORMS
from generator.workshop import Workshop
from tests.conftest import ROOT

MODULES = sorted((ROOT / "generator").rglob("*.py"))
SCHEMAS = Schemas(ROOT / "schemas")
TEXTS = {".py", ".html", ".css", ".js", ".po", ".json", ".toml", ".txt", ".svg"}
"""The kinds of files in the program that are text."""
_ANSWERED_ELSEWHERE = {"required", "additionalProperties", "properties", "items", "if", "then", "not", "$ref"}
_SAYS_NOTHING_OF_VALUES = {"title", "description", "examples", "contentMediaType", "$schema", "$id", "$defs"}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function in a module, methods and inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def length(function: ast.FunctionDef) -> int:
    """Lines from the first statement to the last; a command's list of options is not counted."""
    return (function.end_lineno or 0) - function.body[0].lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rooms_stay_small(path: Path) -> None:
    """No module over 300 lines, no function over 40 from its docstring on."""
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    assert [one.name for one in functions(ast.parse(text)) if length(one) > 40] == []


def test_functions_are_mostly_short() -> None:
    """Nine in ten have at most twenty lines."""
    every = [one for path in MODULES for one in functions(ast.parse(path.read_text("utf-8")))]
    lengths = sorted(length(one) for one in every)
    assert lengths[len(lengths) * 9 // 10] <= 20


def names_of_data() -> re.Pattern[str]:
    """The formats, their titles, the profiles and the organisations that there are, as whole words."""
    formats = [path.name.split(".")[0] for path in (ROOT / "schemas" / "handlingar").glob("*.json")]
    titles = [str(schema["title"]) for schema in SCHEMAS.formats.values()]
    profiles = [
        path.parent.name for path in (ROOT / "templates").glob("*/profil.toml") if path.parent.name != "standard"
    ]
    every = {snake(name) for name in (*formats, *titles, *profiles, "jämtland", "örebro", "tillväxtverket")}
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(every))})(?![^\W_])")


def snake(text: str) -> str:
    """A text in which `someName`, `some-name` and `some_name` read alike."""
    return re.sub(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])", "_", text).replace("-", "_").casefold()


def named_in(path: Path, words: re.Pattern[str]) -> Iterator[str]:
    """Where a file of the program names one: in Python its identifiers and constants, elsewhere anything at all."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from (f"{path.name}: {line.strip()}" for line in text.splitlines() if words.search(snake(line)))
        return
    for token in generate_tokens(StringIO(text).readline):
        if token.type == NAME and words.search(snake(token.string)):
            yield f"{path.name}:{token.start[0]} {token.string}"
    for node in ast.walk(ast.parse(text)):
        value = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if not _is_prose(value) and words.search(snake(value)):
            yield f"{path.name}:{node.lineno} {value!r}"


def test_no_format_profile_or_organisation_is_named_in_code() -> None:
    """A new format or profile is data: the program knows none of them by name, in code, pages or file names."""
    words = names_of_data()
    files = [path for path in (ROOT / "generator").rglob("*") if path.suffix in TEXTS]
    assert {path.suffix for path in files} >= {".py", ".html", ".css", ".po"}
    assert [found for path in files for found in named_in(path, words)] == []
    assert [path.name for path in (ROOT / "generator").rglob("*") if words.search(snake(path.stem))] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'KIND = "delegationsbeslut"'),
        ("a.py", 'if typ == "region-jh": pass'),
        ("a.py", "def render_beviljande() -> None: ..."),
        ("a.py", "class DelegationsbeslutView: ..."),
        ("a.py", "arende.handling.region_orebro = 1"),
        ("a.py", 'TITLE = f"Tjänsteskrivelse {number}"'),
        ("a.html", '<option value="avslut">Val</option>'),
        ("a.css", ".avslut-ruta { color: red }"),
        ("a.js", 'const visaBeviljande = () => show("x");'),
        ("a.po", 'msgstr "Skapa ett delegationsbeslut"'),
    ],
)
def test_the_search_for_names_sees_them(name: str, text: str, tmp_path: Path) -> None:
    """A name in a constant, an identifier, a page, a style, a script or a translation is found: the check can fail."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert list(named_in(path, names_of_data()))


def _is_prose(text: str) -> bool:
    """Docstrings, help texts and examples may mention one to be understood."""
    return len(text.split()) > 4


def test_every_test_says_what_it_proves() -> None:
    """Every test has a one-line docstring."""
    silent = [
        f"{path.name}: {one.name}"
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        for one in functions(ast.parse(path.read_text("utf-8")))
        if one.name.startswith("test_") and not (ast.get_docstring(one) or "").endswith(".")
    ]
    assert silent == []


def test_only_the_command_line_leaves_or_prints() -> None:
    """Nothing below the command line exits, prints or asks for the command's arguments."""
    for path in MODULES:
        if path.parts[-2] != "cli" and path.name != "clerk.py":
            text = path.read_text("utf-8")
            assert not re.search(r"\bsys\.(exit|argv)\b|\bprint\(|SystemExit", text), path


def test_clicks_words_are_compiled() -> None:
    """The compiled catalogue says what its source says."""
    folder = ROOT / "generator" / "locale" / "sv" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as source:
        catalogue = read_po(source, "sv")
    fresh = BytesIO()
    write_mo(fresh, catalogue)
    fresh.seek(0)
    with (folder / "messages.mo").open("rb") as compiled:
        assert _pairs(read_mo(compiled)) == _pairs(read_mo(fresh)), "kör script/oversatt"
    assert not [message.id for message in catalogue if message.id and not message.string]


def _pairs(catalogue: Any) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def every_field() -> list[tuple[str, dict[str, Any]]]:
    """Every field of every schema, written out, with a name to show."""
    found = [("arende." + ".".join(path), dict(node)) for path, node in fields(SCHEMAS.case)]
    for typ, schema in SCHEMAS.formats.items():
        found += [(f"{typ}." + ".".join(path), dict(node)) for path, node in fields(schema)]
    return found


def test_every_field_is_described() -> None:
    """Each has a Swedish title, a description and an example, since messages and help come from there alone."""
    poor = [
        name for name, node in every_field() if not all(node.get(key) for key in ("title", "description", "examples"))
    ]
    assert poor == []


def test_no_object_takes_unknown_keys() -> None:
    """Every object of every schema refuses what it does not know."""
    groups = [(name, node) for name, node in every_field() if node.get("properties") is not None]
    open_ = [name for name, node in groups if node.get("additionalProperties") is not False]
    assert open_ == []
    assert all(schema["additionalProperties"] is False for schema in (SCHEMAS.case, *SCHEMAS.formats.values()))


def test_every_example_keeps_its_own_field() -> None:
    """An example in a schema is one that the schema would accept."""
    wrong = []
    for name, node in every_field():
        validator = Validator(node, format_checker=CHECKER)
        for example in node["examples"] if ".handlingar" not in name else ():
            value = parse(json.dumps(example)).value
            wrong += [f"{name}: {error.message}" for error in validator.iter_errors(value)]
    assert wrong == []


def test_every_keyword_has_swedish_words() -> None:
    """Each keyword that the schemas use is answered in Swedish, and each format is really checked."""
    used: set[str] = set()
    formats: set[str] = set()
    for _, node in every_field():
        used |= {key for key in node if not key.startswith("x-")}
        formats |= {str(node["format"])} if "format" in node else set()
    assert used - _ANSWERED_ELSEWHERE - _SAYS_NOTHING_OF_VALUES <= set(_BY_KEYWORD)
    assert formats <= set(FORMATS)


def test_forms_named_by_schemas_exist() -> None:
    """`x-visas` and `x-visar-av-arendet` name forms that there are."""
    named: set[str] = set()
    for schema in (SCHEMAS.case, *SCHEMAS.formats.values()):
        for _, node in fields(schema):
            shown = node.get("x-visas", [])
            named |= {shown} if isinstance(shown, str) else set(shown)
        for shown in schema.get("x-visar-av-arendet", {}).values():
            named |= {shown} if isinstance(shown, str) else set(shown)
    assert named
    assert named <= set(FORMS)


def test_editors_know_every_format(uppdatera: bool) -> None:
    """`handling.schema.json` names the formats there are, so that an editor helps inside a handling."""
    path = ROOT / "schemas" / "handling.schema.json"
    text = json.dumps(SCHEMAS.dispatch(), ensure_ascii=False, indent=2) + "\n"
    if uppdatera:
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text, "kör script/test --uppdatera -k editors"


def test_every_profile_can_make_every_format(words: Workshop) -> None:
    """Each profile has a template, its own or the standard's, for each format."""
    for profil in words.profiles.names:
        for typ in words.schemas.formats:
            assert words.templates.template(profil, typ).fonts


def test_every_exit_code_is_explained() -> None:
    """`docs/felkoder.md` has a row for each code, and for no other."""
    text = (ROOT / "docs" / "felkoder.md").read_text("utf-8")
    rows = {int(number) for number in re.findall(r"^\| *`?(\d+)`? *\|", text, re.MULTILINE)}
    assert rows == {int(code) for code in ExitCode}


def test_links_in_the_documents_lead_somewhere() -> None:
    """Every relative link in README and docs points to a file that is there."""
    lost = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        prose = re.sub(r"```.*?```|`[^`\n]*`|^ {4}.*$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", prose)
        lost += [f"{page.name}: {target}" for target in targets if not (page.parent / target).exists()]
    assert lost == []


def test_the_version_stands_in_the_changelog() -> None:
    """The newest version of the changelog is the program's."""
    versions = re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[:1] == [__version__]
