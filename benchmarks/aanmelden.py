"""Log in as a user does: name and password are checked, and the server trades the ticket for a cookie."""

import json
import urllib.request
from dataclasses import dataclass

from wijkkompas_core.services.toegang import inlogstappen, sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database


@dataclass(frozen=True)
class Account:
    """An account of the demo."""

    naam: str
    wachtwoord: str


def log_in(adres: str, url: str, account: Account) -> str:
    """A session of its own for this account on the server at `adres`, which serves the database `url`.

    Answers the Cookie header of that session; raises `RuntimeError` when the server gives none.
    """
    database = Database(url)
    try:
        answer = sessies.verify(database, account.naam, account.wachtwoord, Settings.from_env())
    finally:
        database.close()
    if isinstance(answer, inlogstappen.Refusal):
        raise RuntimeError(answer.bericht)
    request = urllib.request.Request(
        f"http://{adres}/sessie/start",
        data=json.dumps({"ticket": answer.waarde}).encode(),
        headers={"Content-Type": "application/json", "Origin": f"http://{adres}", "X-Wijkkompas": "1"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        cookie = response.headers["Set-Cookie"]
    if not cookie:
        raise RuntimeError("the server gave no cookie")
    return cookie.partition(";")[0]
