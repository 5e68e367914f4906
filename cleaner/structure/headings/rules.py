"""What shape, words and place say for sure of a heading of plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaner import words
from cleaner.structure.kept import Kept

MOST_WORDS = 20
MOST_LEAD_WORDS = 6  # of a heading over a list
MOST_QUESTION_WORDS = 12  # longer ones are rhetoric, unless the text is
MOST_INTERVIEW_WORDS = 60  # questions and answers
LEAST_QUESTIONS = 3  # in a text of questions and answers
LEAST_QUESTIONS_SHARE = 0.15  # of its lines
LEAST_ANSWER_WORDS = 8
LONGEST_LABEL = 80  # characters of a speaker's name, with the colon
LEAST_CAPITALS = 5  # characters of a heading in capitals over anything
MOST_CAPITAL_WORDS = 10
LEAST_LONG_WORDS = 15
LOW_OVERLAP = 0.4
HIGH_OVERLAP = 0.75

# Speech, bylines, dates, addresses, contact lines and fragments of data have the shape of a title but are none.
_NO_HEADING = re.compile(
    r"^[-–—*\"'“”‘’«»„(\[{@#&<>|/\\~=+.,;:]"
    r"|^(?:(?:written )?by|photos?|image|video|source|published|updated|posted|follow|email|contact|read"
    r"|watch|listen|now playing|courtesy|slide ?show|close|this (?:story|article))\b(?!$)"
    r"|[|@\t]|https?:|www\.|\.\w{2,4}/"
    r"|[!…\"'”’»)\]]$|(?:^\S+|\d{1,2}(?:st|nd|rd|th)?,?) \d{4}$|(?:\b|\d)[ap]\.?m\.?\b"
    r"|^[\W\d_]*$"  # a time, a figure
    r"|^(?:[^\W\d_]+\.?,? )?\d{1,2}\.?(?:st|nd|rd|th)? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}$"
    r"|^(?:por|par|door)(?-i:(?: [A-ZÀ-Þ][\w.'’-]+){1,4})$",
    re.IGNORECASE,
)
_CAPITAL_LABEL = re.compile(r"[^\W\d_a-z]+(?:[ &/-]+[^\W\d_a-z]+){0,4}[ &/-]*:")
_WORD_LABEL = re.compile(r"[A-ZÀ-ÞĀ-Ž][^\W\d_]{3,}:")
# Captions with their credits, breadcrumbs, links to the posts before and after, dates.
_NO_TITLE = re.compile(
    r"[|…←→]| / |[)\]]$|https?:|^«[^»]*$|^[^«]*»$|^(?:[^\W\d_]+\.?,? )?\d{1,2}\.? [^\W\d_]{3,12}\.?,? \d{4}$"
)
# The caption of a figure or table, in the languages of the rules.
_FIGURE = re.compile(
    r"(?:abbildung|abb\.|figure|fig\.|figura|fig|tab(?:elle|leau|le|la|ela|\.)|tabel|tabell|tabulka|tablo|şekil|rysunek|rys\."
    r"|obrázek|obr\.|bild|рис\.|рисунок|таблиця|таблица|hình|bảng|그림|표|شكل|جدول)\s?\d+(?:\.\d+)?\s?[:.–—|]|[图圖表図]\s?\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.):]|#\d{1,2}[.:]?|[IVX]{1,4}\.)\s+\S")
_LABEL = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,2}\s?:(?=\s)")
# "AMY DOE: Why?" is speech, "Jane Doe, The Example" says whose words stand above.
_ATTRIBUTION = re.compile(
    r"[A-Z][A-Z.'’ -]+:\s|(?:[A-Z][\w.'’-]*\s){1,3}[A-Z][\w.'’-]*, [A-Z][\w.'’&-]*(?:\s[A-Z][\w.'’&-]*){0,4}\s?$"
    r"|(?:The )?Editor"
)


@dataclass(frozen=True)
class Layout:
    """What the lines of a plain text show together.

    items      the indices of its list items
    speech     of lines that open with a label which recurs, such as "Q:" and "Marsh:": somebody speaks
    questions  of the questions in a text of questions and answers
    """

    lines: Sequence[Kept]
    items: Collection[int]
    body: words.Body
    speech: frozenset[int]
    questions: frozenset[int]


def layout(lines: Sequence[Kept], items: Collection[int]) -> Layout:
    """Look at all lines of a text together."""
    return Layout(lines, items, words.Body([line.text for line in lines]), _speech(lines), _questions(lines))


def _speech(lines: Sequence[Kept]) -> frozenset[int]:
    labelled = ((index, line.text) for index, line in enumerate(lines) if ":" in line.text[:LONGEST_LABEL])
    labels = {index: match[0] for index, text in labelled if (match := _LABEL.match(text[: LONGEST_LABEL + 1]))}
    uses = Counter(labels.values())
    return frozenset(index for index, label in labels.items() if uses[label] > 1)


def _questions(lines: Sequence[Kept]) -> frozenset[int]:
    """Questions that stand alone and have an answer under them, where there are several."""
    found = frozenset(
        index
        for index, (line, after) in enumerate(pairwise(lines))
        if line.text.endswith("?")
        and line.gap
        and after.gap
        and words.word_count(line.text) <= MOST_INTERVIEW_WORDS
        and not _NO_HEADING.search(line.text)
        and not after.text.endswith("?")
        and words.word_count(after.text) >= LEAST_ANSWER_WORDS
    )
    return found if len(found) >= max(LEAST_QUESTIONS, LEAST_QUESTIONS_SHARE * len(lines)) else frozenset()


def is_title_of_text(index: int, text: Layout) -> bool:
    """Whether the first line is the text's title: prose follows it soon and speaks of the same things."""
    title = text.lines[index].text
    if index or not words.is_title(title) or words.word_count(title) < 3 or _NO_TITLE.search(title):
        return False
    return (
        any(_opens_prose(number, text) for number in range(1, min(4, len(text.lines))))
        and text.body.overlap(title) >= 0.5
    )


def is_heading(index: int, text: Layout) -> bool:
    """Whether a plain line that is no list item is a section's heading."""
    line = text.lines[index]
    if index + 1 >= len(text.lines) or index in text.speech or text.lines[index + 1].goes_on:
        return False
    if index in text.questions or _is_label(line):
        return True
    if not may_be_heading(index, text):
        return False
    if line.above_credit and words.word_count(line.text) >= 3:
        return text.body.overlap(line.text) >= HIGH_OVERLAP
    if index + 1 in text.items:
        return words.word_count(line.text) <= MOST_LEAD_WORDS
    if line.text.isupper() and line.gap and len(line.text) >= LEAST_CAPITALS and _follows_a_close(index, text):
        return words.word_count(line.text) <= MOST_CAPITAL_WORDS and not text.lines[index + 1].text.isupper()
    most = MOST_QUESTION_WORDS if line.text.endswith("?") else MOST_WORDS
    if words.word_count(line.text) > most or not _opens_prose(index + 1, text):
        return False
    return _NUMBERED.match(line.text) is not None or (_follows_a_close(index, text) and speaks_of(line.text, text.body))


def is_data(text: str) -> bool:
    """Whether a line has the shape of speech, a byline, a date, an address or a fragment of data."""
    return _NO_HEADING.search(text) is not None


def may_be_heading(index: int, text: Layout) -> bool:
    """Whether a line has the shape of a title, is no caption or speech, and names nobody whose words stand near it."""
    line = text.lines[index].text
    if index in text.speech or text.lines[index].credited or not words.is_title(line) or _FIGURE.match(line):
        return False
    return not is_data(line) and _ATTRIBUTION.match(line) is None


def _opens_prose(index: int, text: Layout) -> bool:
    """Whether a line is prose, long enough to be prose that leads to something, or begins a wrapped paragraph."""
    wrapped = index + 1 < len(text.lines) and text.lines[index + 1].goes_on
    line = text.lines[index].text
    return wrapped or words.is_prose(line) or words.word_count(line) >= LEAST_LONG_WORDS


def _is_label(line: Kept) -> bool:
    """Whether a line is a label in capitals, such as "MEANING:", or of one word, such as "Meaning:"."""
    if not (line.gap and line.text.endswith(":")):
        return False
    return (_CAPITAL_LABEL.fullmatch(line.text) or _WORD_LABEL.fullmatch(line.text)) is not None


def _follows_a_close(index: int, text: Layout) -> bool:
    """Whether what stands before is finished: a paragraph that closes as a sentence, a list, a heading, nothing."""
    if index == 0 or index - 1 in text.items:
        return True
    before = text.lines[index - 1]
    return before.role is not None or words.ends_sentence(before.text) or before.text.endswith(":")


def speaks_of(line: str, body: words.Body) -> bool:
    """Short headings are too short to tell; of longer ones some words occur in the text."""
    return words.word_count(line) <= 4 or body.overlap(line) >= LOW_OVERLAP
