"""The tables. Row classes never leave the core: queries answer with DataFrames and frozen dataclasses.

`info={"audit": False}` on a table keeps its rows out of the logboek; such tables do not raise the data version.
"""

from wijkkompas_core.storage.tables.accounts import (
    GebruikerRow,
    InlogpogingRow,
    InlogticketRow,
    SessieRow,
    ToekenningRow,
)
from wijkkompas_core.storage.tables.base import Base, UtcDateTime
from wijkkompas_core.storage.tables.betrokkenheid import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    contactmoment_belanghebbende,
)
from wijkkompas_core.storage.tables.boekhouding import InstallatieRow, LogboekRow
from wijkkompas_core.storage.tables.methode import (
    AspectRow,
    BelanghebbendeTypeRow,
    FaseRow,
    KnooppuntRow,
    SchaalwaardeRow,
    SpoorRow,
    VakRow,
)
from wijkkompas_core.storage.tables.wijken import (
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    WijkcijferRow,
    WijkfaseRow,
    WijkRow,
)

__all__ = [
    "AspectRow",
    "Base",
    "BelanghebbendeRow",
    "BelanghebbendeTypeRow",
    "ContactmomentAspectRow",
    "ContactmomentRow",
    "FaseRow",
    "GebruikerRow",
    "InlogpogingRow",
    "InlogticketRow",
    "InstallatieRow",
    "KnooppuntRow",
    "KnooppuntstatusRow",
    "LogboekRow",
    "MijlpaalRow",
    "NvtVakRow",
    "SchaalwaardeRow",
    "SessieRow",
    "SpoorRow",
    "ToekenningRow",
    "UtcDateTime",
    "VakRow",
    "WijkRow",
    "WijkcijferRow",
    "WijkfaseRow",
    "contactmoment_belanghebbende",
]
