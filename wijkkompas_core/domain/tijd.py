"""The clock: moments are kept in UTC, dates are those of the Dutch calendar."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


_standing: ContextVar[datetime | None] = ContextVar("standing_clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC. The one clock of the core: everything that asks what time it is, asks it here."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Generator[None]:
    """Inside this block, in this thread, the clock stands at an aware moment: to play a history day by day."""
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


def today() -> date:
    """Today's date in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def as_date(moment: datetime) -> date:
    """The Dutch calendar date of an aware moment."""
    return moment.astimezone(AMSTERDAM).date()


def end_of(day: date) -> datetime:
    """The first moment, in UTC, at which a Dutch calendar day is over."""
    return datetime.combine(day + timedelta(days=1), time(), AMSTERDAM).astimezone(UTC)


def months_back(day: date, months: int) -> date:
    """The day after the one that lies `months` before `day`: the start of that many months up to and including it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last)) + timedelta(days=1)


def midnight(day: date) -> datetime:
    """The moment at which a date begins in the Netherlands."""
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)
