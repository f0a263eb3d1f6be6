"""Share links: who makes them, what they show, and when they stop."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tests.core.wijken import add_person, add_wijk, set_role
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Actor, Recht, Rol, link_actor
from wijkkompas_core.domain.weergaven import DEELBAAR, TE_BEWAREN, DeellinkInvoer, read_beeld
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.deellinks import Gedeeld, deellinks, gedeeld
from wijkkompas_core.services import deellinks as service
from wijkkompas_core.services.deellinks import BROKEN, Geopend, NieuweLink, Wachtwoordvraag, open_deellink
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import DeellinkRow, DeelsessieRow, GebruikerRow, LogboekRow

SETTINGS = Settings.from_env()


def invoer(adres: str = "/kompas?wijk=dorp", **more: object) -> DeellinkInvoer:
    plain = DeellinkInvoer("De corporatie", read_beeld(adres), today() + timedelta(days=30))
    return replace(plain, **more)  # type: ignore[arg-type]


def make(database: Database, actor: Actor, adres: str = "/kompas?wijk=dorp", **more: object) -> NieuweLink:
    with database.writing(actor, Actie.DEELLINK_MAKEN) as session:
        return service.make_deellink(session, invoer(adres, **more))


def revoke(database: Database, actor: Actor, key: int, versie: int = 1) -> None:
    with database.writing(actor, Actie.DEELLINK_INTREKKEN) as session:
        service.revoke_deellink(session, key, versie)


def opened(database: Database, link: NieuweLink, wachtwoord: str | None = None) -> Geopend:
    answer = open_deellink(database, link.token, wachtwoord, SETTINGS)
    assert isinstance(answer, Geopend), answer
    return answer


def look(database: Database, answer: Geopend, later: timedelta = timedelta(0)) -> Gedeeld | None:
    with database.reading() as session:
        return gedeeld(session, answer.kenmerk, answer.cookie, now() + later)


@pytest.fixture
def lead(database: Database) -> Actor:
    """Who leads the wijk dorp (and no other)."""
    add_wijk(database, "stad")
    return add_person(database, "lead", Rol.PROJECTLEIDER, add_wijk(database))


def test_a_link_shows_its_view_to_whoever_opens_it(any_database):
    wijk = add_wijk(any_database)
    link = make(any_database, add_person(any_database, "lead", Rol.PROJECTLEIDER, wijk), peildatum=today())
    found = look(any_database, opened(any_database, link))
    assert found is not None
    assert found.actor.wijken() == {wijk} and found.beeld.adres == "/kompas?wijk=dorp"
    assert found.peildatum == today() and not found.vrije_tekst


@pytest.mark.parametrize("pagina", sorted(TE_BEWAREN))
@pytest.mark.parametrize("rol", list(Rol))
def test_the_rights_of_the_maker_bound_what_any_link_shows(database, rol, pagina):
    """For every role, page and wijk: a link shows wijken that its maker leads, or it is not made at all."""
    ids = {slug: add_wijk(database, slug) for slug in ("dorp", "stad", "veld")}
    actor = add_person(database, "maker", rol, ids["dorp"])
    with database.writing(add_person(database, "baas", Rol.BEHEERDER, None), Actie.GEBRUIKER_BEHEREN) as session:
        row = session.get(GebruikerRow, actor.gebruiker)
        assert row is not None
        row.toekenningen.append(type(row.toekenningen[0])(rol=rol.value, wijk_id=ids["stad"]))
    for query in (
        "",
        "wijk=dorp",
        "wijk=veld",
        "wijken=dorp,stad",
        "wijken=dorp,veld",
        "alleen=veld",
        "wijk=dorp,veld",
    ):
        may = Recht.WIJK_STUREN in RECHTEN[rol]
        try:
            link = make(database, actor, f"/{pagina}?{query}")
        except InvalidInput:
            continue
        except Forbidden:
            assert not may
            continue
        assert may and pagina in DEELBAAR
        found = look(database, opened(database, link))
        assert found is not None
        assert found.actor.wijken() is not None and found.actor.wijken() <= {ids["dorp"], ids["stad"]}
        assert not [recht for recht in Recht if recht is not Recht.WIJK_ZIEN and found.actor.may(recht)]
        assert not found.actor.may(Recht.WIJK_ZIEN, ids["veld"]) and not found.actor.is_system


def test_a_link_that_may_see_nothing_is_not_the_system():
    nobody = link_actor(1, frozenset())
    assert not nobody.is_system and nobody.wijken() == frozenset()
    assert not [recht for recht in Recht if nobody.may(recht)]


@pytest.mark.parametrize("actie", [a for a in Actie if a is not Actie.DEMO_LADEN])
def test_who_came_by_a_link_can_do_nothing(database, actie):
    wijk = add_wijk(database)
    with pytest.raises(Forbidden), database.writing(link_actor(1, frozenset({wijk})), actie, wijk):
        pass


def test_everything_wrong_is_told_at_once(database, lead):
    with pytest.raises(InvalidInput) as raised:
        make(database, lead, "/logboek?wijk=dorp", naam=" ", verloopt_op=None, wachtwoord="kort")
    assert set(raised.value.fields) == {"naam", "beeld", "verloopt_op", "wachtwoord"}
    for wrong in (today() - timedelta(days=1), today() + timedelta(days=400)):
        with pytest.raises(InvalidInput, match="Kies een dag"):
            make(database, lead, verloopt_op=wrong)
    with pytest.raises(InvalidInput, match="peildatum"):
        make(database, lead, peildatum=today() + timedelta(days=1))


def test_neither_token_nor_cookie_nor_password_can_be_read_anywhere(database, lead):
    link = make(database, lead, wachtwoord="een lange zin")
    answer = opened(database, link, "een lange zin")
    assert len(link.token) >= 43  # 256 bits
    with database.reading() as session:
        kept = [
            str(dict(row))
            for table in (DeellinkRow, DeelsessieRow, LogboekRow)
            for row in session.execute(select(*table.__table__.columns)).mappings()  # type: ignore[attr-defined]
        ]
    for secret in (link.token, answer.cookie, "een lange zin"):
        assert not [row for row in kept if secret in row]
    with database.reading() as session:
        hashes = session.execute(select(DeellinkRow.token_hash, DeellinkRow.wachtwoord_hash)).one()
        lines = str(list(session.execute(select(LogboekRow.nieuw, LogboekRow.oud))))
    assert hashes[0] not in lines and hashes[1] not in lines


def stops(database: Database, lead: Actor, link: NieuweLink) -> None:
    with database.reading() as session:
        row = session.get(DeellinkRow, link.id)
        assert row is not None
    revoke(database, lead, link.id)


def loses_the_right(database: Database, lead: Actor, _link: NieuweLink) -> None:
    set_role(database, lead, Rol.TEAMLID, lead.toekenningen[0].wijk)


def loses_the_account(database: Database, lead: Actor, _link: NieuweLink) -> None:
    with database.writing(add_person(database, "baas", Rol.BEHEERDER, None), Actie.GEBRUIKER_BEHEREN) as session:
        row = session.get(GebruikerRow, lead.gebruiker)
        assert row is not None
        row.actief = False


@pytest.mark.parametrize("end", [stops, loses_the_right, loses_the_account])
def test_a_link_stops_at_the_next_look(database, lead, end):
    link = make(database, lead)
    answer = opened(database, link)
    assert look(database, answer) is not None
    end(database, lead, link)
    assert look(database, answer) is None
    with pytest.raises(NotFound, match=BROKEN):
        open_deellink(database, link.token, None, SETTINGS)


def test_a_link_works_until_and_including_its_last_day(database, lead):
    link = make(database, lead, verloopt_op=today())
    answer = opened(database, link)
    assert look(database, answer) is not None
    with pytest.raises(NotFound, match=BROKEN):
        open_deellink(database, link.token, None, SETTINGS, moment=now() + timedelta(days=1))
    with database.writing(add_person(database, "baas", Rol.BEHEERDER, None), Actie.DEELLINK_INTREKKEN) as session:
        row = session.get(DeellinkRow, link.id)
        assert row is not None
        row.verloopt_op = today() - timedelta(days=1)
    assert look(database, answer) is None


@pytest.mark.parametrize(("wachtwoord", "life"), [("", timedelta(days=30)), ("een lange zin", timedelta(hours=12))])
def test_after_a_month_or_half_a_day_with_a_password_the_link_is_opened_again(database, lead, wachtwoord, life):
    link = make(database, lead, wachtwoord=wachtwoord, verloopt_op=today() + timedelta(days=60))
    answer = opened(database, link, wachtwoord or None)
    assert look(database, answer, life - timedelta(hours=1)) is not None
    assert look(database, answer, life + timedelta(hours=1)) is None


def test_a_cookie_opens_only_its_own_link(database, lead):
    first, second = (opened(database, make(database, lead)) for _ in range(2))
    assert look(database, Geopend(first.kenmerk, second.cookie)) is None
    assert look(database, Geopend(first.kenmerk, "geraden")) is None


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "\ud800", "' OR 1=1 --"])
def test_a_guess_says_only_that_it_does_not_work(database, lead, token):
    make(database, lead)
    with pytest.raises(NotFound, match=BROKEN):
        open_deellink(database, token, None, SETTINGS)


def test_wrong_passwords_are_counted_and_slowed_and_a_right_one_begins_anew(database, lead):
    link, moment = make(database, lead, wachtwoord="een lange zin"), now()
    assert open_deellink(database, link.token, None, SETTINGS, moment) == Wachtwoordvraag()
    for _ in range(3):
        answer = open_deellink(database, link.token, "mis poes!", SETTINGS, moment)
        assert isinstance(answer, Wachtwoordvraag) and "klopt niet" in answer.fout
    answer = open_deellink(database, link.token, "een lange zin", SETTINGS, moment)
    assert isinstance(answer, Wachtwoordvraag) and "Wacht 2 seconden" in answer.fout
    assert isinstance(
        open_deellink(database, link.token, "een lange zin", SETTINGS, moment + timedelta(seconds=9)), Geopend
    )
    with database.reading() as session:
        assert session.scalar(select(DeellinkRow.pogingen)) == 0


def test_after_many_wrong_passwords_the_link_waits_a_quarter_of_an_hour(database, lead):
    link, moment = make(database, lead, wachtwoord="een lange zin"), now()
    for _ in range(SETTINGS.inlogpogingen):
        moment += timedelta(minutes=2)
        open_deellink(database, link.token, "mis poes!", SETTINGS, moment)
    moment += timedelta(minutes=SETTINGS.slot_minuten - 1)
    answer = open_deellink(database, link.token, "een lange zin", SETTINGS, moment)
    assert isinstance(answer, Wachtwoordvraag) and "Wacht" in answer.fout
    assert isinstance(
        open_deellink(database, link.token, "een lange zin", SETTINGS, moment + timedelta(minutes=2)), Geopend
    )


def test_parallel_guesses_do_not_slip_past_the_count(any_database, monkeypatch):
    monkeypatch.setattr(
        service, "password_matches", lambda typed, kept: False
    )  # the cost of bcrypt is not what is tested
    wijk = add_wijk(any_database)
    link = make(any_database, add_person(any_database, "lead", Rol.PROJECTLEIDER, wijk), wachtwoord="een lange zin")
    ready, moment = Barrier(6), now()

    def guess() -> None:
        ready.wait()
        open_deellink(any_database, link.token, "mis poes!", SETTINGS, moment)

    threads = [Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with any_database.reading() as session:
        assert session.scalar(select(DeellinkRow.pogingen)) == 6


def test_the_list_says_what_is_shared_by_whom_and_how_often_it_was_opened(database, lead):
    link = make(database, lead, vrije_tekst=True)
    service.count_opened(database, link.id)
    service.count_opened(database, link.id)
    with database.reading() as session:
        (found,) = deellinks(session, lead, now())
    assert (found.naam, found.door, found.wijken, found.geopend) == ("De corporatie", "Lead", ("Dorp",), 2)
    assert found.laatst_geopend_op is not None and found.werkt and found.in_te_trekken and found.vrije_tekst


def test_who_leads_the_wijk_revokes_a_link_of_another_and_nobody_else_sees_it(database, lead):
    dorp = lead.toekenningen[0].wijk
    link = make(database, lead)
    other = add_person(database, "ander", Rol.PROJECTLEIDER, add_wijk(database, "veld"))
    colleague = add_person(database, "collega", Rol.PROGRAMMAMANAGER, dorp)
    member = add_person(database, "lid", Rol.TEAMLID, dorp)
    for actor in (other, member):
        with database.reading() as session:
            assert deellinks(session, actor, now()) == ()
        with pytest.raises((NotFound, Forbidden)):
            revoke(database, actor, link.id)
    with pytest.raises(Conflict):
        revoke(database, colleague, link.id, versie=7)
    revoke(database, colleague, link.id)
    with database.reading() as session:
        assert [one.werkt for one in deellinks(session, lead, now())] == [False]
