"""What is there already, as far as an import needs it: plain values, read before anything is compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wijkkompas_core.bestanden.waarden import is_nothing
from wijkkompas_core.domain.betrokkenheid import match_name


@dataclass(frozen=True, slots=True)
class BekendeWijk:
    """A wijk in which may be recorded. `fasen` are its spells (fase, begin, end), `leden` its team: id → name.

    `partijen`: comparable name → (id of the main one, its name). `eerder` are people who stand in its records and are
    no longer of its team.
    """

    id: int
    slug: str
    naam: str
    start: date
    code: str
    fasen: tuple[tuple[str, date, date | None], ...]
    leden: Mapping[int, str]
    partijen: Mapping[str, tuple[int, str]]
    eerder: Mapping[int, str] = field(default_factory=dict[int, str])

    def lid(self, key: int) -> str:
        """How somebody is written: the name, with the number of the account behind it where two are called so."""
        everyone = {**self.eerder, **self.leden}
        naam = everyone.get(key, "")
        alike = sum(match_name(other) == match_name(naam) for other in everyone.values())
        return naam if alike < 2 else f"{naam} ({key})"

    def leden_named(self) -> dict[str, int | None]:
        """Comparable name, as `lid` writes it → account; nothing for a name that stands for several."""
        found: dict[str, int | None] = {}
        for key, naam in {**self.eerder, **self.leden}.items():
            found[match_name(naam)] = None if match_name(naam) in found else key
        written = {match_name(self.lid(key)): key for key in (*self.eerder, *self.leden)}
        return found | {naam: key for naam, key in written.items() if naam not in found}

    def fase_at(self, day: date) -> str | None:
        """The fase that was open on a day; of several the one that began last."""
        is_open = [(begin, fase) for fase, begin, end in self.fasen if begin <= day and (end is None or day < end)]
        return max(is_open)[1] if is_open else None


@dataclass(frozen=True)
class Bekend:
    """Everything about which words can be recognised. `keuzes`: scale → slug → name, in order.

    `korte`: scale → slug → short name, where there is one. `rijen`: what there is of the list at hand.
    """

    lijst: str
    today: date
    wijken: Mapping[int, BekendeWijk]
    keuzes: Mapping[str, Mapping[str, str]]
    korte: Mapping[str, Mapping[str, str]]
    rijen: tuple["BekendeRij", ...] = ()
    contactmomenten: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """Kenmerk → (id, wijk) of contactmomenten, where the list refers to them."""
    dataversie: int = 0
    verwijderd: frozenset[int] = frozenset()
    """Contactmomenten that were deleted while records still refer to them: no file names them."""

    @property
    def types(self) -> Mapping[str, str]:
        """The kinds of belanghebbende: slug → name."""
        return self.keuzes["type"]

    def wijk_named(self, text: str) -> BekendeWijk | None:
        """The wijk with this name, slug or CBS code; nothing for one that is not there, or when there are several."""
        found = self.wijken_named(text)
        return found[0] if len(found) == 1 else None

    def wijk_of_slug(self, slug: str) -> BekendeWijk | None:
        """The wijk with this slug, which only one has; else the one that is called so."""
        return next((wijk for wijk in self.wijken.values() if wijk.slug == slug), None) or self.wijk_named(slug)

    def wijken_named(self, text: str) -> tuple[BekendeWijk, ...]:
        """Every wijk that may be meant: by its code one, by its name or slug all that are called so.

        A code or slug between brackets behind a name, as we export it, tells which of them.
        """
        by_code, by_form = self._folded_wijken
        wanted = match_name(text)
        return by_code.get(wanted) or by_form.get(wanted, ())

    @cached_property
    def _folded_wijken(self) -> tuple[dict[str, tuple[BekendeWijk, ...]], dict[str, tuple[BekendeWijk, ...]]]:
        """Folded code → wijken, and every other folded form of them → wijken."""
        by_code: dict[str, tuple[BekendeWijk, ...]] = {}
        by_form: dict[str, tuple[BekendeWijk, ...]] = {}
        for wijk in self.wijken.values():
            for found, forms in ((by_code, {match_name(wijk.code)}), (by_form, set(map(match_name, _forms(wijk))))):
                for form in forms - {""}:
                    found[form] = (*found.get(form, ()), wijk)
        return by_code, by_form

    def geschreven(self, wijk: BekendeWijk) -> str:
        """How a wijk is written in an export: its name, and its code or slug where the name could be another's too."""
        forms = _forms(wijk)
        sure = (form for form in forms if not is_nothing(form) and self.wijken_named(form) == (wijk,))
        return next(sure, forms[-1])


def _forms(wijk: BekendeWijk) -> tuple[str, ...]:
    """Every way in which a wijk may be written; the last one for when every other is what another wijk is called."""
    behind = (wijk.code, wijk.slug) if wijk.code else (wijk.slug,)
    return wijk.naam, *(f"{wijk.naam} ({tail})" for tail in behind), wijk.slug, f"{wijk.slug} ({wijk.slug})"


@dataclass(frozen=True, slots=True)
class BekendeRij:
    """A record that is there: its id, version, kenmerk, wijk, and its values as they would be imported."""

    id: int
    versie: int
    kenmerk: str
    wijk: int
    waarden: Mapping[str, object]
