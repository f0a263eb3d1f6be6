"""Accounts, sessions and attempts to log in."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wijkkompas_core.storage.tables.base import NO_AUDIT, Base


class GebruikerRow(Base):
    """An account. The hash never reaches the logboek."""

    __tablename__ = "gebruiker"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruikersnaam: Mapped[str] = mapped_column(unique=True)
    naam: Mapped[str]
    wachtwoord_hash: Mapped[str] = mapped_column(info={"secret": True})
    actief: Mapped[bool] = mapped_column(default=True)
    moet_wachtwoord_wijzigen: Mapped[bool] = mapped_column(default=False)
    versie: Mapped[int] = mapped_column()
    toekenningen: Mapped[list["ToekenningRow"]] = relationship(
        cascade="all, delete-orphan", order_by="ToekenningRow.id"
    )
    __mapper_args__ = {"version_id_col": versie}


class ToekenningRow(Base):
    """A role of a gebruiker in one wijk, or in all (`wijk_id` empty)."""

    __tablename__ = "toekenning"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    rol: Mapped[str] = mapped_column(String(20))
    wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))


class SessieRow(Base):
    """A logged-in browser. Only the hash of the cookie is kept."""

    __tablename__ = "sessie"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    cookie_hash: Mapped[str] = mapped_column(String(64), unique=True)
    begonnen_op: Mapped[datetime]
    gezien_op: Mapped[datetime]
    beeindigd_op: Mapped[datetime | None]
    __table_args__ = NO_AUDIT


class InlogticketRow(Base):
    """A right to start one session, good for seconds and once; only its hash is kept."""

    __tablename__ = "inlogticket"
    ticket_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"))
    verloopt_op: Mapped[datetime]
    __table_args__ = NO_AUDIT


class InlogpogingRow(Base):
    """Failed attempts in a row under one typed name, whether an account has it or not."""

    __tablename__ = "inlogpoging"
    naam_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    aantal: Mapped[int]
    laatste_op: Mapped[datetime]
    op_slot_tot: Mapped[datetime | None]
    __table_args__ = NO_AUDIT
