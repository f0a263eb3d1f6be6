"""Views under a name, where you begin, and what is shared with people without an account."""

from dashboard.access.session import require_user
from dashboard.kit.fields import done_bar
from dashboard.kit.html import page_title
from dashboard.reading.lezer import Lezer
from dashboard.screens.weergaven import deellinks, weergaven
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN))
page_title("Weergaven en delen", "Bewaar een blik onder een naam, begin ermee, of deel hem met iemand zonder account.")
done_bar()
weergaven.save_form(lezer)
deellinks.share_form(lezer)
weergaven.overview(lezer)
deellinks.overview(lezer)
