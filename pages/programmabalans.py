"""The balance of all wijken on one scale, and the band per fase."""

from dashboard.kit.undo import undo_bar
from dashboard.page import open_page
from dashboard.reading.programmabalans import read_stand
from dashboard.screens.programmabalans.band import banden_view
from dashboard.screens.programmabalans.charts import balance_view

lezer, wijken = open_page("programmabalans")

undo_bar(lezer)
stand = read_stand(lezer, wijken)
balance_view(lezer, stand)
banden_view(lezer, stand)
