"""Two to six wijken side by side."""

from dashboard.page import open_page
from dashboard.screens.vergelijken import screen

lezer, wijken = open_page("vergelijken")
screen.draw(lezer, wijken)
