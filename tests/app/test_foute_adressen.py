"""Whatever stands in the address: every page shows something sensible, and nothing changes."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.foute_adressen import EXPECTED, VALUES, parameters
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.storage.inhoud import contents

ANYTHING = st.sampled_from(VALUES) | st.text(max_size=30)
EXAMPLES = 2
NAMES = parameters()


def test_the_parameters_that_are_known_are_found() -> None:
    assert {"wijk", "selectie", "van", "tot", "per", "contactmoment", "zoek", "sorteer", "beeld", "doe"} <= set(NAMES)


@pytest.mark.parametrize("page", [info for info in PAGINAS if info.recht is not None], ids=lambda info: info.bestand)
def test_no_address_breaks_a_page_or_changes_anything(run_page, demo_database, page) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.fixed_dictionaries(dict.fromkeys(NAMES, ANYTHING)))
    def case(query: dict[str, str]) -> None:
        shown = run_page(page.bestand, "programmamanager", **query)
        unexpected = [one for one in shown.exception if one.proto.type not in EXPECTED]
        assert [(one.proto.type, one.message, one.stack_trace[-3:]) for one in unexpected] == []
        assert not [one.value for one in shown.error if "Er ging iets mis" in one.value]

    run_page(page.bestand, "programmamanager")  # logs in
    before = tables(demo_database)
    case()
    after = tables(demo_database)
    changed = {name for name in before if before[name] != after[name]}
    logging_in = {"gebruiker", "toestel", "sessie", "inlogticket", "inlogpoging", "logboek"}
    assert changed <= logging_in, "only logging in is written down"


def tables(database):
    with database.engine.connect() as connection, connection.begin():
        return contents(connection)
