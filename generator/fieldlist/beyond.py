"""What a template can name besides the fields of schemas, described in the same way.

The types are those of `generator.rules.names`; here are the words. What must
stand in the document is what `generator.steps.compose` looks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BODY = "text"

CHAPTERS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "handling": ("Handlingen", "De uppgifter som handläggaren skriver om den här handlingen.", ("handling",)),
    "arende": ("Ärendet", "De uppgifter som ärendets alla handlingar delar. De finns i alla format.", ("arende",)),
    "foljer": (
        "Det som följer av reglerna",
        "Det som reglerna och profilen lägger till ärendet: beslutet, undertecknarna, mottagarna, standardtexterna och "
        "de värden som räknas ut.",
        ("beslut", "undertecknare", "sandlista", "mottagare", "texter", "varde", "belopp"),
    ),
    "dokument": ("Dokumentet", "Det som gäller dokumentet som helhet. Det finns i alla format.", ("dokument",)),
    "handlingar": (
        "Andra handlingar i ärendet",
        "De andra dokumenten i ärendet, till exempel för att nämna ett tidigare. De finns i alla format.",
        ("handlingar", "tidigare"),
    ),
    "profil": (
        "Profilen",
        "Organisationens ord och uppgifter, ur profil.toml. De finns i alla format. Bland rubriker och etiketter står "
        "här de ord som alla profiler har; ord som bara din profil har når du på samma sätt.",
        ("profil",),
    ),
}
"""The chapters by name: title, description, and the names whose fields they hold."""
DOCUMENT: Mapping[str, Any] = {
    "title": "Dokumentet",
    "properties": {
        "typ": {
            "title": "Dokumenttyp",
            "description": "Vad organisationen kallar formatet, enligt profilen; annars formatets namn.",
        },
        "titel": {
            "title": "Dokumentets titel",
            "description": "Handlingens rubrik; saknas den, ärendemeningen.",
            "examples": ["Projekt Digital transformation"],
        },
        "utkast": {
            "title": "Utkast",
            "description": "Ja så länge handlingen är ett utkast.",
            "examples": [True],
        },
        "filnamn": {"title": "Filnamn", "description": "Dokumentets filnamn, utan ändelse."},
        "beslutsdag": {
            "title": "Beslutsdag",
            "description": "Dagen vars regler gäller: beslutets, sammanträdets eller handlingens.",
            "examples": ["2024-02-09"],
        },
        "plats": {
            "title": "Handlingens plats",
            "description": "Vilken i ordningen bland ärendets handlingar, från 1.",
            "examples": [1],
        },
    },
}
SIBLINGS: Mapping[str, Mapping[str, Any]] = {
    "handlingar": {
        "title": "Ärendets handlingar",
        "description": "Alla handlingar i ärendet, den här också, äldst först. Här står de fält som alla har.",
    },
    "tidigare": {
        "title": "Tidigare handlingar",
        "description": "De handlingar i ärendet som kommer före den här. Här står de fält som alla har.",
    },
}
SIBLING = {"title": "En handling", "description": "En handling i ärendet."}
DECISION: Mapping[str, Any] = {
    "title": "Beslut",
    "description": "Beslutet eller förslaget, färdigskrivet efter profilen: med slutpunkt, «att» och «samt».",
    "required": ["punkter"],
    "properties": {
        "inledning": {
            "title": "Inledning",
            "description": "Orden före att-satserna. Tom när profilen skriver hela meningar.",
            "examples": ["Nämnden beslutar"],
        },
        "punkter": {
            "title": "Beslutspunkter",
            "description": "Profilens och ärendets beslutspunkter, i ordning.",
            "items": {
                "title": "En beslutspunkt",
                "description": "En mening eller att-sats.",
                "properties": {
                    "text": {
                        "title": "Beslutspunktens text",
                        "description": "Meningen, färdig att skriva ut.",
                        "examples": ["Ärendet avslutas."],
                        "x-visas": _BODY,
                    },
                    "underpunkter": {
                        "title": "Underpunkter",
                        "description": "Meningarna i punktlistan under beslutspunkten.",
                        "examples": [["Budgeten ska vara fullt finansierad."]],
                        "items": {"title": "En underpunkt", "x-visas": _BODY},
                    },
                },
            },
        },
    },
}
OUTCOME: Mapping[str, Mapping[str, Any]] = {
    "beslut": DECISION,
    "undertecknare": {
        "title": "Undertecknare",
        "description": "De som skriver under: ärendets egna, annars de som reglerna och profilen ger.",
        "items": {
            "title": "En undertecknare",
            "properties": {
                "formel": {
                    "title": "Formel",
                    "description": "Orden före namnet. Tom när den är densamma som föregåendes.",
                    "examples": ["I tjänsten"],
                },
                "namn": {
                    "title": "Undertecknarens namn",
                    "description": "För- och efternamn.",
                    "examples": ["Alva Berglind"],
                    "x-visas": _BODY,
                },
                "titel": {
                    "title": "Undertecknarens titel",
                    "description": "Befattningen, som den ska stå under namnet.",
                    "examples": ["Regional utvecklingsdirektör"],
                    "x-visas": _BODY,
                },
            },
        },
    },
    "sandlista": {
        "title": "Sändlista i grupper",
        "description": "Alla som ska få dokumentet, i profilens grupper. Skriv ut antingen den eller «mottagare».",
        "items": {
            "title": "En grupp",
            "properties": {
                "rubrik": {
                    "title": "Gruppens rubrik",
                    "description": "Orden ovanför gruppen. Tom för dem som inte hör till någon.",
                    "examples": ["För kännedom"],
                    "x-visas": _BODY,
                },
                "mottagare": {
                    "title": "Gruppens mottagare",
                    "description": "Färdiga rader.",
                    "examples": [["Bräcke kommun", "Krokoms kommun"]],
                    "items": {"title": "En mottagare", "x-visas": _BODY},
                },
            },
        },
    },
    "mottagare": {
        "title": "Mottagare",
        "description": "Samma rader som i sändlistan, utan grupper.",
        "examples": [["Bräcke kommun", "Krokoms kommun"]],
        "items": {"title": "En mottagare", "x-visas": _BODY},
    },
}
"""What follows from the rules, but for what each rule book names itself."""
GIVEN: Mapping[str, tuple[str, str]] = {
    "varde": ("Uträknade värden", "Värden som reglerna räknar ut. De kan saknas när regeln inte gäller."),
    "texter": ("Standardtexter", "Texter som reglerna ger. Har handlingen en sådan måste den stå i dokumentet."),
    "belopp": ("Belopp och gränser", "De gränser och andelar som gäller på beslutsdagen."),
}
"""Titles and descriptions of what a rule book names: values, texts, amounts."""
INSTEAD: Mapping[str, str] = {
    "beslutspunkter": "beslut.punkter",
    "undertecknare": "undertecknare",
    "sandlista": "sandlista",
    "inga_mottagare": "sandlista",
}
"""Fields of a handling that documents print as what follows from them, with what rules and profile add."""
