"""How the time of cleaning grows with a text's length: four times the text should take about four times as long.

    python -m benchmarks.linear [--most 6]

For each kind of text, the CPU seconds of a text and of one four times as long, and their ratio. A step that took
quadratic time would bring it near sixteen. Exit code 1 where a ratio is above --most.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from random import Random
from time import process_time

from cleaner import clean

LINE = "The ferry left the quay at nine in the morning, and nobody there thought that it would be late."
MANY_LINES, ONE_LINE = 64_000, 160_000  # characters of the smaller text

random = Random(1)  # noqa: S311 - for texts
WORDS = ["".join(random.choices("abcdefghijklmnoprstuvw", k=random.randint(2, 9))) for _ in range(3000)]


def words(size: int) -> list[str]:
    """So many characters of words."""
    return random.choices(WORDS, k=size // 6)


def titles(size: int) -> list[str]:
    """So many characters of short lines in title case."""
    return [" ".join(word.capitalize() for word in random.choices(WORDS, k=6)) for _ in range(size // 38)]


def prose(size: int) -> list[str]:
    """So many characters of sentences."""
    return [" ".join(random.choices(WORDS, k=40)).capitalize() + "." for _ in range(size // 250)]


def again(text: str) -> Callable[[int], str]:
    """The text repeated up to a size."""
    return lambda size: (text * (size // len(text) + 1))[:size]


OF_LINES: dict[str, Callable[[int], str]] = {
    "markers": again("Advertisement\n"),
    "one paragraph": again(f"{LINE}\n\n"),
    "prose": lambda size: "\n\n".join(prose(size)),
    "titles": lambda size: "\n".join(titles(size)),
    "titles apart": lambda size: "\n\n".join(titles(size)),
    "capitals": lambda size: "\n".join(titles(size)).upper(),
    "words": lambda size: "\n".join(words(size)),
    "labels of tags": again("Tags:\nboat\nsea\n"),
    "openers": again("RELATED:\n"),
    "related links": lambda size: "\n".join(f"RELATED:\n{title}" for title in titles(size)),
    "cards": lambda size: "\n".join(f"{title}\nRead more" for title in titles(size)),
    "scraps": lambda size: "\n".join([*prose(size // 2), *(f"{word}\nShare" for word in words(size // 4))]),
    "bullets": again("* one thing\n"),
    "dashes": again("- one thing\n"),
    "numbers": lambda size: "\n".join(f"{number % 900 + 1}. thing" for number in range(size // 10)),
    "questions": again(f"Why did it go so wrong?\n\n{LINE}\n\n"),
    "speech": again("Q: why\n\nA: because\n\n"),
    "rules": again("---\n"),
    "counters": again("Share\nTweet\n8422 SHARES\n"),
    "wrapped": again("The ferry left the quay at nine in the morning and all of\nthe people there were late again\n"),
    "ideographs": again("渡轮九点离开码头\n"),
}
IN_ONE_LINE: dict[str, Callable[[int], str]] = {
    "words": lambda size: " ".join(words(size)),
    "joined words": lambda size: " ".join(one + other.capitalize() for one, other in zip(*[iter(words(size))] * 2)),  # noqa: B905
    "one joined word": lambda size: "".join(word.capitalize() for word in words(size)),
    "credits": again("it fell (AP Photo/Jane Doe) and "),
    "labels": again("Image caption The ship "),
    "tails": again("a link, opens new tab, "),
    "entities": again("fish &amp; chips &#8217; "),
    "invisible": again("a\u200bb\xa0c "),
    "wrongly decoded": again("\xc3\xa9\x80 "),
    "high characters and an entity": lambda size: "&amp;" + "\xe9" * size,
    "ideographs": again("渡轮九点离开码头，没有人想到会晚点。"),
    "brackets": again("[a](b ) "),
    "open brackets": again("["),
    "emphasis": again("*a **b _c ~~d "),
    "backticks": again("`a``b "),
    "dollars": again("$5 and $6 "),
    "colons": again("Name: "),
    "capitals": lambda size: again("AAAA BB-")(size) + ":",
    "dashes": again("-"),
    "full stops": again("."),
    "quotation marks": again("“a”"),
}


def seconds(text: str) -> float:
    """The CPU time of cleaning and writing, the least of three."""
    found = []
    for _ in range(3):
        start = process_time()
        result = clean(text, media_type="text/plain")
        _ = result.text, result.markdown
        found.append(process_time() - start)
    return min(found)


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--most", type=float, default=6, help="the largest ratio that passes (default: 6)")
    most = options.parse_args().most
    worst = 0.0
    print(f"{'text':<42} {'once':>8} {'4 times':>8} {'ratio':>6}")
    for where, kinds, size in (("lines", OF_LINES, MANY_LINES), ("one line", IN_ONE_LINE, ONE_LINE)):
        for name, made in kinds.items():
            clean(made(100), media_type="text/plain")  # rules, patterns and models are loaded by the first
            once, four_times = seconds(made(size)), seconds(made(4 * size))
            ratio = four_times / once
            worst = max(worst, ratio)
            print(f"{f'{where}: {name}':<42} {once:>8.3f} {four_times:>8.3f} {ratio:>6.1f}", flush=True)
    print(f"largest ratio {worst:.1f}")
    return int(worst > most)


if __name__ == "__main__":
    sys.exit(main())
