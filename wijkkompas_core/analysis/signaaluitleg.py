"""What a reader is told of how the blinde vlekken are found (rekenregels §3)."""

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.parameters import Rekenparameters


def _ernsten(parameters: Rekenparameters) -> str:
    kinds = (
        ("een mijlpaal of afspraak", parameters.ernst_voorbij),
        ("een leeg vak", parameters.ernst_leeg),
        ("een belofte", parameters.ernst_belofte),
        ("stilte", parameters.ernst_stilte),
        ("de rest", parameters.ernst_eenzijdig),
    )
    ernsten = dict.fromkeys(ernst for _, ernst in kinds)
    return nl.enumerate_words(
        [f"{ernst} voor {' of '.join(name for name, own in kinds if own == ernst)}" for ernst in ernsten]
    )


UITLEG = (
    "We kijken naar de fasen die nu open zijn, zonder de vakken op n.v.t. Een blinde vlek is: een vak zonder "
    f"contactmoment; een vak waar het langer dan {STANDAARD.stilte_na_dagen} dagen stil is; een type belanghebbende "
    "dat bij een aspect hoort en er nog nooit bij was; één belanghebbende bij minstens "
    f"{nl.percentage(STANDAARD.overheersing_aandeel)} van de contactmomenten van een vak (vanaf "
    f"{STANDAARD.overheersing_minimaal_n}); een belanghebbende die meer is beloofd dan informeren en in die fase nog "
    "niet verder kwam; een mijlpaal waarvan de datum voorbij is zonder besluit; een afspraak over de deadline. De "
    f"volgorde is ernst keer dagen. De ernst is {_ernsten(STANDAARD)}. De ernst en de grenzen hebben we zelf gekozen: "
    "er is geen bron die ze voorschrijft. Leg je een signaal weg, dan komt het terug zodra de feiten veranderen."
)
