"""Keep a view under a name, rename it, take it away and bring it back, and choose the one to begin with.

Run inside `database.writing(actor, Actie.WEERGAVE_BEWAREN)`: that asks for an account only, the rest is checked here.
"""

from sqlalchemy import delete, select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.weergaven import Bereik, WeergaveInvoer, check_naam
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.weergaven import may_change, weergaven
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import StartweergaveRow, WeergaveRow


def save_weergave(session: WritingSession, invoer: WeergaveInvoer) -> int:
    """Keep a view; answers its id. Raises `InvalidInput` per field, `Forbidden` for a team one may not keep it for."""
    actor = session.actor
    if actor.gebruiker is None:
        raise Forbidden()
    naam, wijk = clean_text(invoer.naam), invoer.wijk if invoer.bereik is Bereik.WIJK else None
    errors = check_naam(naam, taken=_taken(session, invoer.bereik, wijk))
    seen = {one.slug for one in wijken(session, actor)}
    if invoer.beeld is None:
        errors["beeld"] = "Deze pagina kun je niet als weergave bewaren."
    elif set(invoer.beeld.wijken) - seen:
        errors["beeld"] = "In deze weergave staat een wijk die jij niet kunt zien."
    if invoer.bereik is Bereik.WIJK and wijk is None:
        errors["wijk"] = "Kies voor welke wijk deze weergave is."
    if errors:
        raise InvalidInput(errors)
    if wijk is not None:
        require(actor, Recht.VASTLEGGEN, wijk)
    if invoer.bereik is Bereik.PROGRAMMA and actor.wijken(Recht.PROGRAMMA_STUREN) is not None:
        raise Forbidden("Een weergave voor iedereen maakt alleen wie het hele programma stuurt.")
    assert invoer.beeld is not None
    row = WeergaveRow(
        naam=naam,
        pagina=invoer.beeld.pagina,
        vraag=invoer.beeld.query,
        bereik=invoer.bereik.value,
        wijk_id=wijk,
        eigenaar_id=actor.gebruiker,
        gewijzigd_op=now(),
    )
    session.add(row)
    session.flush()
    return row.id


def rename_weergave(session: WritingSession, key: int, versie: int, naam: str) -> int:
    """Give a view another name; answers its new version."""
    row = _mine(session, key, versie)
    naam = clean_text(naam)
    taken = _taken(session, Bereik(row.bereik), row.wijk_id, besides=key)
    if errors := check_naam(naam, taken=taken):
        raise InvalidInput(errors)
    row.naam, row.gewijzigd_op = naam, now()
    session.flush()
    return row.versie


def delete_weergave(session: WritingSession, key: int, versie: int) -> int:
    """Take a view away; answers the version that `restore_weergave` asks. Who began with it, begins as before."""
    row = _mine(session, key, versie)
    if row.verwijderd_op is not None:
        raise NotFound()
    row.verwijderd_op = now()
    session.flush()
    return row.versie


def restore_weergave(session: WritingSession, key: int, versie: int) -> int:
    """Bring back a view that was taken away."""
    row = _mine(session, key, versie)
    row.verwijderd_op = None
    session.flush()
    return row.versie


def set_startweergave(session: WritingSession, key: int | None) -> int | None:
    """Begin with this view after logging in, or with none in particular; answers the one there was."""
    me = session.actor.gebruiker
    if me is None:
        raise Forbidden()
    if key is not None and key not in {one.id for one in weergaven(session, session.actor)}:
        raise NotFound()
    before = session.scalar(select(StartweergaveRow.weergave_id).where(StartweergaveRow.gebruiker_id == me))
    session.execute(delete(StartweergaveRow).where(StartweergaveRow.gebruiker_id == me))
    if key is not None:
        session.add(StartweergaveRow(gebruiker_id=me, weergave_id=key))
        session.flush()
    return before


def _taken(session: WritingSession, bereik: Bereik, wijk: int | None, besides: int | None = None) -> set[str]:
    """The names, in small letters, of the views that stand in the same list."""
    query = select(WeergaveRow.naam).where(
        WeergaveRow.verwijderd_op.is_(None), WeergaveRow.bereik == bereik.value, WeergaveRow.id != (besides or 0)
    )
    if bereik is Bereik.EIGEN:
        query = query.where(WeergaveRow.eigenaar_id == session.actor.gebruiker)
    elif bereik is Bereik.WIJK:
        query = query.where(WeergaveRow.wijk_id == wijk)
    return {naam.casefold() for naam in session.scalars(query)}


def _mine(session: WritingSession, key: int, versie: int) -> WeergaveRow:
    """The row, when the actor may change it and it is still at this version."""
    row = session.get(WeergaveRow, key)
    actor = session.actor
    if row is None or not may_change(actor, Bereik(row.bereik), row.wijk_id, row.eigenaar_id):
        raise NotFound("Deze weergave is er niet meer, of je mag haar niet wijzigen.")
    if row.versie != versie:
        raise Conflict()
    return row
