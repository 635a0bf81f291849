"""The files of a new profile: gathered, tried, and put in their place."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import tomli

from generator.case.profiles import FILE, SCHEMA, STANDARD, Profiles
from generator.case.tomltext import TomlText, read_toml, toml_faults
from generator.errors import FolderError, TemplateError, reason
from generator.findings import Finding, Place
from generator.newprofile.text import profile_text, toml
from generator.swedish import nearest
from generator.word.templates import LETTERHEAD
from generator.workshop import Workshop

_PROGRAM = Path(__file__).parent.parent
_LEFT_BEHIND = re.compile(r"~\$.*|\..*|.*\.tmp", re.IGNORECASE)
"""What Word, LibreOffice and other programs leave beside the files that they have open."""
_BARE = str.maketrans("åäöéü", "aaoeu")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfile:
    """A profile that has been made."""

    name: str
    files: tuple[Path, ...]
    """Its files, in alphabetical order."""
    format: str
    """A format to try it on."""
    diarienummer: str
    """A number of the form that it wants."""


def make_profile(name: str, shop: Workshop, *, source: str | None, title: str | None) -> NewProfile:
    """Make the folder of a new profile.

    Args:
        name: what it is to be called.
        shop: the schemas and templates that it belongs to.
        source: the profile whose files it is to have; None for the least that a profile needs.
        title: the organisation's name; None to be filled in.

    Raises:
        TemplateError: the name or the title cannot be used, or what is copied is not there or is wrong.
        FolderError: the folder could not be written.
    """
    folder = shop.settings.templates
    _check_name(name, shop)
    _check_place(folder / name)
    _check_title(title, shop)
    files = (
        _copied(_known(source, shop.profiles), name, title, shop) if source is not None else _started(name, title, shop)
    )
    try:
        _write(folder, name, files, shop)
    except OSError as error:
        remedy = "Kontrollera att du får skriva i mappen och att disken inte är full."
        raise FolderError(
            _finding("skriva-gick-inte", f"Profilen kunde inte sparas: {reason(error)}.", remedy, folder / name)
        ) from None
    return NewProfile(
        name=name,
        files=tuple(folder / name / file for file in sorted(files)),
        format=next(iter(shop.schemas.formats)),
        diarienummer=_number(Profiles(folder, shop.schemas), name),
    )


def _check_name(name: str, shop: Workshop) -> None:
    pattern = str(shop.schemas.case["properties"]["profil"]["pattern"])
    if name == STANDARD:
        message = f"«{STANDARD}» är den profil som alla andra ärver av. Den finns redan."
        _refuse("profil-namn", message, "Välj ett eget namn, till exempel organisationens.")
    if not re.search(pattern, name) or name.endswith("\n"):
        message = (
            f"En profil kan inte heta «{name}». Namnet har små bokstäver utan å, ä och ö, siffror och bindestreck."
        )
        bare = re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(_BARE)).strip("-")
        _refuse("profil-namn", message, f"Skriv till exempel {bare or 'kommun-x'}.")


def _check_place(target: Path) -> None:
    if target.exists() or target.is_symlink():
        _refuse(
            "profil-finns", "Profilens mapp finns redan.", "Välj ett annat namn, eller ändra i den som finns.", target
        )
    if not target.parent.is_dir():
        _refuse("mallar-saknas", "Mappen med mallar finns inte.", "Ange rätt mapp med --rot.", target.parent)
    if target.resolve().is_relative_to(_PROGRAM):
        message = "Mallarna här följde med programmet, och byts ut när det uppdateras."
        remedy = "Kopiera mapparna schemas, rules och templates till en egen mapp och ange den med --rot."
        _refuse("mallar-programmets", message, remedy, target.parent)


def _check_title(title: str | None, shop: Workshop) -> None:
    for _, said in toml_faults(shop.schemas, SCHEMA, {"namn": title}) if title is not None else ():
        _refuse("profil-namn", said.message, said.remedy)


def _known(source: str, profiles: Profiles) -> str:
    """The profile to copy, when it is there and right.

    Raises:
        TemplateError: it is not.
    """
    names = (*profiles.names, STANDARD)
    if source not in names:
        guess = nearest(source, names)
        hint = f" Menade du «{guess}»?" if guess else ""
        _refuse("profil-okand", f"Profilen «{source}» finns inte.{hint}", f"Profilerna är: {', '.join(names)}.")
    profiles.wordings(source, date.today())
    return source


def _started(name: str, title: str | None, shop: Workshop) -> Mapping[str, bytes]:
    """The least that a profile needs: its words to fill in, and a letterhead to change."""
    letterhead = shop.templates.find(STANDARD, LETTERHEAD)
    if letterhead is None:
        missing = shop.settings.templates / STANDARD / LETTERHEAD
        _refuse("mall-saknas", "Brevmallen att utgå från finns inte.", "Lägg tillbaka den, eller ange --fran.", missing)
    return {FILE: profile_text(name, title, shop.profiles).encode(), LETTERHEAD: _content(letterhead)}


def _copied(source: str, name: str, title: str | None, shop: Workshop) -> Mapping[str, bytes]:
    """Every file of another profile, with the new organisation's name in the profile's own.

    The standard's words need no copy, since they are inherited, and they name
    nobody who could sign: its profile is written as that of any new one.
    """
    folder = shop.settings.templates / source
    files = {path.relative_to(folder).as_posix(): _content(path) for path in _files(folder)}
    if source == STANDARD:
        return {**files, FILE: profile_text(name, title, shop.profiles).encode()}
    text = read_toml(folder / FILE, "Profilen", "profil-fel")
    notice = f"# Kopia av profilen {source}. Byt det som är dess eget: namn, adress, personer och mottagare.\n\n"
    return {**files, FILE: (notice + _renamed(text, title)).encode()}


def _files(folder: Path) -> Iterator[Path]:
    """The files of a profile; not those that an open program has left, and none from outside the templates."""
    around = folder.parent.resolve()
    for path in sorted(folder.rglob("*")):
        ours = path.is_file() and path.resolve().is_relative_to(around)
        if ours and not any(_LEFT_BEHIND.fullmatch(part) for part in path.relative_to(folder).parts):
            yield path


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolderError(
            _finding("fil-olaslig", f"Filen går inte att läsa: {reason(error)}.", "Stäng den i Word.", path)
        ) from None


def _renamed(source: TomlText, title: str | None) -> str:
    """The text of a profile with another name of the organisation; all else, comments too, as it was."""
    text = source.text.replace("\r\n", "\n")
    if title is None:
        return text
    entry, wanted = f"namn = {toml(title)}", {**source.data, "namn": title}
    lines, there = text.split("\n"), "namn" in source.data
    start = (source.place(("namn",)).line or 1) - 1 if there else 0
    ends = range(start + 1, len(lines) + 1) if there else (start,)  # the old name may be written over several lines
    changes = ("\n".join([*lines[:start], entry, *lines[end:]]) for end in ends)
    changed = next((one for one in changes if _data(one) == wanted), None)
    if changed is None:
        remedy = "Utelämna --namn och byt det själv i profil.toml."
        _refuse("profil-namn", "Namnet gick inte att byta i kopian.", remedy)
    return changed


def _data(text: str) -> Mapping[str, Any] | None:
    with suppress(tomli.TOMLDecodeError):
        return tomli.loads(text, parse_float=Decimal)
    return None


def _write(folder: Path, name: str, files: Mapping[str, bytes], shop: Workshop) -> None:
    """Write the files in a folder beside, see that the profile can be read, and only then give it its place.

    Raises:
        OSError: it could not be written; nothing is left behind.
        TemplateError: it could not be read.
    """
    with tempfile.TemporaryDirectory(prefix=".ny-profil-", dir=folder) as beside:
        for file, content in files.items():
            target = Path(beside) / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        standard = Path(beside) / STANDARD
        standard.mkdir()
        shutil.copyfile(folder / STANDARD / FILE, standard / FILE)
        Profiles(Path(beside), shop.schemas).wordings(name, date.today())
        (Path(beside) / name).rename(folder / name)


def _number(profiles: Profiles, name: str) -> str:
    """A diarienummer to try the profile with."""
    wanted: Any = profiles.wordings(name, date.today())["diarienummer"]
    return str((wanted or {}).get("exempel") or profiles.schemas.case["properties"]["diarienummer"]["examples"][0])


def _refuse(code: str, message: str, remedy: str, file: Path | None = None) -> NoReturn:
    raise TemplateError(_finding(code, message, remedy, file))


def _finding(code: str, message: str, remedy: str, file: Path | None) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=file))
