"""From the blocks of a report to a PDF that can be read aloud, or to pictures of its pages. Nothing leaves the machine.

Typst lays out, tags and checks: with `ua-1` it refuses what PDF/UA-1 forbids and it can see. One of those things is a
character that no font has, such as an emoji: those are replaced, never a reason to give no report.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any, Literal

import typst

from dashboard.charts.paper.text import LETTERS

TEMPLATE = Path(__file__).with_name("rapport.typ")
OWN = "Wijkkompas Sans"
"""The font of text and charts: that of the screen, and the one that charts are measured with."""
EXTRA = ("Liberation Sans", "DejaVu Sans", "Noto Sans", "Noto Sans Hebrew", "Noto Sans Arabic", "Noto Emoji")
"""Fonts for characters that our own has not."""
REPLACEMENT = "□"
VARIATION = "\ufe0f"
"""Asks the sign before it as a picture, which no font here has; beside a replaced sign it is no text at all."""
ROUNDS = 30
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
PREVIEW_DPI = 96


class PdfFailed(Exception):
    """The report could not be laid out; the text is for the log."""


def fonts() -> list[str]:
    """Our own font, and those that this machine has for what it lacks."""
    known = set(typst.Fonts().families())
    return [OWN, *(name for name in EXTRA if name in known)]


def to_pdf(document: dict[str, Any]) -> tuple[bytes, bool]:
    """The report as PDF, and whether some characters had to be replaced. Raises `PdfFailed`."""
    text, replaced = json.dumps(document, ensure_ascii=False).replace(VARIATION, ""), False
    for _ in range(ROUNDS):
        try:
            return _compile(text, "pdf", pdf_standards=["ua-1"]), replaced
        except typst.TypstError as error:
            found = _MISSING.search(str(error))
            if found is None:
                raise PdfFailed(str(error)) from error
            text, replaced = _without(text, found[1]), True
    try:  # a text in very many alphabets that this machine has no fonts for: rather unmarked than no report
        return _compile(text, "pdf"), True
    except typst.TypstError as error:
        raise PdfFailed(str(error)) from error


def to_pictures(document: dict[str, Any]) -> list[bytes]:
    """Every page as PNG, for the preview on screen. Raises `PdfFailed`."""
    try:
        pages = _compile(json.dumps(document, ensure_ascii=False), "png", ppi=PREVIEW_DPI * 1.5)
    except typst.TypstError as error:
        raise PdfFailed(str(error)) from error
    return list(pages) if isinstance(pages, list) else [pages]


def _compile(text: str, format: Literal["pdf", "png"], **options: Any) -> Any:
    """Run Typst on nothing but these files; its root is an empty folder, so a report can read nothing else."""
    files: Any = {"main.typ": TEMPLATE.read_bytes(), "inhoud.json": text.encode("utf-8")}
    with tempfile.TemporaryDirectory() as root:
        return typst.compile(files, root=root, format=format, font_paths=[str(LETTERS)], **options)


def _without(text: str, missing: str) -> str:
    """The document without the characters of which one is missing: of other alphabets all of the same block."""
    shown = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), missing)
    blocks = {ord(char) >> 8 for char in shown if ord(char) >= 0x0600 and not 0x2000 <= ord(char) < 0x2700}
    single = {char for char in shown if ord(char) > 0x7F}
    return "".join(REPLACEMENT if char in single or ord(char) >> 8 in blocks else char for char in text)
