"""What a screen reads with: the right of the actor first, then what was read before at the same data version.

The right of the actor is checked on every call, before the cache is looked at. What comes out of the cache is shared
between sessions: read it, never change it.

With a peildatum a `Lezer` reads how it was known at the end of that day (ADR 0026), and its actor only looks.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date
from functools import cache
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy.orm import Session

from dashboard.reading.beelden import fasen_open_op
from dashboard.reading.beurten import Beurten
from dashboard.reading.cache import Cache
from dashboard.reading.keys import asked_key, made_key, named, nameless
from dashboard.reading.opened import database, kept, methode
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actor, Recht, as_lezer, kijker, require
from wijkkompas_core.queries import belanghebbenden as belanghebbenden_queries
from wijkkompas_core.queries import contactmomenten as contactmomenten_queries
from wijkkompas_core.queries import wijken as wijken_queries
from wijkkompas_core.queries.annotaties import Annotatie, noten_van
from wijkkompas_core.queries.belanghebbenden import Belanghebbende
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.programma import wijkversies
from wijkkompas_core.queries.vraag import Vraag, vraag_of
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.storage.terugblik import Terugblik

T = TypeVar("T")
P = ParamSpec("P")
_terugblikken = Cache(8)
"""Each is a small database in memory, of one wijk."""
_beurten = Beurten(at_once=2, days=30, longest_wait=20.0)
TOGETHER = 40
"""So many wijken are asked at once: enough to share their queries, few enough to tell how far it is."""


@cache
def _parts(query: str) -> Cache:
    """What is kept per wijk of one query. Apart, so that who reads much of one holds up nobody who reads another."""
    return Cache(4096)


class Lezer:
    """One rerun's reads for one actor, all at one data version: as it is now, or as it was known on a peildatum.

    `today` is the day of the view: the peildatum, or today. Looking back, `actor` is a lezer of the wijken they may
    see now, so that what changes something is not offered; `account` keeps what they may do today. `vrije_tekst` tells
    whether texts that people typed may be shown.
    """

    vrije_tekst = True
    volgt_adres = True
    """Whether what stands in the address may change what is shown; a shared view is what was shared."""

    _keeps = True
    _tell: Callable[[int, int], None] = staticmethod(lambda made, of: None)

    def __init__(self, actor: Actor, peildatum: date | None = None) -> None:
        self.account, self.actor = actor, actor if peildatum is None else as_lezer(actor)
        self.peildatum = peildatum
        self.today = peildatum or today()
        self.version = database().data_version() if actor.dataversie is None else actor.dataversie
        self.methode = methode(self.version)

    def ask(
        self, query: Callable[Concatenate[Session, Actor, int, P], T], wijk: int, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a query answers of one wijk (its id): `lezer.ask(register, wijk.id)`.

        The query is a function of a module, `(session, actor, wijk, …)`; its other arguments can be compared by value.
        The right is checked first: to see the wijk, unless the query declares another with `@vraag`. The answer is
        kept until something changes (anything at all, or in that wijk when the query declares `wijk_alleen`), and is
        shared by all who hold the same roles in that wijk: the query is told no more of who asks than that, unless it
        declares itself `persoonlijk`. Never change what comes out.
        """
        facts = self._facts(query)
        if facts.recht is not None:
            require(self.actor, facts.recht, wijk)
        who = self.account if facts.rechten_van_nu else self.actor
        actor = named(who) if facts.persoonlijk else nameless(who, wijk)
        key = (actor, *asked_key(query, self.methode, (wijk, *args), kwargs))
        return self._answer(key, query, wijk, lambda session: query(session, actor, wijk, *args, **kwargs))

    def ask_all(self, query: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a query `(session, actor, …)` answers that is not about one wijk: `lezer.ask_all(banden)`.

        As `ask`, but the query itself checks or filters by the rights of the actor; the answer is kept per set of
        rights. Looking back it finds what belongs to no wijk.
        """
        actor = named(self.actor) if self._facts(query).persoonlijk else nameless(self.actor)
        key = (actor, *asked_key(query, self.methode, args, kwargs))
        return self._answer(key, query, None, lambda session: query(session, actor, *args, **kwargs))

    def ask_each(
        self,
        query: Callable[Concatenate[Session, Actor, tuple[int, ...], P], Mapping[int, T]],
        wijken: Iterable[int],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> dict[int, T]:
        """What a query `(session, actor, wijken, …)` answers of each wijk, by id: `ask_each(noten_van, ids)`.

        It is the same for all who may see them, and told no more of who asks. Each wijk has its own kept answer; those
        that are not there are asked together, or wijk by wijk when looking back, since each then has a database of its
        own. A wijk of which the query says nothing is not in the answer.
        """
        facts, ids = self._facts(query), tuple(wijken)
        for wijk in ids:
            require(self.actor, facts.recht or Recht.WIJK_ZIEN, wijk)
        key = asked_key(query, self.methode, args, kwargs)

        def read(group: tuple[int, ...]) -> Sequence[T | None]:
            wijk = None if self.peildatum is None else group[0]
            with self._reading(wijk, facts.logboek, keep=len(ids) == 1) as session:
                found = query(session, kijker(group), group, *args, **kwargs)
            return [found.get(one) for one in group]

        def together() -> dict[int, T]:
            most = 1 if self.peildatum is not None else TOGETHER
            parts: list[T | None] = []
            if not self._keeps:
                parts = [one for begin in range(0, len(ids), most) for one in read(ids[begin : begin + most])]
            else:
                cache = _parts(key[0])
                keys = [(database().url, self._past(wijk), wijk, self._age(facts, wijk), *key) for wijk in ids]
                missing, made = sum(not cache.holds(one) for one in keys), 0
                for begin in range(0, len(ids), most):
                    part = ids[begin : begin + most]
                    before = made

                    def make(places: list[int], part: tuple[int, ...] = part) -> Sequence[T | None]:
                        nonlocal made
                        made += len(places)
                        return read(tuple(part[place] for place in places)) if places else ()

                    parts += cache.get_many(keys[begin : begin + most], make)
                    if made > before:
                        self._tell(made, missing)
            return {wijk: self.shown(query, part) for wijk, part in zip(ids, parts, strict=True) if part is not None}

        return self._kept(("each", self.version, ids, tuple(map(self._past, ids)), *key), together)

    def made(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of a module makes of answers, such as a figure; made once: `lezer.made(draw, frame, dark)`.

        It is told apart by all its arguments, and by how is looked: links keep the peildatum. An argument that cannot
        be compared by value, such as a DataFrame, must be an answer itself: what is made anew every rerun is never
        found again.
        """
        return kept(("made", self._look, *made_key(make, args, kwargs)), lambda: make(*args, **kwargs))

    @property
    def _look(self) -> tuple[Hashable, ...]:
        """How is looked, which may change what a link says or whether there is one."""
        return (self.peildatum,)

    @property
    def now(self) -> Self:
        """The same reader, of how it is now, whatever the peildatum."""
        reader = copy(self)
        reader.peildatum, reader.today = None, today()
        return reader

    @property
    def afresh(self) -> Self:
        """The same reader, of how it is now; what it reads is read every time and never kept."""
        reader = self.now
        reader._keeps = False
        return reader

    def shown(self, query: Callable[..., Any], answer: T) -> T:
        """An answer as this reader may see it."""
        return answer

    def telling(self, tell: Callable[[int, int], None]) -> Self:
        """The same reader, who tells how many wijken of how many that were not there it has read."""
        reader = copy(self)
        reader._tell = tell
        return reader

    def _facts(self, query: Callable[..., Any]) -> Vraag:
        """What a query says of itself. Who may not ask everything, refuses here."""
        return vraag_of(query)

    def _age(self, facts: Vraag, wijk: int | None) -> int:
        """The data version under which an answer is kept: that of the wijk when nothing else can change it."""
        return self._wijkversies().get(wijk, 0) if facts.wijk_alleen and wijk is not None else self.version

    def _answer(
        self, key: tuple[Hashable, ...], query: Callable[..., Any], wijk: int | None, answer: Callable[[Session], T]
    ) -> T:
        facts = vraag_of(query)

        def read() -> T:
            with self._reading(wijk, facts.logboek, keep=True) as session:
                return self.shown(query, answer(session))

        return self._kept(("asked", self._age(facts, wijk), wijk, self._past(wijk), *key), read)

    def _kept(self, key: tuple[Hashable, ...], read: Callable[[], T]) -> T:
        return kept((self._look, *key), read) if self._keeps else read()

    @contextmanager
    def _reading(self, wijk: int | None, logboek: bool, *, keep: bool) -> Iterator[Session]:
        if self.peildatum is None:
            with database().reading() as session:
                yield session
        else:
            with self._terugblik(wijk, keep=keep).reading(logboek=logboek) as session:
                yield session

    def _past(self, wijk: int | None) -> tuple[date, bool] | None:
        """Which day is looked back on, and whether texts read as they did then: only for who may change them now.

        For others a text that was corrected or deleted since would be history.
        """
        if self.peildatum is None:
            return None
        recht = Recht.PROGRAMMA_STUREN if wijk is None else Recht.VASTLEGGEN
        return self.peildatum, self.account.may(recht, wijk)

    def _terugblik(self, wijk: int | None, *, keep: bool) -> Terugblik:
        """A wijk as it was known on the peildatum; who goes through many does not `keep` them."""
        past = self._past(wijk)
        assert past is not None
        day, teksten_van_toen = past

        def make() -> Terugblik:
            with _beurten.turn((database().url, self.account.gebruiker, self.account.deellink), day):
                return database().as_known(wijk, day, teksten_van_toen=teksten_van_toen)

        if not keep:
            return make()
        version = self.version if wijk is None else self._wijkversies().get(wijk, 0)
        key = (database().url, wijk, version, past)
        return _terugblikken.get(key, make)

    def _wijkversies(self) -> dict[int, int]:
        """Id of a wijk → the data version at its last change."""

        def read() -> dict[int, int]:
            with database().reading() as session:
                return wijkversies(session)

        return kept((self.version, "wijkversies"), read)

    def wijken(self, recht: Recht = Recht.WIJK_ZIEN) -> tuple[Wijk, ...]:
        """The wijken where the actor holds `recht`; looking back those that were known then."""
        return self.ask_all(wijken_queries.wijken, recht)

    def wijken_now(self) -> tuple[Wijk, ...]:
        """The wijken that the actor may see, as they are now."""
        return self.now.wijken()

    def belanghebbenden(self, wijk: int) -> tuple[Belanghebbende, ...]:
        """The belanghebbenden of a wijk."""
        return self.ask(belanghebbenden_queries.belanghebbenden, wijk)

    def noten(self, wijken: tuple[int, ...]) -> tuple[Annotatie, ...]:
        """The noten of these wijken (ids) and those about all wijken, oldest first."""
        parts = self.ask_each(noten_van, wijken)
        once = {noot.id: noot for part in parts.values() for noot in part}
        return tuple(sorted(once.values(), key=lambda noot: (noot.datum, noot.id)))

    def open_fasen(self, wijk: int, peildatum: date | None = None) -> tuple[str, ...]:
        """Slugs of the fasen that were open in a wijk on a date, or on the day of the view."""
        return self.ask(fasen_open_op, wijk, peildatum or self.today)

    def contactmoment(self, key: int) -> Contactmoment:
        """One contactmoment; raises `NotFound` when it is not there for this actor."""
        return self.afresh.ask_all(contactmomenten_queries.contactmoment, key)
