"""Keeping that a report was made, and how the reports of the gemeente look."""

import base64
import io

from PIL import Image, UnidentifiedImageError
from sqlalchemy import select

from wijkkompas_core.domain.rapport import Huisstijl, Rapportopdracht, check_huisstijl, check_opdracht
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import HuisstijlRow, RapportRow

KINDS = ("PNG", "JPEG")
WIDEST_LOGO = 1200
"""Pixels; a larger logo is made smaller, which no one sees on paper."""


def record_rapport(session: WritingSession, opdracht: Rapportopdracht) -> int:
    """Keep that this report was made; answers its id.

    Raises `InvalidInput` for a report that cannot be made and `Forbidden` for a wijk that is not for this actor.
    """
    if errors := check_opdracht(opdracht, today=today()):
        raise InvalidInput(errors)
    for wijk in opdracht.wijken:
        require(session.actor, Recht.WIJK_ZIEN, wijk)
    row = RapportRow(
        soort=opdracht.soort.value,
        wijken=list(opdracht.wijken),
        peildatum=opdracht.peildatum,
        sinds=opdracht.sinds,
        onderdelen=[part.value for part in opdracht.onderdelen],
        gemaakt_op=now(),
        gemaakt_door=session.actor.gebruiker,
    )
    session.add(row)
    session.flush()
    facts = {"soort": row.soort, "wijken": row.wijken, "peildatum": row.peildatum.isoformat()}
    only = opdracht.wijken[0] if len(opdracht.wijken) == 1 else None
    log(session, object="rapport", object_id=row.id, wijk=only, nieuw=facts)
    return row.id


def change_huisstijl(session: WritingSession, kleur: str, logo: bytes | None, versie: int) -> Huisstijl:
    """Choose the colour of reports and their logo (`None`: the one there is stays, empty: none).

    For who manages the whole gemeente. Raises `Forbidden`, `InvalidInput`, and `Conflict` when someone else chose since
    `versie` was read.
    """
    if not session.actor.is_beheerder and not session.actor.is_system:
        raise Forbidden("De huisstijl is van de hele gemeente. Alleen wie alles beheert, verandert haar.")
    row = session.scalars(select(HuisstijlRow)).one_or_none()
    if (row.versie if row else 0) != versie:
        raise Conflict()
    old = base64.b64decode(row.logo) if row else b""
    drawn, kinds = (old, KINDS) if logo is None else _read_logo(logo)
    if errors := check_huisstijl(kleur, drawn, kinds):
        raise InvalidInput(errors)
    if row is None:
        row = HuisstijlRow(id=1, versie=1)
        session.add(row)
    row.kleur, row.logo = kleur.upper(), base64.b64encode(drawn).decode()
    row.gewijzigd_op, row.gewijzigd_door = now(), session.actor.gebruiker
    session.flush()
    return Huisstijl(row.kleur, drawn, row.versie)


def _read_logo(logo: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The logo drawn anew as PNG, so that nothing but the picture is kept; as it is when it cannot be read."""
    if not logo:
        return b"", ()
    try:
        with Image.open(io.BytesIO(logo), formats=KINDS) as image:
            kind = image.format or ""
            if image.width * image.height > 40_000_000:
                return logo, ()
            image.thumbnail((WIDEST_LOGO, WIDEST_LOGO))
            kept = io.BytesIO()
            image.convert("RGBA").save(kept, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return logo, ()
    return kept.getvalue(), (kind,)
