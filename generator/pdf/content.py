"""The marks of a page, read once: what is painted, and what it is said to be (ISO 32000-1, 7.8.2 and 14.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import dist

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

from generator.pdf.charmaps import CharMap, charmap
from generator.pdf.streams import stream
from generator.pdf.values import number, real

_BEGIN = frozenset({"BDC", "BMC"})
_PATH = frozenset({"m", "re"})
STROKED = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
"""The instructions that paint a path."""
_SHOWN = frozenset({"Tj", "TJ", "'", '"'})
_MOVED = frozenset({"Td", "TD", "Tm"})
_BESIDE = 0.1
"""How far a shadow falls at most, as a part of the letters' size."""
_WHOLE = frozenset({"Do", "sh", "INLINE IMAGE"})
_ARTIFACT = Name.Artifact

Instruction = ContentStreamInstruction | pikepdf.ContentStreamInlineImage


@dataclass(frozen=True, slots=True)
class Stretch:
    """A marked-content sequence: from the instruction that begins it to the one that ends it."""

    first: int
    last: int
    artifact: bool


class Sheet:
    """One page's content.

    Args:
        pdf: the open file.
        page: the page.

    Raises:
        pikepdf.PdfParsingError: the content is not well-formed.
    """

    def __init__(self, pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        self._pdf = pdf
        self.page = page
        self._instructions: list[Instruction] = list(pikepdf.parse_content_stream(page))
        self.names = [str(one.operator) for one in self._instructions]
        self.marked: dict[int, Stretch] = {}
        """The marked contents that the structure tree can name, by number."""
        self.artifacts: list[Stretch] = []
        """What is painted and said to be no part of the document."""
        self.loose: list[tuple[int, int]] = []
        """What is painted and not said to be anything: from which instruction to which."""
        self._swapped: dict[int, Instruction] = {}
        self._wrapped: list[tuple[int, int]] = []
        self._told = False
        self._fonts: dict[str, CharMap] = {}
        self._scan()

    def _scan(self) -> None:
        """Find what is marked and what is not."""
        open_: list[int] = []
        path = -1
        for at, name in enumerate(self.names):
            if name in _BEGIN:
                open_.append(at)
            elif name == "EMC" and open_:
                self._close(open_.pop(), at)
            elif open_:
                continue
            elif name in _PATH:
                path = at if path < 0 else path
            elif name == "n":
                path = -1
            elif name in STROKED:
                self.loose.append((at if path < 0 else path, at))
                path = -1
            elif name in _SHOWN or (name in _WHOLE and not self._tagged_inside(at)):
                self.loose.append((at, at))

    def _close(self, first: int, last: int) -> None:
        operands = self.operands(first)
        artifact = bool(operands) and operands[0] == _ARTIFACT
        stretch = Stretch(first, last, artifact)
        if artifact:
            self.artifacts.append(stretch)
        mcid = number(self._properties(operands).get("/MCID")) if len(operands) > 1 else None
        if mcid is not None:
            self.marked[mcid] = stretch

    def operands(self, at: int) -> list[pikepdf.Object]:
        """What the instruction at a place works on; made anew each time, so only what is needed is asked for."""
        instruction = self._instructions[at]
        return list(instruction.operands) if isinstance(instruction, ContentStreamInstruction) else []

    def _properties(self, operands: list[pikepdf.Object]) -> Dictionary:
        """A marked content's property list, given there or among the page's resources."""
        said = operands[1] if len(operands) > 1 else None
        if isinstance(said, Name):
            said = self.page.resources.get("/Properties", Dictionary()).get(str(said))
        return said if isinstance(said, Dictionary) else Dictionary()

    def _tagged_inside(self, at: int) -> bool:
        """True when what is painted there is a form that marks its own contents."""
        drawn = self.drawn(at)
        return drawn is not None and "/StructParents" in drawn

    def drawn(self, at: int) -> pikepdf.Object | None:
        """The picture or drawing that the instruction at a place paints; None for one that is not a file's part."""
        if self.names[at] != "Do":
            return None
        return self.page.resources.get("/XObject", Dictionary()).get(str(self.operands(at)[0]))

    def text(self, mcid: int) -> str:
        """What a marked content says, as a reader would copy it; an /ActualText goes before the glyphs."""
        stretch = self.marked.get(mcid)
        if stretch is None:
            return ""
        whole = self._properties(self.operands(stretch.first)).get("/ActualText")
        return str(whole) if isinstance(whole, String) else "".join(self._said(stretch))

    def _said(self, stretch: Stretch, echoes: Collection[int] = ()) -> Iterator[str]:
        """The pieces of text in a stretch, without those that only echo others."""
        font, replaced = CharMap(), 0
        for at in range(stretch.first + 1, stretch.last):
            name = self.names[at]
            if name in _BEGIN:
                instead = self._properties(self.operands(at)).get("/ActualText")
                if isinstance(instead, String) and not replaced and at not in echoes:
                    yield str(instead)
                replaced += 1 if replaced or isinstance(instead, String) else 0
            elif name == "EMC" and replaced:
                replaced -= 1
            elif name == "Tf":
                font = self._font(str(self.operands(at)[0]))
            elif name in _SHOWN and not replaced and at not in echoes:
                yield font.text(self._shown(at))

    def say_once(self, mcid: int) -> None:
        """Let a marked content that shows its text twice, as a shadow does, say it once, by its /ActualText."""
        stretch = self.marked.get(mcid)
        if stretch is None:
            return
        echoes = self._echoes(stretch)
        if not echoes:
            return
        operands = self.operands(stretch.first)
        properties = self._properties(operands)
        if "/ActualText" not in properties:
            said = Dictionary({**dict(properties.items()), "/ActualText": String("".join(self._said(stretch, echoes)))})
            self._instructions[stretch.first] = ContentStreamInstruction([operands[0], said], Operator("BDC"))
            self._told = True

    def _echoes(self, stretch: Stretch) -> frozenset[int]:
        """The instructions of a stretch that show a text again, hardly beside where it was shown."""
        if sum(name in _SHOWN for name in self.names[stretch.first : stretch.last]) < 2:
            return frozenset()  # as most
        place, size, within = (0.0, 0.0), 0.0, -1
        shown: list[tuple[int, tuple[float, float]]] = []
        echoes: set[int] = set()
        for at in range(stretch.first + 1, stretch.last):
            name = self.names[at]
            if name in _BEGIN or name == "EMC":
                within = at
            elif name in _MOVED and len(operands := self.operands(at)) >= 2:
                place = (real(operands[-2]) or 0.0, real(operands[-1]) or 0.0)
            elif name == "Tf":
                size = real(self.operands(at)[-1]) or 0.0
            elif name in _SHOWN:
                beside = (before for before, there in shown if 0 < dist(place, there) < size * _BESIDE)
                if any(self._shown(before) == self._shown(at) for before in beside):  # few are: texts are slow to read
                    echoes |= {at, within}
                shown.append((at, place))
        return frozenset(echoes)

    def _shown(self, at: int) -> bytes:
        """The codes that the instruction at a place shows."""
        return b"".join(_strings(self.operands(at)))

    def forget_fonts(self) -> None:
        """Read the fonts anew when next a text is asked for."""
        self._fonts = {}

    def _font(self, name: str) -> CharMap:
        if name not in self._fonts:
            font = self.page.resources.get("/Font", Dictionary()).get(name)
            self._fonts[name] = CharMap() if font is None else charmap(font)
        return self._fonts[name]

    def name_artifact(self, stretch: Stretch, kind: str, mcid: int) -> None:
        """Let what was an artifact be the content of an element."""
        operands = [Name("/" + kind), Dictionary(MCID=mcid)]
        self._swapped[stretch.first] = ContentStreamInstruction(operands, Operator("BDC"))
        self.marked[mcid] = Stretch(stretch.first, stretch.last, artifact=False)

    def name_content_artifact(self, mcid: int) -> None:
        """Let what was the content of an element be an artifact."""
        stretch = self.marked.pop(mcid, None)
        if stretch is not None:
            self._swapped[stretch.first] = ContentStreamInstruction([Name.Artifact], Operator("BMC"))

    def wrap_loose(self) -> None:
        """Say of all that is loose that it is no part of the document."""
        self._wrapped += self.loose
        self.loose = []

    def next_mcid(self) -> int:
        """A number that no marked content of the page has."""
        return max(self.marked, default=-1) + 1

    def write(self) -> None:
        """Write the content back, if anything was changed."""
        if not self._swapped and not self._wrapped and not self._told:
            return
        begin = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
        end = ContentStreamInstruction([], Operator("EMC"))
        firsts, lasts = {one for one, _ in self._wrapped}, {one for _, one in self._wrapped}
        written: list[Instruction] = []
        for at, instruction in enumerate(self._instructions):
            if at in firsts:
                written.append(begin)
            written.append(self._swapped.get(at, instruction))
            if at in lasts:
                written.append(end)
        self.page.obj["/Contents"] = stream(self._pdf, pikepdf.unparse_content_stream(written))


def _strings(operands: list[pikepdf.Object]) -> Iterator[bytes]:
    """The strings that a text operator shows."""
    for operand in operands:
        if isinstance(operand, String):
            yield bytes(operand)
        elif isinstance(operand, Array):
            yield from (bytes(one) for one in operand if isinstance(one, String))
