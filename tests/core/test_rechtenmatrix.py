"""Every actie × every rol × own or other wijk, made from the enums: a new one cannot be forgotten."""

from datetime import date

import pytest

from wijkkompas_core.domain.toegang import (
    GEEFT,
    NEEDS,
    RECHTEN,
    VEILIGHEID,
    Actie,
    Actor,
    Recht,
    Rol,
    Toekenning,
    system_actor,
)
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.services.toegang import accounts
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import WijkRow

SYSTEM = system_actor("test")
EXPECTED: dict[Rol, set[Recht]] = {
    Rol.LEZER: {Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN},
    Rol.TEAMLID: {Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN},
    Rol.PROJECTLEIDER: {Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN, Recht.WIJK_STUREN, Recht.TEAM_BEHEREN},
    Rol.PROGRAMMAMANAGER: set(Recht) - {Recht.BEHEREN, Recht.SYSTEEM},
    Rol.BEHEERDER: set(Recht) - {Recht.SYSTEEM},
}
"""Written out a second time on purpose: who widens a role by accident is asked whether that was meant."""


@pytest.fixture(scope="module")
def installation(_empty_file, tmp_path_factory):
    """A database with two wijken and an account per role in the first, and per role everywhere."""
    import shutil

    path = tmp_path_factory.mktemp("matrix") / "matrix.db"
    shutil.copyfile(_empty_file, path)
    database = Database(f"sqlite:///{path}")
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        rows = [WijkRow(slug=n, naam=n.upper(), start=date(2024, 1, 1)) for n in ("a", "b")]
        session.add_all(rows)
        session.flush()
        own, other = rows[0].id, rows[1].id
    people: dict[tuple[Rol, bool], Actor] = {}
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        keys = {
            (rol, local): accounts.add_gebruiker(
                session,
                accounts.GebruikerInvoer(f"{rol}.{local}", "Naam", None, (Toekenning(rol, own if local else None),)),
            )
            for rol in Rol
            for local in (True, False)
        }
    with database.reading() as session:
        people = {which: load_actor(session, key, None) for which, key in keys.items()}
    yield database, people, own, other
    database.close()


def allowed(database: Database, actor: Actor, actie: Actie, wijk: int | None) -> bool:
    try:
        with database.writing(actor, actie, wijk):
            return True
    except Forbidden:
        return False


def test_the_roles_hold_exactly_the_rights_that_were_agreed():
    assert {rol: set(held) for rol, held in RECHTEN.items()} == EXPECTED
    assert set(RECHTEN) == set(Rol) and set(NEEDS) == set(Actie)


def test_every_action_about_access_itself_goes_to_the_output_of_the_server():
    own = {Actie.WEERGAVE_BEWAREN}  # one's own, but not about access
    about_access = {a for a, recht in NEEDS.items() if recht in (Recht.EIGEN_ACCOUNT, Recht.TEAM_BEHEREN)} - own
    assert (
        about_access | {Actie.INLOGGEN, Actie.UITNODIGING_AANNEMEN, Actie.GEBRUIKER_BEHEREN, Actie.OPRUIMEN}
        <= VEILIGHEID
    )


def test_nobody_gives_a_role_as_strong_as_the_own_except_a_beheerder():
    for rol, gives in GEEFT.items():
        if rol is Rol.BEHEERDER:
            continue
        for given in gives:
            assert RECHTEN[given] < RECHTEN[rol], f"{rol} gives {given}"


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("actie", list(Actie))
def test_an_action_is_open_to_exactly_the_roles_that_hold_its_right_in_that_wijk(installation, actie, rol):
    database, people, own, other = installation
    holds = NEEDS[actie] in EXPECTED[rol]
    local, everywhere = people[rol, True], people[rol, False]
    assert allowed(database, local, actie, own) is holds
    assert allowed(database, local, actie, other) is False
    assert [allowed(database, everywhere, actie, wijk) for wijk in (own, other)] == [holds, holds]


@pytest.mark.parametrize("actie", list(Actie))
def test_who_has_no_role_at_all_or_a_closed_account_does_nothing(installation, actie):
    database, people, own, _other = installation
    nobody = Actor(people[Rol.LEZER, True].gebruiker, "x", "X", (Toekenning(Rol.BEHEERDER),), sessie=999_999)
    assert not allowed(database, nobody, actie, own), "an ended session, whatever the actor says of itself"
    assert not allowed(database, Actor(999_999, "x", "X", (Toekenning(Rol.BEHEERDER),)), actie, own)


def test_rights_that_an_actor_claims_count_for_nothing(installation):
    database, people, own, _other = installation
    lezer = people[Rol.LEZER, True]
    forged = Actor(lezer.gebruiker, lezer.gebruikersnaam, lezer.naam, (Toekenning(Rol.BEHEERDER),))
    for actie in Actie:
        assert allowed(database, forged, actie, own) is (NEEDS[actie] in EXPECTED[Rol.LEZER])
