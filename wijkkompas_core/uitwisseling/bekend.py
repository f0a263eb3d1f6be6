"""What is there already, as far as an import needs it: plain values, read before anything is compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wijkkompas_core.domain.betrokkenheid import match_name


@dataclass(frozen=True, slots=True)
class BekendeWijk:
    """A wijk in which may be recorded. `fasen` are its spells (fase, begin, end), `leden` its team: id → name.

    `partijen`: comparable name → (id of the main one, its name).
    """

    id: int
    slug: str
    naam: str
    start: date
    code: str
    fasen: tuple[tuple[str, date, date | None], ...]
    leden: Mapping[int, str]
    partijen: Mapping[str, tuple[int, str]]

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
        """Every wijk that may be meant: by its code or slug one, by its name all that are called so.

        A code or slug between brackets behind a name, as we export it, tells which of them.
        """
        wanted = match_name(text)
        if not wanted:
            return ()
        exact = [w for w in self.wijken.values() if wanted == match_name(w.code)]
        named = [w for w in self.wijken.values() if wanted == match_name(w.naam)]
        exact = exact or ([] if len(named) > 1 else [w for w in self.wijken.values() if wanted == match_name(w.slug)])
        both = [w for w in self.wijken.values() if wanted in (match_name(f"{w.naam} {w.slug}"), _with_code(w))]
        return tuple(exact or named or both)


def _with_code(wijk: BekendeWijk) -> str | None:
    return match_name(f"{wijk.naam} {wijk.code}") if wijk.code else None


@dataclass(frozen=True, slots=True)
class BekendeRij:
    """A record that is there: its id, version, kenmerk, wijk, and its values as they would be imported."""

    id: int
    versie: int
    kenmerk: str
    wijk: int
    waarden: Mapping[str, object]
