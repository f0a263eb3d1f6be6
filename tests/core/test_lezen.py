"""A file from outside is read in a process of its own: the same comes out, and no more than it may take goes in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tests.core.bestanden_maken import DAY, ods, ole, text, xlsx
from tests.core.zwaar_werk import PROEF, RUIM
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.importeren import lezen
from wijkkompas_core.services.importeren.lezen import MANY, look, read_content
from wijkkompas_core.uitwisseling.tabel import find_table
from wijkkompas_core.werkproces import Stopped, Werkproces

MIXED = [[DAY, "overleg", 4.5], [datetime(2024, 3, 8, 19, 30), True, None]]


@pytest.mark.parametrize(
    "made", [text, ods, xlsx, lambda: xlsx(rows=MIXED)], ids=["csv", "ods", "xlsx", "xlsx met elk soort cel"]
)
def test_what_is_read_elsewhere_is_what_would_be_read_here(made: Callable[[], str | bytes]) -> None:
    given = made()
    content = given.encode() if isinstance(given, str) else given
    here = read_content(content, geplakt=False)
    found = look(content)
    assert found.heel and found.tabel == find_table(here.bladen[0])
    assert [blad.naam for blad in found.bladen] == [blad.naam for blad in here.bladen]
    assert found.opmerkingen == here.opmerkingen


def test_a_sheet_is_found_by_its_number_and_by_its_name() -> None:
    def second(book) -> None:
        book.create_sheet("Tweede").append(["naam", "datum"])
        book["Tweede"].append(["Anders", DAY])

    content = xlsx(second)
    assert look(content, blad=1).tabel == look(content, blad="Tweede").tabel
    assert look(content, blad=1).tabel.titels == ("naam", "datum")


def test_of_many_rows_only_the_first_come_along_and_all_are_counted() -> None:
    rows = "\n".join(f"1-3-2024;overleg;{n}" for n in range(MANY + 50))
    found = look(f"Datum;Vorm;Aantal\n{rows}".encode())
    assert (found.aantal, len(found.tabel.rijen), found.heel) == (MANY + 50, MANY, False)


def test_why_a_file_cannot_be_read_is_told_as_ever() -> None:
    with pytest.raises(InvalidInput, match="wachtwoord"):
        look(ole("EncryptionInfo", "EncryptedPackage"))


def test_reading_ends_at_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lezen, "SECONDS", 0.0)
    with pytest.raises(Stopped, match="duurde langer dan 1 minuut"):
        look(text().encode())


def test_reading_ends_at_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lezen, "MEGABYTES", 20)
    rows = "\n".join(f"1-3-2024;overleg;{n}" for n in range(150_000))
    with pytest.raises(Stopped, match="meer geheugen"):
        look(f"Datum;Vorm;Aantal\n{rows}".encode())


def test_who_reads_what_strangers_sent_knows_no_settings_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKKOMPAS_GEHEIM", "van ons alleen")
    order = {"wat": "omgeving"}
    told = Werkproces(PROEF, order, RUIM).follow(lambda *_: None)
    alone = Werkproces(replace(PROEF, alone=True), order, RUIM).follow(lambda *_: None)
    assert "WIJKKOMPAS_GEHEIM" in told and "PATH" in alone
    assert not [name for name in alone if name.startswith(("WIJKKOMPAS", "PG"))]
    assert lezen.LEZEN.alone
