"""Accounts and what they hold: roles, invitations, second factors, sessions, and attempts to log in.

A name and a user name never reach the logboek (`secret`): it keeps a number, so that somebody can become anonymous
while the logboek stays as it is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wijkkompas_core.storage.tables.base import NO_AUDIT, NO_WIJK, Base

SECRET = {"secret": True}
Hash = String(64)


class GebruikerRow(Base):
    """An account. `gezien_op` is written outside the audit, like the use of a session."""

    __tablename__ = "gebruiker"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruikersnaam: Mapped[str] = mapped_column(unique=True, info=SECRET)
    naam: Mapped[str] = mapped_column(info=SECRET)
    wachtwoord_hash: Mapped[str] = mapped_column(info=SECRET)
    actief: Mapped[bool] = mapped_column(default=True)
    moet_wachtwoord_wijzigen: Mapped[bool] = mapped_column(default=False)
    aangemaakt_op: Mapped[datetime | None]
    gezien_op: Mapped[datetime | None]
    gesloten_op: Mapped[datetime | None]
    geanonimiseerd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    toekenningen: Mapped[list["ToekenningRow"]] = relationship(
        cascade="all, delete-orphan",
        order_by="ToekenningRow.id",
        primaryjoin="GebruikerRow.id == ToekenningRow.gebruiker_id",
    )
    __mapper_args__ = {"version_id_col": versie}
    __table_args__: Any = {"info": {"wijken": ("naam", "actief")}}


class ToekenningRow(Base):
    """A role of a gebruiker in one wijk, or in all (`wijk_id` empty), and who last said that it is still right."""

    __tablename__ = "toekenning"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    rol: Mapped[str] = mapped_column(String(20))
    wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))
    gegeven_op: Mapped[datetime | None]
    bevestigd_op: Mapped[datetime | None]
    bevestigd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    __table_args__ = NO_WIJK  # a role in all wijken: nobody is named for it in one


class OudWachtwoordRow(Base):
    """The hash of a password that an account had before, so that it is not chosen again."""

    __tablename__ = "oud_wachtwoord"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    wachtwoord_hash: Mapped[str]
    vervangen_op: Mapped[datetime]
    __table_args__ = NO_AUDIT


class UitnodigingRow(Base):
    """A link with which somebody chooses a password, good for days and once; only the hash of its code is kept."""

    __tablename__ = "uitnodiging"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    code_hash: Mapped[str] = mapped_column(Hash, unique=True)
    gemaakt_op: Mapped[datetime]
    verloopt_op: Mapped[datetime]
    __table_args__ = NO_AUDIT


class TweedeFactorRow(Base):
    """The secret of an authenticator app, encrypted with the key of the installation; `laatste_stap` was used last."""

    __tablename__ = "tweede_factor"
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), primary_key=True)
    geheim: Mapped[str] = mapped_column(String(400))
    laatste_stap: Mapped[int] = mapped_column(BigInteger)
    sinds: Mapped[datetime]
    __table_args__ = NO_AUDIT


class HerstelcodeRow(Base):
    """A recovery code that has not been used yet; only its slow hash is kept."""

    __tablename__ = "herstelcode"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    code_hash: Mapped[str] = mapped_column(Hash)
    __table_args__ = NO_AUDIT


class CodefoutRow(Base):
    """A wrong code after a right password, in the login `ronde`, on the known browser `waar` (empty: any other).

    `telt`: it still makes the next one wait.
    """

    __tablename__ = "codefout"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    waar: Mapped[str] = mapped_column(Hash)
    ronde: Mapped[str] = mapped_column(Hash)
    op: Mapped[datetime]
    telt: Mapped[bool]
    __table_args__ = NO_AUDIT


class SessieRow(Base):
    """A logged-in browser, in words (`toestel`), `nieuw` when the account knew others and not this one.

    Only the hash of the cookie is kept.
    """

    __tablename__ = "sessie"
    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    cookie_hash: Mapped[str] = mapped_column(Hash, unique=True)
    begonnen_op: Mapped[datetime]
    gezien_op: Mapped[datetime]
    beeindigd_op: Mapped[datetime | None]
    toestel: Mapped[str] = mapped_column(default="")
    nieuw: Mapped[bool] = mapped_column(default=False)
    __table_args__ = NO_AUDIT


class InlogticketRow(Base):
    """A right to take the next step of logging in, good for a moment and once; only its hash is kept.

    `stap` is that step: a code of the second factor, setting one up, or starting a session.
    """

    __tablename__ = "inlogticket"
    ticket_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"))
    verloopt_op: Mapped[datetime]
    stap: Mapped[str] = mapped_column(String(20), default="sessie")
    __table_args__ = NO_AUDIT


class InlogpogingRow(Base):
    """Failed attempts under one key: a typed name, a name on a known browser, or an address; only its hash is kept."""

    __tablename__ = "inlogpoging"
    sleutel: Mapped[str] = mapped_column(Hash, primary_key=True)
    aantal: Mapped[int]
    begonnen_op: Mapped[datetime]
    laatste_op: Mapped[datetime]
    op_slot_tot: Mapped[datetime | None]
    __table_args__ = NO_AUDIT


class ToestelRow(Base):
    """A browser in which an account has logged in before; only the hash of its cookie is kept.

    What happened to the account until `gezien_tot` its owner has seen there.
    """

    __tablename__ = "toestel"
    toestel_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), primary_key=True)
    laatst_op: Mapped[datetime]
    gezien_tot: Mapped[datetime | None]
    __table_args__ = NO_AUDIT
