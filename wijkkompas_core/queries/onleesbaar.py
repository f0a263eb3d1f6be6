"""What was typed in a wijk outside the logboek and the register: each text can be made unreadable from one list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.vrije_tekst import MARK, VRIJE_TEKST, recht_om_te_wijzigen
from wijkkompas_core.queries.geschiedenis import FIELDS
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.stroombronnen import SOORTEN
from wijkkompas_core.storage.tables import Base, BelanghebbendeRow

NAMEN = {
    "oordeel": "Oordeel",
    "cijfer": "Cijfer",
    "deelproject": "Deelproject",
    "signaalreactie": "Antwoord op een signaal",
    "wijk": "Wijk",
}
"""What people call each table of which the items have no page of their own."""
WITH_A_PAGE = {row.__tablename__ for row in (*SOORTEN.values(), BelanghebbendeRow)}
"""The tables of which the items do: there the form stands under the item."""


@dataclass(frozen=True, slots=True)
class Tekst:
    """One typed text: its table, the key of its row, its field, what that is called, and what stands there."""

    tabel: str
    sleutel: str
    veld: str
    naam: str
    tekst: str


@vraag(recht=Recht.WIJK_STUREN, persoonlijk=True)
def getypte_teksten(session: Session, actor: Actor, wijk: int) -> tuple[Tekst, ...]:
    """The texts of a wijk that the actor may make unreadable and that stand on no page of their own."""
    require(actor, Recht.WIJK_STUREN, wijk)
    found: list[Tekst] = []
    for tabel, velden in VRIJE_TEKST.items():
        if tabel in WITH_A_PAGE or not actor.may(recht_om_te_wijzigen(tabel), wijk):
            continue
        table = Base.metadata.tables[tabel]
        own = table.c.id if tabel == "wijk" else table.c.get("wijk_id")
        if own is None:  # a band is of all wijken
            continue
        for row in session.execute(select(table).where(own == wijk).order_by(*table.primary_key)).mappings():
            key = "/".join(str(row[column.name]) for column in table.primary_key)
            for veld in velden:
                value: Any = row[veld]
                if value and value != MARK:
                    name = FIELDS.get(veld, veld.capitalize())
                    found.append(Tekst(tabel, key, veld, f"{NAMEN[tabel]}, {name.lower()}", str(value)))
    return tuple(found)
