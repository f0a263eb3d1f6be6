"""Whoever has the cookie of a share link speaks to the server without our page: it still shows that view only."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.test_delen import ask, make_link, opens
from tests.torture.gesprek import Antwoord, Gesprek, Widget


def pages_of(answer: Antwoord) -> dict[str, str]:
    """The hash of the script of each page, by its address, as the server tells it to every browser."""
    navigation = next(one.navigation for one in answer.berichten if one.WhichOneof("type") == "navigation")
    return {page.url_pathname: page.page_script_hash for page in navigation.app_pages}


@pytest.fixture
def shared(demo_server, demo_wachtwoord, new_context, log_in):
    """A link to the balance of Lindenhof that was opened in a browser: its query and its cookie as a header."""
    lead = new_context(viewport={"width": 1440, "height": 900}).new_page()
    log_in(lead, demo_server.url, "projectleider", demo_wachtwoord)
    link = make_link(lead, demo_server.url, "/balans?wijk=lindenhof", "Vervalst")
    viewer = new_context().new_page()
    opens(viewer, link)
    expect(viewer.get_by_text("Je kijkt mee via een link")).to_be_visible()
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in viewer.context.cookies())  # type: ignore[typeddict-item]
    return urlsplit(viewer.url).query, cookies


def test_forged_messages_get_no_further_than_the_shared_view(demo_server, shared):
    query, cookies = shared
    others = [naam for naam in ask(demo_server, "SELECT naam FROM wijk") if naam != "Lindenhof"]
    secret = others + ask(demo_server, "SELECT naam FROM gebruiker")
    before = ask(demo_server, "SELECT count(*) FROM logboek WHERE resultaat = 'gelukt' AND actor_id IS NULL")
    with Gesprek(demo_server.url, cookies) as gesprek:
        everything = (first := gesprek.run(query)).text
        pages = pages_of(first)
        assert {"kompas", "logboek", "weergaven", "gedeeld"} <= set(pages)
        for name, number in pages.items():
            for forged in (query, "wijk=lindenhof", f"{query}&wijk=oude-werf&pagina=programma", "kenmerk=geraden"):
                everything += gesprek.run(forged, hash=number).text
            if name == "gedeeld":
                wijk, tabel = (
                    Widget("$$ID-x-filter_wijk", "selectbox", ""),
                    Widget("$$ID-y-balans_tabel", "text_input", ""),
                )
                everything += gesprek.run(query, wijk.state("oude-werf"), tabel.state("1"), hash=number).text
    assert "Je kijkt mee via een link" in everything
    assert [naam for naam in secret if naam in everything] == []
    assert ask(demo_server, "SELECT count(*) FROM logboek WHERE resultaat = 'gelukt' AND actor_id IS NULL") == before


def test_without_the_cookie_there_is_nothing_to_see(demo_server, shared):
    query, _ = shared
    with Gesprek(demo_server.url) as gesprek:
        pages = pages_of(gesprek.run(query))
        everything = gesprek.run(query, hash=pages["gedeeld"]).text
    assert "Deze link werkt niet." in everything and "Lindenhof" not in everything
