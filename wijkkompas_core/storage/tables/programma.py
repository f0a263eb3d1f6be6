"""What the programme keeps about all wijken together: noten at charts and bands for the balance."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import NO_WIJK, Base


class AnnotatieRow(Base):
    """A noot: a remark at a date that explains what charts show; without a wijk it concerns every wijk."""

    __tablename__ = "annotatie"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))
    datum: Mapped[date]
    tekst: Mapped[str] = mapped_column(Text)
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    verwijderd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (Index("ix_annotatie_wijk_datum", "wijk_id", "datum"), NO_WIJK)


class BandRow(Base):
    """Between which values the balance of a wijk in this fase is expected; no row means that nothing is expected."""

    __tablename__ = "band"
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"), primary_key=True)
    laag: Mapped[float]
    hoog: Mapped[float]
    reden: Mapped[str] = mapped_column(Text)
    gewijzigd_op: Mapped[datetime]
    gewijzigd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = NO_WIJK
