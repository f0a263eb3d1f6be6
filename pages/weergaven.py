"""Views under a name, where you begin, and what is shared with people without an account."""

from dashboard.page import open_page
from dashboard.screens.weergaven import screen

lezer = open_page("weergaven").lezer
screen.draw(lezer)
