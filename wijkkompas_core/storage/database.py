"""The one door to the database: nothing is read or written around it.

`writing` checks the right, opens the transaction, keeps the audit and raises the data version; a caller can forget
none of these. `reading` gives a session that cannot write.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import QueuePool, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from wijkkompas_core.domain.tijd import end_of
from wijkkompas_core.domain.toegang import NEEDS, Actie, Actor, Rol, Toekenning, require
from wijkkompas_core.errors import AWAY, Conflict, Forbidden, InvalidInput, Unavailable
from wijkkompas_core.storage import meer_rechten as _meer_rechten  # noqa: F401  who gets more rights comes in anew
from wijkkompas_core.storage import minder_rechten as _minder_rechten  # noqa: F401  who may record no more keeps none
from wijkkompas_core.storage import storingen
from wijkkompas_core.storage import stroom as _stroom  # noqa: F401  keeps the stream right after every flush
from wijkkompas_core.storage.engine import Pool, build_engine
from wijkkompas_core.storage.logboek import REFUSED, WritingSession, log, raise_data_version
from wijkkompas_core.storage.tables import GebruikerRow, InstallatieRow, SessieRow
from wijkkompas_core.storage.terugblik import Terugblik

logger = logging.getLogger(__name__)
UNKNOWN = "Dit hoort bij iets dat er niet (meer) is, of iemand anders was net voor. Bekijk het opnieuw."
UNFIT = "Hier staat iets dat niet kan worden opgeslagen, zoals een te groot getal of een te lange tekst."


def load_actor(session: Session, gebruiker: int, sessie: int | None, oorsprong: str = "scherm") -> Actor:
    """The actor as the database knows it now; raises `Forbidden` when the account or session has ended."""
    row = session.get(GebruikerRow, gebruiker, options=[selectinload(GebruikerRow.toekenningen)])
    if row is None or not row.actief:
        raise Forbidden("Dit account is niet meer actief.")
    if sessie is not None:
        ended = session.scalar(
            select(SessieRow.id).where(
                SessieRow.id == sessie, SessieRow.gebruiker_id == gebruiker, SessieRow.beeindigd_op.is_(None)
            )
        )
        if ended is None:
            raise Forbidden("Je bent uitgelogd. Log opnieuw in.")
    return Actor(
        gebruiker=row.id,
        gebruikersnaam=row.gebruikersnaam,
        naam=row.naam,
        toekenningen=tuple(Toekenning(Rol(t.rol), t.wijk_id) for t in row.toekenningen),
        sessie=sessie,
        moet_wachtwoord_wijzigen=row.moet_wachtwoord_wijzigen,
        oorsprong=oorsprong,
    )


class Database:
    """An open database. Thread-safe; make one per process and address."""

    def __init__(self, url: str, pool: Pool | None = None) -> None:
        self.url = url
        self.engine = build_engine(url, pool=pool)
        self._read_engine = build_engine(url, read_only=True, pool=pool)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot write; raises `Unavailable` when the database is out of reach."""
        with _translated(), Session(self._read_engine, autoflush=False) as session:
            yield session

    @contextmanager
    def probing(self) -> Iterator[Session]:
        """A session that cannot write, for who only asks whether all is well: what fails is raised as it is, unlogged.

        A probe asks every few seconds; a whole fault in the log each time would fill the disk.
        """
        with Session(self._read_engine, autoflush=False) as session:
            yield session

    def in_use(self) -> dict[str, int]:
        """How many connections are in use now, by what they are for."""
        used: dict[str, int] = {}
        for soort, engine in (("lezen", self._read_engine), ("schrijven", self.engine)):
            assert isinstance(engine.pool, QueuePool)
            used[soort] = engine.pool.checkedout()
        return used

    def as_known(self, wijk: int | None, peildatum: date, *, teksten_van_toen: bool = True) -> Terugblik:
        """The data of a wijk (its id) as they were known at the end of a day; see `Terugblik`."""
        with _translated():
            return Terugblik(self.reading, wijk, end_of(peildatum), teksten_van_toen=teksten_van_toen)

    @contextmanager
    def writing(self, actor: Actor, actie: Actie, wijk: int | None = None) -> Iterator[WritingSession]:
        """A transaction in which `actor` does `actie`, in `wijk` (an id) where the action belongs to one.

        The actor is read again inside the transaction, so a right or session that has just ended does not count.
        Raises `Forbidden`, `Conflict` (someone else changed the row) and `Unavailable`; then nothing is saved.
        """
        try:
            with _translated(), WritingSession(self.engine) as session, session.begin():
                session.actor, session.actie = actor, actie
                if actor.deellink is not None:
                    raise Forbidden()  # a share link only reads
                if not actor.is_system:
                    fresh = load_actor(session, actor.gebruiker or 0, actor.sessie, actor.oorsprong)
                    session.actor = fresh
                    require(fresh, NEEDS[actie], wijk)
                    if fresh.moet_wachtwoord_wijzigen and actie not in (Actie.WACHTWOORD_WIJZIGEN, Actie.UITLOGGEN):
                        raise Forbidden("Kies eerst een eigen wachtwoord.")
                yield session
                session.flush()
                if session.dirty_wijken:
                    raise_data_version(session)
        except Forbidden:
            self._log_refusal(actor, actie, wijk)
            raise

    def _log_refusal(self, actor: Actor, actie: Actie, wijk: int | None) -> None:
        with WritingSession(self.engine) as session, session.begin():
            session.actor, session.actie = actor, actie
            log(session, object="toegang", wijk=wijk, resultaat=REFUSED)

    def data_version(self) -> int:
        """The number that goes up with every change of data: the key of everything that is cached."""
        with self.reading() as session:
            return session.scalar(select(InstallatieRow.dataversie)) or 0

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        self._read_engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    """What the driver raises, as the errors of the core."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict() from error
    except (DataError, OverflowError) as error:  # a number or text that no form gives, but a forged message may
        raise InvalidInput({"invoer": UNFIT}) from error
    except IntegrityError as error:  # what a service did not foresee: two at once, or something that has just gone
        logger.exception("refused by the rules of the tables")
        raise InvalidInput({"invoer": UNKNOWN}) from error
    except PoolTimeout as error:
        logger.exception("no connection to the database came free")
        raise Unavailable() from error
    except DBAPIError as error:
        known = storingen.sentence(error)
        if known is None and not isinstance(error, OperationalError):
            raise
        logger.exception("the database failed")
        raise Unavailable(known or AWAY) from error
