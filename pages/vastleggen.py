"""Record a contactmoment, or change one."""

from dashboard.page import open_page
from dashboard.screens.vastleggen import screen

lezer, wijken = open_page("vastleggen", screen.title())
screen.draw(lezer, wijken)
