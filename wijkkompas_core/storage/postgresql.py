"""What only PostgreSQL has: versions of the server, and an owner of the tables beside the role of the app (0049)."""

from sqlalchemy import Connection, text

from wijkkompas_core.errors import WijkkompasError

OLDEST, NEWEST = 15, 18
"""The versions of the server that Wijkkompas goes with."""
Version = tuple[int | str, ...] | None
"""Of a server, as SQLAlchemy found it; `None` where it is another kind of database."""
_OWNS = text("SELECT pg_has_role(current_user, tableowner, 'MEMBER') FROM pg_tables WHERE tablename = :tabel")
_OWNED = text(
    "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
    "WHERE schemaname = current_schema() AND pg_has_role(current_user, tableowner, 'MEMBER') ORDER BY tablename"
)
_SEQUENCES = text(
    "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) FROM pg_sequences "
    "WHERE schemaname = current_schema() AND pg_has_role(current_user, sequenceowner, 'MEMBER') ORDER BY sequencename"
)


class Rechten(WijkkompasError):
    """The roles of PostgreSQL are not as they have to be; the text says what to do."""


def unfit(version: Version) -> str | None:
    """Why Wijkkompas does not go with a server of this version; `None` when it does, or when it is none of these."""
    if not version or int(version[0]) >= OLDEST:
        return None
    return f"PostgreSQL {version[0]} is te oud: Wijkkompas vraagt versie {OLDEST} tot en met {NEWEST}."


def untried(version: Version) -> str | None:
    """What to know of a server that is newer than what Wijkkompas was tried with."""
    if not version or int(version[0]) <= NEWEST:
        return None
    return f"Let op: PostgreSQL {version[0]} is nieuwer dan waar Wijkkompas mee is uitgeprobeerd ({NEWEST})."


def server_version(connection: Connection) -> Version:
    """The version of this PostgreSQL."""
    return connection.dialect.server_version_info if is_postgresql(connection) else None


def is_postgresql(connection: Connection) -> bool:
    """Whether this is PostgreSQL at all."""
    return connection.dialect.name == "postgresql"


def owns_logboek(connection: Connection) -> bool:
    """Whether this connection may change the past; on SQLite everybody who can write the file."""
    return not is_postgresql(connection) or bool(connection.scalar(_OWNS, {"tabel": "logboek"}))


def require_owner(connection: Connection) -> None:
    """Raises `Rechten` for a role that uses the tables of another, before it tries to change them."""
    if is_postgresql(connection) and connection.scalar(_OWNS, {"tabel": "alembic_version"}) is False:
        raise Rechten(
            "De tabellen zijn ouder dan deze versie van Wijkkompas, en deze rol mag ze niet veranderen. Draai eerst "
            "migrate als de eigenaar van de tabellen."
        )


def give_rights(connection: Connection, rol: str) -> None:
    """Let the role of the app read and write everything, and of the logboek only add lines.

    Only the owner of the tables gives rights, so as anybody else nothing is done. Raises `Rechten` for a role that is
    not there or that owns the tables itself.
    """
    if not is_postgresql(connection) or not owns_logboek(connection):
        return
    if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :rol"), {"rol": rol}):
        raise Rechten(f"De rol {rol} uit WIJKKOMPAS_APP_ROL is er niet in PostgreSQL; maak haar met CREATE ROLE.")
    role = connection.dialect.identifier_preparer.quote_identifier(rol)
    schema = connection.scalar(text("SELECT quote_ident(current_schema())"))
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    for table in connection.scalars(_OWNED).all():
        kind = table.rpartition(".")[2]
        given = {"logboek": "SELECT, INSERT", "alembic_version": "SELECT"}.get(kind, "SELECT, INSERT, UPDATE, DELETE")
        connection.exec_driver_sql(f"REVOKE ALL ON {table} FROM {role}")
        connection.exec_driver_sql(f"GRANT {given} ON {table} TO {role}")
    for sequence in connection.scalars(_SEQUENCES).all():
        connection.exec_driver_sql(f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {role}")
    if may_change_logboek(connection, rol):
        raise Rechten(
            f"De rol {rol} uit WIJKKOMPAS_APP_ROL kan het logboek toch wijzigen: zij is eigenaar, hoort bij de "
            "eigenaar of mag alles. Laat de app onder een andere rol draaien."
        )


def may_change_logboek(connection: Connection, rol: str) -> bool:
    """Whether a role can change or delete lines of the logboek."""
    query = text("SELECT has_table_privilege(:rol, 'logboek', 'UPDATE, DELETE, TRUNCATE')")
    return bool(connection.scalar(query, {"rol": rol}))


def too_much(connection: Connection, app_rol: str) -> str | None:
    """That the app may change the logboek, in a sentence; `app_rol` is its role when asked as somebody else."""
    if not is_postgresql(connection):
        return None
    asking = str(connection.scalar(text("SELECT current_user")))
    rol = app_rol or asking
    known = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :rol"), {"rol": rol})
    if not known or (rol == asking and owns_logboek(connection)) or not may_change_logboek(connection, rol):
        return None
    return (
        f"de rol {rol} kan regels van het logboek wijzigen of wissen; draai migrate als de eigenaar, met "
        f"WIJKKOMPAS_APP_ROL={rol}"
    )
