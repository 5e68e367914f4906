"""What each HTML element is to a reader: the vocabularies that the walk consults."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cleaner.model import MarkKind

#: Elements that flow within a line of text, as do all with a namespace prefix (Word's `o:p`). Others begin and end one.
_INLINE = (
    "a abbr acronym b bdi bdo big blink br cite code data del dfn em font i img ins kbd label mark math nobr picture q"
    " rb rp rt rtc ruby s samp small span strike strong sub sup time tt u var wbr"
    " annotation menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt"
    " mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics"
    " amp-img g-emoji x-math"
)
INLINE = frozenset(_INLINE.split())

#: Elements whose content a browser does not show as text: code, media and their fallbacks, the values of form controls.
_INVISIBLE = (
    "applet area audio base basefont bgsound canvas col colgroup datalist embed frame head iframe input link map meta"
    " meter noembed noframes noscript object optgroup option param progress script select source style svg template"
    " textarea title video annotation annotation-xml amp-analytics amp-ad amp-iframe amp-script"
)
INVISIBLE = frozenset(_INVISIBLE.split())

MARKS: Mapping[str, MarkKind] = MappingProxyType(
    {
        "strong": "strong",
        "b": "strong",
        "em": "emphasis",
        "i": "emphasis",
        "code": "code",
        "kbd": "code",
        "samp": "code",
        "tt": "code",
        "s": "strikethrough",
        "del": "strikethrough",
        "strike": "strikethrough",
        "sub": "subscript",
        "sup": "superscript",
        "x-math": "math",
    }
)

HEADINGS: Mapping[str, int] = MappingProxyType({f"h{level}": level for level in range(1, 7)})

LISTS = frozenset(("ul", "ol", "menu", "dir"))

#: A void element that holds no text, seen within media alone. It stands for the border of a block that nests too deep.
BORDER = "track"
