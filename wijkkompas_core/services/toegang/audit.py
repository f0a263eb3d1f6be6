"""Taking the logboek out of the application is itself something to write down."""

from wijkkompas_core.services.toegang.accounts import require_everywhere
from wijkkompas_core.storage.logboek import WritingSession, log


def record_download(session: WritingSession) -> None:
    """Write down that the actor downloads the logboek (Actie.LOGBOEK_INZIEN)."""
    require_everywhere(session)
    log(session, object="logboek", nieuw={"gedownload": True})
