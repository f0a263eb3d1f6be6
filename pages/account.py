"""Who am I, what may I do where, where am I logged in, and how do I get in."""

from dashboard.page import open_page
from dashboard.screens.account import screen

lezer = open_page("account").lezer
screen.draw(lezer)
