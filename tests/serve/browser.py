"""Chromium as the tests of the page drive it."""

import base64
import json
import shutil
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: no browser can be driven")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

SCREENSHOTS = Path(__file__).parents[2] / "out" / "screenshots"  # not tracked
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --window-size=1200,1500"
)
PATIENCE = 60.0  # seconds for what a loaded machine does slowly


def chromium() -> Any:
    """A driver with logs of its console and its requests; skips where no Chromium is installed."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    server = shutil.which("chromedriver")
    if browser is None or server is None:
        pytest.skip("Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService(server))


class Page:
    """The page as someone uses it. requests: addresses that it has asked for, so far."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver, self.address = driver, address
        self.requests: list[str] = []

    def open(self, fragment: str = "") -> None:
        """From the start, with a problem in the address or without."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.address}/{fragment}")
        self.driver.execute_script(f"document.querySelector('#deadline').value = {PATIENCE}")

    def linked(self, task: str, problem: str) -> None:
        """By its permalink."""
        self.open(f"#task={task}&problem={quote(problem)}&deadline={PATIENCE:g}")

    def one(self, selector: str) -> Any:
        """The first element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What is seen of it."""
        return str(self.one(selector).text)

    def type(self, problem: str) -> None:
        """Into the problem's field, in place of what is there."""
        field = self.one("#problem")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(problem)

    def wait(self, script: str, what: str) -> None:
        """Until a condition in JavaScript holds."""
        end = time.monotonic() + 1.5 * PATIENCE
        while not self.driver.execute_script(f"return Boolean({script})"):
            assert time.monotonic() < end, f"{what} did not come: {self.text('body')[:600]}"
            time.sleep(0.05)

    def answered(self) -> str:
        """Wait for the answer; its verdict."""
        self.wait(
            "document.querySelector('#progress').textContent.startsWith('Done')"
            " || document.querySelector('#problem-error').textContent",
            "an answer",
        )
        assert not self.text("#problem-error"), self.text("#problem-error")
        return self.text("#badge").split()[-1]

    def drawn(self) -> None:
        """Wait for the pictures."""
        self.wait(
            "[...document.querySelectorAll('#pictures img')].some((one) => one.complete && one.naturalWidth > 100)",
            "a picture",
        )

    def screenshot(self, name: str) -> None:
        """Of the whole page, into the folder that is not tracked."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        size = self.driver.execute_script("return [innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        shot = {"captureBeyondViewport": True, "clip": clip}
        data = self.driver.execute_cdp_cmd("Page.captureScreenshot", shot)["data"]
        (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(data))

    def is_quiet(self) -> None:
        """No error on the console, and no request that left the host, since the last time."""
        errors = [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        assert not errors, errors
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
        strange = [url for url in self.requests if not url.startswith((self.address, "blob:", "data:", "about:"))]
        assert not strange, strange
