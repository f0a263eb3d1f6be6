"""The method, from data/referentie."""

from datetime import date

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from wijkkompas_core.storage.tables.base import Base, Slug


class FaseRow(Base):
    """A fase; `actief` is false when the reference data no longer has it."""

    __tablename__ = "fase"
    slug: Mapped[str] = mapped_column(Slug, primary_key=True)
    nummer: Mapped[int]
    naam: Mapped[str]
    kort: Mapped[str]
    uitleg: Mapped[str] = mapped_column(Text)
    actief: Mapped[bool] = mapped_column(default=True)


class SpoorRow(Base):
    """A spoor."""

    __tablename__ = "spoor"
    slug: Mapped[str] = mapped_column(Slug, primary_key=True)
    volgorde: Mapped[int]
    naam: Mapped[str]
    kort: Mapped[str]
    uitleg: Mapped[str] = mapped_column(Text)
    actief: Mapped[bool] = mapped_column(default=True)


class AspectRow(Base):
    """An aspect of a spoor."""

    __tablename__ = "aspect"
    slug: Mapped[str] = mapped_column(Slug, primary_key=True)
    volgorde: Mapped[int]
    spoor: Mapped[str] = mapped_column(ForeignKey("spoor.slug"))
    naam: Mapped[str]
    kort: Mapped[str]
    uitleg: Mapped[str] = mapped_column(Text)
    actief: Mapped[bool] = mapped_column(default=True)


class VakRow(Base):
    """What matters in one fase × aspect."""

    __tablename__ = "vak"
    fase: Mapped[str] = mapped_column(ForeignKey("fase.slug"), primary_key=True)
    aspect: Mapped[str] = mapped_column(ForeignKey("aspect.slug"), primary_key=True)
    uitleg: Mapped[str] = mapped_column(Text)
    actief: Mapped[bool] = mapped_column(default=True)


class KnooppuntRow(Base):
    """A concrete step inside a vak; `partijen` are slugs of types."""

    __tablename__ = "knooppunt"
    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    fase: Mapped[str] = mapped_column(Slug)
    aspect: Mapped[str] = mapped_column(Slug)
    volgorde: Mapped[int]
    titel: Mapped[str]
    doel: Mapped[str] = mapped_column(Text)
    aanpak: Mapped[str] = mapped_column(Text)
    tips: Mapped[str] = mapped_column(Text)
    praktijkverhaal: Mapped[str] = mapped_column(Text)
    partijen: Mapped[list[str]]
    bestuurlijk_gevoelig: Mapped[bool]
    eigen: Mapped[bool]
    bron: Mapped[str] = mapped_column(Text, server_default="")
    nagekeken_op: Mapped[date | None]
    actief: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (ForeignKeyConstraint(["fase", "aspect"], ["vak.fase", "vak.aspect"]),)


class BelanghebbendeTypeRow(Base):
    """A kind of belanghebbende with the aspecten where it usually appears."""

    __tablename__ = "belanghebbendetype"
    slug: Mapped[str] = mapped_column(Slug, primary_key=True)
    volgorde: Mapped[int]
    naam: Mapped[str]
    aspecten: Mapped[list[str]]
    actief: Mapped[bool] = mapped_column(default=True)


class SchaalwaardeRow(Base):
    """One step of a scale."""

    __tablename__ = "schaalwaarde"
    schaal: Mapped[str] = mapped_column(Slug, primary_key=True)
    slug: Mapped[str] = mapped_column(Slug, primary_key=True)
    volgorde: Mapped[int]
    naam: Mapped[str]
    uitleg: Mapped[str] = mapped_column(Text)
    actief: Mapped[bool] = mapped_column(default=True)
