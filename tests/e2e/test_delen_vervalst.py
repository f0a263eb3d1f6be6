"""Whoever has the cookie of a share link speaks to the server without our page: it still shows that view only."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.e2e.test_delen import ask, make_link, opens


def run(socket, message: BackMsg) -> list[ForwardMsg]:
    """Send one message and answer everything that comes until that run is over."""
    socket.send(message.SerializeToString())
    answers = []
    while True:
        data = socket.recv(timeout=60)
        assert isinstance(data, bytes)
        answer = ForwardMsg()
        answer.ParseFromString(data)
        answers.append(answer)
        if answer.WhichOneof("type") == "script_finished":
            return answers


def rerun(query: str, page: str = "", **widgets: str) -> BackMsg:
    """A message that asks a run of the page with this hash, with these values of widgets."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_script_hash = page
    for key, value in widgets.items():
        state = message.rerun_script.widget_states.widgets.add()
        state.id = key
        state.string_value = value
    return message


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
    address = demo_server.url.replace("http", "ws") + "/_stcore/stream"
    others = [naam for naam in ask(demo_server, "SELECT naam FROM wijk") if naam != "Lindenhof"]
    secret = others + ask(demo_server, "SELECT naam FROM gebruiker")
    before = ask(demo_server, "SELECT count(*) FROM logboek WHERE resultaat = 'gelukt' AND actor_id IS NULL")
    with connect(address, additional_headers={"Cookie": cookies}, max_size=None) as socket:
        first = run(socket, rerun(query))
        navigation = next(one.navigation for one in first if one.WhichOneof("type") == "navigation")
        pages = {page.url_pathname: page.page_script_hash for page in navigation.app_pages}
        assert {"kompas", "logboek", "weergaven", "gedeeld"} <= set(pages)
        seen = list(first)
        for name, number in pages.items():
            for forged in (query, "wijk=lindenhof", f"{query}&wijk=oude-werf&pagina=programma", "kenmerk=geraden"):
                seen += run(socket, rerun(forged, number))
            if name == "gedeeld":
                state = {"$$ID-x-filter_wijk": "oude-werf", "$$ID-y-balans_tabel": "1"}
                seen += run(socket, rerun(query, number, **state))
        everything = b"".join(one.SerializeToString() for one in seen).decode(errors="replace")
    assert "Je kijkt mee via een link" in everything
    assert [naam for naam in secret if naam in everything] == []
    assert ask(demo_server, "SELECT count(*) FROM logboek WHERE resultaat = 'gelukt' AND actor_id IS NULL") == before


def test_without_the_cookie_there_is_nothing_to_see(demo_server, shared):
    query, _ = shared
    address = demo_server.url.replace("http", "ws") + "/_stcore/stream"
    with connect(address, max_size=None) as socket:
        first = run(socket, rerun(query))
        navigation = next(one.navigation for one in first if one.WhichOneof("type") == "navigation")
        page = next(one.page_script_hash for one in navigation.app_pages if one.url_pathname == "gedeeld")
        seen = run(socket, rerun(query, page))
    everything = b"".join(one.SerializeToString() for one in seen).decode(errors="replace")
    assert "Deze link werkt niet." in everything and "Lindenhof" not in everything
