"""ODS, written straight into the archive: the libraries for it build a tree of every cell first.

See docs/besluiten/0016: OpenDocument 1.3, only what a table needs. A test opens the result with another reader.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from wijkkompas_core.bestanden.cellen import as_day, as_moment, as_number, plain_text
from wijkkompas_core.bestanden.formules import harmless
from wijkkompas_core.bestanden.toelichting import OVER, UITLEG, about, uitleg
from wijkkompas_core.bestanden.werkboek import Blad, Soort, Werkboek, is_missing, sheet_names
from wijkkompas_core.bestanden.xlsx_schrijven import MAX_ROWS, too_many, width
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.errors import InvalidInput

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
PORTION = 1_000
MM_PER_CHARACTER = 2.1

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"  +|^ | $")
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
    for prefix, name in {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "number": "datastyle:1.0",
        "meta": "meta:1.0",
        "config": "config:1.0",
        "manifest": "manifest:1.0",
        "fo": "xsl-fo-compatible:1.0",
    }.items()
)
_ROOT = f'{_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_ods(werkboek: Werkboek) -> bytes:
    """The whole file. Raises `InvalidInput` when a sheet has more rows than the format holds."""
    for blad in werkboek.bladen:
        if len(blad.tabel) > MAX_ROWS:
            raise InvalidInput({"bestand": too_many(blad)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)  # first and not compressed: so says the format
        with archive.open("content.xml", "w", force_zip64=True) as file:
            for part in _content(werkboek):
                file.write(part.encode("utf-8"))
        for name, text in _small_parts(werkboek).items():
            archive.writestr(name, _HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _content(werkboek: Werkboek) -> Iterator[str]:
    names = sheet_names(werkboek.bladen)
    widths: dict[int, None] = {}
    for blad in werkboek.bladen:
        widths |= dict.fromkeys(width(kolom, blad) for kolom in blad.kolommen)
    explained, told = uitleg(werkboek), about(werkboek)
    widths |= dict.fromkeys((24, 28, 12, 90, 34, 100))
    yield f"{_HEAD}<office:document-content {_ROOT}>{_styles(widths)}<office:body><office:spreadsheet>"
    for name, blad in zip(names, werkboek.bladen, strict=True):
        yield from _sheet(name, blad)
    yield from _texts(UITLEG, explained, (24, 28, 28, 12, 90), header=True)
    yield from _texts(OVER, told, (34, 100), header=False)
    yield f"<table:database-ranges>{''.join(map(_filter, range(len(names)), names, werkboek.bladen))}"
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _styles(widths: Iterable[int]) -> str:
    part = '<number:{0} number:style="long"/>'
    day = f"{part.format('day')}<number:text>-</number:text>{part.format('month')}<number:text>-</number:text>"
    day += part.format("year")
    clock = f"<number:text> </number:text>{part.format('hours')}<number:text>:</number:text>{part.format('minutes')}"
    top = '<style:table-cell-properties style:vertical-align="top"{}/>'
    cells = {
        "kop": ("", top.format(' fo:background-color="#EEEBE3" fo:wrap-option="wrap"'), True),
        "naam": ("", top.format(""), True),
        "tekst": ("", top.format(' fo:wrap-option="wrap"'), False),
        "dag": (' style:data-style-name="datum"', top.format(""), False),
        "moment": (' style:data-style-name="tijd"', top.format(""), False),
        "heel": (' style:data-style-name="geheel"', top.format(""), False),
        "getal": (' style:data-style-name="breuk"', top.format(""), False),
    }
    bold = '<style:text-properties fo:font-weight="bold"/>'
    number = '<number:number-style style:name="{}"><number:number number:min-integer-digits="1" number:grouping="true" '
    return (
        "<office:automatic-styles>"
        f'<number:date-style style:name="datum">{day}</number:date-style>'
        f'<number:date-style style:name="tijd">{day}{clock}</number:date-style>'
        f'{number.format("geheel")}number:decimal-places="0"/></number:number-style>'
        f'{number.format("breuk")}number:decimal-places="6" number:min-decimal-places="2"/></number:number-style>'
        + "".join(
            f'<style:style style:name="{name}" style:family="table-cell"{data}>{look}{bold * thick}</style:style>'
            for name, (data, look, thick) in cells.items()
        )
        + "".join(
            f'<style:style style:name="b{wide}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{wide * MM_PER_CHARACTER:.1f}mm"/></style:style>'
            for wide in widths
        )
        + "</office:automatic-styles>"
    )


def _sheet(name: str, blad: Blad) -> Iterator[str]:
    yield _begin(name, [width(kolom, blad) for kolom in blad.kolommen])
    heads = "".join(_text_cell(harmless(kolom.titel), "kop") for kolom in blad.kolommen)
    yield f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>"
    makers = [_cell_maker(kolom.soort) for kolom in blad.kolommen]
    columns = [blad.tabel[kolom.naam] for kolom in blad.kolommen]
    waiting: list[str] = []
    for values in zip(*columns, strict=True):
        cells = ["<table:table-cell/>" if is_missing(v) else make(v) for make, v in zip(makers, values, strict=True)]
        waiting.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        if len(waiting) == PORTION:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting) + "</table:table>"


def _texts(name: str, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], *, header: bool) -> Iterator[str]:
    yield _begin(name, widths)
    for number, row in enumerate(rows):
        styles = ["kop" if header and number == 0 else "naam" if not header and c == 0 else "tekst" for c in range(9)]
        cells = "".join(_text_cell(harmless(value), style) for value, style in zip(row, styles, strict=False))
        yield f"<table:table-row>{cells}</table:table-row>"
    yield "</table:table>"


def _begin(name: str, widths: Iterable[int]) -> str:
    columns = "".join(f'<table:table-column table:style-name="b{wide}"/>' for wide in widths)
    return f"<table:table table:name={quoteattr(name)}>{columns}"


def _filter(number: int, name: str, blad: Blad) -> str:
    if not blad.kolommen:
        return ""
    sheet = "'" + name.replace("'", "''") + "'"
    last = f"{_letters(len(blad.kolommen))}{max(len(blad.tabel), 1) + 1}"
    address = quoteattr(f"{sheet}.A1:{sheet}.{last}")
    return (
        f'<table:database-range table:name="lijst{number + 1}" table:target-range-address={address} '
        'table:display-filter-buttons="true"/>'
    )


def _cell_maker(soort: Soort) -> Callable[[Any], str]:
    if soort in (Soort.GETAL, Soort.GEHEEL):
        return _number_cell
    if soort is Soort.DATUM:
        return lambda value: _date_cell(as_day(value).isoformat()[:10], f"{nl.day(as_day(value))}", "dag")
    if soort is Soort.MOMENT:
        return _moment_cell
    return lambda value: _text_cell(harmless(plain_text(value, soort)), "tekst")


def _number_cell(value: Any) -> str:
    number = as_number(value)
    if number is None:
        return "<table:table-cell/>"
    style = "heel" if isinstance(number, int) else "getal"
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{number!r}">'
        f"<text:p>{str(number).replace('.', ',')}</text:p></table:table-cell>"
    )


def _moment_cell(value: Any) -> str:
    moment: datetime = as_moment(value)
    return _date_cell(moment.isoformat(timespec="seconds"), f"{nl.moment(moment)}", "moment")


def _date_cell(value: str, shown: str, style: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def _text_cell(text: str, style: str) -> str:
    if not text:
        return f'<table:table-cell table:style-name="{style}"/>'
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraphs = "".join(f"<text:p>{_inline(line)}</text:p>" for line in lines)
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _inline(line: str) -> str:
    """A line with its spaces and tabs kept: XML would fold them into one space."""
    plain = escape(_NOT_XML.sub("", line))
    kept = _SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', plain)
    return kept.replace("\t", "<text:tab/>")


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _small_parts(werkboek: Werkboek) -> dict[str, str]:
    made = as_moment(werkboek.gemaakt_op).isoformat(timespec="seconds")
    author = f"<dc:creator>{escape(_NOT_XML.sub('', werkboek.auteur))}</dc:creator>" if werkboek.auteur else ""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(name)}>"
        '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
        '<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>'
        '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
        "</config:config-item-map-entry>"
        for name in [*sheet_names(werkboek.bladen), UITLEG]
    )
    types = {"/": MIMETYPE} | dict.fromkeys(("content.xml", "meta.xml", "settings.xml", "styles.xml"), "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in types.items()
    )
    return {
        "styles.xml": f"<office:document-styles {_ROOT}/>",
        "meta.xml": f"<office:document-meta {_ROOT}><office:meta><dc:title>{escape(_NOT_XML.sub('', werkboek.titel))}"
        f"</dc:title>{author}<dc:date>{made}</dc:date></office:meta></office:document-meta>",
        "settings.xml": f"<office:document-settings {_ROOT}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings" xmlns:ooo="http://openoffice.org/2004/office">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{frozen}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>",
        "META-INF/manifest.xml": f'<manifest:manifest {_NAMESPACES} manifest:version="1.3">'
        f"{entries}</manifest:manifest>",
    }
