"""The balance of all wijken on one scale, and the band per fase."""

from dashboard.page import open_page
from dashboard.screens.programmabalans import screen

lezer, wijken = open_page("programmabalans")
screen.draw(lezer, wijken)
