"""An owner of the tables beside the role of the app: who may do what, also after an upgrade or a restore."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.core.rollen import app_role, as_superuser, two_roles
from wijkkompas_core.__main__ import main
from wijkkompas_core.storage import postgresql
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import migrate

GEHEIM = "alleen-voor-de-tests-0123456789-abcdefghij"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def places(new_postgres: Callable[[], str]) -> Iterator[list[tuple[str, str, str]]]:
    """Two empty databases: the addresses as the owner, as the app, and as the one who may do everything."""
    urls = [new_postgres(), new_postgres()]
    with two_roles(*urls) as addresses:
        yield [(*pair, url) for pair, url in zip(addresses, urls, strict=True)]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command at an address; answers its exit code and all that it said, on one line."""

    def go(url: str, *arguments: object, app: str = "") -> tuple[int, str]:
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", url)
        monkeypatch.setenv("WIJKKOMPAS_GEHEIM", GEHEIM)
        monkeypatch.setenv("WIJKKOMPAS_APP_ROL", app)
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, " ".join(f"{said.out} {said.err}".split())

    return go


def can(url: str, statement: str) -> bool:
    """Whether the one at this address may do this; nothing stays of it."""
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            connection.execute(text(statement))
        return True
    except DBAPIError as error:
        if "denied" in str(error.orig) or "must be owner" in str(error.orig):
            return False
        raise
    finally:
        database.close()


def test_the_owner_makes_the_tables_and_the_app_starts_and_works_with_them(places, run):
    (as_owner, as_app, _), _ = places
    assert run(as_owner, "migrate", app=app_role(as_app))[0] == 0
    code, said = run(as_app, "migrate", "--eerste-beheerder")  # as the app does when it starts
    assert code == 0 and "Eerste account: beheerder" in said
    assert can(as_app, "INSERT INTO logboek (tijdstip, actie, object, resultaat, oorsprong, actor) "
                       "VALUES (now(), 'x', 'x', 'x', 'x', 'x')")  # fmt: skip
    for statement in ("UPDATE logboek SET actor = 'x'", "DELETE FROM logboek", "TRUNCATE logboek",
                      "UPDATE alembic_version SET version_num = '0001'", "DROP TABLE wijk"):  # fmt: skip
        assert not can(as_app, statement), statement
    assert can(as_app, "DELETE FROM concept") and can(as_app, "UPDATE wijk SET naam = naam")
    code, said = run(as_app, "check")
    assert code == 0 and "Alles klopt" in said, said
    assert run(as_app, "opruimen")[0] == 0


def test_an_app_before_the_tables_are_new_says_who_has_to_migrate_and_changes_nothing(places, run):
    (as_owner, as_app, _), _ = places
    database = Database(as_owner)
    migrate(database.engine, "0012")
    with database.engine.begin() as connection:
        postgresql.give_rights(connection, app_role(as_app))
    code, said = run(as_app, "migrate", "--eerste-beheerder")
    assert code == 1 and "Draai eerst migrate als de eigenaar" in said and "Traceback" not in said
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0012"
    database.close()
    assert run(as_owner, "migrate", app=app_role(as_app))[0] == 0
    assert run(as_app, "migrate", "--eerste-beheerder")[0] == 0


def test_after_a_restore_the_app_may_work_again_and_still_cannot_change_the_logboek(places, run, tmp_path: Path):
    (as_owner, as_app, _), (elsewhere, app_there, _) = places
    assert run(as_owner, "migrate", "--eerste-beheerder", app=app_role(as_app))[0] == 0
    code, said = run(as_app, "backup", tmp_path / "kopie.zip")
    assert code == 0, said
    code, said = run(elsewhere, "restore", tmp_path / "kopie.zip", app=app_role(as_app))
    assert code == 0 and "De inhoud is gelijk" in said
    assert can(app_there, "UPDATE wijk SET naam = naam") and not can(app_there, "DELETE FROM logboek")
    code, said = run(app_there, "check")
    assert code == 0 and "Alles klopt" in said, said


def test_check_tells_that_the_app_can_change_the_logboek_and_migrate_takes_that_right(places, run):
    (as_owner, as_app, anyone), _ = places
    rol = app_role(as_app)
    assert run(as_owner, "migrate", app=rol)[0] == 0
    as_superuser(anyone, f"GRANT DELETE ON logboek TO {rol}")
    for url, app in ((as_app, ""), (as_owner, rol)):
        code, said = run(url, "check", app=app)
        assert code == 1 and f"de rol {rol} kan regels van het logboek wijzigen" in said and "APP_ROL" in said
    assert run(as_owner, "migrate", app=rol)[0] == 0
    assert run(as_app, "check")[0] == 0


@pytest.mark.parametrize("rol", ["niemand_zo", "wijkkompas", 'x"; DROP TABLE logboek; --'])
def test_a_role_that_is_not_there_or_may_do_everything_is_refused_with_a_sentence(places, run, rol):
    (as_owner, _, _), _ = places
    code, said = run(as_owner, "migrate", app=rol)
    assert code == 1 and "WIJKKOMPAS_APP_ROL" in said and "Traceback" not in said


@pytest.mark.parametrize(
    ("version", "refused", "told"),
    [((14, 22), True, False), ((15, 0), False, False), ((18, 3), False, False), ((19, 0), False, True),
     (None, False, False)],
)  # fmt: skip
def test_a_server_that_is_too_old_is_refused_and_one_that_is_too_new_is_told(version, refused, told):
    assert (postgresql.unfit(version) is not None) is refused
    assert (postgresql.untried(version) is not None) is told
