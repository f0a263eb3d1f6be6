"""CSV: one that opens right in Excel with Dutch settings, and one for programs."""

import csv
import io

from wijkkompas_core.bestanden.cellen import as_text
from wijkkompas_core.bestanden.werkboek import Blad


def write_csv(blad: Blad, *, iso: bool = False) -> bytes:
    """The sheet as CSV. Dutch: semicolon, decimal comma, dd-mm-jjjj, UTF-8 with its mark (BOM).

    `iso`: comma, decimal point, jjjj-mm-dd, UTF-8 without mark. Both have titles on the first line, CRLF at the end
    of a line (RFC 4180) and texts that no spreadsheet takes for a formula.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if iso else ";", lineterminator="\r\n")
    writer.writerow([as_text(kolom.titel, kolom.soort.TEKST, iso=iso) for kolom in blad.kolommen])
    columns = [[as_text(value, k.soort, iso=iso) for value in blad.tabel[k.naam]] for k in blad.kolommen]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8" if iso else "utf-8-sig")
