"""The rekenregels: DataFrames in, numbers out, one file per family. Knows no database and no screen."""

from wijkkompas_core.domain.parameters import Rekenparameters

STANDAARD = Rekenparameters()
"""The parameters of a gemeente that has changed none."""
VENSTER_MAANDEN = 12
"""So many months back the triage, the headlines and the lines of the programme look."""
