"""Who did what, when and with which result: the logboek of the installation, for the beheerder."""

from dashboard.access.session import require_user
from dashboard.kit.html import page_title
from dashboard.reading.lezer import Lezer
from dashboard.screens.beheer.audit import audit_view
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.BEHEREN))
page_title("Wie deed wat", "Zoek terug wie iets wijzigde, wie inlogde en wat er is geweigerd.")
audit_view(lezer)
