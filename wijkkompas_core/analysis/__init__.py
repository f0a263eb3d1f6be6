"""The rekenregels: DataFrames in, numbers out, one file per family. Knows no database and no screen."""

from wijkkompas_core.domain.parameters import Rekenparameters

STANDAARD = Rekenparameters()
"""The parameters of a gemeente that has changed none."""
