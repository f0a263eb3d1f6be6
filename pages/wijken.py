"""Manage the wijken: begin, change, pause, close, archive and reopen them."""

from dashboard.access.session import require_user
from dashboard.kit.fields import done_bar
from dashboard.kit.html import page_title
from dashboard.reading.lezer import Lezer
from dashboard.screens.beheer.wijken import manage, overview, read_managed
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.PROGRAMMA_STUREN))
page_title("Wijken beheren", "Begin een wijkaanpak, leg vast waar die ligt en wie de regie heeft, of sluit hem af.")
wijken = read_managed(lezer)
done_bar()
manage(lezer, wijken)
overview(lezer, wijken)
