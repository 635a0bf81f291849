"""A part that is only checked is refused exactly when a tree of it would be."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.word.ooxml import PREFIXES, check, parse

_NAMES = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
_WHOLE = (
    f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:document{_NAMES}><w:body><w:p w:rsidR='1'><w:r>"
    "<w:t xml:space='preserve'>Åtgärd &amp; <![CDATA[<b>]]></w:t></w:r></w:p><!-- x --><w:p/></w:body></w:document>"
)
_BITS = (
    *("<", ">", "&", "'", '"', "/", ":", "--", "-->", "]]>", "<w:p>", "</w:p>", "</w:t>", "<x:y/>", "<a:b:c/>"),
    *("&#1;", "&#65;", "&amp;", "&okänd;", "\x00", "\x0b", "\ufffe", "<?a b?>", "<?a:b?>", "<?xml?>", "<!DOCTYPE a>"),
    *(" x:y='1'", " w:val='1'", " w:rsidR='2'", " xmlns:q=''", " xmlns:xml='u'", " xmlns:w='u'", " xml:id='1'"),
)


def _refusal(work: object, content: bytes) -> str | None:
    assert callable(work)
    try:
        work(content)
    except etree.XMLSyntaxError as error:
        return str(error)
    return None


@given(st.lists(st.tuples(st.integers(0, len(_WHOLE)), st.integers(0, 6), st.sampled_from(_BITS)), max_size=3))
def test_a_part_is_refused_as_its_tree_would_be(wounds: list[tuple[int, int, str]]) -> None:
    """Whatever is cut out of a part or put into it, the check says what the parser that builds a tree says."""
    text = _WHOLE
    for place, length, bit in wounds:
        text = text[:place] + bit + text[place + length :]
    content = text.encode()
    assert _refusal(check, content) == _refusal(parse, content)


@pytest.mark.parametrize(
    "part",
    [
        "<x:a/>",
        "<a x:b='1'/>",
        "<a xmlns:v='u' xmlns:w='u' v:b='1' w:b='2'/>",
        "<a xmlns:b=''/>",
        "<a:b:c xmlns:a='u'/>",
        "<?a:b c?><a/>",
        "<a xml:id='1'/>",
        "<a>\x01</a>",
        "<a>&#1;</a>",
        "<a>&okänd;</a>",
        "<a></b>",
        "<a/><b/>",
        "",
        f"<a>{'x' * 10_000_001}</a>",
    ],
    ids=lambda part: part[:30],
)
def test_what_only_a_tree_shows_is_refused_too(part: str) -> None:
    """Prefixes that nothing declares, attributes that are the same, ids that are none, and texts that are too long."""
    with pytest.raises(etree.XMLSyntaxError):
        check(part.encode())


def test_a_whole_part_is_let_through() -> None:
    """Nothing is said of a part in which nothing is wrong, nor of one with a document type."""
    check(_WHOLE.encode())
    check(b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>")


def test_a_check_leaves_nothing_that_only_a_look_for_rings_gives_back() -> None:
    """What was needed to check a part, refused or not, is there again when it is done: a night checks thousands."""
    check(_WHOLE.encode())
    gc.collect()
    gc.disable()
    try:
        for part in (_WHOLE, "<a></b>", _WHOLE, "<!DOCTYPE a><a/>"):
            _refusal(check, part.encode())
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_parts_are_checked_in_several_threads_at_once() -> None:
    """What one thread finds wrong says nothing of the part that another looks at meanwhile."""
    parts = [_WHOLE.encode(), b"<a xml:id='1'/>", _WHOLE.replace("</w:t>", "").encode()] * 200
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(lambda part: _refusal(check, part), parts))
    assert found == [_refusal(parse, part) for part in parts]
