"""Which letters the PDF can hold: the typefaces it may use, and what they lack.

The typesetter itself is asked, letter by letter, so that this can't drift from what it sets.
"""

import json
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import typst
from pydantic import BaseModel, ConfigDict

from assay.publishing.charts import FONT_FOLDER

NOT_SET = "could not be displayed"
TRIAL = b"""
#set document(title: "Trial")
#set text(font: json(bytes(sys.inputs.fonts)), fallback: false)
#sys.inputs.words
"""


class Instead(BaseModel):
    """Letters that are set as another, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    letters: str
    write: str
    because: str


class Letters(BaseModel):
    """Typefaces in the order they are tried, and look-alikes; see letters.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    fonts: list[str]
    instead: list[Instead]


@cache
def letters() -> Letters:
    """What letters.toml says."""
    text = files("assay.publishing").joinpath("letters.toml").read_text(encoding="utf-8")
    return Letters.model_validate(tomllib.loads(text))


@cache
def typefaces() -> typst.Fonts:
    """The packaged typeface and the typesetter's own; none of the machine's."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_FOLDER)]
    )


def font_input() -> str:
    """The typefaces' names as a template reads them."""
    return json.dumps(letters().fonts)


def plain(words: str) -> str:
    """Words as they are set: composed letters, and look-alikes replaced."""
    return unicodedata.normalize("NFC", words).translate(_replacements())


def unsettable(words: str) -> tuple[str, ...]:
    """The letters, with their accents, that no typeface of the PDF has.

    Args:
        words: Any text, as somebody typed it.

    Returns:
        Each such letter once, in the order met; none when the text can be set whole.
    """
    return tuple(letter for letter in dict.fromkeys(_letters(plain(words))) if not _can_set(letter))


@cache
def _replacements() -> dict[int, str]:
    return {ord(letter): one.write for one in letters().instead for letter in one.letters}


def _letters(words: str) -> Iterator[str]:
    """Each letter outside ASCII with what is joined to it, and each control."""
    letter = ""
    for sign in words:
        if letter and unicodedata.category(sign) in {"Mn", "Mc", "Me", "Cf"}:
            letter += sign
            continue
        if _needs_asking(letter):
            yield letter
        letter = sign
    if _needs_asking(letter):
        yield letter


def _needs_asking(letter: str) -> bool:
    return bool(letter) and not (letter.isascii() and letter.isprintable()) and letter not in "\t\n"


@cache
def _can_set(letter: str) -> bool:
    try:
        typst.compile(
            TRIAL,
            format="pdf",
            font_paths=typefaces(),
            sys_inputs={"fonts": font_input(), "words": letter},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        if NOT_SET in str(error):
            return False
        raise
    return True
