"""Work with the app for a moment, on a database that was put back: `python -m dashboard.proef`, for the backup-proef.

Starts the server on a port of its own, logs in by an account made for it, and searches the logboek for something that
is there, as a browser would. Prints what was done; leaves with 1 and a sentence when it could not be.
"""

import json
import os
import re
import secrets
import socket
import sys
import time
from http.client import HTTPConnection
from threading import Thread
from urllib.parse import urlencode

import uvicorn
from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer, add_gebruiker
from wijkkompas_core.services.toegang.inlogstappen import Refusal
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import StroomRow, WijkRow

HOST = "127.0.0.1"
SECONDS = 120
_WORD = re.compile(r"[^\W\d_]{5,}")


class ProefMislukt(WijkkompasError):
    """People could not work with this database; the text says where it stopped."""


def main() -> int:
    """Do it all; answers an exit code."""
    Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    settings = Settings.from_env()
    database = Database(settings.database_url)
    try:
        address = f"{HOST}:{_serve()}"
        cookie = _log_in(address, database, settings)
        print(_search(address, cookie, database))
    except WijkkompasError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


def _end_with_parent(parent: int) -> None:
    """Nobody waits for a proof whose command was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _serve() -> int:
    """Start the server and wait until it is ready; answers its port."""
    listening = socket.create_server((HOST, 0))
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        "dashboard.server:app", log_level="warning", server_header=False, proxy_headers=False, lifespan="on"
    )
    Thread(target=uvicorn.Server(config).run, args=([listening],), daemon=True).start()
    said, until = "", time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            status, said, _ = _ask(f"{HOST}:{port}", "GET", "/gereed")
        except OSError:
            status = 0
        if status == 200:
            return port
        time.sleep(0.2)
    raise ProefMislukt(f"De app is niet gereed. {said.splitlines()[0] if said else ''}".strip())


def _ask(address: str, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
    """An answer of the server: its status, its text, and the cookie that it gave."""
    connection = HTTPConnection(address, timeout=10)
    try:
        connection.request(method, path, body, {"Origin": f"http://{address}", "X-Wijkkompas": "1"})
        answer = connection.getresponse()
        given = answer.headers.get_all("Set-Cookie") or [""]
        return answer.status, answer.read().decode(errors="replace"), given[0].partition(";")[0]
    finally:
        connection.close()


def _log_in(address: str, database: Database, settings: Settings) -> str:
    """The session cookie of an account that is made for it, and is gone with the database."""
    name, password = f"proef-{secrets.token_hex(6)}", secrets.token_urlsafe(24)
    with database.writing(system_actor("opdrachtregel"), Actie.GEBRUIKER_BEHEREN) as session:
        add_gebruiker(session, GebruikerInvoer(name, "Proef", password, (Toekenning(Rol.BEHEERDER),)))
    ticket = sessies.verify(database, name, password, settings)
    if isinstance(ticket, Refusal):
        raise ProefMislukt(f"Inloggen lukt niet: {ticket.bericht}")
    status, said, cookie = _ask(address, "POST", "/sessie/start", json.dumps({"ticket": ticket.waarde}))
    if status != 204 or not cookie:
        raise ProefMislukt(f"Inloggen lukt niet: {said[:200]}")
    return cookie


def _search(address: str, cookie: str, database: Database) -> str:
    """Search the logboek for a word of something that is in it; in an installation without any, only open the page."""
    with database.reading() as session:
        found = session.execute(
            select(WijkRow.slug, StroomRow.object_id, StroomRow.zoektekst)
            .join(WijkRow, WijkRow.id == StroomRow.wijk_id)
            .where(StroomRow.soort == "contactmoment", StroomRow.verwijderd.is_(False), StroomRow.datum <= today())
            .where(WijkRow.status != "gearchiveerd")
            .order_by(StroomRow.datum.desc(), StroomRow.id.desc())
            .limit(100)
        ).all()
    for slug, key, text in found:
        if word := max(_WORD.findall(text), key=len, default=""):
            page = _open(address, cookie, urlencode({"wijk": slug, "zoek": word}))
            if f"contactmoment-{key}".encode() not in page:
                raise ProefMislukt("Zoeken in het logboek vindt niet wat er staat.")
            return "gezocht en gevonden"
    _open(address, cookie, "")
    return "het logboek geopend, waarin nog niets te zoeken is"


def _open(address: str, cookie: str, query: str) -> bytes:
    """All that the server sends to draw the page of the logboek."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = "logboek"
    message.rerun_script.context_info.url = f"http://{address}/logboek"
    with connect(
        f"ws://{address}/_stcore/stream",
        origin=Origin(f"http://{address}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie},
        max_size=None,
    ) as stream:
        stream.send(message.SerializeToString())
        seen = b""
        while True:
            data = stream.recv(timeout=SECONDS, decode=False)
            seen += data
            one = ForwardMsg.FromString(data)
            early = one.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if one.WhichOneof("type") == "script_finished" and not early:
                return seen


if __name__ == "__main__":
    sys.exit(main())
