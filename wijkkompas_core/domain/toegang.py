"""Who may do what: roles per wijk, the rights they give, and the right that each action needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
    TEAM_BEHEREN = "team beheren"
    PROGRAMMA_STUREN = "programma sturen"
    BEHEREN = "beheren"
    SYSTEEM = "systeem"
    """Held by the system itself only (logging in, the command line), by no role."""


class Actie(StrEnum):
    """What can be done; the name under which it stands in the logboek."""

    INLOGGEN = "inloggen"
    UITLOGGEN = "uitloggen"
    WACHTWOORD_WIJZIGEN = "wachtwoord wijzigen"
    TWEEDE_FACTOR_WIJZIGEN = "tweede factor wijzigen"
    SESSIE_BEEINDIGEN = "sessie beëindigen"
    UITNODIGING_AANNEMEN = "uitnodiging aannemen"
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
    ONLEESBAAR_MAKEN = "onleesbaar maken"
    KNOOPPUNT_WIJZIGEN = "knooppunt wijzigen"
    SIGNAAL_WEGLEGGEN = "signaal wegleggen"
    CONCEPT_BEWAREN = "concept bewaren"
    FASE_WIJZIGEN = "fase wijzigen"
    MIJLPAAL_WIJZIGEN = "mijlpaal wijzigen"
    NVT_WIJZIGEN = "n.v.t. wijzigen"
    OORDEEL_VASTLEGGEN = "oordeel vastleggen"
    CIJFER_VASTLEGGEN = "cijfer vastleggen"
    DEELPROJECT_WIJZIGEN = "deelproject wijzigen"
    ANNOTATIE_WIJZIGEN = "noot wijzigen"
    BAND_WIJZIGEN = "band wijzigen"
    RAPPORT_MAKEN = "rapport maken"
    HUISSTIJL_WIJZIGEN = "huisstijl wijzigen"
    WIJK_BEHEREN = "wijk beheren"
    WEERGAVE_BEWAREN = "weergave bewaren"
    DEELLINK_MAKEN = "deellink maken"
    DEELLINK_INTREKKEN = "deellink intrekken"
    DEELLINK_OPENEN = "deellink openen"
    TEAM_BEHEREN = "team beheren"
    IMPORTEREN = "importeren"
    IMPORT_TERUGDRAAIEN = "import terugdraaien"
    TOEWIJZING_BEWAREN = "toewijzing bewaren"
    GEBRUIKER_BEHEREN = "gebruiker beheren"
    RECHTEN_BEVESTIGEN = "rechten bevestigen"
    LOGBOEK_INZIEN = "logboek inzien"
    OPRUIMEN = "opruimen"
    TELLING_BEWAREN = "telling bewaren"
    WIJKEN_LADEN = "wijken laden"
    REFERENTIE_LADEN = "referentie laden"
    DEMO_LADEN = "demo laden"
    INSTALLATIE_LADEN = "installatie laden"
    BACKUP_TERUGZETTEN = "back-up terugzetten"
    TAAK_NOTEREN = "taak noteren"


RECHTEN: dict[Rol, frozenset[Recht]] = {
    Rol.LEZER: frozenset({Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN}),
    Rol.TEAMLID: frozenset({Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN}),
    Rol.PROJECTLEIDER: frozenset(
        {Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN, Recht.VASTLEGGEN, Recht.WIJK_STUREN, Recht.TEAM_BEHEREN}
    ),
    Rol.PROGRAMMAMANAGER: frozenset(Recht) - {Recht.BEHEREN, Recht.SYSTEEM},
    Rol.BEHEERDER: frozenset(Recht) - {Recht.SYSTEEM},
}

NEEDS: dict[Actie, Recht] = {
    Actie.INLOGGEN: Recht.SYSTEEM,
    Actie.UITLOGGEN: Recht.EIGEN_ACCOUNT,
    Actie.WACHTWOORD_WIJZIGEN: Recht.EIGEN_ACCOUNT,
    Actie.TWEEDE_FACTOR_WIJZIGEN: Recht.EIGEN_ACCOUNT,
    Actie.SESSIE_BEEINDIGEN: Recht.EIGEN_ACCOUNT,
    Actie.UITNODIGING_AANNEMEN: Recht.SYSTEEM,
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
    Actie.ONLEESBAAR_MAKEN: Recht.WIJK_STUREN,
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
    Actie.RAPPORT_MAKEN: Recht.WIJK_ZIEN,
    Actie.HUISSTIJL_WIJZIGEN: Recht.BEHEREN,
    Actie.WIJK_BEHEREN: Recht.PROGRAMMA_STUREN,
    Actie.WEERGAVE_BEWAREN: Recht.EIGEN_ACCOUNT,
    Actie.DEELLINK_MAKEN: Recht.WIJK_STUREN,
    Actie.DEELLINK_INTREKKEN: Recht.WIJK_STUREN,
    Actie.DEELLINK_OPENEN: Recht.SYSTEEM,
    Actie.TEAM_BEHEREN: Recht.TEAM_BEHEREN,
    Actie.IMPORTEREN: Recht.VASTLEGGEN,
    Actie.IMPORT_TERUGDRAAIEN: Recht.VASTLEGGEN,
    Actie.TOEWIJZING_BEWAREN: Recht.VASTLEGGEN,
    Actie.GEBRUIKER_BEHEREN: Recht.BEHEREN,
    Actie.RECHTEN_BEVESTIGEN: Recht.BEHEREN,
    Actie.LOGBOEK_INZIEN: Recht.BEHEREN,
    Actie.OPRUIMEN: Recht.SYSTEEM,
    Actie.TELLING_BEWAREN: Recht.SYSTEEM,
    Actie.WIJKEN_LADEN: Recht.BEHEREN,
    Actie.REFERENTIE_LADEN: Recht.BEHEREN,
    Actie.DEMO_LADEN: Recht.SYSTEEM,
    Actie.INSTALLATIE_LADEN: Recht.SYSTEEM,
    Actie.BACKUP_TERUGZETTEN: Recht.SYSTEEM,
    Actie.TAAK_NOTEREN: Recht.SYSTEEM,
}

GEEFT: dict[Rol, frozenset[Rol]] = {
    Rol.PROJECTLEIDER: frozenset({Rol.TEAMLID, Rol.LEZER}),
    Rol.PROGRAMMAMANAGER: frozenset({Rol.PROJECTLEIDER, Rol.TEAMLID, Rol.LEZER}),
    Rol.BEHEERDER: frozenset(Rol),
}
"""Which roles the holder of a role may give and take in a wijk: never one as strong as the own."""

VEILIGHEID: frozenset[Actie] = frozenset(
    {
        Actie.INLOGGEN,
        Actie.UITLOGGEN,
        Actie.WACHTWOORD_WIJZIGEN,
        Actie.TWEEDE_FACTOR_WIJZIGEN,
        Actie.SESSIE_BEEINDIGEN,
        Actie.UITNODIGING_AANNEMEN,
        Actie.TEAM_BEHEREN,
        Actie.GEBRUIKER_BEHEREN,
        Actie.RECHTEN_BEVESTIGEN,
        Actie.LOGBOEK_INZIEN,
        Actie.OPRUIMEN,
        Actie.DEELLINK_MAKEN,
        Actie.DEELLINK_INTREKKEN,
        Actie.DEELLINK_OPENEN,
    }
)
"""Actions about access itself: they also go to the output of the server, for who guards it."""


@dataclass(frozen=True, slots=True)
class Toekenning:
    """One role in one wijk (its id), or in every wijk (`None`)."""

    rol: Rol
    wijk: int | None = None


def adds_rights(given: Toekenning, held: Iterable[Toekenning]) -> bool:
    """Whether a role allows something that the roles in `held` do not allow there."""
    before = [RECHTEN[t.rol] for t in held if t.wijk is None or t.wijk == given.wijk]
    return not RECHTEN[given.rol] <= frozenset[Recht]().union(*before)


KIJKEN = frozenset({Recht.WIJK_ZIEN})
"""All that someone may who came in by a share link, whatever role stands beside it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, as last read from the database. `gebruiker` and `sessie` are ids.

    With `deellink` (an id) it is nobody in particular: whoever opened that share link, who may see its wijken.
    """

    gebruiker: int | None
    gebruikersnaam: str
    naam: str
    toekenningen: tuple[Toekenning, ...] = ()
    sessie: int | None = None
    moet_wachtwoord_wijzigen: bool = False
    oorsprong: str = "scherm"
    deellink: int | None = None
    dataversie: int | None = field(default=None, compare=False)
    """The data version at the moment of reading, when it was read along."""

    @property
    def is_system(self) -> bool:
        """Whether this is the system itself rather than a person."""
        return self.gebruiker is None and self.deellink is None

    def _rechten(self, rol: Rol) -> frozenset[Recht]:
        return KIJKEN if self.deellink is not None else RECHTEN[rol]

    def may(self, recht: Recht, wijk: int | None = None) -> bool:
        """Whether the actor holds `recht` in `wijk` (an id); without a wijk: in at least one."""
        if self.is_system:
            return True
        return any(
            recht in self._rechten(t.rol) and (wijk is None or t.wijk is None or t.wijk == wijk)
            for t in self.toekenningen
        )

    @property
    def logboeknaam(self) -> str:
        """How the actor stands in the logboek: a number, so that nothing there has to be wiped for who leaves."""
        return self.gebruikersnaam if self.gebruiker is None else f"gebruiker {self.gebruiker}"

    @property
    def is_beheerder(self) -> bool:
        """Whether the actor manages the whole installation, rather than one wijk."""
        return self.may(Recht.BEHEREN) and self.wijken(Recht.BEHEREN) is None

    def geeft(self, wijk: int) -> frozenset[Rol]:
        """The roles that the actor may give and take in `wijk` (an id)."""
        if self.is_system:
            return frozenset(Rol)
        if self.deellink is not None:
            return frozenset()
        held = [GEEFT.get(t.rol, frozenset()) for t in self.toekenningen if t.wijk in (None, wijk)]
        return frozenset[Rol]().union(*held)

    def wijken(self, recht: Recht = Recht.WIJK_ZIEN) -> frozenset[int] | None:
        """Ids of the wijken where the actor holds `recht`; `None` means every wijk."""
        holding = [t for t in self.toekenningen if recht in self._rechten(t.rol)]
        if self.is_system or any(t.wijk is None for t in holding):
            return None
        return frozenset(t.wijk for t in holding if t.wijk is not None)


def as_lezer(actor: Actor) -> Actor:
    """The same person, who only looks: a lezer in every wijk that they may see now."""
    seen = tuple(Toekenning(Rol.LEZER, t.wijk) for t in actor.toekenningen if Recht.WIJK_ZIEN in RECHTEN[t.rol])
    return replace(actor, toekenningen=tuple(dict.fromkeys(seen)))


def kijker(wijken: Iterable[int]) -> Actor:
    """Whoever may see these wijken and do nothing: for what is the same for all who may."""
    return Actor(0, "", "", tuple(Toekenning(Rol.LEZER, wijk) for wijk in wijken))


def system_actor(oorsprong: str) -> Actor:
    """The system acting by itself; `oorsprong` tells where from ("opdrachtregel", "aanmelding")."""
    return Actor(None, "systeem", "Systeem", oorsprong=oorsprong)


def link_actor(deellink: int, wijken: frozenset[int], dataversie: int | None = None) -> Actor:
    """Whoever opened a share link: may see exactly these wijken and do nothing."""
    seen = tuple(Toekenning(Rol.LEZER, wijk) for wijk in sorted(wijken))
    return Actor(None, "deellink", "Deellink", seen, oorsprong="deellink", deellink=deellink, dataversie=dataversie)


def require(actor: Actor, recht: Recht, wijk: int | None = None) -> None:
    """Raise `Forbidden` unless the actor holds `recht` in `wijk`."""
    if not actor.may(recht, wijk):
        raise Forbidden()
