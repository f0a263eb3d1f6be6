"""The four charts in Superset, made through its REST API over the database of Wijkkompas."""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from benchmarks.superset.peer import GEBRUIKER, WACHTWOORD
from wijkkompas_core.domain.kompas import Kompas

SLUG = "programma"
TABEL, PER_MAAND, ASPECTEN, MAANDEN = "Balans per wijk", "Per maand per spoor", "Wijken × aspecten", "Wijken × maanden"
PERIODE = "Last year"
SQL = """SELECT c.id, c.datum, to_char(c.datum, 'YYYY-MM') AS maand, w.naam AS wijk, a.kort AS aspect, s.kort AS spoor,
       1.0 / c.aantal_aspecten AS gewicht
FROM contactmoment c
JOIN contactmoment_aspect ca ON ca.contactmoment_id = c.id
JOIN aspect a ON a.slug = ca.aspect
JOIN spoor s ON s.slug = a.spoor
JOIN wijk w ON w.id = c.wijk_id
WHERE c.verwijderd_op IS NULL"""


class Api:
    """The REST API of one Superset, as its admin."""

    def __init__(self, adres: str) -> None:
        self._adres, self._token = adres, ""
        login = {"username": GEBRUIKER, "password": WACHTWOORD, "provider": "db"}
        self._token = self.post("security/login", login)["access_token"]

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make something."""
        return self._call("POST", f"{path}", body)

    def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Change something."""
        return self._call("PUT", path, body)

    def get(self, path: str) -> dict[str, Any]:
        """Read something."""
        return self._call("GET", path, None)

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._adres}/api/v1/{path}", data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from error


def make_dashboard(api: Api, url: str, kompas: Kompas, naam: str, wijken: Sequence[str]) -> str:
    """Make the dashboard over the PostgreSQL database `url` about wijken (names); answers its path."""
    slug = f"{SLUG}-{naam}"
    found = api.get(f"dashboard/?q=(filters:!((col:slug,opr:eq,value:{slug})))")
    for key in found["ids"]:
        api._call("DELETE", f"dashboard/{key}", None)
    address = url.replace("+psycopg:", "+psycopg2:")
    databases = api.get(f"database/?q=(filters:!((col:database_name,opr:eq,value:{slug})))")["ids"]
    if databases:
        database = databases[0]
        api.put(f"database/{database}", {"sqlalchemy_uri": address})
        dataset = api.get(f"dataset/?q=(filters:!((col:table_name,opr:eq,value:{slug})))")["ids"][0]
    else:
        database = api.post("database/", {"database_name": slug, "sqlalchemy_uri": address})["id"]
        made = {"database": database, "schema": "public", "table_name": slug, "sql": SQL}
        dataset = api.post("dataset/", made)["id"]
    charts = {name: _chart(api, dataset, name, params, wijken) for name, params in _charts(kompas).items()}
    board = api.post(
        "dashboard/",
        {
            "dashboard_title": "Programma",
            "slug": slug,
            "published": True,
            "position_json": json.dumps(_layout(charts)),
            "json_metadata": json.dumps(_cross_filters(list(charts.values()))),
        },
    )["id"]
    for key in charts.values():
        api.put(f"chart/{key}", {"dashboards": [board]})
    return f"/superset/dashboard/{slug}/"


def _chart(api: Api, dataset: int, name: str, params: dict[str, Any], wijken: Sequence[str]) -> int:
    filters = [_where("datum", "TEMPORAL_RANGE", PERIODE), _where("wijk", "IN", list(wijken))]
    shared = {"datasource": f"{dataset}__table", "time_range": PERIODE, "adhoc_filters": filters}
    made = {
        "slice_name": name,
        "viz_type": params["viz_type"],
        "datasource_id": dataset,
        "datasource_type": "table",
        "params": json.dumps(shared | params),
    }
    return api.post("chart/", made)["id"]


def _where(column: str, operator: str, value: Any) -> dict[str, Any]:
    shared = {"clause": "WHERE", "expressionType": "SIMPLE"}
    return shared | {"subject": column, "operator": operator, "comparator": value}


def _metric(sql: str, label: str) -> dict[str, Any]:
    return {"expressionType": "SQL", "sqlExpression": sql, "label": label, "optionName": f"metric_{label}"}


def _charts(kompas: Kompas) -> dict[str, dict[str, Any]]:
    number = _metric("COUNT(DISTINCT id)", "contactmomenten")
    first, second = (f"SUM(CASE WHEN spoor = '{spoor.kort}' THEN gewicht ELSE 0 END)" for spoor in kompas.sporen)
    balance = _metric(f"({first} - {second}) / ({first} + {second} + 4)", "balans")
    grid = {
        "viz_type": "pivot_table_v2",
        "groupbyRows": ["wijk"],
        "metrics": [number],
        "metricsLayout": "COLUMNS",
        "row_limit": 100_000,
        "aggregateFunction": "Sum",
        "rowOrder": "key_a_to_z",
        "colOrder": "key_a_to_z",
    }
    return {
        TABEL: {
            "viz_type": "table",
            "query_mode": "aggregate",
            "groupby": ["wijk"],
            "metrics": [number, balance],
            "row_limit": 1_000,
            "order_desc": True,
            "page_length": 0,
            "table_timestamp_format": "smart_date",
        },
        PER_MAAND: {
            "viz_type": "echarts_timeseries_bar",
            "x_axis": "datum",
            "time_grain_sqla": "P1M",
            "metrics": [_metric("SUM(gewicht)", "gewogen aantal")],
            "groupby": ["spoor"],
            "row_limit": 10_000,
            "stack": "Stack",
        },
        ASPECTEN: grid | {"groupbyColumns": ["aspect"]},
        MAANDEN: grid | {"groupbyColumns": ["maand"]},
    }


def _layout(charts: dict[str, int]) -> dict[str, Any]:
    names = list(charts)
    rows = [f"ROW-{n}" for n in range(len(names) // 2)]
    layout: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": rows, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": "Programma"}},
    }
    for n, row in enumerate(rows):
        inside = [f"CHART-{charts[name]}" for name in names[2 * n : 2 * n + 2]]
        layout[row] = {
            "type": "ROW",
            "id": row,
            "children": inside,
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for name in names[2 * n : 2 * n + 2]:
            key = f"CHART-{charts[name]}"
            meta = {"chartId": charts[name], "width": 6, "height": 50, "sliceName": name}
            parents = ["ROOT_ID", "GRID_ID", row]
            layout[key] = {"type": "CHART", "id": key, "children": [], "parents": parents, "meta": meta}
    return layout


def _cross_filters(keys: list[int]) -> dict[str, Any]:
    everywhere = {"rootPath": ["ROOT_ID"], "excluded": []}
    return {
        "cross_filters_enabled": True,
        "global_chart_configuration": {"scope": everywhere, "chartsInScope": keys},
        "chart_configuration": {
            str(key): {"id": key, "crossFilters": {"scope": "global", "chartsInScope": [k for k in keys if k != key]}}
            for key in keys
        },
    }
