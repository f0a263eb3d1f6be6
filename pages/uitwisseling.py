"""Lists in and out: import from a spreadsheet, export to one, earlier imports, and many rows changed at once."""

from dashboard.page import open_page
from dashboard.screens.uitwisselen import screen

lezer = open_page("uitwisseling").lezer
screen.draw(lezer)
