"""The viewer in a real browser, as its users have it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cleaner import verdicts
from cleaner.detect.rulefile import parse
from cleaner.serve.export import export
from cleaner.serve.server import Running, running
from cleaner.serve.shelf import Shelf
from serve import hostile
from serve.conftest import AXE, Client, Seen

if TYPE_CHECKING:
    from playwright.sync_api import Locator

Look = Callable[..., Seen]


@pytest.fixture
def clean(server: Running) -> Iterator[Callable[[Seen], None]]:
    """Asserts that a page made no noise and asked for nothing elsewhere."""

    def check(seen: Seen) -> None:
        assert seen.messages == []
        assert seen.outside(server.url) == []

    yield check


def test_list_search_open(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(server.url)
    page = seen.page
    assert page.locator("[data-row]").count() == 10
    page.fill("#q", "lighthouse")
    page.click("button >> text=Search")
    assert page.locator("h1").inner_text() == "2 documents with “lighthouse”"
    assert page.locator("mark").first.inner_text().lower() == "lighthouse"
    page.click("text=Show all")
    page.select_option("select[name=rule]", "newsletter.prompt")
    page.click("text=Show >> nth=0")
    assert page.locator("[data-row]").count() == 1
    page.click("[data-row] a")
    assert page.locator("h1").first.inner_text() == "The lighthouse at Skerry Point will be lit again"
    clean(seen)


def test_sorting(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(server.url)
    seen.page.click("th >> text=Removed")
    assert seen.page.locator("[data-row] .title > a").first.inner_text() == "empty"
    assert seen.page.locator("th[aria-sort=descending]").count() == 1
    clean(seen)


def test_rule_and_reason_on_hover_and_focus(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(f"{server.url}d/1")
    gone = seen.page.locator("#L1 del a")
    shown = "element => getComputedStyle(element, '::after').content"
    assert gone.evaluate(shown) == "none"
    gone.hover()
    assert gone.evaluate(shown) == '"ad.marker: an advertisement marker"'
    seen.page.mouse.move(0, 0)
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        if gone.evaluate("element => element === document.activeElement"):
            break
    assert gone.evaluate(shown) == '"ad.marker: an advertisement marker"'
    struck = seen.page.locator("#L1 del").evaluate("element => getComputedStyle(element).textDecorationLine")
    assert struck == "line-through"
    gone.click()
    assert seen.page.locator("#F1").evaluate("element => element.matches(':target')")
    clean(seen)


def test_keys(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(server.url)
    page, press = seen.page, seen.page.keyboard.press
    press("j")
    press("j")
    press("k")
    press("j")
    press("Enter")
    page.wait_for_url("**/d/2?*")
    press("o")
    assert page.locator("iframe").is_visible()
    press("o")
    assert page.locator("#L1").is_visible()
    press("c")
    assert page.locator(".source").is_visible()
    assert not page.locator(".rendered").is_visible()
    press("d")
    assert page.locator("#L1").is_visible()  # it is gone
    assert not page.locator("#L6").is_visible()  # it stayed
    press("j")
    page.wait_for_url("**/d/3?*")
    assert page.locator(".source").is_visible()  # the switches are remembered
    press("k")
    page.wait_for_url("**/d/2?*")
    press("?")
    assert page.locator("#help").is_visible()
    press("Escape")
    assert not page.locator("#help").is_visible()
    press("/")
    page.keyboard.type("jdo?")
    assert page.input_value("#q") == "jdo?"
    clean(seen)


def wait_until(element: Locator, condition: str) -> None:
    """Wait up to ten seconds; Playwright's own waiting evaluates strings in the page, which its policy forbids."""
    for _ in range(100):
        if element.evaluate(condition):
            return
        element.page.wait_for_timeout(100)
    raise AssertionError(f"not within ten seconds: {condition}")


def test_panes_scroll_together(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(f"{server.url}d/1")
    page = seen.page
    page.set_viewport_size({"width": 1280, "height": 560})
    original, cleaned = page.locator("[data-pane=original]"), page.locator(".rendered")
    original.hover()
    page.mouse.wheel(0, 260)
    wait_until(cleaned, "(pane) => pane.scrollTop > 40")
    # The line at the top of the one is at the top of the other.
    top = "(pane) => [...pane.querySelectorAll('[data-line]')].find(e => e.offsetParent && e.getBoundingClientRect()"
    top += ".bottom > pane.getBoundingClientRect().top + 4 && (e.textContent.trim())).dataset.line"
    assert abs(int(original.evaluate(top)) - int(cleaned.evaluate(top))) <= 4
    page.mouse.wheel(0, -5000)
    wait_until(cleaned, "(pane) => pane.scrollTop === 0")
    clean(seen)


def test_an_original_as_a_page(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(f"{server.url}d/2")
    seen.page.check("#original-page")
    frame = seen.page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "A garden behind the fish market"
    assert frame.locator("a[href]").count() == 0
    clean(seen)


def test_reading_without_javascript(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    seen = look(server.url, script=False)
    page = seen.page
    page.fill("#q", "the")
    page.press("#q", "Enter")
    page.click("[data-row] a >> nth=0")
    page.check("#cleaned-source")
    assert page.locator(".source").is_visible()
    page.check("#differences")
    assert not page.locator("#L3").is_visible()
    page.click("summary >> text=Ledger")
    assert "rule-set:" in page.locator(".ledger pre").inner_text()
    page.click("a[rel=next]")
    assert "/d/" in page.url
    assert not page.locator("[data-help]").is_visible()
    clean(seen)


def test_on_a_phone(server: Running, look: Look, clean: Callable[[Seen], None]) -> None:
    for path in ("", "d/1", "d/2", "overview", "?q=the"):
        seen = look(server.url + path, phone=True)
        wide = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
        clean(seen)
    seen = look(f"{server.url}d/1", phone=True)
    assert seen.page.locator(".rendered").is_visible()
    seen.page.check("#show-original")
    assert seen.page.locator("#L1").is_visible()
    assert not seen.page.locator(".rendered").is_visible()
    seen.page.check("#show-findings")
    assert seen.page.locator("#F1").is_visible()


def test_judging(judged: Client, look: Look) -> None:
    seen = look(f"{judged.server.url}d/1")
    page = seen.page
    page.check("#L5 input")
    page.click("button >> text=should have gone")
    page.wait_for_selector("#L5.judged-missed")
    page.click("#F1 button")
    page.wait_for_selector("#L1.judged-wrong")
    page.click("button >> text=Copy")
    page.wait_for_selector("[data-copied]:text-is('Copied.')")  # the clipboard answers in its own time
    copied = page.evaluate("navigator.clipboard.readText()")
    rule, narrowed = parse(copied, "any", "copied")
    assert rule.removes == ("By Mara Lindqvist",)
    assert rule.keeps
    assert (narrowed.name, narrowed.keeps[-1]) == ("ad.marker", "ADVERTISEMENT")
    page.click("text=Take back >> nth=0")
    page.wait_for_selector("#L5:not(.judged-missed)")
    (left,) = verdicts.load(verdicts.path_beside(judged.server.shelf.archives[0]))
    assert left.text == "ADVERTISEMENT"
    assert seen.messages == []
    assert seen.outside(judged.server.url) == []


def test_hostile_documents(tmp_path: Path, look: Look) -> None:
    with running([hostile.archive(tmp_path)], judge=True) as server:
        server.wait()
        for path in ("", "overview", "?q=hacked", *(f"d/{number}" for number in range(1, 7))):
            seen = look(server.url + path)
            if seen.page.locator("#original-page").count():
                seen.page.check("#original-page")
                seen.page.frame_locator("iframe").locator("h1").wait_for()
                seen.page.wait_for_timeout(300)
            for link in seen.page.locator(".rendered a:not([href^=http])").all():
                link.click(timeout=2000)
            assert seen.page.evaluate("window.hacked") is None, path
            assert seen.outside(server.url) == [], path
            assert seen.page.url.startswith(server.url)
            assert seen.messages == [], path


def test_from_disk(harbour: Path, tmp_path: Path, look: Look) -> None:
    shelf = Shelf([harbour], tmp_path / "x.sqlite")
    shelf.wait()
    site = tmp_path / "site"
    assert export(shelf.library(), site) == 10
    # It works wherever it is moved to.
    moved = shutil.move(site, tmp_path / "moved # ü")
    seen = look((Path(moved) / "index.html").as_uri())
    page = seen.page
    assert page.locator("[data-row]").count() == 10
    assert page.locator("th").first.evaluate("element => getComputedStyle(element).textAlign") == "left"
    page.click("th >> text=Removed")
    page.click("[data-row] a >> nth=1")
    assert page.locator(".rendered h1, .rendered p").first.is_visible()
    page.click("text=List")
    page.click("text=A garden behind the fish market")
    page.keyboard.press("o")
    assert page.frame_locator("iframe").locator("h1").inner_text() == "A garden behind the fish market"
    page.keyboard.press("c")
    assert page.locator(".source").is_visible()
    page.keyboard.press("j")
    page.wait_for_url("**/d/3.html")
    page.click("text=Overview")
    page.click("text=newsletter.prompt")
    assert page.locator("[data-row]").count() == 1
    assert seen.messages == []
    assert seen.outside(Path(moved).as_uri()) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_accessibility(server: Running, look: Look, dark: bool, phone: bool) -> None:
    """No serious finding of axe-core (https://github.com/dequelabs/axe-core), on any page."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: make browser")
    for path in ("", "?q=lighthouse", "d/1", "d/2", "d/8", "d/10", "overview"):
        seen = look(server.url + path, dark=dark, phone=phone)
        _axe(seen, path)


def test_accessibility_of_judging(judged: Client, look: Look) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: make browser")
    judged.post("d/1/judge", {"verdict": "missed", "line": [5]})
    seen = look(f"{judged.server.url}d/1")
    _axe(seen, "judge")
    seen.page.keyboard.press("?")
    _axe(seen, "help")


def _axe(seen: Seen, path: str) -> None:
    seen.page.evaluate(AXE.read_text(encoding="utf-8"))  # evaluated by the debugger: the page's policy would refuse it
    found = seen.page.evaluate("axe.run({iframes: false})")
    serious = [
        f"{path}: {violation['id']}: {node['html'][:200]}: {json.dumps(node['any'])[:300]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
    assert serious == []


def test_an_index_that_is_being_built_is_told(harbour: Path, tmp_path: Path, look: Look) -> None:
    copy = tmp_path / "copy.warc.gz"
    shutil.copy(harbour, copy)
    with running([copy]) as server:
        seen = look(server.url)  # at once, be it ready or not
        seen.page.wait_for_selector("[data-row]")
        assert seen.page.locator("[data-row]").count() == 10
