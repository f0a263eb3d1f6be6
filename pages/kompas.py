"""The kompas of one wijk: which vakken get attention, and everything about the chosen part."""

from dashboard.page import open_page
from dashboard.screens.kompas import screen

lezer, wijken = open_page("kompas")
screen.draw(lezer, wijken)
