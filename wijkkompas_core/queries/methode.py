"""The method as it is in the database: public, so no actor is asked."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.kompas import Aspect, BelanghebbendeType, Fase, Knooppunt, Kompas, Schaalwaarde, Spoor, Vak
from wijkkompas_core.storage.tables import (
    AspectRow,
    BelanghebbendeTypeRow,
    FaseRow,
    KnooppuntRow,
    SchaalwaardeRow,
    SpoorRow,
    VakRow,
)


@dataclass(frozen=True)
class Methode:
    """Everything about the method: the kompas, the knooppunten per vak, types and scales, by slug and in order."""

    kompas: Kompas
    knooppunten: dict[Vak, tuple[Knooppunt, ...]]
    typen: dict[str, BelanghebbendeType]
    schalen: dict[str, dict[str, Schaalwaarde]]

    def naam(self, schaal: str, slug: str | None) -> str:
        """The name of a step of a scale; an unknown or absent one shows as it is, or as nothing."""
        step = self.schalen.get(schaal, {}).get(slug or "")
        return step.naam if step else (slug or "")


def methode(session: Session) -> Methode:
    """Read the whole method."""
    sporen = session.scalars(select(SpoorRow).where(SpoorRow.actief).order_by(SpoorRow.volgorde))
    spoor_values = tuple(Spoor(s.slug, s.volgorde, s.naam, s.kort, s.uitleg) for s in sporen)
    place = {s.slug: s.volgorde for s in spoor_values}
    aspecten = session.scalars(select(AspectRow).where(AspectRow.actief))
    fasen = session.scalars(select(FaseRow).where(FaseRow.actief).order_by(FaseRow.nummer))
    kompas = Kompas(
        fasen=tuple(Fase(f.slug, f.nummer, f.naam, f.kort, f.uitleg) for f in fasen),
        sporen=spoor_values,
        aspecten=tuple(
            Aspect(a.slug, a.volgorde, a.spoor, a.naam, a.kort, a.uitleg)
            for a in sorted(aspecten, key=lambda a: (place.get(a.spoor, 0), a.volgorde))
        ),
        vakuitleg={Vak(v.fase, v.aspect): v.uitleg for v in session.scalars(select(VakRow).where(VakRow.actief))},
    )
    knooppunten: dict[Vak, tuple[Knooppunt, ...]] = {}
    for k in session.scalars(select(KnooppuntRow).where(KnooppuntRow.actief).order_by(KnooppuntRow.volgorde)):
        vak = Vak(k.fase, k.aspect)
        knooppunten[vak] = (*knooppunten.get(vak, ()), _knooppunt(k))
    types = session.scalars(
        select(BelanghebbendeTypeRow).where(BelanghebbendeTypeRow.actief).order_by(BelanghebbendeTypeRow.volgorde)
    )
    schalen: dict[str, dict[str, Schaalwaarde]] = {}
    for s in session.scalars(select(SchaalwaardeRow).where(SchaalwaardeRow.actief).order_by(SchaalwaardeRow.volgorde)):
        schalen.setdefault(s.schaal, {})[s.slug] = Schaalwaarde(s.schaal, s.slug, s.volgorde, s.naam, s.uitleg)
    typen = {t.slug: BelanghebbendeType(t.slug, t.volgorde, t.naam, tuple(t.aspecten)) for t in types}
    return Methode(kompas, knooppunten, typen, schalen)


def _knooppunt(row: KnooppuntRow) -> Knooppunt:
    return Knooppunt(
        slug=row.slug,
        fase=row.fase,
        aspect=row.aspect,
        volgorde=row.volgorde,
        titel=row.titel,
        doel=row.doel,
        aanpak=row.aanpak,
        tips=row.tips,
        praktijkverhaal=row.praktijkverhaal,
        partijen=tuple(row.partijen),
        bestuurlijk_gevoelig=row.bestuurlijk_gevoelig,
        eigen=row.eigen,
        bron=row.bron,
        nagekeken_op=row.nagekeken_op,
    )
