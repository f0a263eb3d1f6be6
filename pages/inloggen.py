"""Log in. Who is already in, goes on to the page where the work begins."""

from dashboard.access import login, session
from dashboard.access.landing import open_landing
from dashboard.reading import who

if (actor := who.current_actor()) is not None:
    open_landing(actor)
login.show(session.herkomst())
