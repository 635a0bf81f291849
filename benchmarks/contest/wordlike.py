"""A template as Word saves it, from one that is as clean as can be.

Whoever opens a template in Word and saves it gets marks of revision on every
paragraph and run (`w:rsidR`), runs that are cut where the spelling was
doubted, also within tags (`w:proofErr`), and a list of all styles that Word
could have had (`w:latentStyles`). None of it shows; a program that reads the
template for every document reads it all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

_LATENT = 376
"""As many as Word 2019 writes."""
_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_RUN = re.compile(r'<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)<w:t xml:space="preserve">([^<]*)</w:t></w:r>')
_TAG = re.compile(r"(\{[{%]?(?:p|tr)?[#/]? ?)([^{}]+?)( ?[%}]?\})")
_BRACES = re.compile(r"[{}]")


def as_word_saves(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same package with what Word leaves in it."""
    found = {name: _marked(part.decode()).encode() if _PARTS.fullmatch(name) else part for name, part in parts.items()}
    latent = "".join(
        f'<w:lsdException w:name="Built-in {number}" w:semiHidden="1" w:uiPriority="{number % 99}"'
        ' w:unhideWhenUsed="1"/>'
        for number in range(_LATENT)
    )
    opening = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0"'
        f' w:defQFormat="0" w:count="{_LATENT}">'
    )
    styles = found["word/styles.xml"].decode()
    first = styles.index("<w:style ")
    found["word/styles.xml"] = f"{styles[:first]}{opening}{latent}</w:latentStyles>{styles[first:]}".encode()
    return found


def _marked(xml: str) -> str:
    numbers = count(0x00A10000)
    cut = _RUN.sub(_cut, xml)
    marked = re.sub(r"<w:p>", lambda _: f'<w:p w:rsidR="{next(numbers):08X}" w:rsidRDefault="00B20001">', cut)
    return re.sub(r"<w:r>", lambda _: f'<w:r w:rsidRPr="{next(numbers):08X}">', marked)


def _cut(run: re.Match[str]) -> str:
    """A run cut around the inside of each of its tags."""
    look, text = run[1], run[2]
    if not _BRACES.search(text):
        return run[0]

    def cut(tag: re.Match[str]) -> str:
        doubted = (
            f'<w:proofErr w:type="spellStart"/><w:r>{look}<w:t>{tag[2]}</w:t></w:r><w:proofErr w:type="spellEnd"/>'
        )
        return f'{tag[1]}</w:t></w:r>{doubted}<w:r>{look}<w:t xml:space="preserve">{tag[3]}'

    return f'<w:r>{look}<w:t xml:space="preserve">{_TAG.sub(cut, text)}</w:t></w:r>'
