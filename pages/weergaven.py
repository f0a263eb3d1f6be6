"""Views under a name, where you begin, and what is shared with people without an account."""

from dashboard.kit.fields import done_bar
from dashboard.page import open_page
from dashboard.screens.weergaven import deellinks, weergaven

lezer = open_page("weergaven").lezer
done_bar()
weergaven.save_form(lezer)
deellinks.share_form(lezer)
weergaven.overview(lezer)
deellinks.overview(lezer)
