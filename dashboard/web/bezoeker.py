"""Who stands at the door: nobody, somebody with a share link, or an account with a live session."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from time import monotonic

from starlette.concurrency import run_in_threadpool
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from dashboard.reading import opened
from dashboard.reading.who import cookie_name, link_cookie
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.errors import Unavailable
from wijkkompas_core.queries.deellinks import gedeeld
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

KEPT_SECONDS = 10.0
"""So long an answer holds for what is only about being gentle; what gives something away always asks anew."""
MOST_KEPT = 4_096
MOST_LINKS, LONGEST_COOKIE = 10, 200


class Soort(Enum):
    """The three states that the door knows."""

    NIEMAND = "niemand"
    LINK = "link"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Bezoeker:
    """Somebody at the door. `wie` is the account, the link or, of nobody, the browser; `sessie` the login of it.

    Of nobody without a cookie both are empty: two of those are never the same.
    """

    soort: Soort
    wie: str = ""
    sessie: str = ""

    def is_same_as(self, other: "Bezoeker | None") -> bool:
        """Whether this is the same account, link or browser as before, maybe in another login."""
        return other is not None and bool(self.wie) and (self.soort, self.wie) == (other.soort, other.wie)


class Bezoekers:
    """Looks up who is at the door, by cookie, in the database."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Bezoeker, float]] = OrderedDict()

    def known(self, cookies: Mapping[str, str], settings: Settings) -> Bezoeker | None:
        """The answer of a moment ago, or at once when there is no cookie to look up; `None` when it must be asked.

        Only the first is told to ask: a page comes with dozens of requests at once.
        """
        key, moment = _key(cookies, settings), monotonic()
        if not key:
            return nobody(cookies)
        found = self._kept.get(key)
        if found is None:
            return None
        if found[1] <= moment - KEPT_SECONDS:
            self._kept[key] = (found[0], moment)
            return None
        return found[0]

    async def ask(self, cookies: Mapping[str, str], settings: Settings) -> Bezoeker:
        """Who it is at this moment; raises `Unavailable` when the database does not answer."""
        key = _key(cookies, settings)
        if not key:
            return nobody(cookies)
        found = await run_in_threadpool(_look_up, opened.database(), dict(cookies), settings)
        self._kept[key] = (found, monotonic())
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    async def ask_or_last(self, cookies: Mapping[str, str], settings: Settings) -> Bezoeker:
        """As `ask`; without a database the last answer, so that who was in keeps the screen with what was typed."""
        try:
            return await self.ask(cookies, settings)
        except Unavailable:
            return self.last(cookies, settings)

    def last(self, cookies: Mapping[str, str], settings: Settings) -> Bezoeker:
        """The last answer, however old; nobody when there was none."""
        kept = self._kept.get(_key(cookies, settings))
        return kept[0] if kept else nobody(cookies)


def nobody(cookies: Mapping[str, str]) -> Bezoeker:
    """The browser itself, whoever is logged in there.

    Streamlit gives every browser a secret of its own against forged requests; its mask changes, the token stays.
    """
    token, _ = decode_xsrf_token_string(cookies.get(XSRF_COOKIE_NAME, "")[:LONGEST_COOKIE])
    browser = sha256(token).hexdigest() if token else ""
    return Bezoeker(Soort.NIEMAND, browser, browser)


def _links(cookies: Mapping[str, str], settings: Settings) -> dict[str, str]:
    start = link_cookie("", settings)
    names = [name for name in cookies if name.startswith(start)][:MOST_LINKS]
    return {name.removeprefix(start): cookies[name] for name in names}


def _key(cookies: Mapping[str, str], settings: Settings) -> str:
    mine = [cookies.get(cookie_name(settings), ""), *_links(cookies, settings).items()]
    return sha256(repr(mine).encode(errors="surrogatepass")).hexdigest() if any(mine) else ""


def _look_up(database: Database, cookies: dict[str, str], settings: Settings) -> Bezoeker:
    with database.reading() as session:
        cookie = cookies.get(cookie_name(settings), "")
        if cookie and len(cookie) <= LONGEST_COOKIE:
            found = sessies.actor_for_cookie(session, cookie, settings)
            if found is not None:
                return Bezoeker(Soort.ACCOUNT, str(found.actor.gebruiker), str(found.actor.sessie))
        links = [
            kenmerk
            for kenmerk, value in _links(cookies, settings).items()
            if kenmerk.isascii() and kenmerk.isalnum() and gedeeld(session, kenmerk, value[:LONGEST_COOKIE], now())
        ]
    return Bezoeker(Soort.LINK, " ".join(links), " ".join(links)) if links else nobody(cookies)
