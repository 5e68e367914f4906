"""How well and how fast pages are read, beside other extractors: `python benchmarks/pages.py --data BENCH`.

Every engine sees the same pages of WCXB dev in this one run, in turns of rounds; word F1 is the mean over pages, speed
is pages per CPU-second, the best of the rounds. An engine that cannot be imported here is looked for in interpreters
given by `--python` (rs_trafilatura ships for some versions of Python alone). The weights that ship with `cleaner` have
seen these pages: the F1 that counts is the cross-validated one that `python -m training.html` prints, and that
`--cross-validated` puts in its place.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean
from time import process_time

Extract = Callable[[bytes, str], str]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Score:
    """An engine's mean F1, pages per CPU-second and milliseconds a page."""

    engine: str
    f1: float
    rate: float

    @property
    def milliseconds(self) -> float:
        """CPU time a page."""
        return 1000 / self.rate


def cleaner_markdown() -> Extract:
    """Bytes to markdown; scored by its text."""
    from cleaner import clean

    def extract(html: bytes, url: str) -> str:
        result = clean(html, url=url, media_type="text/html")
        return result.markdown and result.text

    return extract


def bare_parse() -> Extract:
    """What the parser alone costs."""
    from selectolax.lexbor import LexborHTMLParser

    def extract(html: bytes, url: str) -> str:
        return (LexborHTMLParser(html.decode("utf-8", "replace")).body or "") and ""

    return extract


def reading() -> Extract:
    """What reading costs: decoding, parsing and the walk."""
    from cleaner.model import Source
    from cleaner.read.html import read

    def extract(html: bytes, url: str) -> str:
        read(Source("-", html, url=url))
        return ""

    return extract


def trafilatura() -> Extract:
    """The default mode of trafilatura."""
    import trafilatura

    return lambda html, url: trafilatura.extract(html, url=url) or ""


def resiliparse() -> Extract:
    """The main content by resiliparse."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return lambda html, url: extract_plain_text(bytes_to_str(html, detect_encoding(html)), main_content=True)


def rs_trafilatura() -> Extract:
    """A port of trafilatura to Rust."""
    import rs_trafilatura

    return lambda html, url: rs_trafilatura.extract_bytes(html, url=url).main_content or ""


ENGINES: dict[str, Callable[[], Extract]] = {
    "cleaner": cleaner_markdown,
    "trafilatura": trafilatura,
    "rs_trafilatura": rs_trafilatura,
    "resiliparse": resiliparse,
    "(lexbor, parsing alone)": bare_parse,
    "(cleaner, reading alone)": reading,
}


def pages(data: Path, count: int) -> Iterator[tuple[bytes, str, str]]:
    """HTML, address and gold text of a fixed random sample."""
    names = sorted(path.stem for path in (data / "wcxb/dev/ground-truth").glob("*.json"))
    for name in sorted(Random(0).sample(names, min(count, len(names)))):  # noqa: S311 - a sample, no secret
        entry = json.loads((data / f"wcxb/dev/ground-truth/{name}.json").read_text(encoding="utf-8"))
        html = gzip.decompress((data / f"wcxb/dev/html/{name}.html.gz").read_bytes())
        yield html, entry.get("url") or "", (entry.get("ground_truth") or {}).get("main_content") or ""


def f1(found: str, gold: str) -> float:
    """Word F1 over multisets: WCXB's own measure."""
    have, want = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(gold.lower()))
    if not have or not want:
        return float(not have and not want)
    return 2 * (have & want).total() / (have.total() + want.total())


def run(engine: str, data: Path, count: int) -> None:
    """Measure one engine once and print its F1 and CPU seconds as JSON; the first page is not counted."""
    extract = ENGINES[engine]()
    sample = list(pages(data, count))
    extract(sample[0][0], sample[0][1])
    scores, seconds = [], 0.0
    for html, url, gold in sample:
        start = process_time()
        try:
            text = extract(html, url)
        except Exception as error:  # noqa: BLE001 - another's crash is its empty answer
            print(f"{engine}: {url}: {error!r}", file=sys.stderr)
            text = ""
        seconds += process_time() - start
        scores.append(f1(text, gold))
    print(json.dumps({"f1": mean(scores), "seconds": seconds, "pages": len(sample)}))


def measured(engine: str, pythons: list[str], arguments: argparse.Namespace) -> dict[str, float] | None:
    """One round of an engine in the first interpreter that has it; None where none has."""
    common = ["--data", str(arguments.data), "--pages", str(arguments.pages)]
    for python in pythons:
        # -P: this file's folder must not be searched, since "html" is also a module of the standard library.
        command = [python, "-P", __file__, *common, "--engine", engine]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            result: dict[str, float] = json.loads(done.stdout)
            return result
        if "ModuleNotFoundError" not in done.stderr:
            print(done.stderr[-500:], file=sys.stderr)
    return None


def scores(arguments: argparse.Namespace) -> list[Score]:
    """All engines, round by round."""
    pythons = [sys.executable, *arguments.python]
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(arguments.rounds):
        for engine in ENGINES:
            if (result := measured(engine, pythons, arguments)) is not None:
                found.setdefault(engine, []).append(result)
    seen = {} if arguments.cross_validated is None else {"cleaner": arguments.cross_validated}
    return [
        Score(
            engine, seen.get(engine, results[0]["f1"]), max(result["pages"] / result["seconds"] for result in results)
        )
        for engine, results in found.items()
    ]


def table(rows: list[Score]) -> str:
    """A markdown table."""
    lines = ["| engine | word F1 | pages per CPU-second | ms a page |", "|---|---|---|---|"]
    for row in rows:
        quality = "" if row.engine.startswith("(") else f"{row.f1:.3f}"
        lines.append(f"| {row.engine} | {quality} | {row.rate:.0f} | {row.milliseconds:.1f} |")
    return "\n".join(lines)


def plot(rows: list[Score]) -> str:
    """Quality against speed as SVG; speed is on a logarithmic axis from 10 to 1000 pages per CPU-second."""
    from math import log10

    drawn = [row for row in rows if not row.engine.startswith("(")]
    low = min(row.f1 for row in drawn) - 0.02
    high = max(row.f1 for row in drawn) + 0.02
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif" font-size="13">']
    parts.append('<rect width="640" height="360" fill="white"/><path d="M60 20V310H620" fill="none" stroke="black"/>')
    parts.append('<text x="340" y="348" text-anchor="middle">pages per CPU-second</text>')
    parts.append('<text x="20" y="165" text-anchor="middle" transform="rotate(-90 20 165)">word F1</text>')
    parts += [
        f'<text x="{60 + 280 * log10(rate / 10):.0f}" y="328" text-anchor="middle">{rate}</text>'
        for rate in (10, 30, 100, 300, 1000)
    ]
    for row in drawn:
        x, y = 60 + 280 * log10(max(row.rate, 10) / 10), 310 - 290 * (row.f1 - low) / (high - low)
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5"/>')
        parts.append(f'<text x="{x + 9:.0f}" y="{y + 4:.0f}">{row.engine} {row.f1:.3f}</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    """Print the table; draw the plot where `--plot` names a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds wcxb/")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--cross-validated", type=float, metavar="F1", help="cleaner's F1 on pages that it has not seen"
    )
    parser.add_argument("--python", action="append", default=[], help="a further interpreter, with peers installed")
    parser.add_argument("--plot", type=Path, metavar="X.svg")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.engine:
        run(arguments.engine, arguments.data, arguments.pages)
        return
    rows = scores(arguments)
    print(table(rows))
    if arguments.plot:
        arguments.plot.write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
