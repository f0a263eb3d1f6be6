"""Wijken and the state of their wijkaanpak."""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import Base, Slug


class WijkRow(Base):
    """A wijkaanpak and its area. `grens` is a GeoJSON geometry, `cbs_editie` the year of the codes and the boundary.

    `buurten` are the codes of the CBS buurten in it, `gebied` the part of the gemeente and `regie` who leads it, both
    in words; `status` is actief, gepauzeerd, afgesloten or gearchiveerd, since `status_sinds`.
    """

    __tablename__ = "wijk"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Slug, unique=True)
    naam: Mapped[str]
    start: Mapped[date]
    cbs_code: Mapped[str | None] = mapped_column(String(10))
    cbs_editie: Mapped[int | None]
    grens: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    buurten: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    gebied: Mapped[str] = mapped_column(default="", server_default="")
    regie: Mapped[str] = mapped_column(default="", server_default="")
    status: Mapped[str] = mapped_column(Slug, default="actief", server_default="actief")
    status_sinds: Mapped[date | None]
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
    __table_args__ = (UniqueConstraint("cbs_code"),)


class WijkcijferRow(Base):
    """One figure about a wijk, with its edition; an absent figure has no row."""

    __tablename__ = "wijkcijfer"
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    naam: Mapped[str] = mapped_column(Slug, primary_key=True)
    editie: Mapped[int] = mapped_column(primary_key=True)
    waarde: Mapped[float]


class WijkfaseRow(Base):
    """One spell of a wijk (or of a deelproject of it) in a fase; going back to a fase is a new spell."""

    __tablename__ = "wijkfase"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"))
    begonnen_op: Mapped[date]
    afgesloten_op: Mapped[date | None]
    deelproject_id: Mapped[int | None] = mapped_column(ForeignKey("deelproject.id"))
    versie: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": versie}


class MijlpaalRow(Base):
    """The closing of a fase: planned for a date, decided on a date with an outcome."""

    __tablename__ = "mijlpaal"
    id: Mapped[int] = mapped_column(primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"))
    naam: Mapped[str]
    gepland_op: Mapped[date | None]
    besloten_op: Mapped[date | None]
    uitkomst: Mapped[str | None] = mapped_column(Slug)
    toelichting: Mapped[str] = mapped_column(Text, default="")
    deelproject_id: Mapped[int | None] = mapped_column(ForeignKey("deelproject.id"))
    versie: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": versie}


class NvtVakRow(Base):
    """A vak that does not apply in a wijk, and why."""

    __tablename__ = "nvt_vak"
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"), primary_key=True)
    aspect: Mapped[str] = mapped_column(ForeignKey("aspect.slug"), primary_key=True)
    reden: Mapped[str] = mapped_column(Text)
    sinds: Mapped[date | None]
    versie: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": versie}


class KnooppuntstatusRow(Base):
    """How far a wijk is with a knooppunt; no row means 'niet gestart'."""

    __tablename__ = "knooppuntstatus"
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    knooppunt: Mapped[str] = mapped_column(ForeignKey("knooppunt.slug"), primary_key=True)
    status: Mapped[str] = mapped_column(Slug)
    reden: Mapped[str] = mapped_column(Text, default="")
    sinds: Mapped[date]
    versie: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": versie}
