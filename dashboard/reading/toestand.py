"""How this server is doing, for the screen of a beheerder."""

from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import database, settings
from wijkkompas_core.services.toestand import Toestand, toestand
from wijkkompas_core.werkproces import drukte


def read_toestand(lezer: Lezer) -> Toestand:
    """Everything, with what only this server knows; raises `Forbidden` for who does not manage."""
    ours, (running, waiting) = settings(), drukte()
    used, most = database().in_use()["schrijven"], ours.pool_grootte + ours.pool_extra
    proces = {
        "Verbindingen om te schrijven": f"{used} van {most} in gebruik",
        "Zwaar werk": f"{running} bezig, {waiting} wacht",
    }
    return toestand(database(), ours, lezer.actor, proces)
