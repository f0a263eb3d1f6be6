"""What was done to a contactmoment, for the bar that offers to look at it and to undo it."""

from dashboard.kit import undo
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.contactmomenten import delete_contactmoment, restore_contactmoment

KIND = "contactmoment"


def remember(
    lezer: Lezer, wijk: Wijk, what: str, invoer: ContactmomentInvoer, actie: Actie, back: undo.UseCase
) -> None:
    """Say what was done to a contactmoment, now as in `invoer`, with the way to look at it and the way back."""
    aspect = next(iter(invoer.aspecten), "")
    node = f"{invoer.fase}/{lezer.methode.kompas.spoor_van.get(aspect, '')}/{aspect}"
    look = ("kompas.py", {"wijk": wijk.slug, "selectie": node})
    undo.remember(undo.Done(KIND, _name(lezer, invoer), wijk.id, what, (actie, back), look=look))


def delete(lezer: Lezer, record: Contactmoment) -> None:
    """Delete a contactmoment from a list, and offer to undo it."""
    undo.act(
        undo.Done(f"{KIND}_weg_{record.id}", _name(lezer, record.as_invoer()), record.wijk, "Verwijderd"),
        Actie.CONTACTMOMENT_VERWIJDEREN,
        lambda session: delete_contactmoment(session, record.id, record.versie),
        lambda session, _: restore_contactmoment(session, record.id, record.versie + 1),
        back_actie=Actie.CONTACTMOMENT_TERUGZETTEN,
    )


def _name(lezer: Lezer, invoer: ContactmomentInvoer) -> str:
    return f"{lezer.methode.naam('vorm', invoer.vorm).lower()} op {nl.day(invoer.datum)}"
