"""The days of a series of meetings (RRULE, RFC 5545), up to a last day and with a limit to the work.

Only what repeats by the day or slower: by then a series is a set of days, and its hour makes no difference.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"})
LONGEST = 366 * 40
"""Days of one series that are looked at."""
MEETINGS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
"""What says at which hour: it makes no other day."""
DAY = timedelta(days=1)


class NotExpanded(ValueError):
    """A rule that is none, or that says something we do not read."""


def days_of(regel: Mapping[str, Sequence[Any]], begin: date, last: date) -> Iterator[date]:
    """The days from `begin` to `last` on which a series is, in order; raises `NotExpanded` for a rule like no other.

    `regel`: the parts of the rule, each with its values as texts or numbers. An UNTIL is not looked at.
    """
    parts = {name.upper(): [str(value).upper() for value in values] for name, values in regel.items()}
    freq = (parts.get("FREQ") or [""])[0]
    interval = _number((parts.get("INTERVAL") or ["1"])[0])
    if freq not in (DAILY, WEEKLY, MONTHLY, YEARLY) or interval < 1 or set(parts) - KNOWN - MEETINGS:
        raise NotExpanded(freq)
    last = min(last, begin + LONGEST * DAY if begin < date.max - LONGEST * DAY else last)
    left = _number(parts["COUNT"][0]) if parts.get("COUNT") else LONGEST
    fits = _fits(freq, parts, begin)
    places = [_number(text) for text in parts.get("BYSETPOS", ())]
    for first, end in _periods(freq, interval, begin, last, (parts.get("WKST") or ["MO"])[0]):
        found = [day for n in range((end - first).days) if fits(day := first + n * DAY)]
        if places:
            found = [found[p] for p in sorted({_place(p, len(found)) for p in places}) if 0 <= p < len(found)]
        for day in found:
            if begin <= day <= last and left > 0:
                left -= 1
                yield day
        if left <= 0:
            return


def _number(text: str) -> int:
    try:
        return int(text[:9])
    except ValueError:
        raise NotExpanded(text[:40]) from None


def _place(position: int, length: int) -> int:
    return position - 1 if position > 0 else length + position if position < 0 else -1


def _periods(freq: str, interval: int, begin: date, last: date, week_starts: str) -> Iterator[tuple[date, date]]:
    """(first day, day after) of each period that counts."""
    if freq in (DAILY, WEEKLY):
        start = WEEKDAYS.index(week_starts) if week_starts in WEEKDAYS else 0
        back = (begin.weekday() - start) % 7 if freq == WEEKLY else 0
        size = 7 if freq == WEEKLY else 1
        number = max(begin.toordinal() - back, 1)
        while number <= last.toordinal():
            yield date.fromordinal(number), date.fromordinal(min(number + size, date.max.toordinal()))
            number += size * interval
        return
    step = interval if freq == MONTHLY else 12 * interval
    month = begin.year * 12 + (begin.month - 1 if freq == MONTHLY else 0)
    while month <= last.year * 12 + last.month - 1:
        after = month + (1 if freq == MONTHLY else 12)
        yield _first_of(month), _first_of(after)
        month += step


def _first_of(month: int) -> date:
    year, place = divmod(month, 12)
    return date(year, place + 1, 1) if year <= date.max.year else date.max


def _fits(freq: str, parts: Mapping[str, Sequence[str]], begin: date) -> Callable[[date], bool]:
    """Whether a day of a period is one of the series."""
    months = {_number(text) for text in parts.get("BYMONTH", ())}
    in_month = {_number(text) for text in parts.get("BYMONTHDAY", ())}
    weekdays: set[int] = set()
    ordinals: set[tuple[int, int]] = set()
    for text in parts.get("BYDAY", ()):
        if text[-2:] not in WEEKDAYS:
            raise NotExpanded(text[:40])
        number, weekday = text[:-2], WEEKDAYS.index(text[-2:])
        if number and freq in (MONTHLY, YEARLY):
            ordinals.add((_number(number), weekday))
        else:
            weekdays.add(weekday)
    if not in_month and not weekdays and not ordinals:
        if freq == WEEKLY:
            weekdays = {begin.weekday()}
        elif freq in (MONTHLY, YEARLY):
            in_month = {begin.day}
            months = months or ({begin.month} if freq == YEARLY else set())
    by_year = freq == YEARLY and not months

    def fits(day: date) -> bool:
        if months and day.month not in months:
            return False
        if in_month and not in_month & {day.day, day.day - monthrange(day.year, day.month)[1] - 1}:
            return False
        if not weekdays and not ordinals:
            return True
        return day.weekday() in weekdays or bool(ordinals and not ordinals.isdisjoint(_ordinals(day, by_year)))

    return fits


def _ordinals(day: date, by_year: bool) -> tuple[tuple[int, int], tuple[int, int]]:
    """The how-manieth of its weekday a day is in its month or year, from the begin and from the end."""
    first = day.replace(month=1, day=1) if by_year else day.replace(day=1)
    last = day.replace(month=12, day=31) if by_year else day.replace(day=monthrange(day.year, day.month)[1])
    return ((day - first).days // 7 + 1, day.weekday()), (-((last - day).days // 7) - 1, day.weekday())
