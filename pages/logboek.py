"""Everything that happened in a wijk as one stream, each item with its history; and the form for a besluit."""

from dashboard.page import open_page
from dashboard.screens.logboek import screen

lezer, wijken = open_page("logboek")
screen.draw(lezer, wijken)
