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
    tijdig_binnen_dagen: int = 14
    minimaal_n: int = 8
    """Number of contactmomenten below which no signal is given."""
    halfwaardetijd_dagen: int = 90
