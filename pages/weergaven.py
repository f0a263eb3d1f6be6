"""Views under a name, where you begin, and what is shared with people without an account."""

from dashboard.components import deellinks, weergaven
from dashboard.components.html import page_title
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN))
page_title("Weergaven en delen", "Bewaar een blik onder een naam, begin ermee, of deel hem met iemand zonder account.")
done_bar()
weergaven.save_form(lezer)
deellinks.share_form(lezer)
weergaven.overview(lezer)
deellinks.overview(lezer)
