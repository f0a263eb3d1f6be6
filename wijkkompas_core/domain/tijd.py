"""The clock: moments are kept in UTC, dates are those of the Dutch calendar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def as_date(moment: datetime) -> date:
    """The Dutch calendar date of an aware moment."""
    return moment.astimezone(AMSTERDAM).date()
