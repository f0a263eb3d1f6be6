"""A record in words, as a reader understands them and an import reads them back to exactly the same record."""

from collections.abc import Mapping
from typing import Any

from wijkkompas_core.domain.uitwisseling import Veld, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij


class Verwoord:
    """Writes the values of records. `kenmerken`: number of a contactmoment → how a file refers to it."""

    def __init__(self, bekend: Bekend, kenmerken: Mapping[int, str]) -> None:
        self.bekend, self.kenmerken = bekend, kenmerken
        self.wijken = {key: bekend.geschreven(wijk) for key, wijk in bekend.wijken.items()}

    def __call__(self, one: Veld, rij: BekendeRij) -> Any:
        """The value of a field: text, a list of texts, a day, a number, yes or no; nothing where there is none."""
        if one.soort is Waardesoort.KENMERK:
            return rij.kenmerk
        if one.soort is Waardesoort.WIJK:
            return self.wijken[rij.wijk]
        value: Any = rij.waarden[one.naam]
        if value is None or value == "":
            return None
        wijk = self.bekend.wijken[rij.wijk]
        match one.soort:
            case Waardesoort.KEUZE:
                return self.bekend.keuzes[one.schaal].get(value, value)
            case Waardesoort.KEUZES:
                return [self.bekend.keuzes[one.schaal].get(slug, slug) for slug in value]
            case Waardesoort.BELANGHEBBENDE:
                return wijk.partijen[value][1]
            case Waardesoort.BELANGHEBBENDEN:
                return [wijk.partijen[name][1] for name in value]
            case Waardesoort.TEAMLID:
                return wijk.lid(value) or None
            case Waardesoort.VERWIJZING:
                return [self.kenmerken[key] for key in value if key in self.kenmerken]
            case _:
                return value
