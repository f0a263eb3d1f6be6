"""Named views, where everyone begins, and links that show one view to people without an account."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import NO_AUDIT, NO_DATA, Base, Slug


class WeergaveRow(Base):
    """A view under a name: a page and its query. `bereik` is eigen, wijk (then with its id) or programma."""

    __tablename__ = "weergave"
    id: Mapped[int] = mapped_column(primary_key=True)
    naam: Mapped[str]
    pagina: Mapped[str] = mapped_column(Slug)
    vraag: Mapped[str] = mapped_column(Text)
    bereik: Mapped[str] = mapped_column(String(20))
    wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"), index=True)
    eigenaar_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    gewijzigd_op: Mapped[datetime]
    verwijderd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = NO_DATA


class StartweergaveRow(Base):
    """The view with which someone begins after logging in."""

    __tablename__ = "startweergave"
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), primary_key=True)
    weergave_id: Mapped[int] = mapped_column(ForeignKey("weergave.id"))
    __table_args__ = NO_DATA


class DeellinkRow(Base):
    """A link that shows one view without an account: of its token and its password only hashes are kept.

    `kenmerk` tells links apart in an address and is no secret. `wijken` are the ids of the wijken that it shows,
    `peildatum` the date on which it is frozen, `verloopt_op` its last day.
    """

    __tablename__ = "deellink"
    id: Mapped[int] = mapped_column(primary_key=True)
    kenmerk: Mapped[str] = mapped_column(String(20), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    naam: Mapped[str]
    pagina: Mapped[str] = mapped_column(Slug)
    vraag: Mapped[str] = mapped_column(Text)
    wijken: Mapped[list[int]] = mapped_column(JSON)
    peildatum: Mapped[date | None]
    vrije_tekst: Mapped[bool] = mapped_column(default=False)
    wachtwoord_hash: Mapped[str | None] = mapped_column(info={"secret": True})
    gemaakt_op: Mapped[datetime]
    gemaakt_door: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    verloopt_op: Mapped[date]
    ingetrokken_op: Mapped[datetime | None]
    geopend: Mapped[int] = mapped_column(default=0)
    laatst_geopend_op: Mapped[datetime | None]
    pogingen: Mapped[int] = mapped_column(default=0)
    wacht_tot: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = NO_DATA


class DeelsessieRow(Base):
    """A browser in which a share link was opened. Only the hash of its cookie is kept."""

    __tablename__ = "deelsessie"
    id: Mapped[int] = mapped_column(primary_key=True)
    deellink_id: Mapped[int] = mapped_column(ForeignKey("deellink.id"))
    cookie_hash: Mapped[str] = mapped_column(String(64), unique=True)
    begonnen_op: Mapped[datetime]
    __table_args__ = (Index("ix_deelsessie_deellink_id", "deellink_id"), NO_AUDIT)
