"""Manage the wijken: begin, change, pause, close, archive and reopen them."""

from dashboard.kit.undo import undo_bar
from dashboard.page import open_page
from dashboard.screens.beheer.wijken import manage, overview, read_managed

lezer = open_page("wijken").lezer
wijken = read_managed(lezer)
undo_bar(lezer)
manage(lezer, wijken)
overview(lezer, wijken)
