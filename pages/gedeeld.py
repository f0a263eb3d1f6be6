"""A view that somebody shared: that view and nothing else, for whoever has the link."""

from dashboard.components.gedeeld import show_shared
from dashboard.deelsessie import DeelLezer, require_link

link = require_link()
show_shared(DeelLezer(link), link)
