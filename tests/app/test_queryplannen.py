"""No query of a warm page reads a whole table of contactmomenten: the plans of both databases say so.

The pages really run, on a programme large enough for an index to be worth it; each statement that they send is then
explained. First the lines of the programme are made, as the server does by itself; then someone records something.
"""

import json
import re
from threading import Event

import pytest
from sqlalchemy import Engine, create_engine, event

from benchmarks.aanmelden import Account
from benchmarks.programmagegevens import Omvang, make_programme
from benchmarks.schaal import record
from dashboard.reading import opened, regels
from tests.app.conftest import html_of
from wijkkompas_core.storage.database import Database

OMVANG = Omvang(wijken=40, jaren=6, contactmomenten=25_000)
LARGE = {"contactmoment", "stroom"}
LINKS = {"contactmoment_aspect", "contactmoment_belanghebbende"}
"""SQLite has to find these by their key too; PostgreSQL reads them whole as long as they are as small as here."""
WIJK = "lindendal"
PAGES = (
    ("programma.py", {}),
    ("programma.py", {"alleen": WIJK, "sorteer": "laatste", "groep": "fase"}),
    ("programmabalans.py", {}),
    ("vergelijken.py", {"wijken": f"{WIJK},waterkade"}),
    ("wijk.py", {}),
    ("kompas.py", {}),
    ("kompas.py", {"selectie": "samen-starten/sociaal-maatschappelijk"}),
    ("balans.py", {}),
    ("balans.py", {"per": "kwartaal"}),
    ("belanghebbenden.py", {}),
    ("logboek.py", {}),
    ("logboek.py", {"zoek": "netbeheerder"}),
    ("afspraken.py", {}),
    ("voortgang.py", {}),
    ("vastleggen.py", {}),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def grown(request, tmp_path, use, demo_wachtwoord):
    """A database with a programme, warmed up, in which someone has just recorded something."""
    url = f"sqlite:///{tmp_path}/groot.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    make_programme(url, OMVANG, Account("programmamanager", demo_wachtwoord))
    database = Database(url)
    use(database)
    regels.make_all(Event())
    yield database
    opened.database().close()
    database.close()


def test_no_page_reads_a_whole_table_of_contactmomenten(grown, run_page, use):
    sent: dict[tuple[str, str], tuple[str, object]] = {}

    def note(_connection, _cursor, statement, parameters, _context, many):
        if not many and re.match(r"\s*(SELECT|WITH)", statement):
            sent.setdefault((page, statement), (statement, parameters))

    use(grown)
    run_page("programmabalans.py", "programmamanager", grown)  # all wijken are added up once
    record(grown.url, 1)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        for page, query in PAGES:
            test = run_page(page, "programmamanager", grown, **({"wijk": WIJK} | query))
            assert not test.exception and ("wk-titel" in html_of(test) or "wk-kopzin" in html_of(test)), page
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert {page for page, _ in sent} == {page for page, _ in PAGES}
    reading = {page for page, statement in sent if "contactmoment" in statement}
    assert reading >= {"programma.py", "programmabalans.py", "wijk.py", "kompas.py", "balans.py", "belanghebbenden.py"}
    engine = create_engine(grown.url)
    scans = [
        (page, table, statement)
        for (page, _), (statement, parameters) in sent.items()
        for table in whole_tables(engine, statement, parameters)
    ]
    engine.dispose()
    assert scans == []


def test_a_plan_that_reads_the_whole_table_is_seen(grown):
    engine = create_engine(grown.url)
    for statement in (
        "SELECT count(*) FROM contactmoment WHERE opbrengst = 'niets'",
        "SELECT c.vorm, count(*) FROM contactmoment AS c GROUP BY c.vorm",
        "SELECT max(gewijzigd_op) FROM contactmoment AS c",
    ):
        assert whole_tables(engine, statement, ()) == ["contactmoment"], statement
    engine.dispose()


def whole_tables(engine, statement, parameters):
    """The large tables of which the plan of this statement reads every row, or every entry of an index."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            aliases = dict(re.findall(r'"?(\w+)"? AS "?(\w+)"?', statement))
            names = {alias: table for table, alias in aliases.items()} | {name: name for name in LARGE | LINKS}
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            # SQLite says SEARCH for a lone min() or max() too; without a condition behind it that reads everything.
            whole = re.compile(r"SCAN (\w+)|SEARCH (\w+)(?: USING (?:COVERING )?INDEX \w+)?$")
            read = [found[1] or found[2] for row in plan if (found := whole.match(row[3]))]
            return [names[name] for name in read if names.get(name) in LARGE | LINKS]
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
    nodes = [json.loads(plan)[0]["Plan"] if isinstance(plan, str) else plan[0]["Plan"]]
    found = []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", ())
        whole = node["Node Type"] == "Seq Scan" or ("Index" in node["Node Type"] and "Index Cond" not in node)
        if whole and node.get("Relation Name") in LARGE:
            found.append(node["Relation Name"])
    return found
