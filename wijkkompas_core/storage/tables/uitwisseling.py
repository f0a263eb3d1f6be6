"""What was brought in from files, what is on its way in, and how columns of files go to fields."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import NO_AUDIT, Base, Slug


class ImportRow(Base):
    """One import, so that it can be undone as one; the logboek has one line about it.

    `aantallen` counts rows per status. `inhoud` tells what was written: under `nieuw` per table the numbers of new
    rows as [first, last] pairs, under `gewijzigd` a list of [table, id, version after, values before].
    `gebleven` are the sentences about what an undo left as it was.
    """

    __tablename__ = "import"
    id: Mapped[int] = mapped_column(primary_key=True)
    lijst: Mapped[str] = mapped_column(String(40))
    bron: Mapped[str]
    wijken: Mapped[dict[str, Any]]
    aantallen: Mapped[dict[str, Any]]
    inhoud: Mapped[dict[str, Any]]
    gedaan_op: Mapped[datetime]
    gedaan_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    teruggedraaid_op: Mapped[datetime | None]
    teruggedraaid_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    gebleven: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    __table_args__ = NO_AUDIT  # logged by hand: one line for the whole of it


class ToewijzingRow(Base):
    """A mapping kept under a name. It belongs to who made it (`gewijzigd_door`); of the system it is for all."""

    __tablename__ = "toewijzing"
    id: Mapped[int] = mapped_column(primary_key=True)
    lijst: Mapped[str] = mapped_column(String(40))
    naam: Mapped[str] = mapped_column(Slug)
    inhoud: Mapped[dict[str, Any]]
    gewijzigd_op: Mapped[datetime]
    gewijzigd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    __table_args__ = (UniqueConstraint("lijst", "naam"), NO_AUDIT)


class ImportconceptRow(Base):
    """An import that someone has begun and not finished, so that a closed tab or a restart loses nothing of it.

    `inhoud` is where they are: the step, the mapping, words and corrections. `bestand` is the file, packed (zlib).
    """

    __tablename__ = "importconcept"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    inhoud: Mapped[dict[str, Any]]
    bestand: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    bewaard_op: Mapped[datetime]
    __table_args__ = NO_AUDIT
