"""The page in a real browser: by hand, by keyboard, on a phone, in the dark, through a screen reader's eyes."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .browser import Keys, Page, chromium

pytestmark = pytest.mark.slow

PROBLEMS = {
    "integrate": ["x*cos(x)", "\\int \\frac{x}{\\sqrt{1-x^2}} dx", "ln(x)^2", "exp(-x^2)", "∫_0^1 1/(1+x^2) dx"],
    "dsolve": ["y' = x*y", "y'' + y = 0", "\\frac{dy}{dx} = 1 + y^2", "y' = 1 + y^2, y(0) = 0", "x*y' = y*ln(4x)"],
    "lyapunov": [
        "x' = -x^3 + y; y' = -x - y",
        "x' = -x; y' = -2y",
        "x' = y; y' = x",
        "x' = y\ny' = -x - y",
        "\\dot{x} = -x, \\dot{y} = -y^3",
    ],
}


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    made = chromium()
    yield made
    made.quit()


@pytest.fixture
def page(driver: Any, address: str) -> Iterator[Page]:
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    made = Page(driver, address)
    yield made
    made.is_quiet()


@pytest.mark.parametrize("task", PROBLEMS)
def test_problems_are_read_while_they_are_typed_then_solved_and_drawn(page: Page, task: str) -> None:
    page.open()
    for k, problem in enumerate(PROBLEMS[task]):
        page.type(problem.replace("\n", Keys.SHIFT + Keys.ENTER + Keys.NULL))
        page.wait("document.querySelector('#preview:not(.waiting) math')", "the mathematics that is typed")
        page.one("#compute").click()
        assert page.answered() in ("proved", "checked", "refuted")
        assert page.driver.execute_script("return document.querySelector('#answer').textContent.length") > 0
        assert page.text("#scope") or task == "integrate"
        page.drawn()
        if k in (0, 2):
            page.screenshot(f"{task}-{k}")
        page.is_quiet()


def test_a_wrong_answer_is_refuted_at_its_point_and_a_right_one_is_right(page: Page) -> None:
    page.linked("integrate", "x*cos(x)")
    page.answered()
    page.one("#claim").send_keys("x*sin(x)" + Keys.ENTER)
    page.wait("document.querySelector('#judgement .refuted')", "the verdict")
    assert "x = " in page.text("#judgement")
    page.one("#claim").clear()
    page.one("#claim").send_keys("x sin(x) + cos(x) + C" + Keys.ENTER)
    page.wait("document.querySelector('#judgement .proved')", "the verdict")
    page.one("#claim").clear()
    page.one("#claim").send_keys("x sin(" + Keys.ENTER)
    page.wait("document.querySelector('#judgement').textContent.includes('character')", "what is wrong")


def test_bad_input_is_explained_where_it_is_typed(page: Page) -> None:
    page.open()
    page.type("x*cos(")
    page.wait("document.querySelector('#preview .unread')", "what is wrong")
    page.one("#compute").click()
    page.wait("document.querySelector('#problem-error').textContent", "the error")
    assert "missing" in page.text("#problem-error")
    page.type("<img src=x onerror=alert(1)>")
    page.wait("!document.querySelector('#preview').classList.contains('waiting')", "a look at it")
    assert page.driver.execute_script("return document.querySelectorAll('main img').length") == 0


def test_by_keyboard_alone(page: Page) -> None:
    """Type, Enter, then by Tab to the answer's parts, and open one."""
    page.open()
    page.wait("document.activeElement.id === 'problem'", "the focus")
    page.driver.switch_to.active_element.send_keys("x*exp(x)" + Keys.ENTER)
    page.answered()
    seen = []
    for _ in range(60):
        active = page.driver.switch_to.active_element
        active.send_keys(Keys.TAB)
        active = page.driver.switch_to.active_element
        seen.append(active.get_attribute("id") or active.get_attribute("data-copy") or active.tag_name)
        if active.tag_name == "summary" and active.text == "Steps":
            active.send_keys(Keys.ENTER)
            break
    assert {"compute", "text", "permalink", "claim"} <= set(seen), seen
    assert seen.index("compute") < seen.index("permalink") < seen.index("claim")
    assert page.one("#steps-part").get_attribute("open")
    assert "d/dx" in page.text("#steps")


def test_everything_beside_the_answer(page: Page) -> None:
    page.linked("integrate", "x^2*exp(x)")
    page.answered()
    page.drawn()
    page.driver.execute_script("for (const part of document.querySelectorAll('#result details')) part.open = true")
    page.wait("document.querySelector('#attention table')", "the attention")
    page.wait("document.querySelector('#tree img').naturalWidth", "the tree")
    assert page.driver.execute_script("return document.querySelectorAll('#beam tr').length") > 0
    page.screenshot("beside-the-answer")
    link = page.one("#permalink").get_attribute("href")
    page.driver.get("about:blank")
    page.driver.get(link)
    assert page.answered() == "proved"


@pytest.mark.parametrize(("name", "width", "height"), [("phone", 360, 740), ("desktop", 1400, 900)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(page: Page, name: str, width: int, height: int, scheme: str, axe: str | None) -> None:
    """No part is wider than the screen, and axe-core finds no serious fault, before an answer and after it."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": name == "phone"}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    page.open()
    faults(page, axe)
    page.linked("integrate", "x^2*(tan(x)^2+1) + 2x tan(x) + 1")
    page.answered()
    page.drawn()
    page.driver.execute_script("for (const part of document.querySelectorAll('#result details')) part.open = true")
    page.wait("document.querySelector('#attention table')", "the attention")
    page.screenshot(f"{name}-{scheme}")
    assert page.driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    faults(page, axe)


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str | None:
    """axe-core's script from the npm registry; None where that cannot be had."""
    folder: Path = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        return None
    try:
        subprocess.run([npm, "pack", "axe-core@4", "--silent"], cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        return None
    (archive,) = folder.glob("*.tgz")
    subprocess.run(["tar", "xzf", archive.name, "package/axe.min.js"], cwd=folder, check=True)
    return (folder / "package" / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Page, axe: str | None) -> None:
    """Raises for a serious or critical fault; nothing is looked for where axe-core cannot be had."""
    if axe is None:
        return
    page.driver.execute_script(axe)
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then((said) => done(said.violations.map((one) => "
        "[one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3)])))"
    )
    serious = [one for one in found if one[0] in ("serious", "critical")]
    assert not serious, serious
