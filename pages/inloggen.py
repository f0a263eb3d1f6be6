"""Log in. Who is already in, goes on to the page where the work begins."""

from dashboard.access import login, session
from dashboard.reading import who
from dashboard.screens.weergaven.weergaven import open_landing

if (actor := who.current_actor()) is not None:
    open_landing(actor)
login.show(session.herkomst())
