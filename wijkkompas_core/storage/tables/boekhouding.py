"""The logboek and the installation itself."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import NO_AUDIT, Base, Slug


class LogboekRow(Base):
    """One line of the audit: who did what to which object, with the old and new values.

    Lines are only ever added: the database itself refuses to change or delete one (see `engine.LOGBOEK_GUARDS`).
    `actor` is a number, never a name.
    """

    __tablename__ = "logboek"
    id: Mapped[int] = mapped_column(primary_key=True)
    tijdstip: Mapped[datetime]
    actie: Mapped[str] = mapped_column(Slug)
    object: Mapped[str] = mapped_column(Slug)
    object_id: Mapped[str | None]
    wijk_id: Mapped[int | None]
    resultaat: Mapped[str] = mapped_column(String(20))
    oorsprong: Mapped[str] = mapped_column(Slug)
    actor_id: Mapped[int | None]
    actor: Mapped[str]
    oud: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    nieuw: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = (
        Index("ix_logboek_object", "object", "object_id"),
        Index("ix_logboek_tijdstip", "tijdstip"),
        Index("ix_logboek_wijk", "wijk_id", "tijdstip"),
        # Each with id, so that a page of what somebody asks for is read from the index, newest first.
        Index("ix_logboek_actor", "actor_id", "id"),
        Index("ix_logboek_actie", "actie", "id"),
        Index("ix_logboek_wijk_nummer", "wijk_id", "id"),
        Index("ix_logboek_resultaat", "resultaat", "id"),
        NO_AUDIT,
    )


class InstallatieRow(Base):
    """The one row about this installation: its data version and whether it holds the demo."""

    __tablename__ = "installatie"
    id: Mapped[int] = mapped_column(primary_key=True)
    dataversie: Mapped[int] = mapped_column(server_default=text("0"))
    demo: Mapped[bool] = mapped_column(default=False)
    gemeente: Mapped[str] = mapped_column(default="")
    __table_args__ = NO_AUDIT


class WijkversieRow(Base):
    """The data version at the last change that concerns a wijk: the key of what is cached of one wijk."""

    __tablename__ = "wijkversie"
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    dataversie: Mapped[int]
    __table_args__ = NO_AUDIT


class TaakRow(Base):
    """A job that is done by the clock or by hand, and how it went last; `gelukt_op` is when it last went well."""

    __tablename__ = "taak"
    naam: Mapped[str] = mapped_column(Slug, primary_key=True)
    laatst_op: Mapped[datetime]
    gelukt: Mapped[bool]
    gelukt_op: Mapped[datetime | None]
    seconden: Mapped[float]
    melding: Mapped[str] = mapped_column(String(500))
    __table_args__ = NO_AUDIT


class TellingRow(Base):
    """What was counted of the contactmomenten of a wijk, packed: a server that starts need not count years again.

    Derived: it can go at any time, and then it is counted anew (`queries.voorraad`).
    """

    __tablename__ = "telling"
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    inhoud: Mapped[bytes]
    __table_args__ = NO_AUDIT


class StroomRow(Base):
    """One item of the stream of a wijk: what /logboek lists and searches. Derived: it can be made again at any time.

    `soort` and `object_id` name the row it stands for; `zoektekst` is its text as it is searched.
    """

    __tablename__ = "stroom"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    soort: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[str] = mapped_column(String(120))
    datum: Mapped[date]
    fase: Mapped[str | None] = mapped_column(Slug)
    zoektekst: Mapped[str] = mapped_column(Text)
    verwijderd: Mapped[bool]
    __table_args__ = (
        UniqueConstraint("soort", "object_id"),
        # soort and fase are in it so that filtering on them reads the index only
        Index("ix_stroom_wijk_datum", "wijk_id", "verwijderd", "datum", "id", "soort", "fase"),
        NO_AUDIT,
    )
