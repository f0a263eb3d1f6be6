"""One way to write: a werkboek in the format that was chosen."""

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from wijkkompas_core.bestanden.csv_schrijven import write_csv
from wijkkompas_core.bestanden.ods_schrijven import MIMETYPE as ODS_MIME
from wijkkompas_core.bestanden.ods_schrijven import write_ods
from wijkkompas_core.bestanden.toelichting import OVER, UITLEG, about, uitleg
from wijkkompas_core.bestanden.werkboek import Werkboek, blad_from, sheet_names
from wijkkompas_core.bestanden.xlsx_schrijven import write_xlsx


class Formaat(StrEnum):
    """The formats of a download."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    CSV_ISO = "csv-iso"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file that is ready: its name with extension, its media type and its content."""

    naam: str
    mime: str
    inhoud: bytes


NAMEN = {
    Formaat.XLSX: "Excel (XLSX)",
    Formaat.ODS: "LibreOffice (ODS)",
    Formaat.CSV: "CSV voor Excel",
    Formaat.CSV_ISO: "CSV voor andere programma's",
    Formaat.ZIP: "CSV met uitleg (ZIP)",
}
MIME = {
    Formaat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Formaat.ODS: ODS_MIME,
    Formaat.CSV: "text/csv; charset=utf-8",
    Formaat.CSV_ISO: "text/csv; charset=utf-8",
    Formaat.ZIP: "application/zip",
}


def write(werkboek: Werkboek, formaat: Formaat, naam: str) -> Bestand:
    """The werkboek as a file called `naam` plus its extension.

    CSV holds the first sheet only, as it has no place for more; ZIP holds every sheet and both explaining ones as
    Dutch CSV. Raises `InvalidInput` when there are more rows than the format holds.
    """
    return Bestand(f"{naam}{extension(formaat)}", MIME[formaat], _content(werkboek, formaat))


def extension(formaat: Formaat) -> str:
    """With its dot."""
    return ".csv" if formaat is Formaat.CSV_ISO else f".{formaat.value}"


def _content(werkboek: Werkboek, formaat: Formaat) -> bytes:
    match formaat:
        case Formaat.XLSX:
            return write_xlsx(werkboek)
        case Formaat.ODS:
            return write_ods(werkboek)
        case Formaat.ZIP:
            return _zipped(werkboek)
    return write_csv(werkboek.bladen[0], iso=formaat is Formaat.CSV_ISO)


def _zipped(werkboek: Werkboek) -> bytes:
    heads, *rows = uitleg(werkboek)
    explained = blad_from(UITLEG, pd.DataFrame(rows, columns=list(heads)))
    told = blad_from(OVER, pd.DataFrame(about(werkboek), columns=["Wat", "Waarde"]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blad in zip(sheet_names(werkboek.bladen), werkboek.bladen, strict=True):
            archive.writestr(f"{name}.csv", write_csv(blad))
        archive.writestr(f"{UITLEG}.csv", write_csv(explained))
        archive.writestr(f"{OVER}.csv", write_csv(told))
    return out.getvalue()
