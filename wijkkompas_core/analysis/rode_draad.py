"""Signals about the same are one story: one sentence, one action, the rest folded under it (rekenregels §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.signalen import Signaal, Soort
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.parameters import Rekenparameters

UITLEG = (
    "Signalen over hetzelfde aspect of dezelfde belanghebbende horen bij elkaar; we tonen ze als één verhaal, met het "
    "zwaarste signaal als kop. Van elke soort in een verhaal telt het zwaarste signaal één keer: ernst keer dagen, "
    f"waarbij meer dan {STANDAARD.verhaal_dagen} dagen niet zwaarder wegen. De som bepaalt de volgorde. Een "
    "soort belanghebbende die nog niet is gesproken is het zwakste signaal en staat altijd onderaan."
)


@dataclass(frozen=True, slots=True)
class Verhaal:
    """Signals that share an aspect or a belanghebbende, the heaviest first; `gewicht` is the rank of the story."""

    signalen: tuple[Signaal, ...]
    gewicht: int

    @property
    def kop(self) -> Signaal:
        """The signal that stands for all: its sentence and its action are those of the story."""
        return self.signalen[0]

    @property
    def zwak(self) -> bool:
        """Whether there is nothing in it but types that were never met."""
        return all(signaal.soort is Soort.TYPE for signaal in self.signalen)

    @property
    def regel(self) -> str:
        """The story in one line: its sentence, and how many signals more it has."""
        more = len(self.signalen) - 1
        return self.kop.zin + (f" (en nog {more})" if more else "")


IN_VERHAAL, IN_REGELS = 3, 4
"""So many other signals of the first story are named, and so many stories after it."""
OVER_DATUM = (Soort.AFSPRAAK, Soort.MIJLPAAL)
"""The kinds of which a date has passed."""
_WANNEER = {Soort.LEEG: "nog leeg", Soort.BELOFTE: "belofte", Soort.OVERHEERSING: "eenzijdig", Soort.TYPE: "rustig"}


@dataclass(frozen=True, slots=True)
class Week:
    """What of the stories is said on screen and on paper: the first one whole, the next in a line each.

    `eerst` is None where every story is weak; `zwak` counts the signals of those.
    """

    eerst: Verhaal | None
    ook: tuple[Verhaal, ...]
    zwak: int


def week(signalen: Sequence[Signaal], parameters: Rekenparameters = STANDAARD) -> Week:
    """What asks for somebody this week."""
    found = verhalen(signalen, parameters)
    strong = [story for story in found if not story.zwak]
    weak = sum(len(story.signalen) for story in found if story.zwak)
    return Week(strong[0] if strong else None, tuple(strong[1 : IN_REGELS + 1]), weak)


def sinds_wanneer(signaal: Signaal) -> str:
    """For how long it has been so, or of what kind it is, in a few words: "12 dagen te laat"."""
    days = nl.count(signaal.dagen, "dag", "dagen")
    if signaal.soort in OVER_DATUM:
        return f"{days} te laat"
    return f"{days} stil" if signaal.soort is Soort.STILTE else _WANNEER[signaal.soort]


def verhalen(signalen: Sequence[Signaal], parameters: Rekenparameters = STANDAARD) -> tuple[Verhaal, ...]:
    """The stories of a wijk, the weightiest first and the weak ones last; every signal is in exactly one.

    Two signals are in one story when they share an aspect or a belanghebbende, directly or by way of a third.
    """
    groups: list[tuple[set[str], list[Signaal]]] = []
    for signaal in signalen:
        shared, members = set(signaal.deelt), [signaal]
        apart: list[tuple[set[str], list[Signaal]]] = []
        for keys, others in groups:
            if keys & shared:
                shared |= keys
                members = others + members
            else:
                apart.append((keys, others))
        groups = [*apart, (shared, members)]
    stories = [_story(members, parameters) for _, members in groups]
    return tuple(sorted(stories, key=lambda story: (story.zwak, -story.gewicht, story.kop.sleutel)))


def _story(signalen: list[Signaal], parameters: Rekenparameters) -> Verhaal:
    heaviest: dict[Soort, int] = {}
    for signaal in signalen:
        heaviest[signaal.soort] = max(_weight(signaal, parameters), heaviest.get(signaal.soort, 0))
    ordered = sorted(
        signalen, key=lambda one: (one.soort is Soort.TYPE, -_weight(one, parameters), -one.dagen, one.sleutel)
    )
    return Verhaal(tuple(ordered), sum(heaviest.values()))


def _weight(signaal: Signaal, parameters: Rekenparameters) -> int:
    return signaal.ernst * min(signaal.dagen, parameters.verhaal_dagen)
