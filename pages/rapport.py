"""Reports: choose what goes in, look at it, and make it as PDF or workbook; and those made before."""

from dashboard.page import open_page
from dashboard.screens.rapport import screen

lezer = open_page("rapport").lezer
screen.draw(lezer)
