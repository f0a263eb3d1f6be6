"""Who may do what: roles per wijk, the rights they give, and the right that each action needs."""

from dataclasses import dataclass, field
from enum import StrEnum

from wijkkompas_core.errors import Forbidden


class Rol(StrEnum):
    """A role that a gebruiker holds in one wijk, or in all of them."""

    BEHEERDER = "beheerder"
    PROGRAMMAMANAGER = "programmamanager"
    PROJECTLEIDER = "projectleider"
    TEAMLID = "teamlid"
    LEZER = "lezer"


class Recht(StrEnum):
    """What a role allows."""

    EIGEN_ACCOUNT = "eigen account"
    WIJK_ZIEN = "wijk zien"
    VASTLEGGEN = "vastleggen"
    WIJK_STUREN = "wijk sturen"
    PROGRAMMA_STUREN = "programma sturen"
    BEHEREN = "beheren"
    SYSTEEM = "systeem"
    """Held by the system itself only (logging in, the command line), by no role."""


class Actie(StrEnum):
    """What can be done; the name under which it stands in the logboek."""

    INLOGGEN = "inloggen"
    UITLOGGEN = "uitloggen"
    WACHTWOORD_WIJZIGEN = "wachtwoord wijzigen"
    CONTACTMOMENT_VASTLEGGEN = "contactmoment vastleggen"
    CONTACTMOMENT_WIJZIGEN = "contactmoment wijzigen"
    CONTACTMOMENT_VERWIJDEREN = "contactmoment verwijderen"
    CONTACTMOMENT_TERUGZETTEN = "contactmoment terugzetten"
    BELANGHEBBENDE_WIJZIGEN = "belanghebbende wijzigen"
    BELANGHEBBENDE_SAMENVOEGEN = "belanghebbende samenvoegen"
    HOUDING_METEN = "houding meten"
    BELOFTE_WIJZIGEN = "belofte wijzigen"
    BESLUIT_VASTLEGGEN = "besluit vastleggen"
    BESLUIT_WIJZIGEN = "besluit wijzigen"
    AFSPRAAK_VASTLEGGEN = "afspraak vastleggen"
    AFSPRAAK_WIJZIGEN = "afspraak wijzigen"
    VERSIE_TERUGZETTEN = "versie terugzetten"
    KNOOPPUNT_WIJZIGEN = "knooppunt wijzigen"
    SIGNAAL_WEGLEGGEN = "signaal wegleggen"
    CONCEPT_BEWAREN = "concept bewaren"
    FASE_WIJZIGEN = "fase wijzigen"
    MIJLPAAL_WIJZIGEN = "mijlpaal wijzigen"
    NVT_WIJZIGEN = "n.v.t. wijzigen"
    OORDEEL_VASTLEGGEN = "oordeel vastleggen"
    CIJFER_VASTLEGGEN = "cijfer vastleggen"
    DEELPROJECT_WIJZIGEN = "deelproject wijzigen"
    ANNOTATIE_WIJZIGEN = "annotatie wijzigen"
    BAND_WIJZIGEN = "band wijzigen"
    WIJK_BEHEREN = "wijk beheren"
    GEBRUIKER_BEHEREN = "gebruiker beheren"
    WIJKEN_LADEN = "wijken laden"
    REFERENTIE_LADEN = "referentie laden"
    DEMO_LADEN = "demo laden"
    INSTALLATIE_LADEN = "installatie laden"


RECHTEN: dict[Rol, frozenset[Recht]] = {
    Rol.LEZER: frozenset({Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN}),
    Rol.TEAMLID: frozenset({Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN}),
    Rol.PROJECTLEIDER: frozenset({Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN, Recht.WIJK_STUREN}),
    Rol.PROGRAMMAMANAGER: frozenset(
        {Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN, Recht.WIJK_STUREN, Recht.PROGRAMMA_STUREN}
    ),
    Rol.BEHEERDER: frozenset(Recht) - {Recht.SYSTEEM},
}

NEEDS: dict[Actie, Recht] = {
    Actie.INLOGGEN: Recht.SYSTEEM,
    Actie.UITLOGGEN: Recht.EIGEN_ACCOUNT,
    Actie.WACHTWOORD_WIJZIGEN: Recht.EIGEN_ACCOUNT,
    Actie.CONTACTMOMENT_VASTLEGGEN: Recht.VASTLEGGEN,
    Actie.CONTACTMOMENT_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.CONTACTMOMENT_VERWIJDEREN: Recht.VASTLEGGEN,
    Actie.CONTACTMOMENT_TERUGZETTEN: Recht.VASTLEGGEN,
    Actie.BELANGHEBBENDE_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.BELANGHEBBENDE_SAMENVOEGEN: Recht.WIJK_STUREN,
    Actie.HOUDING_METEN: Recht.VASTLEGGEN,
    Actie.BELOFTE_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.BESLUIT_VASTLEGGEN: Recht.VASTLEGGEN,
    Actie.BESLUIT_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.AFSPRAAK_VASTLEGGEN: Recht.VASTLEGGEN,
    Actie.AFSPRAAK_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.VERSIE_TERUGZETTEN: Recht.VASTLEGGEN,
    Actie.KNOOPPUNT_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.SIGNAAL_WEGLEGGEN: Recht.VASTLEGGEN,
    Actie.CONCEPT_BEWAREN: Recht.VASTLEGGEN,
    Actie.FASE_WIJZIGEN: Recht.WIJK_STUREN,
    Actie.MIJLPAAL_WIJZIGEN: Recht.WIJK_STUREN,
    Actie.NVT_WIJZIGEN: Recht.WIJK_STUREN,
    Actie.OORDEEL_VASTLEGGEN: Recht.WIJK_STUREN,
    Actie.CIJFER_VASTLEGGEN: Recht.WIJK_STUREN,
    Actie.DEELPROJECT_WIJZIGEN: Recht.WIJK_STUREN,
    Actie.ANNOTATIE_WIJZIGEN: Recht.VASTLEGGEN,
    Actie.BAND_WIJZIGEN: Recht.PROGRAMMA_STUREN,
    Actie.WIJK_BEHEREN: Recht.PROGRAMMA_STUREN,
    Actie.GEBRUIKER_BEHEREN: Recht.BEHEREN,
    Actie.WIJKEN_LADEN: Recht.BEHEREN,
    Actie.REFERENTIE_LADEN: Recht.BEHEREN,
    Actie.DEMO_LADEN: Recht.SYSTEEM,
    Actie.INSTALLATIE_LADEN: Recht.SYSTEEM,
}


@dataclass(frozen=True, slots=True)
class Toekenning:
    """One role in one wijk (its id), or in every wijk (`None`)."""

    rol: Rol
    wijk: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, as last read from the database. `gebruiker` and `sessie` are ids."""

    gebruiker: int | None
    gebruikersnaam: str
    naam: str
    toekenningen: tuple[Toekenning, ...] = ()
    sessie: int | None = None
    moet_wachtwoord_wijzigen: bool = False
    oorsprong: str = "scherm"
    dataversie: int | None = field(default=None, compare=False)
    """The data version at the moment of reading, when it was read along."""

    @property
    def is_system(self) -> bool:
        """Whether this is the system itself rather than a person."""
        return self.gebruiker is None

    def may(self, recht: Recht, wijk: int | None = None) -> bool:
        """Whether the actor holds `recht` in `wijk` (an id); without a wijk: in at least one."""
        if self.is_system:
            return True
        return any(
            recht in RECHTEN[t.rol] and (wijk is None or t.wijk is None or t.wijk == wijk) for t in self.toekenningen
        )

    def wijken(self, recht: Recht = Recht.WIJK_ZIEN) -> frozenset[int] | None:
        """Ids of the wijken where the actor holds `recht`; `None` means every wijk."""
        holding = [t for t in self.toekenningen if recht in RECHTEN[t.rol]]
        if self.is_system or any(t.wijk is None for t in holding):
            return None
        return frozenset(t.wijk for t in holding if t.wijk is not None)


def system_actor(oorsprong: str) -> Actor:
    """The system acting by itself; `oorsprong` tells where from ("opdrachtregel", "aanmelding")."""
    return Actor(None, "systeem", "Systeem", oorsprong=oorsprong)


def require(actor: Actor, recht: Recht, wijk: int | None = None) -> None:
    """Raise `Forbidden` unless the actor holds `recht` in `wijk`."""
    if not actor.may(recht, wijk):
        raise Forbidden()
