"""The rules that every row has to meet: those of the forms, and no others."""

from collections.abc import Mapping
from typing import Any

from wijkkompas_core.domain.afspraken import OPEN, AfspraakInvoer, check_afspraak
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer, check_belanghebbende
from wijkkompas_core.domain.besluiten import BesluitInvoer, check_besluit
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer, Toegestaan, check_contactmoment, match_name
from wijkkompas_core.domain.uitwisseling import AFSPRAKEN, BELANGHEBBENDEN, BESLUITEN, CONTACTMOMENTEN
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij, BekendeWijk

DEFAULTS: dict[str, dict[str, Any]] = {
    CONTACTMOMENTEN: {
        "datum": None, "fase": "", "vorm": "", "aspecten": (), "participatieniveau": None, "belanghebbenden": (),
        "aantal_deelnemers": None, "opbrengst": "", "links": (),
    },
    BELANGHEBBENDEN: {
        "naam": "", "type": "", "aspecten": (), "belang": None, "invloed": None, "aan_tafel": True,
        "contactpersoon": None, "notitie": "",
    },
    AFSPRAKEN: {
        "wat": "", "eigenaar": None, "belanghebbende": None, "deadline": None, "status": OPEN, "afgerond_op": None,
        "contactmoment": (),
    },
    BESLUITEN: {"datum": None, "fase": "", "wat": "", "door": "", "grond": "", "contactmomenten": ()},
}  # fmt: skip
"""Every field of a list with what it holds when a file does not say."""


def natural_key(lijst: str, wijk: int, waarden: Mapping[str, Any]) -> tuple[Any, ...]:
    """By what a record is recognised when it has no kenmerk."""
    if lijst == CONTACTMOMENTEN:
        return wijk, waarden["datum"], waarden["vorm"], waarden["belanghebbenden"]
    if lijst == BELANGHEBBENDEN:
        return wijk, match_name(waarden["naam"])
    if lijst == AFSPRAKEN:
        return wijk, match_name(waarden["wat"])
    return wijk, waarden["datum"], match_name(waarden["wat"])


def check(bekend: Bekend, wijk: BekendeWijk, waarden: Mapping[str, Any], was: BekendeRij | None) -> dict[str, str]:
    """Every error of a row: field → one Dutch sentence. What a record (`was`) already has stays allowed."""
    kept: Mapping[str, Any] = was.waarden if was else {}
    keuzes = bekend.keuzes

    def allowed(schaal: str, naam: str) -> Any:
        names, stands = keuzes[schaal], kept.get(naam)
        return names if not stands or stands in names else {*names, stands}

    match bekend.lijst:
        case "contactmomenten":
            moment = ContactmomentInvoer(
                wijk.id,
                waarden["datum"],
                waarden["fase"] or "",
                waarden["aspecten"],
                waarden["vorm"] or "",
                waarden["participatieniveau"],
                aantal_deelnemers=waarden["aantal_deelnemers"],
                opbrengst=waarden["opbrengst"],
                links=waarden["links"],
            )
            toegestaan = Toegestaan(
                start=wijk.start,
                today=bekend.today,
                fasen=allowed("fase", "fase"),
                aspecten={*keuzes["aspect"], *kept["aspecten"]} if kept else keuzes["aspect"],
                vormen=allowed("vorm", "vorm"),
                niveaus=allowed("participatieniveau", "participatieniveau"),
            )
            return check_contactmoment(moment, toegestaan)
        case "belanghebbenden":
            party = BelanghebbendeInvoer(wijk.id, **waarden)
            return check_belanghebbende(
                party,
                typen=allowed("type", "type"),
                aspecten={*keuzes["aspect"], *kept.get("aspecten", ())},
                belangen=allowed("belang", "belang"),
                invloeden=allowed("invloed", "invloed"),
                contactpersonen={*wijk.leden, kept.get("contactpersoon") or 0},
                bezet={},
            )
        case "afspraken":
            return _check_afspraak(wijk, waarden, kept)
        case _:
            besluit = BesluitInvoer(
                wijk.id, waarden["datum"], waarden["fase"] or "", waarden["wat"], waarden["door"], waarden["grond"],
                waarden["contactmomenten"],
            )  # fmt: skip
            return check_besluit(
                besluit,
                start=wijk.start,
                today=bekend.today,
                fasen=allowed("fase", "fase"),
                contactmomenten=waarden["contactmomenten"],
            )


def _check_afspraak(wijk: BekendeWijk, waarden: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, str]:
    party = None if waarden["belanghebbende"] is None else 0
    afspraak = AfspraakInvoer(wijk.id, waarden["wat"], waarden["eigenaar"], party, waarden["deadline"])
    fouten = check_afspraak(afspraak, leden={*wijk.leden, kept.get("eigenaar") or 0}, belanghebbenden=(0,))
    if len(waarden["contactmoment"]) > 1:
        fouten["contactmoment"] = "Een afspraak hoort bij één contactmoment."
    if waarden["afgerond_op"] is not None and waarden["status"] == OPEN:
        fouten["afgerond_op"] = "Deze afspraak is nog open, dus ze is niet afgerond. Kies status klaar of vervallen."
    return fouten
