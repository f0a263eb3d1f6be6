"""How this server is doing, for the screen of a beheerder."""

from sqlalchemy import QueuePool

from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import database, settings
from wijkkompas_core.services.toestand import Toestand, toestand
from wijkkompas_core.werkproces import drukte


def pool_in_use() -> tuple[int, int]:
    """The connections of this server that are in use, for writing, and the most there may be."""
    pool = database().engine.pool
    assert isinstance(pool, QueuePool)
    ours = settings()
    return pool.checkedout(), ours.pool_grootte + ours.pool_extra


def read_toestand(lezer: Lezer) -> Toestand:
    """Everything, with what only this server knows; raises `Forbidden` for who does not manage."""
    used, most = pool_in_use()
    running, waiting = drukte()
    proces = {
        "Verbindingen om te schrijven": f"{used} van {most} in gebruik",
        "Zwaar werk": f"{running} bezig, {waiting} wacht",
    }
    return toestand(database(), settings(), lezer.actor, proces)
