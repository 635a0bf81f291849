"""The morning report in a real browser: whoever reads it, with whatever, can."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from generator.morning import write_reports
from tests.conftest import ROOT
from tests.mornings import write_run

pytestmark = pytest.mark.browser
TOOLS = ROOT / ".venv" / "npm" / "node_modules"
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report that has everything."""
    out = tmp_path_factory.mktemp("ut")
    for day in range(3):
        write_reports(write_run(out, day), out)
    return out / "rapport"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Debian's chromium, with nothing in it from before."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def shown(browser: webdriver.Chrome, file: Path, scheme: str = "light", width: int = 1100) -> None:
    """Show a page."""
    features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", features)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(file.as_uri())


def pages(report: Path) -> list[Path]:
    """The report, and one handläggare's page."""
    return [report / "senaste.html", report / "handlaggare" / "signe-norrvall.html"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 320])
def test_the_pages_are_accessible(browser: webdriver.Chrome, report: Path, scheme: str, width: int) -> None:
    """No rule of axe's is broken, in light or dark, wide or narrow, and the browser has nothing to complain of."""
    for page in pages(report):
        shown(browser, page, scheme, width)
        browser.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
        axe = Axe(browser, str(TOOLS / "axe-core" / "axe.min.js"))
        axe.inject()
        found = axe.run()["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert browser.get_log("browser") == []


def test_a_deadline_is_seen_whole_on_a_narrow_screen(browser: webdriver.Chrome, report: Path) -> None:
    """What, which handling and what to do lie below each other, so that nothing falls outside the picture."""
    shown(browser, report / "senaste.html", width=400)
    edges = "return [...document.querySelectorAll('.staplas td, .staplas th')].map(one => one.getBoundingClientRect())"
    assert max(browser.execute_script(f"{edges}.map(one => one.right)")) <= 400


def test_nothing_needs_scrolling_sideways(browser: webdriver.Chrome, report: Path) -> None:
    """At 320 pixels the page itself is no wider; wide tables have a scroll of their own (WCAG 1.4.10)."""
    for page in pages(report):
        shown(browser, page, width=320)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320


def test_the_pages_are_valid_html(report: Path) -> None:
    """The Nu Html Checker has neither error nor warning."""
    command = ["java", "-jar", str(TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"), "--Werror", "--format", "gnu"]
    found = subprocess.run(
        [*command, *map(str, pages(report))], capture_output=True, text=True, check=False, timeout=120
    )
    assert (found.returncode, found.stderr) == (0, "")


def visible(browser: webdriver.Chrome, css: str) -> int:
    """How many of some elements are shown."""
    return sum(one.is_displayed() for one in browser.find_elements(By.CSS_SELECTOR, css))


def test_one_can_choose_what_is_shown(browser: webdriver.Chrome, report: Path) -> None:
    """By outcome, by person, by any word; the page says how many are shown."""
    shown(browser, report / "senaste.html")
    assert visible(browser, "#gora-lista > li") == 10
    fields = browser.find_elements(By.CSS_SELECTOR, "[data-galler=gora-lista] select")
    Select(fields[0]).select_by_visible_text("vägrad")
    assert visible(browser, "#gora-lista > li") == 4
    Select(fields[1]).select_by_visible_text("Signe Norrvall")
    assert visible(browser, "#gora-lista > li") == 2
    browser.find_element(By.CSS_SELECTOR, "[data-galler=gora-lista] input").send_keys("gns/20/")
    assert visible(browser, "#gora-lista > li") == 1
    assert browser.find_element(By.CSS_SELECTOR, "[data-galler=gora-lista] [data-antal]").text == "Visar 1 av 10."


def test_tables_can_be_sorted(browser: webdriver.Chrome, report: Path) -> None:
    """A column is sorted by its numbers, one way and then the other, and says so."""
    shown(browser, report / "senaste.html")
    column = "[aria-labelledby=gjort] tbody td:nth-child(5)"
    button = browser.find_element(By.XPATH, "//section[@aria-labelledby='gjort']//button[.='Sekunder']")

    def numbers() -> list[float]:
        return [float(one.text.replace(",", ".")) for one in browser.find_elements(By.CSS_SELECTOR, column)]

    button.click()
    assert numbers() == sorted(numbers())
    button.click()
    assert numbers() == sorted(numbers(), reverse=True)
    assert button.find_element(By.XPATH, "./..").get_attribute("aria-sort") == "descending"


def test_without_a_script_everything_is_there(browser: webdriver.Chrome, report: Path) -> None:
    """With scripts shut off the same rows are shown, and no field that would do nothing."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        shown(browser, report / "senaste.html")
        assert visible(browser, "#gora-lista > li") == 10
        assert visible(browser, ".verktyg") == 0
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
