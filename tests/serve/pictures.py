"""Take the pictures in the README: `make pictures`. The documents are those of the tests, written for them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from cleaner.serve.server import running
from serve import documents

DESK, PHONE = (1280, 800), (390, 844)
# Name, page, size, dark, a line to point at.
PICTURES = (
    ("list", "?q=lighthouse", (1280, 460), False, ""),
    ("document", "d/1", DESK, False, "#L9 del"),
    ("document-dark", "d/1", DESK, True, "#L9 del"),
    ("document-phone", "d/1", PHONE, False, ""),
    ("overview", "overview", (1280, 880), False, ""),
)


def take(out: Path) -> None:
    """Write the pictures to a folder, as small as pngquant makes them where it is installed."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        archive = documents.archive(Path(folder) / "harbour.warc.gz")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with running([archive]) as server:
            server.wait()
            for name, path, (width, height), dark, hovered in PICTURES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
                )
                page = context.new_page()
                page.goto(server.url + path)
                if width == PHONE[0]:
                    page.check("#show-original")
                if hovered:
                    page.hover(hovered)
                page.screenshot(path=out / f"{name}.png")
                context.close()
        browser.close()
    if shutil.which("pngquant"):
        files = [str(path) for path in sorted(out.glob("*.png"))]
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--strip", "64", *files], check=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
