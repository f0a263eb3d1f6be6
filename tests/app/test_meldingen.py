"""What happened to one's own account stands on top of the page, quietly, until it has been seen."""

from sqlalchemy import select

from tests.app.conftest import html_of
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.services.toegang import inlogstappen, sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import CodefoutRow, GebruikerRow


def log_in(database: Database, wachtwoord: str, woorden: str) -> str:
    """The lezer logs in in a browser without any cookie; answers the one by which it is known from then on."""
    ticket = sessies.verify(database, "lezer", wachtwoord, Settings.from_env())
    assert isinstance(ticket, inlogstappen.Ticket)
    return sessies.start(database, ticket.waarde, Settings.from_env(), woorden=woorden).toestel


def test_wrong_codes_and_a_new_browser_are_told_until_they_were_seen(run_page, demo_database, demo_wachtwoord):
    home = log_in(demo_database, demo_wachtwoord, "Firefox op Linux")
    assert "je wachtwoord" not in html_of(run_page("wijk.py", "lezer", browser=home)), "nothing happened"

    log_in(demo_database, demo_wachtwoord, "Chrome op Windows")
    with demo_database.writing(system_actor("test"), Actie.INLOGGEN) as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "lezer"))
        session.add_all(CodefoutRow(gebruiker_id=key, waar="", ronde="", op=now(), telt=True) for _ in range(3))
    page = run_page("wijk.py", "lezer", browser=home)
    told = html_of(page)
    assert "Er is 3 keer met je wachtwoord ingelogd <strong>zonder de juiste code</strong>" in told
    assert "<strong>nieuw apparaat</strong> (Chrome op Windows)" in told and 'href="/account"' in told
    assert "Firefox op Linux" not in told, "this browser is known"

    page.button(key="meldingen_gezien").click().run()
    assert "zonder de juiste code" not in html_of(page)
    assert "nieuw apparaat" not in html_of(run_page("wijk.py", "lezer", browser=home)), "nor at the next login"

    beheer = html_of(run_page("beheer.py", "beheerder"))
    assert beheer.count("<strong>foute codes</strong>") == 1
    assert "3 foute codes na een goed wachtwoord" in html_of(run_page("beheer.py", "beheerder", account=str(key)))
