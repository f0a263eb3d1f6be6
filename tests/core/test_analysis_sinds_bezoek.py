"""What is new since the last visit, in counts and as one says a day."""

from datetime import date

import pytest

from wijkkompas_core.analysis.signalen import Signaal, Soort
from wijkkompas_core.analysis.sinds_bezoek import nieuws, vorige_dag

DAY = date(2026, 11, 30)


def signaal(soort: Soort, dagen: int) -> Signaal:
    return Signaal(f"{soort}:{dagen}", soort, "Zin.", "Reden.", 1, dagen, "")


def test_only_what_became_late_since_that_day_is_new():
    signals = [signaal(Soort.AFSPRAAK, 14), signaal(Soort.AFSPRAAK, 15), signaal(Soort.STILTE, 3)]
    found = nieuws([("Lindenhof", signals), ("Oude Werf", [signaal(Soort.MIJLPAAL, 1)])], 38, date(2026, 11, 16), DAY)
    assert (found.contactmomenten, found.te_laat, found.mijlpalen) == (38, 1, ("Oude Werf",))


def test_on_the_same_day_nothing_can_have_become_late():
    assert nieuws([("A", [signaal(Soort.AFSPRAAK, 1)])], 0, DAY, DAY).te_laat == 0


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 30), "eerder vandaag"),
        (date(2026, 11, 29), "gisteren"),
        (date(2026, 11, 27), "vrijdag"),
        (date(2026, 11, 24), "dinsdag"),
        (date(2026, 11, 23), "23 november"),
        (date(2025, 12, 31), "31 december 2025"),
    ],
)
def test_a_day_is_said_as_one_says_it(day, said):
    assert vorige_dag(day, DAY) == said
