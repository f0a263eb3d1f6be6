"""Manage the wijken: begin, change, pause, close, archive and reopen them."""

from dashboard.page import open_page
from dashboard.screens.beheer.wijken import wijken_view

lezer = open_page("wijken").lezer
wijken_view(lezer)
