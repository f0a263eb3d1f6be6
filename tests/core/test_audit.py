"""The logboek of the installation: searched page by page, and unchangeable, also for the application itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError

from tests.core.rollen import app_role
from tests.core.rollen import two_roles as roles
from tests.core.wijken import add_person, add_wijk
from wijkkompas_core.__main__ import main
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Actor, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden, NotFound, Unavailable
from wijkkompas_core.queries import audit as queries
from wijkkompas_core.queries.audit import Filter
from wijkkompas_core.queries.onleesbaar import getypte_teksten
from wijkkompas_core.services.deelprojecten import add_deelproject
from wijkkompas_core.services.onleesbaar import maak_onleesbaar
from wijkkompas_core.services.toegang import accounts, sessies
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer
from wijkkompas_core.services.toegang.inlogstappen import Ticket
from wijkkompas_core.services.toegang.opruimen import clean_up
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.logboek import DONE, FAILED, REFUSED
from wijkkompas_core.storage.tables import GebruikerRow, LogboekRow, SessieRow, ToestelRow, UitnodigingRow, WijkRow

SYSTEM = system_actor("test")
SETTINGS = Settings.from_env()
GOOD = "een lange zin met woorden"


def add(database, naam, *toekenningen: Toekenning) -> Actor:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        key = accounts.add_gebruiker(session, GebruikerInvoer(naam, naam.title(), None, toekenningen))
    with database.reading() as session:
        return load_actor(session, key, None)


def write_line(database) -> None:
    add(database, "iemand")


CHANGES = (
    "UPDATE logboek SET actor = 'niemand'",
    "DELETE FROM logboek",
    "DELETE FROM logboek WHERE id = 1",
    "UPDATE logboek SET nieuw = NULL WHERE id = 1",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_or_delete_a_line(any_database, statement):
    write_line(any_database)
    with any_database.reading() as session:
        before = [(row.id, row.actor, row.nieuw) for row in session.scalars(select(LogboekRow).order_by(LogboekRow.id))]
    with pytest.raises(DBAPIError, match="het logboek verandert niet"), any_database.engine.begin() as connection:
        connection.execute(text(statement))
    with any_database.reading() as session:
        after = [(row.id, row.actor, row.nieuw) for row in session.scalars(select(LogboekRow).order_by(LogboekRow.id))]
    assert before and after == before


def test_a_line_cannot_be_replaced_by_another_with_its_number(database):
    write_line(database)
    with pytest.raises(DBAPIError, match="verandert niet"), database.engine.begin() as connection:
        connection.execute(insert(LogboekRow).prefix_with("OR REPLACE"), _line() | {"id": 1})


def test_postgresql_refuses_to_empty_it(postgres_url):
    database = _filled(postgres_url)
    with pytest.raises(DBAPIError, match="verandert niet"), database.engine.begin() as connection:
        connection.execute(text("TRUNCATE logboek"))
    database.close()


def _filled(url: str) -> Database:
    from tests.conftest import fill_with_method

    database = fill_with_method(url)
    write_line(database)
    return database


@pytest.fixture
def two_roles(postgres_url, monkeypatch):
    """The addresses of a PostgreSQL database as its owner and as the application, by the SQL in docs/beheer.md."""
    with roles(postgres_url) as ((as_owner, as_app),):
        _filled(as_owner).close()
        monkeypatch.setenv("WIJKKOMPAS_APP_ROL", app_role(as_app))
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", as_owner)
        assert main(["migrate"]) == 0
        yield as_owner, as_app


def test_with_the_roles_of_the_manual_the_application_works_and_cannot_touch_the_logboek(two_roles):
    """The SQL is read from docs/beheer.md: what stands there is what works."""
    app = Database(two_roles[1])
    actor = add(app, "ada", Toekenning(Rol.BEHEERDER))
    with app.reading() as session:
        assert queries.audit(session, actor, Filter(), limit=1).regels
    for statement, refused in (
        *((s, "permission denied") for s in CHANGES),
        ("TRUNCATE logboek", "permission denied"),
        ("DROP TRIGGER logboek_verandert_niet ON logboek", "must be owner"),
        ("ALTER TABLE logboek DISABLE TRIGGER ALL", "must be owner"),
        ("DROP TABLE logboek", "must be owner"),
        ("CREATE OR REPLACE FUNCTION logboek_verandert_niet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
         "denied|must be owner"),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match=refused), app.engine.begin() as connection:
            connection.execute(text(statement))
    with app.engine.begin() as connection:
        old = _line(actie="inloggen", object="gebruiker", tijdstip=now() - timedelta(days=4000))
        connection.execute(insert(LogboekRow).values(old))
    with pytest.raises(Unavailable, match="als de eigenaar"), app.writing(SYSTEM, Actie.OPRUIMEN) as session:
        clean_up(session, Settings.from_env())
    app.close()


def test_with_two_roles_the_application_blanks_a_text_and_the_owner_its_history(two_roles, monkeypatch, capsys):
    app = Database(two_roles[1])
    wijk = add_wijk(app)
    leader = add_person(app, "leider", Rol.PROJECTLEIDER, wijk)
    with app.writing(leader, Actie.DEELPROJECT_WIJZIGEN, wijk) as session:
        key = add_deelproject(session, wijk, "Blok", "bel Jan op 0612345678")
    with app.writing(leader, Actie.ONLEESBAAR_MAKEN, wijk) as session:
        (typed,) = [one for one in getypte_teksten(session, leader, wijk) if one.veld == "toelichting"]
        assert (typed.sleutel, typed.naam) == (str(key), "Deelproject, toelichting")
        done = maak_onleesbaar(session, wijk, typed.tabel, typed.sleutel, typed.veld, "een nummer", "een sleutel")
    assert done is False, "the screen says that the history follows"

    def history() -> str:
        with app.reading() as session:
            return str(session.execute(select(LogboekRow.oud, LogboekRow.nieuw)).all())

    with app.reading() as session:
        assert "0612345678" not in str([one.tekst for one in getypte_teksten(session, leader, wijk)])
    assert "0612345678" in history()
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", two_roles[1])
    assert main(["onleesbaar"]) == 1 and "als de eigenaar" in capsys.readouterr().err
    assert "0612345678" in history()
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", two_roles[0])
    assert main(["onleesbaar"]) == 0
    assert "0612345678" not in history() and "een nummer" in history()
    app.close()


@pytest.mark.parametrize(("lived", "throws"), [(None, True), (20, True), (400, False), (31, False)])
def test_with_a_clock_that_jumped_ahead_nothing_is_thrown_away_until_somebody_says_that_it_is_right(
    any_database, monkeypatch, capsys, lived, throws
):
    """A clock 400 days ahead looks as if the last thing that happened was 400 days ago."""
    with any_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        key = accounts.add_gebruiker(session, GebruikerInvoer("ada", "Ada", GOOD, (Toekenning(Rol.TEAMLID),)))
    past = now() - timedelta(days=400)
    with any_database.engine.begin() as connection:
        if lived is not None:
            connection.execute(insert(LogboekRow).values(_line(tijdstip=now() - timedelta(days=lived))))
        connection.execute(
            insert(SessieRow).values(gebruiker_id=key, cookie_hash="a" * 64, begonnen_op=past, gezien_op=past)
        )
        connection.execute(insert(ToestelRow).values(gebruiker_id=key, toestel_hash="b" * 64, laatst_op=past))
        link = {"code_hash": "c" * 64, "gemaakt_op": past, "verloopt_op": past + timedelta(days=7)}
        connection.execute(insert(UitnodigingRow).values(gebruiker_id=key, **link))
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", any_database.url)

    def left() -> list[int]:
        with any_database.reading() as session:
            tables = (SessieRow, ToestelRow, UitnodigingRow)
            return [len(session.scalars(select(row.gebruiker_id)).all()) for row in tables]

    ticket = sessies.verify(any_database, "ada", GOOD, SETTINGS)
    assert isinstance(ticket, Ticket)
    sessies.start(any_database, ticket.waarde, SETTINGS)
    assert left() == ([1, 1, 0] if throws else [2, 2, 1]), "in passing, at a login"
    assert main(["opruimen"]) == (0 if throws else 1)
    assert throws or "Zet de klok goed" in capsys.readouterr().err
    assert left() == ([1, 1, 0] if throws else [2, 2, 1])
    assert main(["opruimen", "--klok-klopt"]) == 0
    assert left() == [1, 1, 0]


def _line(**values) -> dict:
    return {
        "tijdstip": now(), "actie": "contactmoment vastleggen", "object": "contactmoment", "object_id": "1",
        "wijk_id": None, "resultaat": DONE, "oorsprong": "scherm", "actor_id": None, "actor": "systeem",
        "oud": None, "nieuw": None,
    } | values  # fmt: skip


@pytest.fixture
def searched(database) -> tuple[Database, Actor, int, int]:
    """A logboek with lines of every kind; answers also the ids of a beheerder and a wijk."""
    boss = add(database, "baas", Toekenning(Rol.BEHEERDER))
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        row = WijkRow(slug="a", naam="Lindenhof", start=date(2024, 1, 1))
        session.add(row)
        session.flush()
        wijk = row.id
    old = now() - timedelta(days=10)
    with database.engine.begin() as connection:
        connection.execute(
            insert(LogboekRow),
            [_line(wijk_id=wijk, actor_id=boss.gebruiker, actor=boss.logboeknaam, nieuw={"x": n}) for n in range(120)]
            + [_line(resultaat=FAILED, actie="inloggen", object="gebruiker", tijdstip=old)]
            + [_line(resultaat=REFUSED, object="toegang", object_id=None, wijk_id=wijk)],
        )
    return database, boss, boss.gebruiker or 0, wijk


@pytest.mark.parametrize(
    ("make", "number"),
    [
        (lambda wie, wijk: Filter(wie=wie, object="contactmoment"), 120),
        (lambda wie, wijk: Filter(wijk=wijk, resultaat=REFUSED), 1),
        (lambda wie, wijk: Filter(actie="inloggen", resultaat=FAILED), 1),
        (lambda wie, wijk: Filter(object="contactmoment/1"), 120),
        (lambda wie, wijk: Filter(object="contactmoment/2"), 0),
        (lambda wie, wijk: Filter(tot=(now() - timedelta(days=5)).date()), 1),
        (lambda wie, wijk: Filter(van=(now() + timedelta(days=2)).date()), 0),
    ],
)
def test_every_filter_finds_what_it_says(searched, make, number):
    database, boss, wie, wijk = searched
    with database.reading() as session:
        assert len(queries.audit(session, boss, make(wie, wijk), limit=500).regels) == number


def test_pages_follow_each_other_without_a_gap_or_a_double_and_read_an_index(searched):
    database, boss, wie, _wijk = searched
    statements: list[tuple[str, tuple]] = []
    event.listen(database._read_engine, "before_cursor_execute", lambda *a: statements.append((a[2], a[3])))
    seen: list[int] = []
    with database.reading() as session:
        page = queries.audit(session, boss, Filter(wie=wie), limit=50)
        while True:
            seen += [line.id for line in page.regels]
            if not page.meer:
                break
            page = queries.audit(session, boss, Filter(wie=wie), voor=seen[-1], limit=50)
        query, values = next(s for s in statements if "FROM logboek" in s[0])
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
    assert seen == sorted(set(seen), reverse=True) and len(seen) == 120
    assert "ix_logboek_actor" in str(plan) and "TEMP B-TREE" not in str(plan)


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol is not Rol.BEHEERDER])
def test_only_a_beheerder_of_everything_reads_it(searched, rol):
    database, _boss, _wie, wijk = searched
    for actor in (add(database, "a1", Toekenning(rol)), add(database, "a2", Toekenning(Rol.BEHEERDER, wijk))):
        with database.reading() as session:
            for read in (
                lambda a=actor: queries.audit(session, a, Filter()),
                lambda a=actor: queries.people(session, a),
            ):
                with pytest.raises(Forbidden):
                    read()
            with pytest.raises(Forbidden):
                queries.regel(session, actor, 1)


def test_a_line_that_is_not_there_says_so(searched):
    database, boss, *_ = searched
    with pytest.raises(NotFound), database.reading() as session:
        queries.regel(session, boss, 999_999)


def test_retention_throws_away_old_logins_and_never_what_the_history_is_read_from(any_database):
    moment = now()
    old = moment - timedelta(days=SETTINGS.bewaar_inlogregels_dagen + 1)
    add(any_database, "baas", Toekenning(Rol.BEHEERDER))
    with any_database.engine.begin() as connection:
        connection.execute(
            insert(LogboekRow),
            [
                _line(tijdstip=old, actie="inloggen", object="gebruiker", resultaat=FAILED),
                _line(tijdstip=old, actie="uitloggen", object="sessie"),
                _line(tijdstip=old, object="toegang", resultaat=REFUSED),
                _line(tijdstip=old, nieuw={"opbrengst": "blijft"}),
                _line(tijdstip=old, actie="gebruiker beheren", object="gebruiker"),
                _line(actie="inloggen", object="gebruiker"),
            ],
        )
    with any_database.writing(SYSTEM, Actie.OPRUIMEN) as session:
        done = clean_up(session, SETTINGS, moment)
    assert done.logregels == 3
    with any_database.reading() as session:
        kept = session.scalars(select(LogboekRow).where(LogboekRow.tijdstip == old)).all()
        assert {row.actie for row in kept} == {"contactmoment vastleggen", "gebruiker beheren"}
        last = session.scalars(select(LogboekRow).order_by(LogboekRow.id.desc())).first()
        assert (last.object, last.nieuw) == ("bewaartermijn", {"logregels": 3})
    with pytest.raises(DBAPIError), any_database.engine.begin() as connection:
        connection.execute(text("DELETE FROM logboek"))  # and the guard stands again


def test_an_account_that_was_closed_long_ago_becomes_anonymous(database, monkeypatch, capsys):
    add(database, "baas", Toekenning(Rol.BEHEERDER))
    keys = [add(database, naam).gebruiker for naam in ("lang", "kort", "open")]
    moment = now()
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        for key, days in zip(keys[:2], (SETTINGS.bewaar_gesloten_dagen + 1, 10), strict=True):
            accounts.deactivate(session, key)
            session.get(GebruikerRow, key).gesloten_op = moment - timedelta(days=days)
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    assert main(["opruimen"]) == 0
    assert "accounts: 1" in capsys.readouterr().out
    with database.reading() as session:
        names = [session.get(GebruikerRow, key).gebruikersnaam for key in keys]
    assert names == [f"anoniem-{keys[0]}", "kort", "open"]


def test_who_is_locked_out_of_everything_gets_a_link_from_the_command_line(database, monkeypatch, capsys):
    from wijkkompas_core.services.toegang import uitnodigingen
    from wijkkompas_core.services.toegang.inlogstappen import Ticket

    add(database, "baas", Toekenning(Rol.BEHEERDER))
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    assert main(["nieuwe-link", "BAAS"]) == 0
    code = capsys.readouterr().out.strip().rpartition("#")[2]
    uitnodigingen.accept(database, code, GOOD, SETTINGS)
    assert isinstance(sessies.verify(database, "baas", GOOD, SETTINGS), Ticket)
    assert main(["nieuwe-link", "niemand"]) == 1
