"""Write the texts that `labels.jsonl` labels: `python -m benchmarks.texts --data BENCH -o texts.jsonl`.

The labels hold ids and line numbers alone. English articles come as they were scraped; texts of other pages are dumps
of the element that holds most of a page's paragraphs, laid out by inscriptis. Score with the benchmark's own script:

    python BENCH/score_lines.py texts.jsonl benchmarks/labels.jsonl --show
"""

from __future__ import annotations

import argparse
import gzip
import json
import warnings
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from inscriptis import get_text

LABELS = Path(__file__).with_name("labels.jsonl")
CONTAINERS = ("[itemprop=articleBody]", "article", "main", "[role=main]", "#content", ".article", "#main")
CHROME = ("script", "style", "noscript", "template", "head", "nav", "header", "footer", "form")
MOST = 0.6  # of the page's paragraph text that the article's element holds


def scraped(data: Path) -> Iterator[tuple[str, str]]:
    """Id and text of the articles as others scraped them."""
    with gzip.open(data / "scraped/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield entry["id"], entry["text"]


def dumped(data: Path) -> Iterator[tuple[str, str]]:
    """Id and text of the article's element of each annotated page."""
    pages = json.loads((data / "snippets/annotations.json").read_text(encoding="utf-8"))
    for name, entry in pages.items():
        yield f"snip/{name}", dump(gzip.decompress((data / "snippets" / entry["file"]).read_bytes()))


def dump(html: bytes) -> str:
    """The text of the element that holds most of a page's paragraphs, line by line."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(list(CHROME)):
        tag.decompose()
    total = _paragraphs(soup) or 1
    found = (element for selector in CONTAINERS for element in soup.select(selector))
    element = next((element for element in found if _paragraphs(element) > MOST * total), soup.body or soup)
    text = get_text(f"<html><body>{element}</body></html>")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _paragraphs(element: Tag) -> int:
    return sum(len(paragraph.get_text()) for paragraph in element.find_all("p"))


def main() -> None:
    """Write the labelled texts as NDJSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds scraped/ and snippets/")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)
    wanted = {json.loads(line)["id"] for line in LABELS.read_text(encoding="utf-8").splitlines()}
    with arguments.output.open("w", encoding="utf-8") as file:
        for source in (scraped, dumped):
            for name, text in source(arguments.data):
                if name in wanted:
                    file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
