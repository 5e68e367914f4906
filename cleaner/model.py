"""The frozen values that every stage passes on. This module imports no sibling.

bytes --read--> Article --detect--> Removal, Repair --structure--> Block --write--> markdown, JSON, WARC
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Profile = Literal["article", "page"]
Engine = Literal["model", "trafilatura"]
Status = Literal["ok", "empty", "skipped", "failed"]
Links = Literal["keep", "text", "footnotes"]
MarkKind = Literal[
    "link", "image", "strong", "emphasis", "code", "strikethrough", "subscript", "superscript", "math", "footnote"
]
LineKind = Literal["title", "heading", "paragraph", "list_item", "row", "quote", "code", "caption", "rule", "footnote"]
BlockKind = Literal[
    "title", "heading", "paragraph", "list_item", "table", "quote", "code", "caption", "rule", "footnote"
]


def _read_only(members: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(members)


# Read-only mappings are part of our values, and neither pickle nor copy knows them.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Record:
    """The WARC record that a source came from, kept so that it can be copied byte for byte.

    raw         the record as it lay in its file: one gzip member where `compressed`, else the bare record bytes
    companions  the records of its file that belong to it: the request, metadata about it
    """

    id: str
    type: str
    date: str
    raw: bytes
    compressed: bool
    truncated: str = ""
    companions: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One document's bytes and where they came from.

    uri         the path as it was given, a record's target URI, or "-" for stdin
    data        the document's bytes, content encodings undone
    media_type  as declared or told by its content, without parameters; None where unknown
    charset     as declared by a protocol header or by the caller; it precedes what the bytes themselves declare
    url         the address that it was published at, where known
    date        an ISO 8601 date of capture, where known
    path        relative to the input folder (posix), for mirrored output and archive URIs
    headers     HTTP headers, where known
    members     the members of the NDJSON object that it came from; they return under `input`
    record      the WARC record that it came from
    """

    uri: str
    data: bytes
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    date: str | None = None
    path: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    members: Mapping[str, Any] | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline mark over `text[start:end]`.

    target  the address of a link or image, the label of a footnote
    title   what a link or image shows when it is pointed at

    "math" covers a TeX source with its dollar signs: `$x$`, or `$$x$$` for a formula that is displayed.
    """

    start: int
    end: int
    kind: MarkKind
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a page or a markdown text says that a line is.

    kind      a heading, a list item, a table row …; "paragraph" for prose in a marked-up text
    level     of a heading, 1 to 6; else the depth of the lists around the line, 0 for none. A paragraph or code line of
              level 2 continues an item of level 2
    ordered   whether the item belongs to a numbered list
    number    the item's number, where ordered
    quote     the depth of the block quotes around the line
    group     which element of the reading the line belongs to: neighbours of one kind and one group form one block (a
              paragraph broken by <br>, the rows of a table, the lines of a code block)
    container which list or quote (the innermost) the line stands in, numbered like groups, 0 for none: the items of a
              list have groups of their own and one container. It becomes the block's group
    soft      joins the line before, of one kind and group, with a space: a wrapped line of markdown. Without it the two
              are joined with a newline, a hard break
    language  a code block's info string
    header    whether the row belongs to the table's head
    spans     a row's cells' (rows, columns) spans; empty where every cell is 1 by 1
    label     of a footnote: what the marks that refer to it have as their target
    """

    kind: LineKind
    level: int = 0
    ordered: bool = False
    number: int | None = None
    quote: int = 0
    group: int = 0
    container: int = 0
    soft: bool = False
    language: str = ""
    header: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reading.

    number  from 1, as editors count
    text    without its line ending. A table row is one line, its cells separated by tabs
    role    None in plain text
    marks   sorted by start, outer before inner; they nest and never cross
    origin  where the text was hidden: "title", "json-ld", "noscript", "definition" …; empty for visible text
    path    the CSS path of the element, on HTML
    """

    number: int
    text: str
    role: Role | None = None
    marks: tuple[Mark, ...] = ()
    origin: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements that a page's lines stand in, and their ancestors.

    owners   for each line the number of the innermost element around its first text; -1 for text from the head
    parents  for each element its parent's number, which is smaller than its own; -1 for the root
    looks    for each element the number of its look: elements of one tag, classes, id and role share it
    tags     for each look its tag
    names    for each look its classes, "#" and its id, "role=" and its role …, separated by spaces
    inline   for each look whether it flows within lines
    facts    what the head says of the page: "og:type=article", "@type=NewsArticle", "title=…"
    """

    owners: tuple[int, ...] = ()
    parents: tuple[int, ...] = ()
    looks: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    inline: tuple[bool, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A source and its reading.

    media_type    what it was read as: text/plain, text/markdown or text/html
    decoding      how bytes became text: "utf-8 (declared)", "windows-1252 (guessed)" …
    language      an ISO 639-1 code, or "" where unknown
    notes         what a reader should know: truncated, decoded with replacement …
    outline       where its lines stand, on HTML
    front_matter  the YAML between the `---` that open a markdown text; its lines are in `lines` without text
    """

    source: Source
    lines: tuple[Line, ...]
    media_type: str = "text/plain"
    decoding: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    outline: Outline | None = None
    front_matter: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A finding: characters `start` to `end` of line `line` are not the article. Never an edit."""

    line: int
    start: int
    end: int
    rule: str
    reason: str

    @property
    def category(self) -> str:
        """The rule's kind: the part of its name before the first dot."""
        return self.rule.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Repair:
    """A finding: characters `start` to `end` of line `line` should read `replacement`."""

    line: int
    start: int
    end: int
    rule: str
    replacement: str

    @property
    def category(self) -> str:
        """The rule's kind: the part of its name before the first dot."""
        return self.rule.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the result.

    kind      title, heading, paragraph, list_item, table, quote (a quoted paragraph), code, caption, rule or footnote
    text      without markers. A newline is a hard line break, a new line of code, or the next row of a table, whose
              cells are separated by tabs
    lines     the numbers of the lines that it came from
    level     of a heading, 1 to 6; else the depth of the lists around it (an outermost item has level 1)
    ordered   whether the item is numbered, and
    number    its number
    quote     the depth of the block quotes around it; 1 or more on a quote
    language  a code block's info string
    header    how many of a table's rows are its head
    spans     (rows, columns) of a table's cells, row by row; empty where every cell is 1 by 1
    marks     inline marks over `text`, sorted by start, outer before inner
    group     the container of its lines: tells two lists or quotes that stand one after the other apart
    label     of a footnote; neighbours of one label are one footnote's paragraphs
    """

    kind: BlockKind
    text: str
    lines: tuple[int, ...] = ()
    level: int = 0
    ordered: bool = False
    number: int | None = None
    quote: int = 0
    language: str = ""
    header: int = 0
    spans: tuple[tuple[tuple[int, int], ...], ...] = ()
    marks: tuple[Mark, ...] = ()
    group: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What changes a document's result; all else (jobs, output form) does not.

    profile       "article": remove what is recognised as residue. "page": keep what is recognised as the article.
                  None: "page" for HTML, "article" for all else
    engine        who decides what of a page is the article: our model, or trafilatura
    language      an ISO 639-1 code; None: told from the text
    keep          categories or rules that shall not remove or repair anything
    drop          categories that are kept by default and shall go: byline, date …
    rules         contents of further rule files (TOML)
    links         markdown keeps links, or their text alone, or gives their addresses in footnotes
    images        whether a page's images are read, as their alternative texts
    front_matter  whether markdown opens with the metadata, as YAML
    """

    profile: Profile | None = None
    engine: Engine = "model"
    language: str | None = None
    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()
    links: Links = "keep"
    images: bool = False
    front_matter: bool = False


@dataclass(frozen=True)
class Result:
    """An article, what was found in it, and what is left of it.

    status    "ok", "empty" (nothing but residue) or "skipped" (not a document: an image in a WARC)
    rule_set  digest of the rules that were applied, 16 hex digits
    """

    article: Article
    removals: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()
    blocks: tuple[Block, ...] = ()
    status: Status = "ok"
    notes: tuple[str, ...] = ()
    options: Options = Options()
    rule_set: str = ""

    @property
    def source(self) -> Source:
        """Where the bytes came from."""
        return self.article.source

    @property
    def title(self) -> str | None:
        """The text of the title block, or None where there is none."""
        return next((block.text for block in self.blocks if block.kind == "title"), None)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What is known of the document beside its text; nothing, unless a stage above computes it."""
        return EMPTY


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that gave no result, and why. A batch yields it in the document's place: nothing vanishes."""

    source: Source
    error: Exception

    @property
    def status(self) -> Status:
        """Always "failed"."""
        return "failed"
