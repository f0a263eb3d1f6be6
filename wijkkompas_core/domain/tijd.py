"""The clock: moments are kept in UTC, dates are those of the Dutch calendar."""

from datetime import UTC, date, datetime, timedelta
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


def months_back(day: date, months: int) -> date:
    """The day after the one that lies `months` before `day`: the start of that many months up to and including it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last)) + timedelta(days=1)
