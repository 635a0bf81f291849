"""The preview in a browser: what is seen, read aloud and reached with the keyboard while templates are changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from axe_selenium_python import Axe
from selenium import webdriver
from selenium.common.exceptions import ElementNotInteractableException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from generator.engines.libreoffice import LibreOffice
from generator.preview.board import State
from generator.preview.server import Server
from generator.preview.session import Preview
from generator.settings import Settings
from tests.conftest import CASES
from tests.test_preview import KEY, made_root, no_alarm
from tests.tools import parts, repacked

pytestmark = [pytest.mark.browser, pytest.mark.office]

PATIENCE = 60
"""Seconds after which something that should happen is held not to happen."""
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--window-size=1400,1000",
)
_BODY = "word/document.xml"

Browser = webdriver.Chrome


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's chromium, with nothing in it from before."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A preview of a root of its own, with an office of its own."""
    root = made_root(tmp_path_factory.mktemp("preview") / "rot")
    settings = Settings(root=root, out=root / "out")
    with Server(Preview(settings, LibreOffice, no_alarm), 0) as made, made.preview:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def template(server: Server) -> Iterator[Path]:
    """The Word file that gives the first choice its body; put back afterwards."""
    root = server.preview.files.settings.root
    case = json.loads((root / "cases" / CASES[0].name).read_text("utf-8"))
    typ, profil = case["handlingar"][0]["typ"], case["profil"]
    own = root / "templates" / profil / f"{typ}.docx"
    path = own if own.exists() else root / "templates" / "standard" / f"{typ}.docx"
    before = path.read_bytes()
    yield path
    generation = server.preview.board.state.generation
    path.write_bytes(before)
    assert server.preview.board.wait(lambda state: state.generation > generation, PATIENCE)


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Save a Word file as Word does: another file, renamed into its place."""
    beside = path.with_name("~WRD0001.tmp")
    repacked(path, beside, {_BODY: change(parts(path.read_bytes())[_BODY])})
    os.replace(beside, path)  # noqa: PTH105  # as Word does it


def with_line(text: str) -> Callable[[bytes], bytes]:
    """A change that puts a paragraph first in a body."""
    line = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()
    return lambda xml: xml.replace(b"<w:body>", b"<w:body>" + line, 1)


def shown(browser: Browser, server: Server, path: str = f"visa/{KEY}") -> None:
    """Open a page when nothing more is to be said on it, and wait for its pictures if it has any."""
    server.preview.ask(KEY)
    assert server.preview.board.wait(quiet, PATIENCE)
    browser.get(f"{server.address}{path}")
    if path.startswith("visa"):
        until(browser, lambda: pictures(browser))


def quiet(state: State) -> bool:
    """True when the first choice has been made, checked and inspected as the files are now."""
    view, choice = state.views.get(KEY), state.catalogue.choices[KEY]
    inspection = state.inspections.get((choice.profil, choice.typ))
    if view is None or inspection is None or view.under_way:
        return False
    return view.generation == inspection.generation == state.generation


def until(browser: Browser, true: Callable[[], object]) -> None:
    """Wait for something to be so."""
    WebDriverWait(browser, PATIENCE, 0.1).until(lambda _: true())


def pressed(browser: Browser, selector: str, key: str) -> None:
    """Press a key on a part of the page, which may be replaced by a newer one while the key is on its way."""

    def press() -> bool:
        for element in browser.find_elements(By.CSS_SELECTOR, selector):
            element.send_keys(key)
            return True
        return False

    replaced = (ElementNotInteractableException, StaleElementReferenceException)
    WebDriverWait(browser, PATIENCE, 0.1, replaced).until(lambda _: press())


def pictures(browser: Browser) -> list[str]:
    """The pages' pictures that have come, by address."""
    addresses: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('.sidor img')].filter(i => i.naturalWidth > 400).map(i => i.src)"
    )
    return addresses


def text(browser: Browser, selector: str) -> str:
    """The text of a part of the page, seen or not; asked for in one step, since the page may be changing."""
    return str(browser.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", selector))


def focused(browser: Browser) -> WebElement:
    """What the keyboard speaks to."""
    return browser.switch_to.active_element


def test_a_template_that_is_saved_shows_itself(browser: Browser, server: Server, template: Path) -> None:
    """The pictures, their text and the status are new without the page having been loaded anew."""
    shown(browser, server)
    before, status = pictures(browser), text(browser, "#status")
    assert status.startswith("Sidorna är uppdaterade kl. ")
    browser.execute_script("window.kvar = true")
    rewritten(template, with_line("Alldeles ny rad"))
    until(browser, lambda: "Alldeles ny rad" in text(browser, ".sidtext"))
    until(browser, lambda: text(browser, "#status").startswith("Sidorna är uppdaterade kl. "))
    assert pictures(browser)[0] not in before
    assert text(browser, "#status") != status
    assert browser.execute_script("return window.kvar") is True
    assert browser.find_element(By.ID, "status").get_attribute("role") == "status"


def test_half_a_template_leaves_the_last_pages(browser: Browser, server: Server, template: Path) -> None:
    """While a template is broken the old pages stand, said to be old, with the fault beside them; then the new ones."""
    shown(browser, server)
    before, whole = pictures(browser), template.read_bytes()
    template.write_bytes(whole[:1000])
    until(browser, lambda: "Det går inte att göra sidor" in text(browser, "#status"))
    assert pictures(browser) == before
    assert "Filen är inte ett Word-dokument" in text(browser, "#anmarkningar")
    assert browser.find_elements(By.CSS_SELECTOR, "#sidor .ruta.gammal")
    template.write_bytes(whole)
    rewritten(template, with_line("Hel igen"))
    until(browser, lambda: "Hel igen" in text(browser, "#sidor"))
    until(browser, lambda: not browser.find_elements(By.CSS_SELECTOR, "#sidor .ruta.gammal"))


def test_the_focus_and_what_was_opened_stay(browser: Browser, server: Server, template: Path) -> None:
    """A reader who has opened a page's text, and stands on it, stands there still when the page is new."""
    shown(browser, server)
    pressed(browser, "#text-1 summary", Keys.ENTER)
    top = browser.execute_script("return scrollY")
    rewritten(template, with_line("Rad för den som läser"))
    until(browser, lambda: "Rad för den som läser" in text(browser, "#text-1"))
    assert browser.execute_script("return document.activeElement.id") == "text-1-rubrik"
    assert browser.execute_script("return document.getElementById('text-1').open") is True
    assert browser.execute_script("return scrollY") == top


def test_a_finding_leads_to_its_paragraph(browser: Browser, server: Server, template: Path) -> None:
    """A misspelt name is told beside the page; its link leads to the paragraph, marked and focused, and back again."""
    rewritten(template, with_line("{{ arende.finns_inte_alls }}"))
    shown(browser, server)
    pressed(browser, "#anmarkningar a[href*='/mall/'][href$='#stycke-document-0']", Keys.ENTER)
    until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "li:target"))
    target = browser.find_element(By.CSS_SELECTOR, "li:target")
    assert "finns_inte_alls" in target.find_element(By.TAG_NAME, "code").text
    assert "finns_inte_alls" in target.find_element(By.CSS_SELECTOR, ".inlagg").text
    assert focused(browser) == target
    assert target.value_of_css_property("outline-style") == "solid"
    browser.find_element(By.LINK_TEXT, "Tillbaka till sidorna").click()
    until(browser, lambda: browser.current_url.endswith(f"/visa/{KEY}"))


def test_a_focus_that_has_lost_its_finding_stays_near(browser: Browser, server: Server, template: Path) -> None:
    """Who stands on a finding that is mended meanwhile is left among the findings, and sees where."""
    shown(browser, server)  # there is something to keep while the template is broken
    rewritten(template, with_line("{{ arende.finns_inte_alls }}"))
    until(browser, lambda: "finns_inte_alls" in text(browser, "#anmarkningar"))
    pressed(browser, "#anmarkningar a[href$='#stycke-document-0']", Keys.SHIFT)
    rewritten(template, lambda xml: xml.replace(b"finns_inte_alls", b"diarienummer"))
    until(browser, lambda: "finns_inte_alls" not in text(browser, "#anmarkningar"))
    here = (
        "const one = document.querySelector('#anmarkningar :focus'); return one && getComputedStyle(one).outlineStyle"
    )
    assert browser.execute_script(here) == "solid"


def test_everything_is_reached_with_the_keyboard(browser: Browser, server: Server) -> None:
    """Tab goes through every link and every button, the skip link first, and shows where it is."""
    shown(browser, server)
    wanted = browser.execute_script("return document.querySelectorAll('a[href], summary').length")
    seen: list[str] = []
    for _ in range(wanted):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        here = focused(browser)
        seen.append(str(browser.execute_script("return arguments[0].outerHTML", here)))
        assert here.value_of_css_property("outline-style") == "solid"
    assert "hoppa" in seen[0]
    assert len(set(seen)) == wanted
    browser.find_element(By.CSS_SELECTOR, ".hoppa").send_keys(Keys.ENTER)
    assert focused(browser).get_attribute("id") == "innehall"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        f"visa/{KEY}",
        f"visa/{KEY}?storlek=liten",
        "mall/standard/brevmall.docx",
        f"fil/cases/{CASES[0].name}#rad-2",
        "nix",
    ],
)
def test_no_page_bars_anybody(browser: Browser, server: Server, path: str, scheme: str) -> None:
    """The axe rules find nothing on any kind of page, light or dark, and the browser has nothing to complain of."""
    dark = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    shown(browser, server, path)
    complaints = [one["message"] for one in browser.get_log("browser") if "nix" not in one["message"]]  # type: ignore[no-untyped-call]
    assert complaints == []
    axe = Axe(browser)
    axe.inject()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in axe.run()["violations"]] == []


def test_a_narrow_window_hides_nothing(browser: Browser, server: Server) -> None:
    """At the width of a telephone, or of a window enlarged to 400 %, nothing stands beside the window."""
    size = {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for path in ("", f"visa/{KEY}", f"visa/{KEY}?storlek=stor", "mall/standard/brevmall.docx"):
            shown(browser, server, path)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_it_works_without_script(browser: Browser, server: Server, template: Path) -> None:
    """With script turned off the pages are there all the same, and the new ones after «Ladda om»."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        shown(browser, server)
        rewritten(template, with_line("Utan skript"))

        def reloaded() -> bool:
            browser.find_element(By.ID, "ladda-om").click()
            return "Utan skript" in browser.page_source

        until(browser, reloaded)
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
