"""Who may record nothing any more keeps no import either: the file that waited to be finished goes with the right.

It hangs on the flush, so every way to take a role or to close an account goes past it.
"""

from sqlalchemy import delete, event, select
from sqlalchemy.orm import UOWTransaction

from wijkkompas_core.domain.toegang import RECHTEN, Recht, Rol
from wijkkompas_core.storage.logboek import WritingSession, deleted_rows
from wijkkompas_core.storage.tables import GebruikerRow, ImportconceptRow, ToekenningRow

RECORDING = [rol.value for rol in Rol if Recht.VASTLEGGEN in RECHTEN[rol]]


@event.listens_for(WritingSession, "after_flush")
def _drop_imports(session: WritingSession, context: UOWTransaction) -> None:
    changed = (*session.dirty, *deleted_rows(context))
    touched = {row.gebruiker_id for row in changed if isinstance(row, ToekenningRow)}
    touched |= {row.id for row in session.dirty if isinstance(row, GebruikerRow) and not row.actief}
    if not touched:
        return
    still = (
        select(ToekenningRow.gebruiker_id)
        .join(GebruikerRow, GebruikerRow.id == ToekenningRow.gebruiker_id)
        .where(GebruikerRow.actief, ToekenningRow.rol.in_(RECORDING))
    )
    gone = delete(ImportconceptRow).where(
        ImportconceptRow.gebruiker_id.in_(sorted(touched)), ImportconceptRow.gebruiker_id.not_in(still)
    )
    session.execute(gone.execution_options(synchronize_session=False))
