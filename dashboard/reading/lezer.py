"""What a screen reads with: the right of the actor first, then what was read before at the same data version.

The right of the actor is checked on every call, before the cache is looked at. What comes out of the cache is shared
between sessions: read it, never change it.

With a peildatum a `Lezer` reads how it was known at the end of that day (ADR 0026), and its actor only looks.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy.orm import Session

from dashboard.reading.beelden import fasen_open_op
from dashboard.reading.cache import Cache
from dashboard.reading.keys import asked_key, made_key, named, nameless
from dashboard.reading.opened import cached, database, methode
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actor, Recht, as_lezer, require
from wijkkompas_core.queries import belanghebbenden as belanghebbenden_queries
from wijkkompas_core.queries import contactmomenten as contactmomenten_queries
from wijkkompas_core.queries import wijken as wijken_queries
from wijkkompas_core.queries.annotaties import Annotatie, annotaties
from wijkkompas_core.queries.belanghebbenden import Belanghebbende
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.programma import wijkversies
from wijkkompas_core.queries.vraag import vraag_of
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.storage.terugblik import Terugblik

T = TypeVar("T")
P = ParamSpec("P")
_terugblikken = Cache(8)
"""Each is a small database in memory, of one wijk."""


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
        kept per data version, and is shared by all who hold the same roles in that wijk: the query is told no more of
        who asks than that, unless it declares itself `persoonlijk`. Never change what comes out.
        """
        facts = vraag_of(query)
        if facts.recht is not None:
            require(self.actor, facts.recht, wijk)
        actor = named(self.actor) if facts.persoonlijk else nameless(self.actor, wijk)
        key = (actor, *asked_key(query, self.methode, (wijk, *args), kwargs))
        return self._answer(key, query, wijk, lambda session: query(session, actor, wijk, *args, **kwargs))

    def ask_all(self, query: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a query `(session, actor, …)` answers that is not about one wijk: `lezer.ask_all(banden)`.

        As `ask`, but the query itself checks or filters by the rights of the actor; the answer is kept per set of
        rights. Looking back it finds what belongs to no wijk.
        """
        actor = self._told(query)
        key = (actor, *asked_key(query, self.methode, args, kwargs))
        return self._answer(key, query, None, lambda session: query(session, actor, *args, **kwargs))

    def ask_each(
        self,
        query: Callable[Concatenate[Session, Actor, tuple[int, ...], P], T],
        wijken: Sequence[int],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> list[T]:
        """What a query `(session, actor, wijken, …)` answers of several wijken, in parts to put together.

        Now that is one part. Looking back it is one per wijk, since every wijk then has a database of its own.
        """
        facts, actor = vraag_of(query), self._told(query)
        for wijk in wijken:
            require(self.actor, facts.recht or Recht.WIJK_ZIEN, wijk)
        groups = [tuple(wijken)] if self.peildatum is None else [(wijk,) for wijk in wijken]

        def one(group: tuple[int, ...]) -> T:
            key = (actor, *asked_key(query, self.methode, (group, *args), kwargs))
            wijk = None if self.peildatum is None else group[0]

            def answer(session: Session) -> T:
                return query(session, actor, group, *args, **kwargs)

            return self._answer(key, query, wijk, answer, keep=False)

        return [one(group) for group in groups]

    def made(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of a module makes of answers, such as a figure; made once: `lezer.made(draw, frame, dark)`.

        It is told apart by all its arguments, and by how is looked: links keep the peildatum. An argument that cannot
        be compared by value, such as a DataFrame, must be an answer itself: what is made anew every rerun is never
        found again.
        """
        return cached(("made", self._look, *made_key(make, args, kwargs)), lambda: make(*args, **kwargs))

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

    def _told(self, query: Callable[..., Any]) -> Actor:
        """What a query is told of who asks, which is also what the answer is kept under."""
        return named(self.actor) if vraag_of(query).persoonlijk else nameless(self.actor)

    def _answer(
        self,
        key: tuple[Hashable, ...],
        query: Callable[..., Any],
        wijk: int | None,
        answer: Callable[[Session], T],
        *,
        keep: bool = True,
    ) -> T:
        def read() -> T:
            with self._reading(wijk, vraag_of(query).logboek, keep) as session:
                return self.shown(query, answer(session))

        return self.cached(("asked", wijk, *key), read) if self._keeps else read()

    @contextmanager
    def _reading(self, wijk: int | None, logboek: bool, keep: bool) -> Iterator[Session]:
        if self.peildatum is None:
            with database().reading() as session:
                yield session
        else:
            with self.terugblik(wijk, keep=keep).reading(logboek=logboek) as session:
                yield session

    def cached(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once per data version. The caller checks the right and puts the wijk in the key."""
        return cached((self.version, self.peildatum, *key), make)

    def read(
        self, key: tuple[Hashable, ...], query: Callable[[Session], T], *, wijk: int | None, logboek: bool = False
    ) -> T:
        """What `query` reads of a wijk (its id; `None`: what belongs to none), once per data version.

        The caller checks the right and puts the wijk in the key. `logboek`: it reads the stream or the audit.
        """
        if self.peildatum is None:
            return self.read_now(key, query)

        def read() -> T:
            with self.terugblik(wijk).reading(logboek=logboek) as session:
                return query(session)

        return self.cached(key, read)

    def read_now(self, key: tuple[Hashable, ...], query: Callable[[Session], T]) -> T:
        """As `read`, but always as it is now, whatever the peildatum."""

        def read() -> T:
            with database().reading() as session:
                return query(session)

        return self.cached(key, read)

    def each(self, key: tuple[Hashable, ...], query: Callable[[Session, int], T], wijken: Sequence[int]) -> list[T]:
        """Looking back: what `query` reads of each of these wijken, since every wijk then has a database of its own.

        The caller checks the right in each of them.
        """

        def one(wijk: int) -> T:
            with self.terugblik(wijk, keep=False).reading() as session:
                return query(session, wijk)

        return [self.cached((*key, "van", wijk), lambda wijk=wijk: one(wijk)) for wijk in wijken]

    def terugblik(self, wijk: int | None, *, keep: bool = True) -> Terugblik:
        """A wijk as it was known on the peildatum; who goes through many does not `keep` them."""
        day = self.peildatum
        assert day is not None
        if not keep:
            return database().as_known(wijk, day)
        version = self.version if wijk is None else self.wijkversies().get(wijk, 0)
        key = (database().url, wijk, version, day)
        return _terugblikken.get(key, lambda: database().as_known(wijk, day))

    def wijkversies(self) -> dict[int, int]:
        """Id of a wijk → the data version at its last change."""

        def read() -> dict[int, int]:
            with database().reading() as session:
                return wijkversies(session)

        return cached((self.version, "wijkversies"), read)

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
        parts = self.ask_each(annotaties, wijken)
        once = {noot.id: noot for part in parts for noot in part}
        return tuple(sorted(once.values(), key=lambda noot: (noot.datum, noot.id)))

    def open_fasen(self, wijk: int, peildatum: date | None = None) -> tuple[str, ...]:
        """Slugs of the fasen that were open in a wijk on a date, or on the day of the view."""
        return self.ask(fasen_open_op, wijk, peildatum or self.today)

    def contactmoment(self, key: int) -> Contactmoment:
        """One contactmoment; raises `NotFound` when it is not there for this actor."""
        return self.afresh.ask_all(contactmomenten_queries.contactmoment, key)
