"""What a projectteam keeps besides contactmomenten: houding, beloften, besluiten, afspraken and drafts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wijkkompas_core.storage.tables.base import NO_AUDIT, Base, Slug
from wijkkompas_core.storage.tables.betrokkenheid import ContactmomentRow


class HoudingsmetingRow(Base):
    """How a belanghebbende stands from `datum` on, and how the team would like it to stand."""

    __tablename__ = "houdingsmeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    belanghebbende_id: Mapped[int] = mapped_column(ForeignKey("belanghebbende.id"), index=True)
    datum: Mapped[date]
    huidig: Mapped[str] = mapped_column(Slug)
    gewenst: Mapped[str | None] = mapped_column(Slug)
    toelichting: Mapped[str] = mapped_column(Text, default="")
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    verwijderd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (Index("ix_houdingsmeting_wijk_datum", "wijk_id", "datum"),)


class BelofteRow(Base):
    """The participatieniveau promised to a belanghebbende in a fase; a promise taken back has no row."""

    __tablename__ = "belofte"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    belanghebbende_id: Mapped[int] = mapped_column(ForeignKey("belanghebbende.id"))
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"))
    niveau: Mapped[str] = mapped_column(Slug)
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (UniqueConstraint("belanghebbende_id", "fase"),)


besluit_contactmoment = Table(
    "besluit_contactmoment",
    Base.metadata,
    Column("besluit_id", ForeignKey("besluit.id"), primary_key=True),
    Column("contactmoment_id", ForeignKey("contactmoment.id"), primary_key=True, index=True),
)


class BesluitRow(Base):
    """What was decided, by whom, when and on what ground, with the contactmomenten that led to it."""

    __tablename__ = "besluit"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    datum: Mapped[date]
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"))
    wat: Mapped[str] = mapped_column(Text)
    door: Mapped[str]
    grond: Mapped[str] = mapped_column(Text)
    sleutel: Mapped[str | None] = mapped_column(String(64), unique=True)
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    gewijzigd_op: Mapped[datetime]
    verwijderd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    contactmomenten: Mapped[list[ContactmomentRow]] = relationship(
        secondary=besluit_contactmoment, order_by=ContactmomentRow.id, info={"audit": "id"}
    )
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (Index("ix_besluit_wijk_datum", "wijk_id", "datum"),)


class AfspraakRow(Base):
    """An action with an owner (someone of the team, a belanghebbende, or both), a deadline and a status.

    `status` is open, klaar or vervallen; `afgerond_op` is the day on which it stopped being open.
    """

    __tablename__ = "afspraak"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    wat: Mapped[str] = mapped_column(Text)
    eigenaar_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    belanghebbende_id: Mapped[int | None] = mapped_column(ForeignKey("belanghebbende.id"), index=True)
    deadline: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20))
    afgerond_op: Mapped[date | None]
    contactmoment_id: Mapped[int | None] = mapped_column(ForeignKey("contactmoment.id"), index=True)
    sleutel: Mapped[str | None] = mapped_column(String(64), unique=True)
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    gewijzigd_op: Mapped[datetime]
    verwijderd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (
        Index("ix_afspraak_wijk_status", "wijk_id", "status", "deadline"),
        Index("ix_afspraak_eigenaar", "eigenaar_id", "status"),
    )


class SignaalreactieRow(Base):
    """A signal that was set aside, with the facts it was about: other facts bring the signal back."""

    __tablename__ = "signaalreactie"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    signaal: Mapped[str]
    feiten: Mapped[str] = mapped_column(Text)
    reden: Mapped[str] = mapped_column(Text)
    weggelegd_op: Mapped[datetime]
    weggelegd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (UniqueConstraint("wijk_id", "signaal"),)


class ConceptRow(Base):
    """A form that someone has not saved yet, kept so that a closed tab or a restart loses nothing."""

    __tablename__ = "concept"
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), primary_key=True)
    formulier: Mapped[str] = mapped_column(Slug, primary_key=True)
    inhoud: Mapped[dict[str, Any]] = mapped_column(JSON(none_as_null=True))
    bewaard_op: Mapped[datetime]
    __table_args__ = NO_AUDIT
