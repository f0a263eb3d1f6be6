"""Who did what, when and with which result: the logboek of the installation, for the beheerder."""

from dashboard.page import open_page
from dashboard.screens.beheer.audit import audit_view

lezer = open_page("audit").lezer
audit_view(lezer)
