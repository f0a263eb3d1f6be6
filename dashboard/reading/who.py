"""Whose browser this is, and what that person may do at this moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from dashboard.reading import opened
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.queries.deellinks import still_works
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.settings import Settings

# Set by the main script around the page, so that one run asks the database once who is there.
_known: ContextVar[tuple[Actor | None] | None] = ContextVar("known_actor", default=None)


def cookie_name(settings: Settings) -> str:
    """The name of the session cookie; over HTTPS with the prefix that binds it to exactly this host."""
    return "__Host-wijkkompas" if settings.cookie_secure else "wijkkompas"


def device_cookie_name(settings: Settings) -> str:
    """The name of the cookie by which a browser is known, long after a session; it opens nothing by itself."""
    return cookie_name(settings) + "-toestel"


def link_cookie(kenmerk: str, settings: Settings) -> str:
    """The name of the cookie of one share link; over HTTPS with the prefix that binds it to exactly this host."""
    return ("__Host-" if settings.cookie_secure else "") + f"wijkkompas-deel-{kenmerk}"


def current_actor() -> Actor | None:
    """Who is logged in, with the rights of this moment; `None` without a session. Asks the database each call."""
    settings = opened.settings()
    cookie = st.context.cookies.get(cookie_name(settings))
    if not cookie:
        return None
    database = opened.database()
    with database.reading() as session:
        found = sessies.actor_for_cookie(session, cookie, settings)
    if found is None:
        return None
    if found.touch_due:
        sessies.touch(database, found.actor)
    return found.actor


@contextmanager
def known(actor: Actor | None) -> Iterator[None]:
    """During this run `require_user` takes this answer of `current_actor` instead of asking again."""
    token = _known.set((actor,))
    try:
        yield
    finally:
        _known.reset(token)


def actor_of_run() -> Actor | None:
    """Who is there in this run: as the main script found, or asked now."""
    answer = _known.get()
    return answer[0] if answer else current_actor()


def require_still(actor: Actor) -> None:
    """Raise `Forbidden` unless whoever a page was drawn for may at this moment see at least the same.

    For what runs after the page, such as making the file of a download: the cookie of the browser is not there then.
    """
    settings = opened.settings()
    with opened.database().reading() as session:
        if actor.deellink is not None:
            still = still_works(session, actor.deellink, now())
        else:
            still = sessies.keeps_rights(session, actor, settings)
    if not still:
        raise Forbidden("Je bent uitgelogd of mag dit niet meer zien. Laad de pagina opnieuw.")
