"""The belanghebbenden of a wijk: as a list, in pictures, one by one, and the form for a new one."""

from dashboard.page import open_page
from dashboard.screens.belanghebbenden import screen

lezer, wijken = open_page("belanghebbenden")
screen.draw(lezer, wijken)
