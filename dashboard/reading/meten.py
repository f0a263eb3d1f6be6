"""Figures of this server for Prometheus, on an address of their own: how long pages take, what is busy, what fails.

No figure names a person, a wijk or what anybody typed: a page is one of ours, a kind of fault one of `FOUTEN`.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from dashboard.reading import opened
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.queries.taken import Taak, taken
from wijkkompas_core.services.toestand import open_sessions
from wijkkompas_core.settings import VERSIE, Settings
from wijkkompas_core.werkproces import drukte

REGISTER = CollectorRegistry()
STAPPEN = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30)
FOUTEN = ("onverwacht", "database", "geweigerd")
ONBEKEND = "onbekend"
_PAGES = {page.adres: page.adres or "methode" for page in PAGINAS}
_duren = Histogram(
    "wijkkompas_pagina_seconds",
    "Hoe lang de server over een pagina doet; het aantal is hoe vaak zij is getekend",
    ["pagina"],
    buckets=STAPPEN,
    registry=REGISTER,
)
_fouten = Counter(
    "wijkkompas_fouten", "Wat er misging waar een gebruiker bij was, per soort", ["soort"], registry=REGISTER
)
logger = logging.getLogger(__name__)


@contextmanager
def page(adres: str) -> Iterator[None]:
    """Measure how long the page at this address is drawn, also when it stops halfway."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        _duren.labels(_PAGES.get(adres, ONBEKEND)).observe(time.perf_counter() - begun)


def failed(soort: str) -> None:
    """Count a fault that somebody saw; its kind is one of `FOUTEN`."""
    assert soort in FOUTEN
    _fouten.labels(soort).inc()


class _Now(Collector):
    """What is asked at the moment of reading: the database, the pool and the heavy work."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures as they are now; of a database that does not answer only that it does not."""
        yield _gauge("wijkkompas_versie", "De versie van de software", "versie", {VERSIE: 1})
        database, settings = opened.database(), opened.settings()
        used = {soort: float(number) for soort, number in database.in_use().items()}
        yield _gauge("wijkkompas_verbindingen_bezet", "Verbindingen met de database in gebruik", "soort", used)
        most = settings.pool_grootte + settings.pool_extra
        yield GaugeMetricFamily("wijkkompas_verbindingen_grens", "Zoveel kunnen het er per soort zijn", most)
        running, waiting = drukte()
        yield _gauge(
            "wijkkompas_zwaar_werk",
            "Imports en rapporten in een eigen proces",
            "stand",
            {"bezig": running, "wacht": waiting},
        )
        yield from _of_database(settings)


def _of_database(settings: Settings) -> Iterator[GaugeMetricFamily]:
    try:
        with opened.database().probing() as session:
            jobs = taken(session)
            sessions = open_sessions(session, settings)
    except (WijkkompasError, SQLAlchemyError):
        yield GaugeMetricFamily("wijkkompas_database_bereikbaar", "Of de database antwoordt", 0)
        return
    yield GaugeMetricFamily("wijkkompas_database_bereikbaar", "Of de database antwoordt", 1)
    yield GaugeMetricFamily("wijkkompas_sessies", "Sessies die nu gelden, op alle servers samen", sessions)
    good = {taak.value: one.gelukt_op.timestamp() for taak, one in jobs.items() if one.gelukt_op}
    yield _gauge("wijkkompas_taak_gelukt_op_seconds", "Wanneer een taak het laatst lukte", "taak", good)
    wrong = {taak.value: float(not one.gelukt) for taak, one in jobs.items()}
    yield _gauge("wijkkompas_taak_mislukt", "Of een taak de laatste keer misging", "taak", wrong)
    backup = jobs.get(Taak.BACKUP)
    if backup and backup.gelukt_op:
        age = (now() - backup.gelukt_op).total_seconds()
        yield GaugeMetricFamily("wijkkompas_backup_leeftijd_seconds", "Hoe oud de laatste back-up is", age)


def _gauge(name: str, help: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


for _soort in FOUTEN:
    _fouten.labels(_soort)  # a fault that never was is 0, so that its first one shows as a rise
REGISTER.register(_Now())
ProcessCollector(registry=REGISTER)


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """Within this block the figures can be read at the address of the setting; without one nowhere.

    An address that is taken is told in the log; people can work without figures.
    """
    if not settings.meten_adres:
        yield
        return
    host, _, port = settings.meten_adres.rpartition(":")
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), REGISTER)
    except OSError as error:
        logger.error("no figures at %s: %s", settings.meten_adres, error.strerror)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
