"""Signals about the same are one story: one sentence, one action, the rest folded under it (rekenregels §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.signalen import Signaal, Soort
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
