"""The balance of all wijken on one scale, and the band per fase."""

from dashboard.kit.fields import done_bar
from dashboard.page import open_page
from dashboard.reading.programmabalans import read_stand
from dashboard.screens.programmabalans.band import banden_view
from dashboard.screens.programmabalans.charts import balance_view

lezer, wijken = open_page("programmabalans")

done_bar()
stand = read_stand(lezer, wijken)
balance_view(lezer, stand)
banden_view(lezer, stand)
