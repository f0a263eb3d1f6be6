"""What records still point to although it is gone: people who left the team, contactmomenten that were deleted."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.uitwisseling import VELDEN, Waardesoort
from wijkkompas_core.storage.tables import ContactmomentRow, GebruikerRow
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij


def with_gone(session: Session, base: Bekend, rows: Collection[BekendeRij]) -> Bekend:
    """The same with the people in these records who left the team, and the deleted contactmomenten they refer to."""
    wijken = dict(base.wijken)
    gone: defaultdict[int, set[int]] = defaultdict(set)
    referred: set[int] = set()
    for one in VELDEN[base.lijst]:
        if one.soort is Waardesoort.VERWIJZING:
            referred |= {key for rij in rows for key in cast("tuple[int, ...]", rij.waarden[one.naam])}
        if one.soort is Waardesoort.TEAMLID:
            for rij in rows:
                key: Any = rij.waarden[one.naam]
                if key is not None and key not in base.wijken[rij.wijk].leden:
                    gone[rij.wijk].add(key)
    if gone:
        everyone = {key for keys in gone.values() for key in keys}
        query = select(GebruikerRow.id, GebruikerRow.naam).where(GebruikerRow.id.in_(everyone))
        names = dict(session.execute(query.order_by(GebruikerRow.id)).all())
        for wijk, keys in gone.items():
            wijken[wijk] = replace(wijken[wijk], eerder={key: names[key] for key in sorted(keys) if key in names})
    deleted: frozenset[int] = frozenset()
    if referred:
        moments = select(ContactmomentRow.id).where(ContactmomentRow.verwijderd_op.is_not(None))
        deleted = frozenset(session.scalars(moments)) & referred
    return replace(base, wijken=wijken, verwijderd=deleted)
