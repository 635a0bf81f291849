"""The preview's addresses: what is answered to each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

from generator import web
from generator.errors import GeneratorError
from generator.preview.board import State, picture
from generator.preview.remarks import TEMPLATES, WORD, Guide, Remark, once, word_address
from generator.preview.screens import NORMAL, SIZES, every_finding, findings, status, unfinished
from generator.preview.session import Preview
from generator.preview.texts import Part, text_part, unplaced, word_parts

_WAIT = 1.0
"""Seconds that a page waits for its pictures before it comes without them."""
_ASSETS = {
    "stil.css": "text/css; charset=utf-8",
    "forhandsgranska.css": "text/css; charset=utf-8",
    "forhandsgranska.js": "text/javascript; charset=utf-8",
    "forhandsgranska.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent to the browser."""

    content: bytes
    kind: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """The browser is to be told, for as long as it listens, when something has changed."""

    key: str


@dataclass(frozen=True)
class Site:
    """Answers addresses; knows nothing of sockets.

    Args:
        preview: what is shown.
    """

    preview: Preview

    def answer(self, target: str) -> Answer | Events:
        """What is answered to an address.

        Args:
            target: the address as the browser sends it: path, and perhaps "?" and a query.
        """
        path, _, query = target.partition("?")
        first, *rest = (unquote(part) for part in path.removeprefix("/").split("/"))
        said = {name: values[-1] for name, values in parse_qs(query).items()}
        routes: Mapping[str, Callable[[str, Mapping[str, str]], Answer | Events | None]] = {
            "visa": self._choice,
            "handelser": self._events,
            "bild": self._picture,
            "mall": self._word,
            "fil": self._text,
        }
        if not path.startswith("/"):
            return self._missing()
        if not rest:
            return self._asset(first) if first else self._overview(said)
        route = routes.get(first)
        return (route("/".join(rest), said) if route else None) or self._missing()

    def _overview(self, said: Mapping[str, str]) -> Answer:
        words = [name for name in self.preview.files.listing() if name.endswith(WORD)]
        files = [(name.removeprefix(f"{TEMPLATES}/"), word_address(name)) for name in sorted(words)]
        return self._page("forhandsgranska-oversikt.html", self.preview.board.state, said, files=files)

    def _choice(self, key: str, said: Mapping[str, str]) -> Answer | None:
        choice = self.preview.board.state.catalogue.choices.get(key)
        if choice is None:
            return None
        if "om" in said:
            self.preview.again(key)
        state = self.preview.ask(key, _WAIT)
        view = state.views.get(key)
        guide = Guide(self.preview.files.listing(), f"?{urlencode({'fran': key, **_size(said)})}")
        return self._page(
            "forhandsgranska-visa.html",
            state,
            said,
            key=key,
            choice=choice,
            title=_title(state, key),
            view=view,
            status=status(view),
            groups=guide.groups(findings(state, choice)),
            unfinished=unfinished(state, choice),
            file=guide.file(choice.file),
            file_name=guide.name(choice.file),
        )

    def _events(self, key: str, _: Mapping[str, str]) -> Events:
        return Events(key=key)

    def _picture(self, name: str, _: Mapping[str, str]) -> Answer | None:
        png = picture(self.preview.board.state, name.removesuffix(".png"))
        return None if png is None else Answer(content=png, kind="image/png")

    def _word(self, name: str, said: Mapping[str, str]) -> Answer | None:
        full = f"{TEMPLATES}/{name}"
        return self._file(full, said, word_parts) if full.endswith(WORD) else None

    def _text(self, name: str, said: Mapping[str, str]) -> Answer | None:
        return None if name.endswith(WORD) else self._file(name, said, lambda *args: (text_part(*args),))

    def _file(
        self, name: str, said: Mapping[str, str], read: Callable[[Path, tuple[Remark, ...]], tuple[Part, ...]]
    ) -> Answer | None:
        """A file as text, with what is said of it."""
        guide = Guide(self.preview.files.listing())
        path, state = guide.listing.get(name), self.preview.board.state
        if path is None:
            return None
        known = (one for one in once(every_finding(state)) if guide.name(one.place.file) == name)
        remarks = tuple(map(guide.remark, known))
        try:
            parts = read(path, remarks)
        except GeneratorError as error:
            parts, remarks = (), tuple(map(guide.remark, once((*error.findings, *every_finding(state)))))
        return self._page(
            "forhandsgranska-fil.html",
            state,
            said,
            key=said.get("fran", ""),
            file=guide.file(path),
            word=name.endswith(WORD),
            parts=parts,
            remarks=unplaced(parts, remarks),
        )

    def _asset(self, name: str) -> Answer:
        if name not in _ASSETS:
            return self._missing()
        return Answer(content=(Path(web.__file__).parent / name).read_bytes(), kind=_ASSETS[name])

    def _missing(self) -> Answer:
        return self._page("forhandsgranska-saknas.html", self.preview.board.state, {}, status=HTTPStatus.NOT_FOUND)

    def _page(self, name: str, state: State, said: Mapping[str, str], **values: Any) -> Answer:
        """A page with the list of choices."""
        size = _size(said)
        code = values.pop("status") if name.endswith("saknas.html") else HTTPStatus.OK
        key = values.pop("key", "")
        text = web.page(
            name,
            state=state,
            groups_of_choices=state.catalogue.groups,
            several=len({choice.profil for choice in state.catalogue.choices.values()}) > 1,
            key=key if key in state.catalogue.choices else "",
            size=size.get("storlek", NORMAL),
            sizes=SIZES,
            query=f"?{urlencode(size)}" if size else "",
            **values,
        )
        return Answer(content=text.encode(), status=code)


def _size(said: Mapping[str, str]) -> dict[str, str]:
    """The size that is asked for, when it is not the ordinary one."""
    size = said.get("storlek", NORMAL)
    return {"storlek": size} if size in SIZES and size != NORMAL else {}


def _title(state: State, key: str) -> str:
    """The name of a choice's format, for people."""
    groups = state.catalogue.groups
    return next(group.title for group in groups if any(choice.key == key for choice in group.choices))
