"""What the tests do to stay on one day."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.middernacht import AMSTERDAM, ZONE, dutch, zone_at
from wijkkompas_core.domain.tijd import now, today

WINTER = timezone(timedelta(hours=1))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(WINTER)))
def test_tests_begin_on_the_dutch_date_and_have_an_hour_of_it_left(moment: datetime) -> None:
    name = zone_at(moment)
    zone = dutch() if name == AMSTERDAM else ZoneInfo(name)
    begin, end = moment.astimezone(zone), (moment + timedelta(hours=1)).astimezone(zone)
    assert begin.date() == end.date() == moment.astimezone(dutch()).date()


def test_today_is_the_date_in_the_zone_of_the_tests() -> None:
    assert today() == now().astimezone(ZoneInfo(ZONE)).date()
