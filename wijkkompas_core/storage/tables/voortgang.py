"""How far a wijkaanpak is: parts of a wijk, planning, judgements and figures."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import Base, Slug


class DeelprojectRow(Base):
    """A part of a wijk with a voortgang of its own; `actief` is false when it has been closed."""

    __tablename__ = "deelproject"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    naam: Mapped[str]
    toelichting: Mapped[str] = mapped_column(Text, default="")
    actief: Mapped[bool] = mapped_column(default=True)
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (UniqueConstraint("wijk_id", "naam"),)


class FaseplanningRow(Base):
    """When a wijk or deelproject plans to be in a fase. The first plan stays, so that real can be laid beside it."""

    __tablename__ = "faseplanning"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    deelproject_id: Mapped[int | None] = mapped_column(ForeignKey("deelproject.id"))
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"))
    gepland_van: Mapped[date]
    gepland_tot: Mapped[date]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}


class OordeelRow(Base):
    """A judgement at a peildatum: `onderwerp` inhoud, financien, planning or risicos; `kleur` groen, oranje, rood."""

    __tablename__ = "oordeel"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    deelproject_id: Mapped[int | None] = mapped_column(ForeignKey("deelproject.id"))
    peildatum: Mapped[date]
    onderwerp: Mapped[str] = mapped_column(String(20))
    kleur: Mapped[str] = mapped_column(String(20))
    zin: Mapped[str] = mapped_column(Text)
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (Index("ix_oordeel_wijk_peildatum", "wijk_id", "peildatum"),)


class CijferRow(Base):
    """A figure of the voortgang as teller, noemer (empty: a plain number) and peildatum."""

    __tablename__ = "cijfer"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    deelproject_id: Mapped[int | None] = mapped_column(ForeignKey("deelproject.id"))
    soort: Mapped[str] = mapped_column(Slug)
    peildatum: Mapped[date]
    teller: Mapped[float]
    noemer: Mapped[float | None]
    bron: Mapped[str] = mapped_column(default="")
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (Index("ix_cijfer_wijk_peildatum", "wijk_id", "peildatum"),)
