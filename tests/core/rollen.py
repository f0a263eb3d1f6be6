"""A PostgreSQL with the two roles of docs/beheer.md: what stands there is what the tests run."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text

from wijkkompas_core.settings import ROOT


def manual() -> str:
    """The statements that make the roles."""
    found = re.search(r"<!-- rollen -->\n```sql\n(.*?)```", (ROOT / "docs" / "beheer.md").read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@contextmanager
def two_roles(*urls: str) -> Iterator[list[tuple[str, str]]]:
    """Per empty database its address as the owner and as the app; the roles are the same in all of them."""
    name = urls[0].rpartition("/")[2]
    sql = manual().replace("wijkkompas_eigenaar", f"eigenaar_{name}").replace("wijkkompas_app", f"app_{name}")
    secrets = re.findall(r"CREATE ROLE \w+ LOGIN PASSWORD '([^']+)'", sql)
    addresses: list[tuple[str, str]] = []
    try:
        for number, url in enumerate(urls):
            here = sql.replace("DATABASE wijkkompas", f"DATABASE {url.rpartition('/')[2]}")
            _run(url, *(one for one in here.split(";") if one.strip() and (number == 0 or "CREATE ROLE" not in one)))
            as_owner, as_app = (
                make_url(url).set(username=f"{role}_{name}", password=secret).render_as_string(hide_password=False)
                for role, secret in zip(("eigenaar", "app"), secrets, strict=True)
            )
            addresses.append((as_owner, as_app))
        yield addresses
    finally:
        for url in urls:
            _run(url, f"ALTER DATABASE {url.rpartition('/')[2]} OWNER TO wijkkompas")
            _run(url, *(f"DROP OWNED BY {role}_{name} CASCADE" for role in ("app", "eigenaar")))
        _run(urls[0], *(f"DROP ROLE {role}_{name}" for role in ("app", "eigenaar")))


def app_role(as_app: str) -> str:
    """The name of the role of the app."""
    return str(make_url(as_app).username)


def as_superuser(url: str, *statements: str) -> None:
    """Do something that neither of the two may do."""
    _run(url, *statements)


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
