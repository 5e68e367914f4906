"""A page's lines as the model sees them: numbers, tokens, and groups that belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.page import letters as chars
from cleaner.detect.page.letters import Ints, Letters, Words
from cleaner.detect.page.places import ANCESTORS, LEVELS, Places, places
from cleaner.detect.page.tokens import Bag, name_bags, text_bags
from cleaner.model import Line, Outline

Floats = NDArray[np.float32]

LONG = 15  # words of a line that counts as running text
FAR = 200  # lines: farther is as good as nowhere
_KINDS = ("title", "heading", "list_item", "row", "quote", "code", "caption")
_TAGS = (
    "p", "div", "li", "td", "th", "dd", "dt", "span", "a", "button", "label", "section", "article", "summary", "strong",
)  # fmt: skip
_TAG_INDEX = {tag: index for index, tag in enumerate(_TAGS)}

#: Columns of `Page.numbers`, in this order.
OWN = (
    "words", "chars", "ends", "sentences", "commas", "digits", "uppers", "capital", "small", "colon", "bullet",
    "pipes", "copyright", "price", "at", "quote", "word_length", "capitals", "links", "link_count", "strong",
    "goes_on", "hidden", "unshown",
)  # fmt: skip
ROLE = (*(f"kind_{kind}" for kind in _KINDS), "level", "depth", "in_quote", *(f"tag_{tag}" for tag in _TAGS))
AROUND = tuple(f"in_{tag}" for tag in ANCESTORS)
_LEVEL = ("words", "share", "links", "mean", "prose", "place", "lines", "p", "siblings", "turn")
LEVEL = tuple(f"{name}_{level}" for level in range(LEVELS) for name in _LEVEL)
KIN = ("kin_lines", "kin_words", "kin_mean", "kin_links", "kin_share", "look_lines", "look_words", "look_mean")
PLACE = (
    "elements", "index", "place", "words_before", "left", "since_heading", "heading_level", "since_title",
    "before_title", "since_long", "until_long", "of_title", "title_of", "copies", "first",
)  # fmt: skip
PAGE = (
    "page_words", "page_lines", "page_links", "page_p", "page_main", "page_article", "page_ends", "page_sentences",
    "page_prices", "page_longest", "page_titles", "page_headings", "page_items", "page_rows", "page_code",
    "page_articles", "page_hidden",
)  # fmt: skip
COLUMNS = (*OWN, *ROLE, *AROUND, *LEVEL, *KIN, *PLACE, *PAGE)


@dataclass(frozen=True)
class Page:
    """n lines of a page.

    numbers  n by COLUMNS
    bags     its tokens
    groups   k arrays of n group numbers
    words    n word counts
    """

    numbers: Floats
    bags: tuple[Bag, ...]
    groups: tuple[Ints, ...]
    words: Ints


def describe(lines: Sequence[Line], owners: Sequence[int], outline: Outline) -> Page:
    """Describe the lines of one page that have text, at least one, and the elements that they stand in."""
    stand = np.maximum(np.array(owners, np.int64), 0)
    letters = chars.letters([line.text for line in lines])
    words = chars.words(letters)
    where = places(outline, stand)
    own = _own(lines, letters, words)
    sections, headings = _sections(lines)
    level = _levels(where, own, words.counts)
    numbers = np.concatenate(
        (
            own,
            _roles(lines, outline, where.blocks),
            ((where.around[stand][:, None] >> np.arange(len(ANCESTORS))) & 1).astype(np.float32),
            level,
            _kin(where, own, words.counts),
            _place(lines, outline, where, words),
            np.tile(_page(lines, own, where, words.counts), (len(lines), 1)),
        ),
        axis=1,
    )
    groups = (
        _numbered(where.levels[1]),
        _numbered(where.levels[2]),
        _numbered(where.kin[where.blocks]),
        _numbered(np.maximum(sections, -1)),
    )
    bags = (*text_bags(letters, words, sections, headings), *name_bags(outline, where, stand))
    scaled = np.sign(numbers) * np.log1p(np.abs(numbers))
    return Page(scaled, bags, groups, words.counts)


def _numbered(values: Ints) -> Ints:
    numbers: Ints = np.unique(values, return_inverse=True)[1]
    return numbers


def _own(lines: Sequence[Line], letters: Letters, words: Words) -> Floats:
    """What each line says by itself: OWN."""
    count = words.counts
    length = np.maximum(letters.lengths, 1)
    kinds = letters.kinds
    first, last = kinds[letters.starts], letters.last
    follows = kinds[1:] & (chars.SPACE | chars.CLOSER)
    sentence = np.append((kinds[:-1] & chars.END) != 0, False)
    sentence[:-1] &= follows != 0
    heads = np.bincount(words.lines, (kinds[words.starts] & chars.UPPER) != 0, minlength=len(count))
    marks = np.array([_marked(line) for line in lines], np.float32)
    groups = np.array([line.role.group if line.role else 0 for line in lines])
    goes_on = np.zeros(len(lines), np.bool_)
    goes_on[1:] = (groups[1:] == groups[:-1]) & (groups[1:] > 0)
    price = letters.count(chars.CURRENCY)
    columns = (
        count,
        length,
        (last & chars.END) != 0,
        np.add.reduceat(sentence.view(np.uint8), letters.starts, dtype=np.int64),
        letters.count(chars.COMMA),
        letters.count(chars.DIGIT) / length,
        letters.count(chars.UPPER) / length,
        (first & chars.UPPER) != 0,
        (first & chars.LOWER) != 0,
        (last & chars.COLON) != 0,
        (first & chars.BULLET) != 0,
        letters.count(chars.PIPE),
        letters.count(chars.COPYRIGHT),
        price * (length < 200),
        letters.count(chars.AT),
        (first & chars.QUOTE) != 0,
        length / np.maximum(count, 1),
        heads / np.maximum(count, 1),
        np.minimum(marks[:, 0] / length, 1),
        marks[:, 1],
        np.minimum(marks[:, 2] / length, 1),
        goes_on,
        [line.origin == "hidden" for line in lines],
        [bool(line.origin) and line.origin != "hidden" for line in lines],
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _marked(line: Line) -> tuple[int, int, int]:
    """Characters in links, links, and characters in strong marks."""
    if not line.marks:
        return (0, 0, 0)
    links = [mark.end - mark.start for mark in line.marks if mark.kind == "link"]
    return sum(links), len(links), sum(mark.end - mark.start for mark in line.marks if mark.kind == "strong")


def _roles(lines: Sequence[Line], outline: Outline, blocks: Ints) -> Floats:
    """ROLE."""
    table = np.zeros((len(lines), len(ROLE)), np.float32)
    kinds = len(_KINDS)
    for index, (line, block) in enumerate(zip(lines, blocks.tolist(), strict=True)):
        role = line.role
        if role is None:
            continue
        if role.kind in _KINDS:
            table[index, _KINDS.index(role.kind)] = 1
        if role.kind == "heading":
            table[index, kinds] = role.level
        else:
            table[index, kinds + 1] = role.level
        table[index, kinds + 2] = role.quote
        tag = _TAG_INDEX.get(outline.tags[outline.looks[block]], -1)
        if tag >= 0:
            table[index, kinds + 3 + tag] = 1
    return table


def _levels(where: Places, own: Floats, counts: Ints) -> Floats:
    """LEVEL: for each level of ancestors what they hold, and the line's place in them."""
    sums = _running(own, counts, where)
    index = np.arange(len(counts))
    total = max(int(counts.sum()), 1)
    held = (
        sums[where.end] - sums[where.first]
    )  # of each element: words, link characters, characters, sentences, p words
    size = np.maximum(where.end - where.first, 1)
    columns = []
    for element in where.levels:
        words, links, length, prose, in_p = held[element].T
        lines = size[element]
        columns += [
            words,
            100 * words / total,
            links / np.maximum(length, 1),
            words / lines,
            10 * prose / np.maximum(words, 1),
            (index - where.first[element]) / lines,
            lines,
            in_p / np.maximum(words, 1),
            where.siblings[element],
            where.turn[element],
        ]
    return np.stack(columns, axis=1).astype(np.float32)


def _running(own: Floats, counts: Ints, where: Places) -> NDArray[np.float64]:
    """Running sums over the lines, from 0: words, link characters, characters, sentences, words in a `p`."""
    in_p = (where.around[where.blocks] >> ANCESTORS.index("p")) & 1
    length = own[:, 1]
    links, sentences = own[:, OWN.index("links")] * length, own[:, OWN.index("sentences")]
    parts = np.stack((counts, links, length, sentences, counts * in_p), axis=1)
    return np.concatenate((np.zeros((1, parts.shape[1])), np.cumsum(parts, axis=0)))


def _kin(where: Places, own: Floats, counts: Ints) -> Floats:
    """KIN: the lines whose elements have the same path, or the same look."""
    total = max(int(counts.sum()), 1)
    kin, look = where.kin[where.blocks], where.pairs[where.blocks]
    length = own[:, 1]
    lines, words = np.bincount(kin)[kin], np.bincount(kin, counts)[kin]
    links = np.bincount(kin, own[:, OWN.index("links")] * length)[kin] / np.bincount(kin, length)[kin]
    look_lines, look_words = np.bincount(look)[look], np.bincount(look, counts)[look]
    columns = (lines, words, words / lines, links, 100 * words / total, look_lines, look_words, look_words / look_lines)
    return np.stack(columns, axis=1).astype(np.float32)


def _sections(lines: Sequence[Line]) -> tuple[Ints, NDArray[np.bool_]]:
    """Of each line the heading that it stands under, -1 for none, itself where it is one; and whether it is one."""
    headings = np.array([line.role is not None and line.role.kind in ("heading", "title") for line in lines])
    index = np.where(headings, np.arange(len(lines)), -1)
    return np.maximum.accumulate(index), headings


def _place(lines: Sequence[Line], outline: Outline, where: Places, words: Words) -> Floats:
    """PLACE: where on the page a line stands, and what of it stands elsewhere."""
    size = len(lines)
    index = np.arange(size)
    counts = words.counts
    sections, _ = _sections(lines)
    levels = np.array([line.role.level if line.role else 0 for line in lines])
    title = next((n for n, line in enumerate(lines) if line.role and line.role.kind == "title" and not line.origin), -1)
    before = np.cumsum(counts) - counts
    long = np.flatnonzero(counts >= LONG)
    since = index - long[np.searchsorted(long, index, "right") - 1] if len(long) else np.full(size, FAR)
    until = long[np.searchsorted(long, index) % len(long)] - index if len(long) else np.full(size, FAR)
    of_title, title_of = _title_overlap(outline, words)
    texts = Counter(line.text for line in lines)
    seen: set[str] = set()
    first = [line.text not in seen and not seen.add(line.text) for line in lines]  # type: ignore[func-returns-value]
    columns = (
        where.depth[where.blocks],
        index,
        10 * index / size,
        10 * before / max(counts.sum(), 1),
        size - index,
        np.where(sections >= 0, np.minimum(index - sections, FAR), FAR),
        np.where(sections >= 0, levels[sections], 0),
        np.clip(index - title, -FAR, FAR) if title >= 0 else np.full(size, FAR),
        index < title,
        np.where(since < 0, FAR, np.minimum(since, FAR)),
        np.where(until < 0, FAR, np.minimum(until, FAR)),
        of_title,
        title_of,
        [texts[line.text] for line in lines],
        first,
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _title_overlap(outline: Outline, words: Words) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of short lines the share of the head's title that they repeat, and the share of them that the title has."""
    title = next((fact.partition("=")[2] for fact in outline.facts if fact.startswith("title=")), "")
    wanted = np.unique(chars.words(chars.letters([title])).hashes)
    counts = words.counts
    shared = np.bincount(words.lines, np.isin(words.hashes, wanted), minlength=len(counts)) * (counts <= 40)
    return np.minimum(shared / max(len(wanted), 1), 1), shared / np.maximum(counts, 1)


def _page(lines: Sequence[Line], own: Floats, where: Places, counts: Ints) -> Floats:
    """PAGE: what the page is like as a whole."""
    total = max(int(counts.sum()), 1)
    length = own[:, 1]
    around = where.around[where.blocks]

    def share(tag: str) -> float:
        return float((counts * ((around >> ANCESTORS.index(tag)) & 1)).sum() / total)

    kinds = Counter(line.role.kind if line.role else "" for line in lines)
    articles = np.unique(where.levels[:, (around & 1) == 1]).size
    return np.array(
        (
            total,
            len(lines),
            (own[:, OWN.index("links")] * length).sum() / length.sum(),
            share("p"),
            share("main"),
            share("article"),
            own[:, OWN.index("ends")].mean(),
            10 * own[:, OWN.index("sentences")].sum() / total,
            own[:, OWN.index("price")].sum(),
            counts.max(),
            kinds["title"],
            kinds["heading"],
            kinds["list_item"],
            kinds["row"],
            kinds["code"],
            articles,
            own[:, OWN.index("hidden")].sum(),
        ),
        np.float32,
    )
