"""A new format is a schema, a Word file and rules: one that ships, and one that is made up here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from generator.case.schemas import Schemas
from generator.errors import ExitCode, TemplateError
from generator.pdf.reading import read_pdf
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.tools import documents, faults, text_of

pytestmark = pytest.mark.thorough

SHARED = ("status", "rubrik", "handlaggare", "undertecknare")
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Remissvar",
    "description": "Svar på en remiss från en annan myndighet.",
    "examples": [{"typ": "svar-pa-remiss"}],
    "type": "object",
    "additionalProperties": False,
    "required": ["typ", "datum", "status", "rubrik", "remiss", "standpunkt"],
    "x-kraver-av-arendet": ["tjanstestalle"],
    "properties": {
        "typ": {"const": "svar-pa-remiss", "title": "Format", "description": "Slaget.", "examples": ["svar-pa-remiss"]},
        **{name: {"$ref": f"../gemensamt.schema.json#/$defs/{name}"} for name in SHARED},
        "datum": {
            "$ref": "../gemensamt.schema.json#/$defs/datum",
            "title": "Svarets datum",
            "description": "Dagen som står på svaret.",
            "examples": ["2024-05-02"],
            "x-visas": ["datum_iso", "datum"],
        },
        "remiss": {
            "type": "object",
            "title": "Remiss",
            "description": "Det som besvaras.",
            "examples": [{"avsandare": "Trafikverket", "svar_senast": "2024-05-31"}],
            "additionalProperties": False,
            "required": ["avsandare", "svar_senast"],
            "properties": {
                "avsandare": {
                    "$ref": "../gemensamt.schema.json#/$defs/rad",
                    "title": "Remissens avsändare",
                    "description": "Myndigheten som frågar.",
                    "examples": ["Trafikverket"],
                    "x-visas": "text",
                },
                "svar_senast": {
                    "$ref": "../gemensamt.schema.json#/$defs/datum",
                    "title": "Svar senast",
                    "description": "Sista dagen att svara.",
                    "examples": ["2024-05-31"],
                    "x-visas": "datum",
                },
            },
        },
        "standpunkt": {
            "$ref": "../gemensamt.schema.json#/$defs/text",
            "title": "Ståndpunkt",
            "description": "Vad organisationen anser.",
            "examples": ["Regionen tillstyrker förslaget."],
            "x-visas": "stycken",
        },
        "synpunkter": {
            "type": "array",
            "title": "Synpunkter",
            "description": "Avsnitt för avsnitt.",
            "examples": [[{"avsnitt": "4.1", "synpunkt": "Kostnaden saknas.", "kostnad": 120000}]],
            "items": {
                "type": "object",
                "title": "En synpunkt",
                "description": "Avsnittet och vad som sägs om det.",
                "examples": [{"avsnitt": "4.1", "synpunkt": "Kostnaden saknas."}],
                "additionalProperties": False,
                "required": ["avsnitt", "synpunkt"],
                "properties": {
                    "avsnitt": {
                        "$ref": "../gemensamt.schema.json#/$defs/rad",
                        "title": "Avsnitt",
                        "description": "Numret i remissen.",
                        "examples": ["4.1"],
                        "x-visas": "text",
                    },
                    "synpunkt": {
                        "$ref": "../gemensamt.schema.json#/$defs/rad",
                        "title": "Synpunkt",
                        "description": "En mening.",
                        "examples": ["Kostnaden saknas."],
                        "x-visas": "text",
                    },
                    "kostnad": {
                        "$ref": "../gemensamt.schema.json#/$defs/belopp",
                        "title": "Kostnad",
                        "description": "Kronor.",
                        "examples": [120000],
                        "x-visas": "kronor",
                    },
                },
            },
        },
    },
}
LINES = (
    ("Normal", '{%p include "block/dokumenthuvud.docx" %}'),
    ("Heading 1", "{{ dokument.titel }}"),
    (
        "Body Text",
        "Svar till {{ handling.remiss.avsandare }}, som vill ha det {{ handling.remiss.svar_senast|datum }}.",
    ),
    ("Heading 2", "Vår ståndpunkt"),
    ("Body Text", "{{p handling.standpunkt|stycken }}"),
    ("Normal", "{%p if handling.synpunkter %}"),
    ("Heading 2", "Synpunkter"),
    ("Table", "handling.synpunkter"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if texter.remissvar %}"),
    ("Heading 2", "Upplysning"),
    ("Body Text", "{{p texter.remissvar|stycken }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", '{%p include "block/underskrift.docx" %}'),
    ("Normal", '{%p include "block/sandlista.docx" %}'),
)
RULES = """
[[varde]]
id = "dagar-till-godo"
namn = "dagar_till_godo"
format = ["svar-pa-remiss"]
uttryck = "handling.datum|dagar_till(handling.remiss.svar_senast)"
beskrivning = "Dagar kvar när svaret lämnas."
kalla = "Beräkning"
exempel = [{ bas = "remissvar", ger = "29" }, { bas = "avslut", ger = "inget" }]

[[text]]
id = "svarets-giltighet"
namn = "remissvar"
format = ["svar-pa-remiss"]
text = "{% if varde.dagar_till_godo %}Svaret lämnas {{ varde.dagar_till_godo|tal }} dagar före sista dagen.{% endif %}"
beskrivning = "Hur god tid som är kvar."
kalla = "Praxis: prov"
exempel = [
  { bas = "remissvar", ger = "Svaret lämnas 29 dagar före sista dagen." },
  { bas = "avslut", ger = "inget" },
]

[[mottagare]]
id = "remittenten-far-svaret"
format = ["svar-pa-remiss"]
namn = "{{ handling.remiss.avsandare }}"
kategori = "extern"
beskrivning = "Den som frågar får svaret."
kalla = "Praxis: prov"
exempel = [{ bas = "remissvar", ger = ["Trafikverket"] }, { bas = "avslut", ger = "inget" }]

[[kontroll]]
id = "remissvar-for-sent"
format = ["svar-pa-remiss"]
krav = "handling.datum <= handling.remiss.svar_senast"
niva = "fel"
falt = "handling.datum"
meddelande = "Svaret är daterat {{ handling.datum|datum }}, efter {{ handling.remiss.svar_senast|datum }}."
atgard = "Begär mer tid, och rätta «svar_senast»."
kalla = "26 § förvaltningslagen (2017:900)"
exempel = [
  { bas = "remissvar", handling.datum = "2024-05-31", ger = "inget" },
  { bas = "remissvar", handling.datum = "2024-06-01", ger = "fynd" },
]
"""
CASE: Case = {
    "schemaversion": "1.0",
    "profil": "region-jh",
    "diarienummer": "RUN/14/2024",
    "arendemening": "Remiss om vintervägar",
    "organ": {"namn": "Regionala utvecklingsnämnden"},
    "tjanstestalle": "Samhällsplanering",
    "handlaggare": {"namn": "Milla Åkerbäck"},
    "handlingar": [
        {
            "typ": "svar-pa-remiss",
            "datum": "2024-05-02",
            "status": "upprattad",
            "rubrik": "Svar om vintervägar",
            "remiss": {"avsandare": "Trafikverket", "svar_senast": "2024-05-31"},
            "standpunkt": "Regionen **tillstyrker** förslaget.\n\n- Det är billigt.\n- Det är säkert.",
            "synpunkter": [
                {"avsnitt": "4.1", "synpunkt": "Plogning av gång- och cykelvägar saknas.", "kostnad": 120000},
                {"avsnitt": "5.3", "synpunkt": "Skolbussarnas hållplatser bör komma först."},
            ],
        }
    ],
}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def word_file(target: Path, lines: tuple[tuple[str, str], ...] = LINES) -> None:
    """A format's Word file, as somebody with nothing but Word would make it: an old one, emptied and written anew."""
    page = docx.Document(str(ROOT / "templates" / "standard" / "avslut.docx"))
    for element in list(page.element.body)[:-1]:
        page.element.body.remove(element)
    for style, text in lines:
        if style == "Table":
            _table(page, text)
        else:
            page.add_paragraph(text, style=style)
    page.save(str(target))


def _table(page: Any, items: str) -> None:
    cost = "{% if rad.kostnad %}{{ rad.kostnad|kronor }}{% else %}ingen{% endif %}"
    rows = (
        ("Tabellrubrik", ("Avsnitt", "Synpunkt", "Kostnad")),
        ("Tabelltext", (f"{{%tr for rad in {items} %}}", "", "")),
        ("Tabelltext", ("{{ rad.avsnitt }}", "{{ rad.synpunkt }}", cost)),
        ("Tabelltext", ("{%tr endfor %}", "", "")),
    )  # fmt: skip
    table = page.add_table(len(rows), 3, style="Tabell")
    for row, (style, cells) in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].style = page.styles[style]
            cell.paragraphs[0].add_run(text)
    header = table.rows[0]._tr.get_or_add_trPr()  # python-docx has no name for a header row
    header.append(header.makeelement(f"{{{header.nsmap['w']}}}tblHeader", {}))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The real schemas, rules and templates, and files for one format more; nothing of the program is touched."""
    folder = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    schema = folder / "schemas" / "handlingar" / "svar-pa-remiss.schema.json"
    schema.write_text(json.dumps(SCHEMA, ensure_ascii=False), "utf-8")
    word_file(folder / "templates" / "standard" / "svar-pa-remiss.docx")
    (folder / "rules" / "remissvar.toml").write_text(RULES, "utf-8")
    (folder / "rules" / "exempel" / "remissvar.json").write_text(json.dumps(CASE, ensure_ascii=False), "utf-8")
    with (folder / "templates" / "region-jh" / "profil.toml").open("a", encoding="utf-8") as profile:
        profile.write('\n[format.svar-pa-remiss]\nundertecknare = ["regiondirektor"]\nhuvud = ["handlaggare.titel"]\n')
    return folder


@pytest.fixture
def run(root: Path) -> Run:
    """Run the command as a shell would, in the new format's folder."""

    def once(*arguments: str | Path, folder: Path = root, **variables: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name != "GENERATOR_ROT"}
        return subprocess.run(
            [sys.executable, "-m", "generator", *map(str, arguments)],
            cwd=folder, env={**inherited, "PYTHONPATH": str(ROOT), **variables},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return once


SLIPS = {
    "a comma": ('"type": "object",', '"type": "object"', True, "Det saknas ett komma före detta."),
    "a mark": (
        '"x-visas": "text"',
        '"x-vissas": "text"',
        True,
        "Märket «x-vissas» i schemat finns inte. Menade du «x-v",
    ),
    "a field asked for": ('"standpunkt"\n ]', '"standpunk"\n ]', False, "kräver fältet «standpunk», som inte är besk"),
    "another's name": ('"const": "svar-pa-remiss"', '"const": "remissvar"', False, "«typ» i den ska vara «remissvar»"),
    "all of it": (None, "", False, "Schemat är tomt."),
}


@pytest.mark.parametrize(("right", "wrong", "placed", "message"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_schema_is_told_with_its_place(
    right: str | None, wrong: str, placed: bool, message: str, root: Path
) -> None:
    """What would guard nothing, or could never be followed, is said of the schema, not of a case or not at all."""
    path = root / "schemas" / "handlingar" / "svar-pa-remiss.schema.json"
    text = json.dumps({"type": "object", **SCHEMA}, ensure_ascii=False, indent=1).replace("\n  ]", "\n ]")
    assert right is None or right in text
    path.write_text(wrong if right is None else text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(TemplateError) as caught:
        _ = Schemas(root / "schemas").formats
    (found,) = caught.value.findings
    assert message in found.message
    assert (found.place.file, found.place.line is not None) == (path, placed)


def test_what_another_program_notes_in_a_schema_stands(root: Path) -> None:
    """A keyword that is like none of ours is an editor's affair; a field that is asked for may stand elsewhere."""
    path = root / "schemas" / "handlingar" / "svar-pa-remiss.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    more = {"x-kolumner": 2, "required": [*schema["required"], "bilaga"], "allOf": [{"properties": {"bilaga": True}}]}
    path.write_text(json.dumps({**schema, **more}), "utf-8")
    assert "svar-pa-remiss" in Schemas(root / "schemas").formats


def test_a_schema_from_notepad_is_read(root: Path) -> None:
    """With the mark that Windows sets before UTF-8, a schema says what it says without."""
    path = root / "schemas" / "handlingar" / "svar-pa-remiss.schema.json"
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert "svar-pa-remiss" in Schemas(root / "schemas").formats


def with_titles(case: Case) -> Case:
    """The case with what this profile wants in the head of this format."""
    return {**case, "handlaggare": {"namn": "Milla Åkerbäck", "titel": "Utvecklingsledare"}}


def test_a_new_format_has_every_command(root: Path, run: Run, write: Write) -> None:
    """A schema, a Word file and rules, and `ny`, `kontrollera`, `forklara` and `regler` know the format."""
    made = run("ny", "svar-pa-remiss", "--profil", "region-jh", "--dnr", "RUN/14/2024")
    assert (made.returncode, made.stderr) == (0, "")
    new = json.loads((root / "cases" / "run-14-2024.json").read_text("utf-8"))
    assert new["tjanstestalle"] == "[Tjänsteställe]"
    assert new["handlaggare"]["titel"] == "[Handläggarens titel]"
    assert set(new["handlingar"][0]) == set(SCHEMA["required"])
    assert run("kontrollera", root / "cases" / "run-14-2024.json").returncode == 0
    good = write(with_titles(CASE), "bra.json")
    assert run("kontrollera", "--strikt", good).stdout.startswith("1 fil, 1 handling utan fel")
    told = run("forklara", good).stdout
    assert all(name in told for name in ("dagar_till_godo = 29", "remittenten-far-svaret", "Harald Sundin"))
    tried = run("regler", "testa")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "remissvar-for-sent" in run("regler", "lista", "--format", "svar-pa-remiss").stdout
    assert "svar-pa-remiss" in run("ny", "svar-pa-remis", "--profil", "region-jh", "--dnr", "RUN/15/2024").stderr


def test_what_is_wrong_in_a_new_format_is_said_in_its_own_words(run: Run, write: Write) -> None:
    """A rule's finding, a field that is missing, one that is unknown and one of the profile's: each with its title."""
    late = with_titles(json.loads(json.dumps(CASE)))
    late["handlingar"][0]["datum"] = "2024-06-03"
    done = run("kontrollera", write(late, "sent.json"))
    assert done.returncode == ExitCode.CASE
    assert "handlingar[0].datum (Svarets datum) fel: Svaret är daterat den\u00a03\u00a0juni 2024" in done.stderr
    wrong = with_titles(json.loads(json.dumps(CASE)))
    del wrong["handlingar"][0]["standpunkt"]
    wrong["handlingar"][0]["remiss"]["svar_sennast"] = wrong["handlingar"][0]["remiss"].pop("svar_senast")
    done = run("kontrollera", write(wrong, "fel.json"))
    assert "Fältet «standpunkt» (Ståndpunkt) saknas." in done.stderr
    assert "Fältet «svar_sennast» är okänt. Menade du «svar_senast»?" in done.stderr
    done = run("kontrollera", write(CASE, "utan-titel.json"))
    assert "Uppgiften «handlaggare.titel» saknas." in done.stderr


@pytest.mark.thorough
def test_a_new_word_file_is_inspected(root: Path, run: Run) -> None:
    """`mallar kontrollera` has nothing against the new file, and sees a wrong name, and a fact that it would lose."""
    file = root / "templates" / "standard" / "svar-pa-remiss.docx"
    whole = run("mallar", "kontrollera", file)
    assert (whole.returncode, whole.stderr.strip()) == (0, "")
    wrong = tuple((style, text.replace("svar_senast", "svar_sist")) for style, text in LINES)
    word_file(file, wrong)
    done = run("mallar", "kontrollera", file)
    assert done.returncode == ExitCode.TEMPLATE
    assert "svar_sist" in done.stderr
    assert "skrivs inte ut" not in done.stderr
    word_file(
        file, tuple((style, text.replace("{{ handling.remiss.svar_senast|datum }}", "snart")) for style, text in LINES)
    )
    done = run("mallar", "kontrollera", file)
    assert done.returncode == ExitCode.TEMPLATE
    assert "Svar senast (handling.remiss.svar_senast) skrivs inte ut" in done.stderr


@pytest.mark.office
def test_a_new_format_becomes_a_pdf(root: Path, run: Run, write: Write) -> None:
    """The ordinary command makes a Word file that keeps Word's rules and a PDF with all that the case and rules say."""
    case = write(with_titles(CASE))
    done = run("rendera", case)
    assert (done.returncode, done.stderr) == (0, "")
    stem = root / "out" / "RUN-14-2024" / "2024-05-02-svar-pa-remiss"
    assert faults(stem.with_suffix(".docx")) == []
    found = read_pdf(stem.with_suffix(".pdf").read_bytes())
    text = " ".join(" ".join(found.pages).split())
    wanted = ("REMISSVAR", "RUN/14/2024", "Svar om vintervägar", "vill ha det den 31 maj 2024.", "Det är billigt.",
              "4.1 Plogning av gång- och cykelvägar saknas. 120 000 kronor", "Svaret lämnas 29 dagar före",
              "Harald Sundin Regiondirektör", "Utdrag till Trafikverket")  # fmt: skip
    assert [words for words in wanted if words not in text.replace("\u00a0", " ")] == []
    assert run("rendera", case).stdout.startswith("fryst: RUN/14/2024")


@pytest.mark.office
@pytest.mark.parametrize("way", ["--rot", "GENERATOR_ROT"])
def test_a_new_format_is_found_from_another_folder(
    way: str, root: Path, run: Run, write: Write, tmp_path: Path
) -> None:
    """From anywhere, with `--rot` or the variable, the same format becomes the same PDF."""
    elsewhere = tmp_path / "annanstans"
    elsewhere.mkdir()
    case = write(with_titles(CASE))
    if way == "--rot":
        done = run("rendera", case, "--rot", root, folder=elsewhere)
    else:
        done = run("rendera", case, folder=elsewhere, GENERATOR_ROT=str(root))
    assert (done.returncode, done.stderr) == (0, "")
    pdf = elsewhere / "out" / "RUN-14-2024" / "2024-05-02-svar-pa-remiss.pdf"
    assert "Trafikverket" in " ".join(read_pdf(pdf.read_bytes()).pages)
    unknown = run("kontrollera", case, "--rot", ROOT, folder=elsewhere)
    assert "svar-pa-remiss" in unknown.stderr, "the program's own folder must not know the format"


def test_a_fact_that_the_new_word_file_forgets_stops_the_document(root: Path, run: Run, write: Write) -> None:
    """What the new schema says must be printed is looked for; a Word file without it publishes nothing."""
    kept = tuple(line for line in LINES if "svar_senast" not in line[1])
    word_file(root / "templates" / "standard" / "svar-pa-remiss.docx", kept)
    done = run("rendera", "--utan-pdf", write(with_titles(CASE)))
    assert done.returncode == ExitCode.OUTPUT
    assert "Svar senast («den 31 maj 2024») finns inte i Word-filen." in done.stderr.replace("\u00a0", " ")
    assert not list((root / "out").rglob("*.docx"))


def delegated(**changes: Any) -> Case:
    """The grundärende of the format that ships, with other fields in its handling."""
    case: Case = json.loads((ROOT / "rules" / "exempel" / "delegationsbeslut.json").read_text("utf-8"))
    handling = case["handlingar"][0]
    for name, value in changes.items():
        handling[name] = {**handling[name], **value} if isinstance(value, dict) else value
    return case


def shown(case: Case, write: Write, words: Workshop) -> str:
    """The text of the case's one document."""
    [(_, rendered)] = documents(write(case), words)
    return text_of(rendered.content).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("regime", "wanted"),
    [
        ("laglighetsprovning", "protokollet från det sammanträde där beslutet anmäldes var justerat"),
        ("forvaltningsbesvar", "inom tre veckor från den dag då den som överklagar fick del av beslutet"),
        ("far_inte_overklagas", "Beslutet får inte överklagas."),
    ],
)
def test_the_way_of_appeal_follows_the_kind_of_decision(
    regime: str, wanted: str, write: Write, words: Workshop
) -> None:
    """A decision on delegation tells its own way of appeal, and no other."""
    text = shown(delegated(overklagande={"regim": regime}), write, words)
    appeal = text.split("\nÖverklagande\n")[1]
    assert wanted in appeal
    every = ("beslutet anmäldes var justerat", "fick del av beslutet", "får inte överklagas")
    assert [one in text for one in every].count(True) == 1


@pytest.mark.parametrize(
    ("kind", "ground"),
    [
        ("anstalld", "följer av 6 kap. 37 § och 7 kap. 5 § kommunallagen (2017:725)."),
        ("vidaredelegation", "lämnats vidare av förvaltningschefen och följer av 7 kap. 5 och 6 §§ kommunallagen"),
        ("fortroendevald", "följer av 6 kap. 37 § kommunallagen (2017:725)."),
        ("bradskande", "nämndens avgörande inte kan avvaktas. Rätten att besluta på"),
    ],
)
def test_the_legal_ground_follows_the_kind_of_delegation(kind: str, ground: str, write: Write, words: Workshop) -> None:
    """The document names the paragraph that the right to decide rests on, the item and who decided."""
    passed = {"vidare_av": "förvaltningschefen"} if kind == "vidaredelegation" else {}
    text = shown(delegated(delegation={"slag": kind} | passed), write, words)
    assert ground in text
    assert "Beslutet fattas med stöd av punkt 4.2 i delegationsordningen." in text
    assert "Beslutsfattare: Alva Berglind, regional utvecklingsdirektör." in text


def test_the_report_to_the_board_is_dated(write: Write, words: Workshop) -> None:
    """Without a known meeting the last day is reckoned from the decision; a decision not reported says so."""
    unknown = delegated()
    del unknown["handlingar"][0]["delegation"]["anmals_datum"]
    text = shown(unknown, write, words)
    assert "Beslutet anmäls till Regionala utvecklingsnämnden senast den 7 juni 2024." in text
    unknown["handlingar"][0]["anmals_inte"] = "Punkt 4.2 är undantagen från anmälan."
    text = shown(unknown, write, words)
    assert "Det protokollförs särskilt och tillkännages på anslagstavlan." in text
    assert "för anmälan" not in text
