"""Take the picture of the page that the README shows: docs/images/page.png.

Usage: python scripts/screenshot.py [--out FILE] [--width PX] [--height PX] [--theme light|dark] [--address '#view=map']

Run it after a change of the page or of the data, so that the picture stays what people get. Needs Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from stroma.store import open_store
from stroma.viewer import DEFAULT_TERM, write_page

ROOT = Path(__file__).parent.parent
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def take(out: Path, *, width: int, height: int, theme: str, address: str) -> None:
    """Write the page to a temporary file and photograph it."""
    from playwright.sync_api import sync_playwright

    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if chromium is None:
        sys.exit("no Chromium here; on Debian or Ubuntu: sudo apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = write_page(open_store(), DEFAULT_TERM, Path(folder) / "page.html")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
        page.goto(page_file.as_uri() + address)
        page.wait_for_selector("html[data-ready=yes]")
        page.wait_for_timeout(400)
        out.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(out))
        browser.close()
    print(out)


def main() -> None:
    """Read the options and take one picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "page.png")
    parser.add_argument("--width", type=int, default=1400, help="pixels")
    parser.add_argument("--height", type=int, default=960, help="pixels")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument(
        "--address", default="", help="what stands behind the file name, #view=map for example"
    )
    options = parser.parse_args()
    take(
        options.out,
        width=options.width,
        height=options.height,
        theme=options.theme,
        address=options.address,
    )


if __name__ == "__main__":
    main()
