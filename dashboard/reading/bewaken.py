"""What needs attention goes to the log of the server as well, once when it begins and once when it is over."""

import logging

from dashboard.reading.opened import database, settings
from wijkkompas_core.domain.toegang import system_actor
from wijkkompas_core.services.toestand import toestand

logger = logging.getLogger(__name__)
SYSTEM = system_actor("bewaken")
_told: set[str] = set()


def tell_changes() -> None:
    """Compare with what was told before; only one thread does this."""
    now = {one.soort: one.wat for one in toestand(database(), settings(), SYSTEM).waarschuwingen}
    for soort in sorted(now.keys() - _told):
        logger.warning("vraagt aandacht (%s): %s", soort, now[soort])
    for soort in sorted(_told - now.keys()):
        logger.warning("vraagt geen aandacht meer (%s)", soort)
    _told.clear()
    _told.update(now)
