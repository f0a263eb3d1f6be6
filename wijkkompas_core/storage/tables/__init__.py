"""The tables. Row classes never leave the core: queries answer with DataFrames and frozen dataclasses.

`info={"audit": False}` on a table keeps its rows out of the logboek; such tables do not raise the data version.
`info={"data": False}` keeps the audit, but leaves the data version as it is.
"""

from wijkkompas_core.storage.tables.accounts import (
    CodefoutRow,
    GebruikerRow,
    HerstelcodeRow,
    InlogpogingRow,
    InlogticketRow,
    OudWachtwoordRow,
    SessieRow,
    ToekenningRow,
    ToestelRow,
    TweedeFactorRow,
    UitnodigingRow,
)
from wijkkompas_core.storage.tables.base import Base, UtcDateTime
from wijkkompas_core.storage.tables.betrokkenheid import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    contactmoment_belanghebbende,
)
from wijkkompas_core.storage.tables.boekhouding import (
    InstallatieRow,
    LogboekRow,
    StroomRow,
    TaakRow,
    TellingRow,
    WijkversieRow,
)
from wijkkompas_core.storage.tables.delen import DeellinkRow, DeelsessieRow, StartweergaveRow, WeergaveRow
from wijkkompas_core.storage.tables.methode import (
    AspectRow,
    BelanghebbendeTypeRow,
    FaseRow,
    KnooppuntRow,
    SchaalwaardeRow,
    SpoorRow,
    VakRow,
)
from wijkkompas_core.storage.tables.programma import AnnotatieRow, BandRow
from wijkkompas_core.storage.tables.rapport import HuisstijlRow, RapportRow
from wijkkompas_core.storage.tables.team import (
    AfspraakRow,
    BelofteRow,
    BesluitRow,
    ConceptRow,
    HoudingsmetingRow,
    SignaalreactieRow,
    besluit_contactmoment,
)
from wijkkompas_core.storage.tables.uitwisseling import ImportconceptRow, ImportRow, ToewijzingRow
from wijkkompas_core.storage.tables.voortgang import CijferRow, DeelprojectRow, FaseplanningRow, OordeelRow
from wijkkompas_core.storage.tables.wijken import (
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    WijkcijferRow,
    WijkfaseRow,
    WijkRow,
)

__all__ = [
    "AfspraakRow",
    "AnnotatieRow",
    "AspectRow",
    "BandRow",
    "Base",
    "BelanghebbendeRow",
    "BelanghebbendeTypeRow",
    "BelofteRow",
    "BesluitRow",
    "CijferRow",
    "CodefoutRow",
    "ConceptRow",
    "ContactmomentAspectRow",
    "ContactmomentRow",
    "DeellinkRow",
    "DeelprojectRow",
    "DeelsessieRow",
    "FaseRow",
    "FaseplanningRow",
    "GebruikerRow",
    "HerstelcodeRow",
    "HoudingsmetingRow",
    "HuisstijlRow",
    "ImportRow",
    "ImportconceptRow",
    "InlogpogingRow",
    "InlogticketRow",
    "InstallatieRow",
    "KnooppuntRow",
    "KnooppuntstatusRow",
    "LogboekRow",
    "MijlpaalRow",
    "NvtVakRow",
    "OordeelRow",
    "OudWachtwoordRow",
    "RapportRow",
    "SchaalwaardeRow",
    "SessieRow",
    "SignaalreactieRow",
    "SpoorRow",
    "StartweergaveRow",
    "StroomRow",
    "TaakRow",
    "TellingRow",
    "ToekenningRow",
    "ToestelRow",
    "ToewijzingRow",
    "TweedeFactorRow",
    "UitnodigingRow",
    "UtcDateTime",
    "VakRow",
    "WeergaveRow",
    "WijkRow",
    "WijkcijferRow",
    "WijkfaseRow",
    "WijkversieRow",
    "besluit_contactmoment",
    "contactmoment_belanghebbende",
]
