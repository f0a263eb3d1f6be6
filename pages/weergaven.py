"""Views under a name, where you begin, and what is shared with people without an account."""

from dashboard.kit.undo import undo_bar
from dashboard.page import open_page
from dashboard.screens.weergaven import deellinks, weergaven

lezer = open_page("weergaven").lezer
undo_bar(lezer)
weergaven.save_form(lezer)
deellinks.share_form(lezer)
weergaven.overview(lezer)
deellinks.overview(lezer)
