"""A view that somebody shared: that view and nothing else, for whoever has the link."""

from dashboard.access.by_link import DeelLezer, require_link
from dashboard.screens.weergaven.shared import show_shared

link = require_link()
show_shared(DeelLezer(link), link)
