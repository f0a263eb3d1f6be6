"""Which reports were made, and how the reports of the gemeente look."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import NO_AUDIT, Base


class RapportRow(Base):
    """A report that was made: enough to make the same again. The file itself is not kept.

    Not audited row by row: making a report changes no data. Its line in the logboek says that it was made.
    """

    __tablename__ = "rapport"
    id: Mapped[int] = mapped_column(primary_key=True)
    soort: Mapped[str] = mapped_column(String(20))
    wijken: Mapped[list[int]] = mapped_column(JSON)
    peildatum: Mapped[date]
    sinds: Mapped[date]
    onderdelen: Mapped[list[str]]
    gemaakt_op: Mapped[datetime]
    gemaakt_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    __table_args__ = (Index("ix_rapport_gemaakt_op", "gemaakt_op"), NO_AUDIT)


class HuisstijlRow(Base):
    """The one row about the look of reports; without it they look as we made them. `logo` is a file in base64."""

    __tablename__ = "huisstijl"
    id: Mapped[int] = mapped_column(primary_key=True)
    kleur: Mapped[str] = mapped_column(String(7))
    logo: Mapped[str] = mapped_column(Text, info={"secret": True})
    """Kept out of the logboek: it is a file, not a fact."""
    gewijzigd_op: Mapped[datetime]
    gewijzigd_door: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    versie: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versie}
