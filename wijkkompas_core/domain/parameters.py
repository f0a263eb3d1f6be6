"""The adjustable numbers in the rekenregels, with our own defaults: no source prescribes them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rekenparameters:
    """Parameters of the rekenregels; days unless said otherwise."""

    kappa: float = 2.0
    """Damping of the balance: how many contactmomenten per spoor are added on paper. Dimensionless."""
    interval: float = 0.8
    """Width of the uncertainty interval as a share."""
    verouderd_na_dagen: int = 90
    stilte_na_dagen: int = 60
    stilte_per_fase: tuple[tuple[str, int], ...] = ()
    """Fasen (slug) that wait longer or shorter than `stilte_na_dagen` before silence is a signal, in days."""
    tijdig_binnen_dagen: int = 14
    minimaal_n: int = 8
    """Number of contactmomenten below which no signal is given."""
    praktijk_dagen: int = 180
    """How far back contactmomenten count as what came of a promise."""
    overheersing_aandeel: float = 0.8
    """Share of the contactmomenten of a vak from which on one belanghebbende is said to dominate it."""
    overheersing_minimaal_n: int = 3
    """Number of contactmomenten in a vak below which nobody can be said to dominate it."""
    ernst_voorbij: int = 5
    """Severity of a mijlpaal or afspraak whose date has passed. Severity is dimensionless: rank = severity × days."""
    ernst_leeg: int = 3
    """Severity of an empty vak."""
    ernst_belofte: int = 3
    """Severity of a promise of influence that was not kept so far."""
    ernst_stilte: int = 2
    """Severity of silence in a vak."""
    ernst_eenzijdig: int = 1
    """Severity of a type that was never met, and of one belanghebbende that dominates a vak."""
    spoor_weg_vanaf: float = 1 / 3
    """A spoor is gone when the whole interval of the balance lies further from 0 than this, to the other spoor."""
    tijdig_aandeel: float = 0.5
    """Share recorded in time below which the recording itself is a reason for attention."""
    lang_te_laat_dagen: int = 90
    """A mijlpaal or afspraak that is more days late than this weighs in the triage of its wijk."""
    punten_stilte: int = 4
    """Points of the triage (rekenregels §3): no contact at all for longer than T while a fase is open."""
    punten_spoor: int = 4
    punten_rood: int = 1
    """For each oordeel that is red."""
    punten_mijlpaal: int = 1
    punten_mijlpaal_lang: int = 2
    punten_afspraak: int = 1
    punten_aspect: int = 1
    """For each aspect that is silent for more than 2 × T in an open fase, together at most the next number."""
    punten_aspect_hoogstens: int = 2
    punten_laat_vastgelegd: int = 1
    nu_heen_vanaf: int = 5
    let_op_vanaf: int = 2
    verhaal_dagen: int = 180
    """More days than this weigh no more in the rank of a story."""

    def stilte_na(self, fase: str) -> int:
        """T(fase): after how many days without contactmoment silence in this fase (slug) is a signal."""
        return dict(self.stilte_per_fase).get(fase, self.stilte_na_dagen)
