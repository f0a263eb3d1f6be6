"""Several files or sheets of the same kind in one go: one table, of which every sentence tells where a row stands."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.core.bestanden_maken import xlsx
from tests.core.wijken import add_person, add_wijk
from wijkkompas_core.bestanden.bundel import bundle, unbundled
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.importeren.lezen import ALLE, look
from wijkkompas_core.services.importeren.order import Opdracht, execute, preview
from wijkkompas_core.services.importeren.undo import undo_import
from wijkkompas_core.services.importeren.worker import previewed
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import BelanghebbendeRow
from wijkkompas_core.uitwisseling.delen import row_name, row_names

ONE = ("2024.csv", b"Naam;Soort\nClub Een;Wijkraad\nClub Twee;Wijkraad\n")
TWO = ("2025.csv", b"soort ;Notitie;naam\nWijkraad;Nieuw;Club Drie\nWijkraad;;\nWijkraad;;Club Een\n")
OTHER = ("uren.csv", b"Medewerker;Uren\nAnna;3\n")
COLUMNS = {"naam": "Naam", "type": "Soort", "notitie": "Notitie"}


def order(*files: tuple[str, bytes]) -> Opdracht:
    """These files as one list of belanghebbenden."""
    vast = {"wijk": "dorp"}
    return Opdracht(bundle(files), "bestanden", blad=ALLE, toewijzing=Toewijzing("belanghebbenden", COLUMNS, vast))


@given(st.lists(st.tuples(st.text(), st.binary()), max_size=5))
def test_files_that_go_together_come_out_as_they_went_in(files: list[tuple[str, bytes]]) -> None:
    assert unbundled(bundle(files)) == files


@pytest.mark.parametrize(
    "content", [b"", b"Naam\nx", b"wijkkompas-bundel []x\n", b'wijkkompas-bundel [["a","b"]]\n', b"PK"]
)
def test_a_file_that_is_no_bundle_is_read_as_itself(content: bytes) -> None:
    assert unbundled(content) is None


def test_columns_of_the_same_name_are_one_column_wherever_they_stand_and_another_list_is_left_out_and_named() -> None:
    found = look(bundle([ONE, OTHER, TWO]), blad=ALLE)
    assert found.tabel.titels == ("Naam", "Soort", "Notitie") and (found.aantal, found.tabel.kop) == (5, 1)
    assert found.tabel.rijen[2] == ("Club Drie", "Wijkraad", "Nieuw")
    assert found.tabel.delen == ("2024.csv", "2025.csv")
    assert "“uren.csv” heeft andere kolommen en gaat niet mee: importeer dat apart." in found.opmerkingen


def with_two_sheets() -> bytes:
    """A workbook with a sheet per year."""

    def fill(book: Any) -> None:
        book.active.title = "2024"
        sheet = book.create_sheet("2025")
        for row in (["Naam", "Soort"], ["Club Twee", "Wijkraad"]):
            sheet.append(row)

    return xlsx(fill, [["Club Een", "Wijkraad"]], ["Naam", "Soort"])


def test_sheets_of_one_file_can_go_together_too() -> None:
    found = look(with_two_sheets(), blad=ALLE)
    assert found.tabel.delen == ("2024", "2025") and found.tabel.column("Naam") == ["Club Een", "Club Twee"]
    both = look(bundle([("jaren.xlsx", with_two_sheets()), ONE]), blad=ALLE)
    assert both.tabel.delen == ("jaren.xlsx, blad 2024", "jaren.xlsx, blad 2025", "2024.csv")


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"plaatje\.xlsx: Dit is een afbeelding"):
        look(bundle([ONE, ("plaatje.xlsx", b"\x89PNG\r\n\x1a\n")]), blad=ALLE)


def test_which_row_is_told_with_its_file() -> None:
    assert row_name(12, ()) == "12" and row_name(1_000_003, ("a", "b")) == "3 van b"
    assert row_names([2, 3, 1_000_002], ("a", "b")) == ["2", "3 van a", "2 van b"]


def test_several_files_are_one_import_with_one_way_back(database: Database) -> None:
    tess = add_person(database, "tess", Rol.TEAMLID, add_wijk(database))
    one = order(ONE, TWO)
    found = preview(database, tess, one, one.table())
    assert found.aantallen == {"nieuw": 3, "gewijzigd": 0, "gelijk": 1, "fout": 1}
    by_number = {row_name(rij.nummer, ("2024.csv", "2025.csv")): rij for rij in found.rijen}
    assert by_number["4 van 2025.csv"].reden == "is gelijk aan rij 2 van 2024.csv"
    assert "naam" in by_number["3 van 2025.csv"].fouten
    better = replace(one, verbeterd=((1_000_003, "Naam", "Club Vier"),))
    again = preview(database, tess, better, better.table())
    assert again.aantallen["nieuw"] == 4
    gelezen = look(better.inhoud, blad=ALLE)
    assert previewed(database, tess, better, replace(gelezen, aantal=gelezen.aantal + 1)) == again
    key, rows = execute(database, tess, better, better.table(), again.proef)

    def names() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count(BelanghebbendeRow.id))) or 0

    assert rows == 4 and names() == 4
    with database.writing(tess, Actie.IMPORT_TERUGDRAAIEN) as session:
        undo_import(session, key)
    assert names() == 0


def test_a_party_that_is_there_and_stands_in_two_files_is_no_mistake_and_another_spelling_is_told_with_its_row(
    database: Database,
) -> None:
    tess = add_person(database, "tess", Rol.TEAMLID, add_wijk(database))
    first = order(ONE)
    execute(database, tess, first, first.table(), preview(database, tess, first, first.table()).proef)
    again = order(
        ONE, ("kopie.csv", ONE[1]), ("anders.csv", b"Naam;Soort;Notitie\nClub X;Wijkraad;a\nClub X;Wijkraad;b\n")
    )
    found = preview(database, tess, again, again.table())
    assert found.aantallen["gelijk"] == 4
    assert [rij.fouten.get("naam") for rij in found.rijen if rij.status == "fout"] == [
        "Deze naam staat al in rij 2 van anders.csv."
    ]
