"""Makes four years of wijkaanpak from the story of the demo: the same rows every time for the same last day.

Chance comes from seeds that are made of names and the last day, never from the clock.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from wijkkompas_core.demo.read import Ritme, Verhaal, Wijkverhaal, Zin
from wijkkompas_core.domain.kompas import Kompas, Vak
from wijkkompas_core.domain.tijd import AMSTERDAM

# Holidays are quiet: the share of the usual number of contactmomenten per calendar month.
SEIZOEN = {7: 0.5, 8: 0.45, 12: 0.65, 1: 0.9, 5: 0.85}
ZWAK_GEWICHT = 0.1
_PLACEHOLDER = re.compile(r"\{(getal|deelnemers) (\d+)-(\d+)\}")


@dataclass(frozen=True, slots=True)
class GemaaktContact:
    """A contactmoment of the demo; `belanghebbenden` are names within the wijk."""

    datum: date
    fase: str
    aspecten: tuple[str, ...]
    vorm: str
    participatieniveau: str | None
    aantal_deelnemers: int | None
    opbrengst: str
    links: tuple[str, ...]
    belanghebbenden: tuple[str, ...]
    ingevoerd_op: datetime
    gewijzigd_op: datetime
    verwijderd: bool


class Wijkmaker:
    """Makes one wijk of the demo, with its own chance."""

    def __init__(
        self, wijk: Wijkverhaal, verhaal: Verhaal, kompas: Kompas, titels: dict[Vak, list[str]], tot: date
    ) -> None:
        """`titels` are the titles of the knooppunten per vak; nothing lies after `tot`."""
        self.wijk, self.verhaal, self.kompas, self.titels, self.tot = wijk, verhaal, kompas, titels, tot
        self.chance = Random(f"{wijk.slug} {tot.isoformat()}")
        self.used: Counter[str] = Counter()
        self.met: set[Vak] = set()
        self.present: dict[str, list[str]] = {}
        for party in wijk.belanghebbenden:
            if party.aan_tafel and not party.dubbel_van:
                self.present.setdefault(party.type, []).append(party.naam)
        self.spells = [(fase, self.day(van), None if end is None else self.day(end)) for fase, van, end in wijk.fasen]

    def day(self, months: int) -> date:
        """The day that lies `months` before the last day (negative: after it), at a place in the month of its own."""
        if months == 0:
            return self.tot
        total = self.tot.year * 12 + self.tot.month - 1 - months
        year, month = divmod(total, 12)
        day = min(self.tot.day, monthrange(year, month + 1)[1])
        shift = Random(f"{self.wijk.slug} {months}").randint(0, 18)
        found = date(year, month + 1, day) + timedelta(days=shift)
        return found + timedelta(days=(7 - found.weekday()) % 7 if found.weekday() > 4 else 0)

    def contacten(self) -> Iterator[GemaaktContact]:
        """All contactmomenten of the wijk."""
        for ritme in self.wijk.ritme:
            for months in range(ritme.van, ritme.tot, -1):
                begin, end = self.day(months), min(self.day(months - 1), self.tot)
                expected = ritme.per_maand * SEIZOEN.get(begin.month, 1.1) * self.chance.uniform(0.6, 1.4)
                for _ in range(int(expected + self.chance.random())):
                    day = begin + timedelta(days=self.chance.randrange(max(1, (end - begin).days)))
                    contact = self._contact(ritme, day)
                    if contact is not None:
                        yield contact

    def _fase(self, day: date) -> str:
        """A fase that is open on `day`; of several mostly the one that began last."""
        open_now = [fase for fase, begin, end in self.spells if begin <= day and (end is None or day < end)]
        if not open_now:
            return [fase for fase, begin, _ in self.spells if begin <= day][-1]
        return open_now[-1] if len(open_now) == 1 or self.chance.random() < 0.72 else open_now[0]

    def _gets_attention(self, vak: Vak, day: date) -> bool:
        if vak in self.wijk.nvt:
            return False
        how, month = self.wijk.aandacht.get(vak, ("", None))
        return not (how == "nooit" or (how == "eenmalig" and vak in self.met) or (month and day >= self.day(month)))

    def _aspect(self, ritme: Ritme, fase: str, day: date) -> str | None:
        first, *others = self.kompas.sporen
        spoor = first if self.chance.random() < ritme.sociaal or not others else self.chance.choice(others)
        aspecten = [
            a.slug for a in self.kompas.aspecten_van(spoor.slug) if self._gets_attention(Vak(fase, a.slug), day)
        ]
        if not aspecten:
            return None
        weights = [
            ZWAK_GEWICHT if slug in self.wijk.zwak and Vak(fase, slug) not in self.wijk.aandacht else 1.0
            for slug in aspecten
        ]
        return self.chance.choices(aspecten, weights)[0]

    def _zin(self, vak: Vak, vorm: str | None = None) -> Zin | None:
        """A sentence that fits the vak, the vorm and who there is in this wijk; rather one not used before."""
        fitting = [
            zin
            for zin in self.verhaal.zinnen.get(vak, ())
            if vorm in (None, zin.vorm) and any(t in self.present for t in zin.typen)
        ]
        if not fitting:
            return None
        least = min(self.used[zin.tekst] for zin in fitting)
        return self.chance.choice([zin for zin in fitting if self.used[zin.tekst] == least])

    def _text(self, vak: Vak, zin: Zin) -> tuple[str, int | None]:
        """The sentence, or a follow-up when it was used before, and how many people it speaks of."""
        template = zin.tekst
        self.used[zin.tekst] += 1
        if self.used[zin.tekst] > 1:
            options = self.verhaal.vervolg[zin.vorm]
            least = min(self.used[option] for option in options)
            template = self.chance.choice([option for option in options if self.used[option] == least])
            self.used[template] += 1
        people: int | None = None

        def number(match: re.Match[str]) -> str:
            nonlocal people
            drawn = self.chance.randint(int(match[2]), int(match[3]))
            if match[1] == "deelnemers":
                people = drawn
            return str(drawn)

        text = _PLACEHOLDER.sub(number, template)
        text = text.replace("{straat}", self.chance.choice(self.wijk.straten))
        return text.replace("{knooppunt}", self.chance.choice(self.titels[vak])), people

    def _contact(self, ritme: Ritme, day: date) -> GemaaktContact | None:
        chance, wijk = self.chance, self.wijk
        fase = self._fase(day)
        aspect = self._aspect(ritme, fase, day)
        zin = self._zin(Vak(fase, aspect)) if aspect else None
        if aspect is None or zin is None:
            return None
        vorm = self.verhaal.vormen[zin.vorm]
        day = self._on_fitting_day(day, vorm.moment)
        text, people = self._text(Vak(fase, aspect), zin)
        aspecten, texts, typen = [aspect], [text], list(zin.typen)
        for share in (0.3, 0.25):
            extra = self._aspect(ritme, fase, day) if chance.random() < share else None
            more = self._zin(Vak(fase, extra), zin.vorm) if extra and extra not in aspecten else None
            if extra and more:
                text, also = self._text(Vak(fase, extra), more)
                aspecten.append(extra)
                typen += more.typen
                people = people or also
                if text not in texts:
                    texts.append(text)
        vakken = {Vak(fase, slug) for slug in aspecten}
        self.met |= vakken
        if people is None and vorm.deelnemers and chance.random() < 0.85:
            people = round(chance.triangular(*vorm.deelnemers, vorm.deelnemers[0]))
        entered = self._entered(day, vorm.moment)
        changed = chance.random() < 0.06
        moment = min(entered + timedelta(days=chance.randint(1, 10)), self._last_moment()) if changed else entered
        slug = f"{day:%Y-%m-%d}-{zin.vorm}"
        return GemaaktContact(
            datum=day,
            fase=fase,
            aspecten=tuple(sorted(aspecten)),
            vorm=zin.vorm,
            participatieniveau=None if chance.random() < wijk.zonder_niveau else chance.choice(vorm.niveaus),
            aantal_deelnemers=people,
            opbrengst="" if chance.random() < wijk.zonder_tekst else " ".join(texts),
            links=(f"https://zonnedaal.example/{wijk.slug}/{slug}",) if chance.random() < 0.12 else (),
            belanghebbenden=self._parties(typen),
            ingevoerd_op=entered,
            gewijzigd_op=max(moment, entered),
            verwijderd=chance.random() < 0.008 and not vakken & self.wijk.aandacht.keys(),
        )

    def _parties(self, typen: list[str]) -> tuple[str, ...]:
        """Names of who was there: of each type one, and not everybody comes every time."""
        there = [self.chance.choice(self.present[t]) for t in dict.fromkeys(typen) if t in self.present]
        came = [naam for naam in there if self.chance.random() < 0.85]
        return tuple(sorted(set(came or there[:1])))

    def _on_fitting_day(self, day: date, moment: str) -> date:
        """The nearest day on which such a thing takes place, within the life of the wijk up to the day before last."""
        first, last = self.spells[0][1], self.tot - timedelta(days=1)
        wanted = (5,) if moment == "zaterdag" else range(4) if moment == "avond" else range(5)
        for shift in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6):
            found = day + timedelta(days=shift)
            if first <= found <= last and found.weekday() in wanted and self._fase_open(found, day):
                return found
        return min(max(day, first), last)

    def _fase_open(self, found: date, day: date) -> bool:
        """Whether the same fasen are open on both days, so that moving does not change the fase."""

        def open_on(moment: date) -> list[str]:
            return [fase for fase, begin, end in self.spells if begin <= moment and (end is None or moment < end)]

        return open_on(found) == open_on(day)

    def _entered(self, day: date, moment: str) -> datetime:
        """When it was entered: mostly within days and in the evening, never after the last day."""
        chance = self.chance
        if chance.random() < self.wijk.tijdig:
            lag = chance.choices((0, 1, 2, 4, 7, 11), (40, 24, 14, 12, 7, 3))[0]
        else:
            lag = round(chance.triangular(16, 110, 24))
        if lag == 0 and moment == "avond":
            at = time(21, 40 + chance.randrange(20)) if chance.random() < 0.5 else time(22, chance.randrange(60))
        elif lag == 0 or chance.random() < 0.65:
            at = time(chance.choice((19, 20, 20, 21)), chance.randrange(60))
        else:
            at = time(chance.randrange(8, 18), chance.randrange(60))
        entered = datetime.combine(day + timedelta(days=lag), at, AMSTERDAM).astimezone(UTC)
        if entered > self._last_moment():
            entered = self._last_moment() - timedelta(minutes=chance.randrange(1, 60))
        return entered

    def _last_moment(self) -> datetime:
        return datetime.combine(self.tot - timedelta(days=1), time(23, 30), AMSTERDAM).astimezone(UTC)
