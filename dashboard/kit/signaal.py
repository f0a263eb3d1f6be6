"""What can be done about a signal, wherever it stands."""

from dataclasses import dataclass

from dashboard.kit import state
from dashboard.kit.html import href
from wijkkompas_core.analysis.signalen import Signaal, Soort
from wijkkompas_core.domain.toegang import Actor, Recht

SIGNAAL, DOE, NVT = "signaal", "doe", "nvt"
ABOUT_A_VAK = (Soort.LEEG, Soort.STILTE)
RECORDABLE = (Soort.LEEG, Soort.STILTE, Soort.TYPE, Soort.OVERHEERSING, Soort.BELOFTE)


@dataclass(frozen=True, slots=True)
class Kan:
    """What somebody may do in the wijk about a signal."""

    vastleggen: bool
    sturen: bool


def kan_van(actor: Actor, wijk: int) -> Kan:
    """What this actor may do about the signals of a wijk (id)."""
    return Kan(*(actor.may(recht, wijk) for recht in (Recht.VASTLEGGEN, Recht.WIJK_STUREN)))


def actions(wijk: str, signaal: Signaal, kan: Kan) -> list[tuple[str, str]]:
    """What may be done about a signal of a wijk (slug), the likeliest first: a label and an address."""
    place = {state.WIJK: wijk}
    here = place | {SIGNAAL: signaal.sleutel}
    actions: list[tuple[str, str]] = []
    if signaal.soort in RECORDABLE and kan.vastleggen:
        vak = {name: slug for name, slug in ((state.FASE, signaal.fase), (state.ASPECT, signaal.aspect)) if slug}
        actions.append(("Vastleggen", href("vastleggen", place | vak)))
    if signaal.soort is Soort.MIJLPAAL:
        form = {"doen": "mijlpaal", "keuze": str(signaal.object)} if kan.sturen else {}
        where = {"beeld": "fasen", state.FASE: signaal.fase or ""}
        actions.append(("Naar de mijlpaal", href("voortgang", place | where | form)))
    if signaal.soort is Soort.AFSPRAAK:
        actions.append(("Naar de afspraak", href("afspraken", place | {"afspraak": str(signaal.object)})))
    if signaal.soort in (Soort.BELOFTE, Soort.OVERHEERSING):
        actions.append(("Wie is dit?", href("belanghebbenden", place | {"belanghebbende": str(signaal.object)})))
    if signaal.soort in ABOUT_A_VAK and kan.sturen:
        actions.append(("N.v.t. met reden", href("wijk", here | {DOE: NVT})))
    if kan.vastleggen:
        actions.append(("Wegleggen", href("wijk", here)))
    return actions
