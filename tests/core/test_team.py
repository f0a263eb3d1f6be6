"""Who leads a wijk adds people to it; accounts as a beheerder manages them; the yearly review."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import GEEFT, Actie, Actor, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound, WijkkompasError
from wijkkompas_core.queries import accounts as queries
from wijkkompas_core.queries.accounts import Filter, Stand
from wijkkompas_core.services.toegang import accounts, eigen_account, team
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer
from wijkkompas_core.services.toegang.rechtencontrole import confirm
from wijkkompas_core.services.toegang.team import TeamlidInvoer
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import load_actor
from wijkkompas_core.storage.tables import GebruikerRow, LogboekRow, ToekenningRow, WijkRow

SYSTEM = system_actor("test")
SETTINGS = Settings.from_env()
# A hash of nobody's password: these tests never log in, so they need not pay for hashing.
KNOWN = "$2b$04$abcdefghijklmnopqrstuuO0SaNUqBPXTHjyV0WsZxQ7zHnUFcL5K"


@pytest.fixture
def wijken(database) -> tuple[int, int]:
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        rows = [WijkRow(slug=n, naam=n.upper(), start=date(2024, 1, 1)) for n in ("a", "b")]
        session.add_all(rows)
        session.flush()
        return rows[0].id, rows[1].id


def add(database, naam, *toekenningen: Toekenning, active=True) -> int:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        key = accounts.add_gebruiker(session, GebruikerInvoer(naam, naam.title(), None, toekenningen))
        if active:
            session.get(GebruikerRow, key).wachtwoord_hash = KNOWN
        return key


def actor_of(database, key: int) -> Actor:
    with database.reading() as session:
        return load_actor(session, key, None)


def roles(database, key: int) -> set[Toekenning]:
    return set(actor_of(database, key).toekenningen)


def add_to(database, actor, wijk, naam="nieuw", rol=Rol.TEAMLID):
    with database.writing(actor, Actie.TEAM_BEHEREN, wijk) as session:
        return team.add_to_wijk(session, wijk, TeamlidInvoer(naam, "Nieuw Lid", rol), SETTINGS)


def test_a_projectleider_adds_somebody_new_to_the_own_wijk_with_a_link(database, wijken):
    leader = actor_of(database, add(database, "leider", Toekenning(Rol.PROJECTLEIDER, wijken[0])))
    made = add_to(database, leader, wijken[0])
    assert made.code and roles(database, made.gebruiker) == {Toekenning(Rol.TEAMLID, wijken[0])}


def test_who_has_an_account_gets_the_role_and_no_link(database, wijken):
    leader = actor_of(database, add(database, "leider", Toekenning(Rol.PROJECTLEIDER, wijken[0])))
    other = add(database, "ander", Toekenning(Rol.LEZER, wijken[1]))
    made = add_to(database, leader, wijken[0], "ander", Rol.LEZER)
    assert (made.gebruiker, made.code) == (other, None)
    assert roles(database, other) == {Toekenning(Rol.LEZER, wijken[1]), Toekenning(Rol.LEZER, wijken[0])}


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("giver", [Rol.PROJECTLEIDER, Rol.PROGRAMMAMANAGER, Rol.TEAMLID, Rol.LEZER])
def test_a_role_is_given_only_as_the_table_says(database, wijken, giver, rol):
    actor = actor_of(database, add(database, "gever", Toekenning(giver, wijken[0])))
    if rol in GEEFT.get(giver, ()):
        assert add_to(database, actor, wijken[0], rol=rol).code
        return
    with pytest.raises((Forbidden, InvalidInput)):
        add_to(database, actor, wijken[0], rol=rol)
    with pytest.raises(Forbidden):
        add_to(database, actor, wijken[1], rol=Rol.LEZER)


def test_a_projectleider_touches_no_other_wijk_and_no_stronger_role(database, wijken):
    a, b = wijken
    leader = actor_of(database, add(database, "leider", Toekenning(Rol.PROJECTLEIDER, a)))
    colleague = add(database, "collega", Toekenning(Rol.PROJECTLEIDER, a))
    elsewhere = add(database, "elders", Toekenning(Rol.TEAMLID, b))
    global_one = add(database, "baas", Toekenning(Rol.BEHEERDER))

    def change(wijk, key, was, rol):
        with database.writing(leader, Actie.TEAM_BEHEREN, wijk) as session:
            team.set_wijkrol(session, wijk, key, was, rol)

    for wijk, key, was, rol, refused in (
        (a, colleague, Rol.PROJECTLEIDER, Rol.LEZER, Forbidden),
        (a, elsewhere, Rol.TEAMLID, None, NotFound),
        (b, elsewhere, Rol.TEAMLID, None, Forbidden),
        (a, global_one, Rol.BEHEERDER, None, NotFound),
        (a, leader.gebruiker, Rol.PROJECTLEIDER, Rol.LEZER, InvalidInput),
    ):
        before = roles(database, key)
        with pytest.raises(refused):
            change(wijk, key, was, rol)
        assert roles(database, key) == before


def test_changing_a_role_leaves_the_roles_elsewhere_alone(database, wijken):
    a, b = wijken
    leader = actor_of(database, add(database, "leider", Toekenning(Rol.PROJECTLEIDER, a)))
    key = add(database, "lid", Toekenning(Rol.TEAMLID, a), Toekenning(Rol.PROJECTLEIDER, b))
    with database.writing(leader, Actie.TEAM_BEHEREN, a) as session:
        team.set_wijkrol(session, a, key, Rol.TEAMLID, Rol.LEZER)
    with pytest.raises(Conflict), database.writing(leader, Actie.TEAM_BEHEREN, a) as session:
        team.set_wijkrol(session, a, key, Rol.TEAMLID, None)
    with database.writing(leader, Actie.TEAM_BEHEREN, a) as session:
        team.set_wijkrol(session, a, key, Rol.LEZER, None)
    assert roles(database, key) == {Toekenning(Rol.PROJECTLEIDER, b)}


def test_a_projectleider_sees_nothing_of_roles_elsewhere(database, wijken):
    a, b = wijken
    leader = actor_of(database, add(database, "leider", Toekenning(Rol.PROJECTLEIDER, a)))
    add(database, "lid", Toekenning(Rol.TEAMLID, a), Toekenning(Rol.PROJECTLEIDER, b))
    add(database, "baas", Toekenning(Rol.BEHEERDER))
    with database.reading() as session:
        seen = queries.team(session, leader, a, SETTINGS)
        assert [(m.naam, m.rol) for m in seen] == [("Leider", Rol.PROJECTLEIDER), ("Lid", Rol.TEAMLID)]
        for forbidden in (
            lambda: queries.team(session, leader, b, SETTINGS),
            lambda: queries.accounts(session, leader, Filter(), SETTINGS),
            lambda: queries.account(session, leader, leader.gebruiker or 0, SETTINGS),
            lambda: queries.rechten(session, leader, SETTINGS),
        ):
            with pytest.raises(Forbidden):
                forbidden()


def test_a_projectleider_makes_no_link_that_opens_more_than_was_his_to_give(database, wijken):
    a, b = wijken
    leader = actor_of(database, add(database, "leider", Toekenning(Rol.PROJECTLEIDER, a)))
    own = add_to(database, leader, a).gebruiker
    boss = add(database, "baas", Toekenning(Rol.BEHEERDER), Toekenning(Rol.LEZER, a), active=False)
    both = add(database, "beide", Toekenning(Rol.LEZER, a), Toekenning(Rol.LEZER, b), active=False)
    active = add(database, "actief", Toekenning(Rol.LEZER, a))
    with database.writing(leader, Actie.TEAM_BEHEREN, a) as session:
        assert team.renew_link(session, a, own, SETTINGS)
    for key in (boss, both, active):
        with pytest.raises(Forbidden), database.writing(leader, Actie.TEAM_BEHEREN, a) as session:
            team.renew_link(session, a, key, SETTINGS)


def beheerders(database) -> tuple[Actor, Actor]:
    one, two = (add(database, n, Toekenning(Rol.BEHEERDER)) for n in ("baas", "chef"))
    return actor_of(database, one), actor_of(database, two)


@pytest.mark.parametrize(
    "harm",
    [
        accounts.deactivate,
        accounts.anonymise,
        lambda s, key: accounts.set_toekenningen(s, key, [Toekenning(Rol.LEZER)]),
        lambda s, key: accounts.reset_access(s, key, SETTINGS),
    ],
    ids=["close", "anonymise", "demote", "reset"],
)
def test_the_last_beheerder_who_can_log_in_stays(database, harm):
    one = add(database, "baas", Toekenning(Rol.BEHEERDER))
    add(database, "uitgenodigd", Toekenning(Rol.BEHEERDER), active=False)  # has no password yet, so counts for nothing
    with pytest.raises(InvalidInput, match="enige beheerder"), database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as s:
        harm(s, one)
    two = add(database, "chef", Toekenning(Rol.BEHEERDER))
    with database.writing(actor_of(database, two), Actie.GEBRUIKER_BEHEREN) as s:
        harm(s, one)


def test_two_beheerders_who_close_each_other_at_once_do_not_both_succeed(any_database):
    one, two = beheerders(any_database)

    def close(pair: tuple[Actor, Actor]) -> bool:
        try:
            with any_database.writing(pair[0], Actie.GEBRUIKER_BEHEREN) as session:
                accounts.deactivate(session, pair[1].gebruiker or 0)
        except WijkkompasError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(close, [(one, two), (two, one)])) == 1


def test_anonymous_is_everywhere_and_for_good_and_the_rows_stay(database, wijken):
    boss, _two = beheerders(database)
    key = add(database, "petra.jansen", Toekenning(Rol.TEAMLID, wijken[0]))
    with database.writing(actor_of(database, key), Actie.CONCEPT_BEWAREN) as session:
        session.actie = Actie.CONTACTMOMENT_VASTLEGGEN
        session.add(ToekenningRow(gebruiker_id=key, rol="lezer", wijk_id=wijken[1]))
    with database.writing(boss, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.anonymise(session, key)
    database.engine.dispose()
    with database.engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        dump = "".join(str(connection.execute(text(f'SELECT * FROM "{n}"')).all()) for n in names)
    assert "petra" not in dump.casefold() and "jansen" not in dump.casefold()
    with database.reading() as session:
        row = session.get(GebruikerRow, key)
        assert (row.naam, row.gebruikersnaam, row.actief, row.toekenningen) == (
            f"Anoniem {key}",
            f"anoniem-{key}",
            False,
            [],
        )
        own = session.scalars(select(LogboekRow.actor).where(LogboekRow.actor_id == key)).all()
        assert set(own) == {f"gebruiker {key}"}
    for again in (accounts.activate, lambda s, k: accounts.set_toekenningen(s, k, [Toekenning(Rol.LEZER)])):
        with pytest.raises(InvalidInput), database.writing(boss, Actie.GEBRUIKER_BEHEREN) as session:
            again(session, key)


def test_roles_that_somebody_else_changed_meanwhile_are_not_overwritten(database, wijken):
    boss, _two = beheerders(database)
    key = add(database, "lid", Toekenning(Rol.TEAMLID, wijken[0]))
    with pytest.raises(Conflict), database.writing(boss, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, [Toekenning(Rol.LEZER)], was=[Toekenning(Rol.LEZER, wijken[1])])


def test_a_review_says_who_and_when_and_a_role_that_stays_keeps_it(database, wijken):
    boss, _two = beheerders(database)
    kept, new = Toekenning(Rol.TEAMLID, wijken[0]), Toekenning(Rol.LEZER, wijken[1])
    key = add(database, "lid", kept)
    late = now() - timedelta(days=400)
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.execute(update(ToekenningRow).values(gegeven_op=late))
    with database.reading() as session:
        assert queries.reviews_due(session, boss, SETTINGS) == 3
        (line,) = [r for r in queries.rechten(session, boss, SETTINGS) if r.gebruiker == key]
        assert line.te_laat and line.bevestigd_op is None
    with database.writing(boss, Actie.RECHTEN_BEVESTIGEN) as session:
        assert confirm(session, [line.toekenning]) == 1
    with database.writing(boss, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, [kept, new])
    with database.reading() as session:
        lines = {r.wijk: r for r in queries.rechten(session, boss, SETTINGS) if r.gebruiker == key}
        assert lines[wijken[0]].bevestigd_door == "Baas" and not lines[wijken[0]].te_laat
        assert lines[wijken[1]].bevestigd_op is None
        logged = session.scalars(select(LogboekRow).where(LogboekRow.actie == Actie.RECHTEN_BEVESTIGEN)).all()
        assert [(row.object, row.actor_id) for row in logged] == [("toekenning", boss.gebruiker)]


def test_an_account_that_nobody_uses_is_flagged(database):
    boss, two = beheerders(database)
    long_ago = now() - timedelta(days=SETTINGS.ongebruikt_dagen, seconds=1)
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        table = GebruikerRow.__table__
        session.execute(update(table).where(table.c.id == two.gebruiker).values(gezien_op=long_ago))
    with database.reading() as session:
        stands = {a.gebruikersnaam: a.stand for a in queries.accounts(session, boss, Filter(), SETTINGS)}
        assert stands == {"baas": Stand.ACTIEF, "chef": Stand.ONGEBRUIKT}
        found = queries.accounts(session, boss, Filter(zoek="CHE", rol=Rol.BEHEERDER, stand=Stand.ONGEBRUIKT), SETTINGS)
        assert [a.gebruikersnaam for a in found] == ["chef"]


def test_the_last_passwords_are_not_taken_again_and_older_ones_are(database):
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        key = accounts.add_gebruiker(
            session, GebruikerInvoer("ada", "Ada", "eerste lange zin van mij", (Toekenning(Rol.LEZER),))
        )
    few = replace(SETTINGS, wachtwoorden_onthouden=1)
    actor = actor_of(database, key)
    eigen_account.change_password(database, actor, "eerste lange zin van mij", "tweede lange zin van mij", few)
    with pytest.raises(InvalidInput, match="al eens gebruikt"):
        eigen_account.change_password(database, actor, "tweede lange zin van mij", "eerste lange zin van mij", few)
    eigen_account.change_password(database, actor, "tweede lange zin van mij", "derde lange zin van mij", few)
    eigen_account.change_password(database, actor, "derde lange zin van mij", "eerste lange zin van mij", few)


@pytest.mark.parametrize("wachtwoord", ["petra fietst graag", "WelkomWelkom2026!", "geheimwachtwoord", "Zomer2026Zomer",
                                        "januari februari", "jansen-is-de-beste"])  # fmt: skip
def test_a_password_with_ones_name_or_of_common_words_only_is_refused(database, wachtwoord):
    with pytest.raises(InvalidInput) as error, database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.add_gebruiker(session, GebruikerInvoer("pj01", "Petra Jansen", wachtwoord))
    assert list(error.value.fields) == ["wachtwoord"]
