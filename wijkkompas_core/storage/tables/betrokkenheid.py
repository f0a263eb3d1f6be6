"""Involvement: belanghebbenden and contactmomenten."""

from datetime import date, datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wijkkompas_core.storage.tables.base import NO_AUDIT, Base, Slug


class BelanghebbendeRow(Base):
    """An organisation or group in one wijk. `zoeknaam` is the name as it is compared.

    Empty `aspecten` means those of its type. A duplicate points to the one it was merged into (`samengevoegd_met`);
    nothing of it is moved, so that merging can be undone. `hoofd_id` is where that chain ends; empty: itself.
    """

    __tablename__ = "belanghebbende"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    naam: Mapped[str]
    zoeknaam: Mapped[str]
    type: Mapped[str] = mapped_column(ForeignKey("belanghebbendetype.slug"))
    belang: Mapped[str | None] = mapped_column(Slug)
    invloed: Mapped[str | None] = mapped_column(Slug)
    aan_tafel: Mapped[bool] = mapped_column(default=True)
    aspecten: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    contactpersoon_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    notitie: Mapped[str] = mapped_column(Text, default="", server_default="")
    samengevoegd_met: Mapped[int | None] = mapped_column(ForeignKey("belanghebbende.id"))
    hoofd_id: Mapped[int | None] = mapped_column(ForeignKey("belanghebbende.id"), index=True)
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (UniqueConstraint("wijk_id", "zoeknaam"),)


contactmoment_belanghebbende = Table(
    "contactmoment_belanghebbende",
    Base.metadata,
    Column("contactmoment_id", ForeignKey("contactmoment.id"), primary_key=True),
    Column("belanghebbende_id", ForeignKey("belanghebbende.id"), primary_key=True, index=True),
)


class ContactmomentAspectRow(Base):
    """One aspect of a contactmoment."""

    __tablename__ = "contactmoment_aspect"
    contactmoment_id: Mapped[int] = mapped_column(ForeignKey("contactmoment.id"), primary_key=True)
    aspect: Mapped[str] = mapped_column(ForeignKey("aspect.slug"), primary_key=True)
    __table_args__ = NO_AUDIT  # logged with its contactmoment


IN_INDEX = (
    *("wijk_id", "verwijderd_op", "datum", "id", "fase", "participatieniveau", "aantal_aspecten"),
    *("ingevoerd_op", "gewijzigd_op", "versie"),
)


class ContactmomentRow(Base):
    """One record of involvement. `datum` is when it happened, `ingevoerd_op` when it was entered.

    `aantal_aspecten` repeats the number of aspecten, so that weights need no second look at the database.
    """

    __tablename__ = "contactmoment"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    datum: Mapped[date]
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"))
    vorm: Mapped[str] = mapped_column(Slug)
    participatieniveau: Mapped[str | None] = mapped_column(Slug)
    aantal_deelnemers: Mapped[int | None]
    aantal_aspecten: Mapped[int]
    opbrengst: Mapped[str] = mapped_column(Text)
    links: Mapped[list[str]]
    sleutel: Mapped[str | None] = mapped_column(String(64), unique=True)
    ingevoerd_op: Mapped[datetime]
    ingevoerd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    gewijzigd_op: Mapped[datetime]
    verwijderd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()

    aspecten: Mapped[list[ContactmomentAspectRow]] = relationship(
        cascade="all, delete-orphan", order_by=ContactmomentAspectRow.aspect, info={"audit": "aspect"}
    )
    belanghebbenden: Mapped[list[BelanghebbendeRow]] = relationship(
        secondary=contactmoment_belanghebbende, order_by=BelanghebbendeRow.naam, info={"audit": "id"}
    )
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (
        # What is counted, added up or listed of a wijk is in it, so that doing so reads the index only.
        Index("ix_contactmoment_wijk_datum", *IN_INDEX),
        Index("ix_contactmoment_wijk_fase", "wijk_id", "fase", "datum"),
        Index("ix_contactmoment_ingevoerd", "ingevoerd_op", "wijk_id", "verwijderd_op"),
    )
