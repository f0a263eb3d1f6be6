"""A shared view inside a page of another site: only where a setting allows that site."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.weergaven import DeellinkInvoer, read_beeld
from wijkkompas_core.services.deellinks import make_deellink
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import GebruikerRow


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without writing down each request."""

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def intranet(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another site, on another host name: its address and the folder of its pages."""
    folder = tmp_path / "intranet"
    folder.mkdir()
    (folder / "favicon.ico").touch()  # a browser asks for it
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}", folder
    server.shutdown()
    server.server_close()


def token(database: Database) -> str:
    """A link to the balance of Lindenhof."""
    with database.reading() as session:
        lead = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "projectleider"))
        actor = load_actor(session, lead or 0, None)
    invoer = DeellinkInvoer("Intranet", read_beeld("/balans?wijk=lindenhof"), today() + timedelta(days=9))
    with database.writing(actor, Actie.DEELLINK_MAKEN) as session:
        return make_deellink(session, invoer).token


@pytest.mark.parametrize("allowed", [True, False])
def test_only_an_allowed_site_holds_a_shared_view(
    demo_file, tmp_path, serve, intranet, new_context, console_errors, allowed
):
    copy = tmp_path / "ingesloten.db"
    shutil.copyfile(demo_file, copy)
    site, folder = intranet
    environment = {"WIJKKOMPAS_COOKIE_SECURE": "ja"} | ({"WIJKKOMPAS_DEEL_INSLUITEN": site} if allowed else {})
    server = serve(f"sqlite:///{copy}", **environment)
    database = Database(f"sqlite:///{copy}")
    for name, address in (("deel", f"/deel#{token(database)}"), ("kompas", "/kompas")):
        page = (
            f'<!doctype html><title>Intranet</title><iframe width=1200 height=900 src="{server.url}{address}"></iframe>'
        )
        (folder / f"{name}.html").write_text(page)
    database.close()
    page = new_context().new_page()
    page.goto(f"{site}/deel.html")
    inside = page.frame_locator("iframe")
    if allowed:
        expect(inside.get_by_text("Je kijkt mee via een link")).to_be_visible()
        expect(inside.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        assert console_errors == []
    else:
        expect(inside.get_by_text("Je kijkt mee via een link")).to_have_count(0)
    page.goto(f"{site}/kompas.html")
    expect(inside.get_by_label("Gebruikersnaam")).to_have_count(0)
    assert [text for text in console_errors if "frame-ancestors" in text]
    console_errors.clear()
