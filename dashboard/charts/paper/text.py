"""Text in our own SVG: the bit of HTML that plotly texts may hold, line by line, as wide as it is drawn."""

from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from PIL import ImageFont

FONTS = "'Wijkkompas Sans', 'Source Sans', 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""The letters of a drawing: our own on paper, the same ones of the page in a browser; the others stand in."""
LETTERS = Path(__file__).parents[2] / "assets" / "letters"
"""Where our own font is: two weights, as TTF to measure and lay out with."""
LINE = 1.3
"""Distance between lines, as a share of the size of the letters; plotly's own."""
_EM = 1000


def _drawable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one style."""

    text: str
    bold: bool = False
    struck: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Font:
    """Size in pixels, colour and weight of a text."""

    size: float = 14
    colour: str = "#000000"
    bold: bool = False


@dataclass
class _Reader(HTMLParser):
    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    styles: list[tuple[str, Run]] = field(default_factory=lambda: [("", Run(""))])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line, or a style until the tag ends."""
        if tag == "br":
            self.lines.append([])
            return
        style = self.styles[-1][1]
        if tag == "b":
            style = replace(style, bold=True)
        elif tag == "s":
            style = replace(style, struck=True)
        elif tag == "span":
            look = dict(attrs).get("style") or ""
            style = replace(style, colour=look.partition("color:")[2].partition(";")[0].strip())
        elif tag != "a":
            raise ValueError(f"a text with <{tag}> cannot be drawn")
        self.styles.append((tag, style))

    def handle_endtag(self, tag: str) -> None:
        """Back to the style before it."""
        if len(self.styles) > 1 and self.styles[-1][0] == tag:
            self.styles.pop()

    def handle_data(self, data: str) -> None:
        """A piece of text in the present style."""
        kept = _drawable(data)
        if kept:
            self.lines[-1].append(replace(self.styles[-1][1], text=kept))


def read(text: str) -> list[list[Run]]:
    """The lines of a plotly text, each as its runs. Raises `ValueError` for a tag that our charts do not use."""
    if "<" not in text and "&" not in text:
        return [[Run(_drawable(text))]]
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.lines


def width(line: list[Run], font: Font) -> float:
    """How wide a line is in pixels, by the letters it is drawn with."""
    return sum(_ems(run.text, run.bold or font.bold) for run in line) * font.size


@cache
def _letters(bold: bool) -> ImageFont.FreeTypeFont:
    path = LETTERS / f"WijkkompasSans-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(path), _EM, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(16_384)
def _ems(text: str, bold: bool) -> float:
    """How wide a text is, in the size of its letters."""
    return _letters(bold).getlength(text) / _EM


def size(text: str, font: Font) -> tuple[float, float]:
    """Width and height of a whole text in pixels."""
    lines = read(text)
    return max(width(line, font) for line in lines), font.size * (1.16 + LINE * (len(lines) - 1))


def draw(
    text: str, x: float, y: float, font: Font, *, anchor: str = "left", stand: str = "middle", turn: float = 0.0
) -> str:
    """The text at a point: `anchor` (left, center, right) and `stand` (top, middle, bottom) are where the point lies.

    `turn` turns it around that point, in degrees clockwise.
    """
    lines = read(text)
    high = font.size * (1.16 + LINE * (len(lines) - 1))
    top = y if stand == "top" else y - high if stand == "bottom" else y - high / 2
    side = {"left": "start", "center": "middle", "right": "end"}[anchor]
    pieces = []
    for number, line in enumerate(lines):
        spans = "".join(_span(run, font) for run in line)
        if spans:
            base = top + font.size * (0.93 + LINE * number)
            pieces.append(f'<text x="{x:.1f}" y="{base:.1f}">{spans}</text>')
    if not pieces:
        return ""
    weight = ' font-weight="700"' if font.bold else ""
    turned = f' transform="rotate({turn:.2f} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<g font-size="{font.size:.1f}" fill="{font.colour}" text-anchor="{side}"{weight}{turned}>'
        + "".join(pieces)
        + "</g>"
    )


def _span(run: Run, font: Font) -> str:
    look = ' font-weight="700"' if run.bold and not font.bold else ""
    look += ' text-decoration="line-through"' if run.struck else ""
    look += f' fill="{escape(run.colour)}"' if run.colour else ""
    return f"<tspan{look}>{escape(run.text)}</tspan>" if look else escape(run.text)
