"""The balance between the sporen of one wijk over time."""

from dashboard.page import open_page
from dashboard.screens.balans import screen

lezer, wijken = open_page("balans")
screen.draw(lezer, wijken)
