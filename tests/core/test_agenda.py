"""A calendar as contactmomenten: series, whole days, zones, what was called off, and nobody's name or address."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.bestanden.herhaling import days_of
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.domain.tijd import at
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.importeren.lezen import look
from wijkkompas_core.uitwisseling.raden import guess_list
from wijkkompas_core.uitwisseling.tabel import find_table

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar with these events, each as its lines."""
    number = iter(range(100))
    made: list[str] = []
    for one in events:
        uid = "" if "UID:" in one else f"UID:{next(number)}@x\n"
        made.append(f"BEGIN:VEVENT\n{uid}{one}\nEND:VEVENT")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//NL", *([head] if head else []), *made, "END:VCALENDAR"]
    return "\r\n".join("\n".join(lines).split("\n")).encode()


def read(*events: str, head: str = ""):
    """What comes of these events: rows as (day, subject), and the sentences."""
    with at(NOW):
        found = read_file(calendar(*events, head=head))
    tabel = find_table(found.bladen[0])
    subjects = tabel.column("Samenvatting") or [None] * len(tabel.rijen)
    return list(zip(tabel.column("Datum"), subjects, strict=True)), " ".join(found.opmerkingen)


def days(*events: str, head: str = "") -> list[str]:
    return [day.isoformat() for day, _ in read(*events, head=head)[0]]


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART;VALUE=DATE:20250306", "2025-03-06"),
        ("DTSTART:20250306T230000Z", "2025-03-07"),  # midnight here
        ("DTSTART:20250306T230000", "2025-03-06"),  # without a zone it is a Dutch time
        ("DTSTART;TZID=Europe/Amsterdam:20250306T233000", "2025-03-06"),
        ("DTSTART;TZID=W. Europe Standard Time:20250306T233000", "2025-03-06"),
        ("DTSTART;TZID=America/New_York:20250306T200000", "2025-03-07"),
    ],
)
def test_a_meeting_is_on_its_dutch_day(start: str, day: str) -> None:
    assert days(f"{start}\nSUMMARY:Overleg", head=ZONE if "W. Europe" in start else "") == [day]


def test_a_series_is_spelled_out_up_to_today_without_what_was_taken_out_moved_or_called_off() -> None:
    series = (
        "UID:reeks\nDTSTART;TZID=Europe/Amsterdam:20250602T190000\nRRULE:FREQ=WEEKLY;BYDAY=MO\nSUMMARY:Bewoners\n"
        "EXDATE;TZID=Europe/Amsterdam:20250609T190000"
    )
    moved = (
        "UID:reeks\nRECURRENCE-ID;TZID=Europe/Amsterdam:20250616T190000\n"
        "DTSTART;TZID=Europe/Amsterdam:20250618T190000\nSUMMARY:Verzet"
    )
    off = (
        "UID:reeks\nRECURRENCE-ID;TZID=Europe/Amsterdam:20250623T190000\n"
        "DTSTART;TZID=Europe/Amsterdam:20250623T190000\nSTATUS:CANCELLED\nSUMMARY:Weg"
    )
    rows, told = read(series, moved, off)
    assert rows == [(date(2025, 6, 2), "Bewoners"), (date(2025, 6, 18), "Verzet"), (date(2025, 6, 30), "Bewoners")]
    assert "1 reeks: elke keer tot en met vandaag is een eigen rij." in told and "1 afspraak afgezegd" in told


@pytest.mark.parametrize(
    ("rule", "many"),
    [
        ("FREQ=DAILY;COUNT=3", 3),
        ("FREQ=DAILY;UNTIL=20250104T220000Z", 3),
        ("FREQ=MONTHLY;BYDAY=1TH;UNTIL=20250403", 4),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", 2),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1),
        ("FREQ=SECONDLY", 1),
        ("FREQ=DAILY;INTERVAL=0;BYMONTHDAY=99", 1),
    ],
)
def test_a_rule_ends_where_it_says_and_one_that_is_none_is_one_meeting(rule: str, many: int) -> None:
    assert len(days(f"DTSTART;TZID=Europe/Amsterdam:20250102T230000\nRRULE:{rule}\nSUMMARY:x")) == many


def test_a_series_keeps_its_dutch_hour_when_the_clock_changes() -> None:
    found = days("DTSTART;TZID=Europe/Amsterdam:20250328T003000\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:Laat")
    assert found == ["2025-03-28", "2025-03-29", "2025-03-30", "2025-03-31"]


def test_nobody_who_was_invited_comes_in_and_that_is_said() -> None:
    people = (
        "DTSTART:20250306T100000Z\nSUMMARY:Overleg met JAN Jansen (j.jansen@voorbeeld.nl) in de Grote Zaal\n"
        "DESCRIPTION:Meld je bij piet@x.example.nl\\n\nORGANIZER;CN=Jan Jansen:mailto:j.jansen@voorbeeld.nl\n"
        'ATTENDEE;CN="Piet Pieters":mailto:piet@x.example.nl\nATTENDEE;CUTYPE=ROOM;CN=Grote Zaal:mailto:z@x.nl\n'
        "ATTENDEE;CN=Anna:mailto:anna@x.\n example.nl\nCONTACT:Kees de Vries\nX-ALT-DESC:Piet Pieters\n"
        "BEGIN:VALARM\nDESCRIPTION:Piet Pieters\nATTENDEE:mailto:q@x.nl\nEND:VALARM"
    )
    with at(NOW):
        found = read_file(calendar(people))
    everything = repr(found)
    assert not any(name in everything for name in ("Jansen", "jansen", "Piet", "piet@", "Anna", "anna@", "Kees", "q@"))
    assert "Overleg met (naam) ((mailadres)) in de Grote Zaal" in everything
    assert "De namen en mailadressen van 4 genodigden zijn niet overgenomen." in found.opmerkingen
    assert "Mailadressen in de teksten: 2 keer weggelaten." in found.opmerkingen
    assert "Namen van genodigden in de teksten: 1 keer weggelaten." in found.opmerkingen


def test_what_is_private_called_off_still_to_come_or_has_no_day_is_skipped_and_told() -> None:
    rows, told = read(
        "DTSTART:20250306T100000Z\nSUMMARY:Gewoon",
        "DTSTART:20250306T100000Z\nCLASS:PRIVATE\nSUMMARY:Tandarts",
        "DTSTART:20250306T100000Z\nSTATUS:CANCELLED\nSUMMARY:Ging niet door",
        "DTSTART:20260306T100000Z\nSUMMARY:Later",
        "SUMMARY:Geen dag",
    )
    assert [subject for _, subject in rows] == ["Gewoon"]
    for why in ("als privé gemerkt", "afgezegd", "in de toekomst", "zonder leesbare datum"):
        assert f"1 afspraak {why}: overgeslagen." in told
    with pytest.raises(InvalidInput, match="geen afspraak die al geweest is"):
        read("DTSTART:20260306T100000Z\nSUMMARY:Later")


def test_of_a_meeting_that_was_sent_again_the_last_version_counts() -> None:
    old = "UID:een\nSEQUENCE:1\nDTSTART:20250306T100000Z\nSUMMARY:Oud"
    new = "UID:een\nSEQUENCE:2\nDTSTART:20250307T100000Z\nSUMMARY:Nieuw"
    assert read(new, old)[0] == [(date(2025, 3, 7), "Nieuw")]


@pytest.mark.parametrize("content", [b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n"])
def test_a_broken_calendar_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(InvalidInput) as told:
        read_file(content)
    assert "agenda" in str(told.value)


def test_a_calendar_is_read_in_the_process_for_files_from_outside() -> None:
    found = look(calendar("DTSTART:20250306T230000Z\nSUMMARY:Overleg\nCATEGORIES:Bewoners,Kosten\nLOCATION:Buurthuis"))
    assert guess_list(found.tabel) == "contactmomenten"
    assert found.tabel.titels == ("Datum", "Samenvatting", "Categorie", "Plaats")
    assert found.tabel.rijen == ((date(2025, 3, 7), "Overleg", "Bewoners;Kosten", "Buurthuis"),)


def test_a_zone_that_nobody_knows_is_dutch_time_and_that_is_said() -> None:
    (row,), told = read("DTSTART;TZID=Eigen zone:20250306T233000\nSUMMARY:Overleg", head=ZONE)
    assert row == (date(2025, 3, 6), "Overleg")
    assert "1 afspraak met een onbekende tijdzone: gelezen als Nederlandse tijd." in told


def test_a_series_that_was_called_off_as_a_whole_takes_its_moved_times_along() -> None:
    series = "UID:reeks\nSEQUENCE:3\nSTATUS:CANCELLED\nDTSTART:20250602T170000Z\nRRULE:FREQ=WEEKLY\nSUMMARY:Weg"
    moved = "UID:reeks\nRECURRENCE-ID:20250616T170000Z\nDTSTART:20250618T170000Z\nSUMMARY:Ook weg"
    rows, _ = read(series, moved, "DTSTART:20250306T100000Z\nSUMMARY:Gewoon")
    assert rows == [(date(2025, 3, 6), "Gewoon")]


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY",
        "DTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:99991231T235959Z\nRRULE:FREQ=YEARLY;INTERVAL=999999999",
        "DTSTART:20250101T000000Z\nRRULE:FREQ=DAILY;COUNT=99999999999999999999",
        "DTSTART:20250101T000000Z\nRRULE:FREQ=DAILY;INTERVAL=-1",
        "DTSTART:20250101T000000Z\nRRULE:FREQ=WEEKLY;BYDAY=XX;BYEASTER=1",
        "DTSTART:20250101T000000Z\nRDATE:" + ",".join(["20250102T000000Z"] * 5_000),
        "DTSTART;TZID=(UTC+01:00) Amsterdam:20250101T000000",
        "DTSTART:20250101T000000Z\nSUMMARY:" + "a.b@" * 20_000,
        "DTSTART:20250101T000000Z\nATTENDEE;CN=a a:x\nSUMMARY:x\nDESCRIPTION:" + "a a" * 30_000,
    ],
)
def test_a_series_without_end_or_a_meeting_that_is_none_takes_no_more_than_a_moment(event: str) -> None:
    begun = perf_counter()
    rows, _ = read(*[event] * 20, "DTSTART:20250306T100000Z\nSUMMARY:Gewoon")
    assert (date(2025, 3, 6), "Gewoon") in rows and len(rows) <= 20 * 1_000 + 1
    assert perf_counter() - begun < 20


def test_a_calendar_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidInput, match="groter dan 20 MB"):
        read_file(calendar("SUMMARY:" + "x" * 20_000_000))
    with pytest.raises(InvalidInput, match=r"meer dan 20\.000 afspraken"):
        read_file(
            calendar("UID:x\nX:y").replace(
                b"END:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001 + b"END:VCALENDAR"
            )
        )


WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


@st.composite
def rules(draw: st.DrawFn) -> dict[str, list[str]]:
    """A rule as calendars write them."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    found = {"FREQ": [freq], "INTERVAL": [str(draw(st.integers(1, 5)))]}
    by = st.lists(WEEKDAYS, min_size=1, max_size=3, unique=True)
    if freq in ("MONTHLY", "YEARLY"):
        nth = st.builds(lambda n, day: f"{n}{day}", st.sampled_from([-2, -1, 1, 2, 3, 4, 5]), WEEKDAYS)
        by = by | st.lists(nth, min_size=1, max_size=3, unique=True)
        if draw(st.booleans()):
            days = st.integers(-31, 31).filter(bool).map(str)
            found["BYMONTHDAY"] = draw(st.lists(days, min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        found["BYDAY"] = draw(by)
    if draw(st.booleans()):
        found["BYMONTH"] = [str(n) for n in draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))]
    # Of a first week that one takes only the rest, so there the first of a week is another day.
    if set(found) & {"BYDAY", "BYMONTHDAY"} and freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        found["BYSETPOS"] = [draw(st.sampled_from(["1", "-1", "2", "-2"]))]
    if draw(st.booleans()):
        found["COUNT"] = [str(draw(st.integers(1, 30)))]
    if freq == "WEEKLY" and draw(st.booleans()):
        found["WKST"] = ["SU"]
    return found


@given(rules(), st.dates(date(2015, 1, 1), date(2025, 1, 1)))
def test_a_series_has_the_days_that_another_reader_of_such_rules_finds(rule: dict[str, list[str]], begin: date) -> None:
    last = begin + timedelta(days=2_000)
    told = ";".join(f"{name}={','.join(values)}" for name, values in rule.items())
    moments = rrulestr(told, dtstart=datetime(begin.year, begin.month, begin.day))
    expected = [
        one.date() for one in moments.between(datetime(1, 1, 2), datetime(last.year, last.month, last.day), inc=True)
    ]
    assert list(days_of(rule, begin, last)) == expected
