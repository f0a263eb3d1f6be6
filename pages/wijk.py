"""The start page of a wijk: what asks attention now, how it stands, and what happened lately."""

from dashboard.page import open_page
from dashboard.screens.wijk import screen

lezer, wijken = open_page("wijk")
screen.draw(lezer, wijken)
