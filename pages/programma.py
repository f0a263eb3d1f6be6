"""All wijken at a glance: where to go this week."""

from dashboard.page import open_page
from dashboard.screens.programma import screen

lezer = open_page("programma").lezer
screen.draw(lezer)
