"""People and their roles: accounts for the beheerder, the own team for who leads a wijk, and the yearly review."""

from dashboard.page import open_page
from dashboard.screens.beheer import screen

lezer = open_page("beheer").lezer
screen.draw(lezer)
