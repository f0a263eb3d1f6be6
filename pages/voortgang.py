"""How far a wijk is: fasen, mijlpalen, knooppunten, judgements and figures."""

from dashboard.page import open_page
from dashboard.screens.voortgang import screen

lezer, wijken = open_page("voortgang")
screen.draw(lezer, wijken)
