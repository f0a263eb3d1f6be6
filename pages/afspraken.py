"""Afspraken: one's own in all wijken, or all of a wijk; what is too late comes first."""

from dashboard.page import open_page
from dashboard.screens.afspraken import screen

lezer, wijken = open_page("afspraken")
screen.draw(lezer, wijken)
