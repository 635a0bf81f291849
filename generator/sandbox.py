"""The one Jinja environment: for Word templates, for wordings in profiles and for messages in rules.

Templates are data that people outside the development team write, so they
get a sandbox, plain values, and no way to print something by mistake: an
unknown name, an empty field, a whole list or a yes-or-no stops the document
with a Swedish message instead of ending up in a decision as a blank, "None"
or "True".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Any, NoReturn

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator import dates, proofreading, selection, swedish
from generator.model import Markdown

_LISTS: tuple[Callable[..., object], ...] = (
    selection.med,
    selection.utan,
    selection.kolumn,
    selection.summa,
    selection.antal,
    selection.forsta,
    selection.sista,
    selection.storst,
    selection.minst,
    selection.saknade,
    selection.nycklar,
    selection.uppslag,
)
_DAYS: tuple[Callable[..., object], ...] = (
    dates.plus_dagar,
    dates.plus_veckor,
    dates.plus_manader,
    dates.plus_ar,
    dates.arbetsdag,
    dates.dagar_till,
)
_TEXTS: tuple[Callable[..., object], ...] = (
    proofreading.matchar,
    proofreading.foljer,
    proofreading.traffar,
    proofreading.ord_ur,
    proofreading.personnummer,
    proofreading.tomma_rubriker,
    proofreading.hoppade_rubriker,
    proofreading.rader,
)

FILTERS: dict[str, Callable[..., object]] = {
    "datum": swedish.datum,
    "datum_iso": swedish.datum_iso,
    "tal": swedish.tal,
    "kronor": swedish.kronor,
    "procent": swedish.procent,
    "paragraf": swedish.paragraf,
    "postnummer": swedish.postnummer,
    "organisationsnummer": swedish.organisationsnummer,
    "telefon": swedish.telefon,
    "upprakning": swedish.upprakning,
    "genitiv": swedish.genitiv,
    "versal": swedish.versal,
    "gemen": swedish.gemen,
    "svensk_ordning": lambda items: tuple(sorted(items, key=swedish.sorteringsnyckel)),
    **{work.__name__: work for work in (*_LISTS, *_DAYS, *_TEXTS)},
}
"""The Swedish filters, by the names that templates use."""


class Misuse(TemplateRuntimeError):
    """A template prints something that is not text; the message is Swedish."""


class Missing(StrictUndefined):
    """A name that is not there: any use of it raises, in Swedish."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"Namnet «{self._undefined_name}» finns inte här."

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> NoReturn:
        raise self._undefined_exception(self._undefined_message)

    __str__ = __iter__ = __len__ = __bool__ = __contains__ = _fail_with_undefined_error
    __eq__ = __ne__ = __hash__ = __getattr__ = _fail_with_undefined_error
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __getitem__ = __call__ = _fail_with_undefined_error


class Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which a mapping has fields and nothing else.

    Args:
        autoescape: True for XML, False for plain text.
        loader: where `include` finds blocks.
        finalize: the last word on every printed value; `printable` by default.
    """

    def __init__(
        self,
        *,
        autoescape: bool,
        loader: BaseLoader | None = None,
        finalize: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(
            autoescape=autoescape,
            loader=loader,
            undefined=Missing,
            finalize=finalize or printable,
            auto_reload=False,
            cache_size=-1,
        )
        self.filters.update({name: _guarded(name, work) for name, work in FILTERS.items()})
        self.globals = {"range": self.globals["range"], "namespace": self.globals["namespace"]}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A mapping's field; its methods (`items`, `keys`) are not in reach."""
        if isinstance(obj, _GROUP):
            return self.getitem(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A mapping's or a list's item."""
        if isinstance(obj, _GROUP):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        if obj is None:
            return self.undefined("", name=argument)
        return super().getitem(obj, argument)


_GROUP = (MappingProxyType, Mapping)
"""A group of fields: nearly always the first, which is told in no time."""
FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError)
"""What a template raises when it asks something of a value that the value cannot do."""


def _guarded(name: str, work: Callable[..., object]) -> Callable[..., object]:
    """A Swedish filter that refuses an empty field and a value of another kind, instead of guessing."""

    @wraps(work)
    def guarded(value: Any, *arguments: Any) -> object:
        if value is None:
            raise Misuse(_why_not(None))
        if isinstance(value, Undefined):
            str(value)  # raises, with the name
        try:
            return work(value, *arguments)
        except selection.UnknownField:
            raise
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, re.error):
            raise Misuse(f"Filtret «{name}» passar inte till fältets värde («{str(value)[:40]}»).") from None

    return guarded


def printable(value: Any) -> Any:
    """A value as it may stand in a document.

    Raises:
        Misuse: the value is not something that one prints.
    """
    if isinstance(value, Markdown):
        raise Misuse("Fältet är text i stycken. Skriv {{p fältet|stycken }} i ett eget stycke.")
    if isinstance(value, str | Undefined):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return swedish.siffror(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Misuse(_why_not(value))


def _why_not(value: Any) -> str:
    if value is None:
        return "Fältet är tomt i ärendet. Pröva det först: {% if fältet %} … {% endif %}."
    if isinstance(value, bool):
        return "Fältet är ett ja eller nej. Skriv {% if fältet %} … {% endif %}."
    if isinstance(value, tuple | list | Mapping):
        return "Fältet är en lista eller grupp. Skriv ut delarna i den, till exempel {% for rad in fältet %}."
    return "Värdet kan inte skrivas ut."


_MISSPELT = "En tagg är felskriven. Jämför med taggarna i mallhandboken."
_SYNTAX = (
    (re.compile(r"'end of template'"), "Uttrycket tar slut för tidigt."),
    (
        re.compile(r"No filter named '(.*?)'"),
        "Filtret «{0}» finns inte. Filtren är: " + ", ".join(FILTERS) + " och stycken.",
    ),
    (re.compile(r"No test named '(.*?)'"), "Provet «{0}» finns inte."),
    (
        re.compile(r"Unexpected end of template|end of file"),
        "Ett {{% if %}} eller {{% for %}} saknar sitt {{% endif %}} eller {{% endfor %}}.",
    ),
    (
        re.compile(r"unknown tag '(?:end\w+|else|elif)'"),
        "Ett {{% endif %}}, {{% else %}} eller {{% endfor %}} saknar sin början.",
    ),
    (re.compile(r"unknown tag '(.*?)'"), "Taggen «{0}» finns inte. Börja med if, for, set eller include."),
    (re.compile(r"expected token .*? got '(.*?)'"), "En tagg är felskriven vid «{0}»."),
    (re.compile(r"unexpected '(.*?)'"), "En tagg är felskriven vid «{0}»."),
    (re.compile(r"unexpected char '(.*?)'"), "En tagg har ett tecken som inte kan stå där: «{0}»."),
)
"""What Jinja says of a misspelt tag, and what it means."""


def explain(error: BaseException) -> str:
    """What one of `FAILURES` means, in Swedish."""
    if isinstance(error, RecursionError | MemoryError):
        return "Texten upprepar sig utan slut, eller blir större än datorn orkar."
    if not isinstance(error, TemplateError):
        return "En tagg väntar sig ett annat slags värde, till exempel en lista där fältet är tomt."
    text = str(error.message or "")
    if isinstance(error, Misuse):
        return text
    if isinstance(error, SecurityError):
        return "Mallen försöker göra något som inte är tillåtet i en mall."
    known = next((words.format(*hit.groups()) for pattern, words in _SYNTAX if (hit := pattern.search(text))), None)
    if known or isinstance(error, TemplateSyntaxError):
        return known or _MISSPELT
    return text or "Mallen gick inte att fylla i."


def plain_text(template: str, context: Mapping[str, Any]) -> str:
    """A wording with its fields filled in, as plain text.

    Raises:
        one of `FAILURES`: the wording is wrong; see `explain`.
    """
    return _compiled(template).render(context)


def holds(condition: str, context: Mapping[str, Any]) -> bool:
    """True when the expression `condition` holds.

    Raises:
        one of `FAILURES`: the expression is wrong; see `explain`.
    """
    return bool(value_of(condition, context))


def value_of(expression: str, context: Mapping[str, Any]) -> Any:
    """The value of an expression.

    Raises:
        one of `FAILURES`: the expression is wrong; see `explain`.
    """
    return _condition(expression)(**context)


def markup(text: str) -> Markup:
    """Text that is XML already and is not to be escaped again."""
    return Markup(text)  # noqa: S704  # our own XML, its values escaped where it is made


PLAIN = Environment(autoescape=False)
"""The environment of texts that are no XML: wordings, messages, conditions."""


@lru_cache(maxsize=4096)
def _compiled(template: str) -> Template:
    """A wording, compiled once."""
    return PLAIN.from_string(template)


@lru_cache(maxsize=4096)
def _condition(expression: str) -> TemplateExpression:
    """An expression, compiled once."""
    return PLAIN.compile_expression(expression, undefined_to_none=False)
