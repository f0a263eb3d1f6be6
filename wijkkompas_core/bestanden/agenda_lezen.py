"""A calendar (ICS, RFC 5545): each time that was, on its Dutch day, as a row of a sheet; who was invited stays behind.

Only the lines that are needed go to the parser, one meeting at a time: what a calendar says of its own time zones, its
alarms and its people is left out before that. Series are spelled out up to today.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from icalendar import Event

from wijkkompas_core.bestanden.genodigden import (
    MAIL,
    MOST_OF_SERIES,
    MOST_OF_SHORT,
    PRIVATE,
    TITLES,
    Gezien,
    notes_of,
    plain_text,
)
from wijkkompas_core.bestanden.herhaling import NotExpanded, days_of
from wijkkompas_core.bestanden.inhoud import MAX_CELL, Cel, Ingelezen, Ingelezenblad, refused
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import AMSTERDAM, today

MOST_BYTES, MOST_EVENTS = 20_000_000, 20_000
MOST_ROWS = 50_000
MOST_LINES = 2_000
"""Lines of one meeting that count."""
MOST_PEOPLE = 200
"""With more who were invited the long text of a meeting is left out: it may name any of them."""
LONGEST_LINE = 100_000
KEPT = frozenset(
    {"UID", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "RRULE", "RDATE", "EXDATE", "STATUS", "CLASS", "SUMMARY",
     "CATEGORIES", "LOCATION", "DESCRIPTION"}
)  # fmt: skip
PEOPLE = frozenset({"ATTENDEE", "ORGANIZER", "CONTACT"})
BROKEN = "Deze agenda is beschadigd en niet te lezen. Exporteer hem opnieuw als ICS."
SHORTER = "Exporteer een kortere periode."
_NAME = re.compile(r"[;:]CN=(?:\"([^\"]{1,200})\"|([^;:\"]{1,200}))", re.I)
_NO_PERSON = re.compile(r";CUTYPE=(?:ROOM|RESOURCE|GROUP)\b", re.I)
_ZONE = re.compile(r";TZID=", re.I)


@dataclass(frozen=True)
class _Afspraak:
    """One meeting as it stands in the file: what the parser made of it, and the names of who was invited."""

    event: Any
    vervallen: bool
    namen: tuple[str, ...]
    uid: str
    volgnummer: int
    plek: Any
    """Which time of a series this is instead of, if any."""


def is_calendar(content: bytes) -> bool:
    """Whether a file says that it is a calendar."""
    return content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"begin:vcalendar")


def read_calendar(content: bytes) -> Ingelezen:
    """The meetings of a calendar as one sheet, oldest first; raises `InvalidInput` with a sentence."""
    if len(content) > MOST_BYTES:
        raise refused(f"Deze agenda is groter dan {MOST_BYTES // 1_000_000} MB. {SHORTER}")
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    if not re.search(r"^END:VCALENDAR\s*\Z", text[-200:], re.I | re.M):
        raise refused(BROKEN)
    seen = Gezien()
    rows: list[tuple[date, tuple[str, ...]]] = []
    for row in _rows(list(_events(text, seen)), seen):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise refused(f"In deze agenda staan meer dan {nl.whole(MOST_ROWS)} afspraken. {SHORTER}")
    rows.sort(key=lambda row: row[0])
    notes = tuple(notes_of(seen))
    if not rows:
        raise refused(" ".join(("In deze agenda staat geen afspraak die al geweest is.", *notes)))
    kept = [n for n in range(len(TITLES)) if n == 0 or any(texts[n - 1] for _, texts in rows)]
    head: list[Cel] = [TITLES[n] for n in kept]
    body: list[list[Cel]] = [[day if n == 0 else texts[n - 1] or None for n in kept] for day, texts in rows]
    return Ingelezen((Ingelezenblad("Agenda", [head, *body]),), notes)


def _events(text: str, seen: Gezien) -> Iterator[_Afspraak]:
    """The meetings, each parsed by itself, so that a broken one takes no other along."""
    depth, cancels, many = 0, False, 0
    lines: list[str] = []
    people: list[str] = []
    for line in _unfolded(text):
        name = re.split(r"[;:]", line[:60], maxsplit=1)[0].upper()
        if name == "BEGIN" and line[6:].strip().upper() == "VEVENT" and not depth:
            depth, lines, people, many = 1, [], [], many + 1
            if many > MOST_EVENTS:
                raise refused(f"In deze agenda staan meer dan {nl.whole(MOST_EVENTS)} afspraken. {SHORTER}")
        elif name == "BEGIN" and depth:
            depth += 1  # an alarm: none of its lines counts
        elif name == "END" and depth:
            depth -= 1
            if not depth:
                yield _parsed(lines, cancels, people, seen)
        elif name == "METHOD" and not depth:
            cancels = line.strip().upper().endswith(":CANCEL")
        elif depth == 1 and name in PEOPLE:
            people.append(line)
        elif depth == 1 and name in KEPT and len(lines) < MOST_LINES:
            lines.append(line)


def _unfolded(text: str) -> Iterator[str]:
    """The lines of the file, of which a long one may stand on several."""
    parts: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith((" ", "\t")) and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield "".join(parts)[:LONGEST_LINE]
        parts = [line]
    if parts:
        yield "".join(parts)[:LONGEST_LINE]


def _parsed(lines: list[str], cancels: bool, people: list[str], seen: Gezien) -> _Afspraak:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a guess at the name of a zone is not what goes wrong
            event: Any = Event.from_ical("\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT")))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        event = {}
    persons = [line for line in people if not _NO_PERSON.search(line)]
    seen.mensen |= {mail[0].lower() if (mail := MAIL.search(line)) else line for line in persons}
    names = {(found[1] or found[2]).strip() for line in persons if (found := _NAME.search(line))}
    begin = _moment(event, "DTSTART")
    if (
        isinstance(begin, datetime)
        and begin.tzinfo is None
        and any(line.upper().startswith("DTSTART") and _ZONE.search(line) for line in lines)
    ):
        seen.zone += 1
    return _Afspraak(
        event,
        cancels or str(event.get("STATUS", "")).upper() == "CANCELLED",
        tuple(sorted((one for one in names if " " in one and "@" not in one), key=len, reverse=True)),
        str(event.get("UID") or ""),
        _number(event),
        _moment(event, "RECURRENCE-ID"),
    )


def _rows(events: list[_Afspraak], seen: Gezien) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Per time that was: its day, and its texts as under `TITLES`."""
    latest: dict[tuple[str, date | None], _Afspraak] = {}
    for number, one in enumerate(events):  # of what was sent again, the last version counts
        key = (one.uid or f"@{number}", None if one.plek is None else _day(one.plek))
        if key not in latest or one.volgnummer >= latest[key].volgnummer:
            latest[key] = one
    instead: dict[str, set[date]] = {}
    for uid, day in latest:
        if day is not None:
            instead.setdefault(uid, set()).add(day)
    for (uid, day), one in latest.items():
        whole = latest.get((uid, None))
        if one.vervallen or (whole is not None and whole.vervallen):
            seen.afgezegd += 1
            continue
        if str(one.event.get("CLASS", "")).upper() in PRIVATE:
            seen.prive += 1
            continue
        begin = _moment(one.event, "DTSTART")
        if begin is None:
            seen.zonder_dag += 1
            continue
        texts = _texts(one, seen)
        days = [_day(begin)] if day is not None else _days(one.event, begin, seen)
        skip = instead.get(uid, set()) if day is None else set[date]()
        for when in sorted(set(days) - skip):
            if when > today():
                seen.later += 1
            else:
                yield when, texts


def _days(event: Any, begin: date, seen: Gezien) -> list[date]:
    """The Dutch days of a meeting: of a series all up to today, without those that were taken out."""
    taken = {_day(one) for one in _listed(event, "EXDATE")}
    extra = [_day(one) for one in _listed(event, "RDATE")]
    rule: Any = event.get("RRULE")
    if rule is None:
        found = [_day(begin), *extra]
    else:
        seen.reeksen += 1
        found = [*_repeated(rule[0] if isinstance(rule, list) else rule, begin, seen), *extra]
    return [day for day in found if day not in taken]


def _repeated(rule: Any, begin: date, seen: Gezien) -> list[date]:
    local = begin.date() if isinstance(begin, datetime) else begin
    found: list[date] = []
    try:
        last = _until(rule, begin)
        for day in days_of(rule, local, today()):
            moment = datetime.combine(day, begin.timetz()) if isinstance(begin, datetime) else day
            if last is not None and _is_after(moment, last):
                break
            if len(found) == MOST_OF_SERIES:
                seen.ingekort += 1
                break
            found.append(_day(moment))
    except (NotExpanded, ValueError, TypeError, AttributeError, OverflowError):
        seen.niet_uitgeschreven += 1
        return [_day(begin)]
    return found or [_day(begin)]


def _until(rule: Any, begin: date) -> date | None:
    """The last moment of a series, in the time of its first meeting; a whole day when it tells no hour."""
    until = rule.get("UNTIL")
    last: Any = until[0] if isinstance(until, list) and until else until
    if last is None or last == []:
        return None
    if isinstance(last, datetime) and last.tzinfo is not None:
        zone = begin.tzinfo if isinstance(begin, datetime) and begin.tzinfo is not None else AMSTERDAM
        return last.astimezone(zone).replace(tzinfo=None)
    return last


def _is_after(moment: date, last: date) -> bool:
    if isinstance(moment, datetime) and isinstance(last, datetime):
        return moment.replace(tzinfo=None) > last
    return _plain(moment) > _plain(last)


def _plain(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _listed(event: Any, name: str) -> list[date]:
    found: Any = event.get(name)
    groups: list[Any] = found if isinstance(found, list) else [found] if found is not None else []
    days = (one.dt for one in chain.from_iterable(getattr(group, "dts", ()) for group in groups))
    return [day for one in days if isinstance(day := one[0] if isinstance(one, tuple) else one, date)]


def _moment(event: Any, name: str) -> date | None:
    try:
        found: Any = getattr(event.get(name), "dt", None)
    except (ValueError, TypeError):
        return None
    return found if isinstance(found, date) else None


def _day(moment: date) -> date:
    """The day here; without a zone it is a Dutch time already."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return (moment if moment.tzinfo is None else moment.astimezone(AMSTERDAM)).date()
    except OverflowError:
        return moment.date()


def _number(event: Any) -> int:
    text = str(event.get("SEQUENCE", 0))[:9]
    return int(text) if text.isdecimal() else 0


def _texts(one: _Afspraak, seen: Gezien) -> tuple[str, ...]:
    event = one.event
    found: Any = event.get("CATEGORIES")
    groups: list[Any] = found if isinstance(found, list) else [found] if found else []
    words = ";".join(str(word) for group in groups for word in getattr(group, "cats", [group]))
    long = event.get("DESCRIPTION") if len(one.namen) <= MOST_PEOPLE else ""
    short = (
        plain_text(value, one.namen, seen, MOST_OF_SHORT)
        for value in (event.get("SUMMARY"), words, event.get("LOCATION"))
    )
    return (*short, plain_text(long, one.namen, seen, MAX_CELL))
