"""Our spreadsheets in LibreOffice: it shows the values that we wrote, and what it saves again we read the same."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.rapport.werk import ODS, XLSX
from tests.app.test_rapport_bestanden import SYSTEM, ids, make
from tests.core.test_bestanden import KOLOMMEN, werkboek
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.bestanden.schrijven import Formaat, write
from wijkkompas_core.domain.rapport import Rapportsoort
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import wijkregels
from wijkkompas_core.queries.wijken import wijken

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
# Comma, quote, UTF-8, from line 1, values as they are shown, no formulas, every sheet in a file of its own.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def convert(folder: Path, form: str, *files: Path) -> Path:
    """Let LibreOffice save these files in another form; answers the folder with what it made."""
    out = folder / "gemaakt"
    profile = (folder / "profiel").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", out]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return out


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_libreoffice_shows_the_dates_numbers_and_texts_of_a_list_and_runs_no_formula(tmp_path: Path) -> None:
    files = []
    for formaat, end in ((Formaat.XLSX, "xlsx"), (Formaat.ODS, "ods")):
        (file := tmp_path / f"lijst-{end}.{end}").write_bytes(write(werkboek(), formaat, "lijst").inhoud)
        files.append(file)
    out = convert(tmp_path, AS_SHOWN, *files)
    for file in files:
        head, first, second = rows(out / f"{file.stem}-Contactmomenten.csv")
        assert head == [kolom.titel for kolom in KOLOMMEN]
        assert first[0] == "01-03-2024"
        assert first[2] in ("1.250", "1,250") and first[3] in ("-0,25", "-0.25")  # after the language of this machine
        assert first[1].lstrip("'") == '=HYPERLINK("http://kwaad")'
        assert first[4:] == ['VvE Noord; "Bewoners; hoek"', "ja", "06-03-2026 00:30"]
        assert second[:3] == ["", "twee\nregels  & <b>", ""]
        assert {"Uitleg", "Over dit bestand"} <= {path.stem.removeprefix(f"{file.stem}-") for path in out.iterdir()}


def test_a_list_that_libreoffice_saved_again_is_read_as_the_one_we_wrote(tmp_path: Path) -> None:
    for formaat, end, other in ((Formaat.XLSX, "xlsx", "ods"), (Formaat.ODS, "ods", "xlsx")):
        written = write(werkboek(), formaat, "lijst").inhoud
        (file := tmp_path / f"lijst-{end}.{end}").write_bytes(written)
        saved = convert(tmp_path, other, file) / f"{file.stem}.{other}"
        ours, theirs = read_file(written), read_file(saved.read_bytes())
        assert [blad.naam for blad in theirs.bladen] == [blad.naam for blad in ours.bladen]
        assert theirs.bladen[0].rijen == ours.bladen[0].rijen


def test_the_numbers_of_a_programmarapport_in_libreoffice_are_those_of_the_screen(
    demo_database, tmp_path: Path
) -> None:
    files = []
    for end, form in (("xlsx", XLSX), ("ods", ODS)):
        contents = make(demo_database, Rapportsoort.PROGRAMMARAPPORT, ids(demo_database).values(), form)
        (file := tmp_path / f"rapport-{end}.{end}").write_bytes(contents)
        files.append(file)
    out = convert(tmp_path, AS_SHOWN, *files)
    with demo_database.reading() as session:
        lines = wijkregels(session, SYSTEM, wijken(session, SYSTEM), methode(session), today(), STANDAARD)
    for file in files:
        head, *found = rows(out / f"{file.stem}-Wijken.csv")
        for row, line in zip(found, lines, strict=True):
            cells = dict(zip(head, row, strict=True))
            assert (cells["Wijk"], cells["Vakken gedekt"]) == (line.wijk.naam, str(line.dekking.gedekt))
            assert float(cells["Balans, 12 maanden"].replace(",", ".")) == pytest.approx(line.balans.waarde, abs=0.005)
            assert cells["Contactmomenten, 12 maanden"] == str(sum(line.aantallen))
