"""A page stays open while its right ends: what is made later, when somebody asks for the file, is not made any more."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.app.conftest import ROOT
from tests.app.wandelen import VIEWS, files, open_all, walk  # noqa: F401  `files` is a fixture
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.services.toegang import accounts, sessies
from wijkkompas_core.storage.database import load_actor
from wijkkompas_core.storage.tables import GebruikerRow, SessieRow

SYSTEM = system_actor("test")


def key_of(database, name: str) -> int:
    with database.reading() as session:
        return session.scalars(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == name)).one()


def logs_out(database, key: int) -> None:
    running = select(SessieRow.id).where(SessieRow.gebruiker_id == key, SessieRow.beeindigd_op.is_(None))
    with database.reading() as session:
        actors = [load_actor(session, key, sessie) for sessie in session.scalars(running).all()]
    for actor in actors:
        sessies.end(database, actor)


def loses_every_role(database, key: int) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, ())


def becomes_a_lezer(database, key: int) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, (Toekenning(Rol.LEZER),))


def is_closed(database, key: int) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.deactivate(session, key)


def must_choose_another_password(database, key: int) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.get_one(GebruikerRow, key).moet_wachtwoord_wijzigen = True


ENDS = [logs_out, loses_every_role, becomes_a_lezer, is_closed, must_choose_another_password]


def test_the_walk_knows_every_page_that_asks_a_right():
    assert {one.adres for one in PAGINAS if one.recht is not None} == set(VIEWS)


def test_no_file_that_is_made_later_is_had_once_the_right_has_ended(run_page, demo_database, files):  # noqa: F811
    for _place, test in walk(run_page, "programmamanager", "lindenhof"):
        assert not test.exception
    later = {key: data for key, data in files if callable(data)}
    assert len(later) > 40
    for make in list(later.values())[:3]:
        assert make()
    becomes_a_lezer(demo_database, key_of(demo_database, "programmamanager"))
    for key, make in later.items():
        with pytest.raises(Forbidden):
            make()
            pytest.fail(f"{key} was still made")


@pytest.mark.parametrize("ends", ENDS)
def test_whatever_way_a_right_ends_an_open_page_gives_no_file(run_page, demo_database, files, ends):  # noqa: F811
    open_all(run_page("uitwisseling.py", "beheerder", wijk="lindenhof", deel="exporteren"))
    later = [data for _, data in files if callable(data)]
    assert later and all(make() for make in later[:2])
    with demo_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:  # the last beheerder may not leave
        invoer = accounts.GebruikerInvoer(
            "tweede", "Tweede", "lange zin met andere dingen", (Toekenning(Rol.BEHEERDER),)
        )
        accounts.add_gebruiker(session, invoer)
    ends(demo_database, key_of(demo_database, "beheerder"))
    for make in later:
        with pytest.raises(Forbidden):
            make()


def test_only_one_place_has_a_file_made_later():
    """The one that asks again who is there; every other download holds a file that was made when the page was."""
    found = []
    for path in [*Path(ROOT / "dashboard").rglob("*.py"), *Path(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("download_button"):
                data = next((word.value for word in node.keywords if word.arg == "data"), None)
                if not isinstance(data, ast.Constant | ast.BinOp | ast.JoinedStr):
                    found.append((path.relative_to(ROOT).as_posix(), ast.unparse(data) if data else "?"))
    assert sorted(found) == [
        ("dashboard/kit/download.py", "lambda formaat=formaat: make(formaat)"),
        ("dashboard/screens/rapport/make.py", "contents"),
    ]
