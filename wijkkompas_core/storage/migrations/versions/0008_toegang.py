"""Access: invitations, second factors, known browsers, reviews of rights, and a logboek that only grows.

Revision: 0008
"""

import json

import sqlalchemy as sa
from alembic import op

from wijkkompas_core.storage.engine import guard_logboek

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and tables, take names out of the logboek, and from then on refuse to change it."""
    connection = op.get_bind()
    moment = "TIMESTAMP WITH TIME ZONE" if connection.dialect.name == "postgresql" else "DATETIME"
    # As plain SQL: Alembic would rebuild these tables on SQLite, which fails while others refer to their rows.
    for table, column in (
        ("gebruiker", f"aangemaakt_op {moment}"),
        ("gebruiker", f"gezien_op {moment}"),
        ("gebruiker", f"gesloten_op {moment}"),
        ("gebruiker", f"geanonimiseerd_op {moment}"),
        ("toekenning", f"gegeven_op {moment}"),
        ("toekenning", f"bevestigd_op {moment}"),
        ("toekenning", "bevestigd_door INTEGER CONSTRAINT fk_toekenning_bevestigd_door REFERENCES gebruiker (id)"),
        ("sessie", "toestel VARCHAR(200) NOT NULL DEFAULT ''"),
        ("inlogticket", "stap VARCHAR(20) NOT NULL DEFAULT 'sessie'"),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.drop_table("inlogpoging")
    op.create_table(
        "inlogpoging",
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("begonnen_op", MOMENT, nullable=False),
        sa.Column("laatste_op", MOMENT, nullable=False),
        sa.Column("op_slot_tot", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("sleutel", name=op.f("pk_inlogpoging")),
    )
    op.create_table(
        "oud_wachtwoord",
        sa.Column("id", sa.Integer(), nullable=False),
        _gebruiker("oud_wachtwoord"),
        sa.Column("wachtwoord_hash", sa.String(length=200), nullable=False),
        sa.Column("vervangen_op", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oud_wachtwoord")),
    )
    op.create_table(
        "uitnodiging",
        sa.Column("id", sa.Integer(), nullable=False),
        _gebruiker("uitnodiging"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("gemaakt_op", MOMENT, nullable=False),
        sa.Column("verloopt_op", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uitnodiging")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_uitnodiging_code_hash")),
    )
    op.create_table(
        "tweede_factor",
        _gebruiker("tweede_factor"),
        sa.Column("geheim", sa.String(length=400), nullable=False),
        sa.Column("laatste_stap", sa.BigInteger(), nullable=False),
        sa.Column("sinds", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("gebruiker_id", name=op.f("pk_tweede_factor")),
    )
    op.create_table(
        "herstelcode",
        sa.Column("id", sa.Integer(), nullable=False),
        _gebruiker("herstelcode"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_herstelcode")),
    )
    op.create_table(
        "toestel",
        sa.Column("toestel_hash", sa.String(length=64), nullable=False),
        _gebruiker("toestel"),
        sa.Column("laatst_op", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("toestel_hash", "gebruiker_id", name=op.f("pk_toestel")),
    )
    for table in ("oud_wachtwoord", "uitnodiging", "herstelcode"):
        op.create_index(op.f(f"ix_{table}_gebruiker_id"), table, ["gebruiker_id"], unique=False)
    for name, column in (("actor", "actor_id"), ("actie", "actie"), ("wijk_nummer", "wijk_id"), ("resultaat", "resultaat")):
        op.create_index(f"ix_logboek_{name}", "logboek", [column, "id"], unique=False)
    _take_names_out(connection)
    guard_logboek(connection)


def _gebruiker(table: str) -> sa.Column:
    key = sa.ForeignKey("gebruiker.id", name=f"fk_{table}_gebruiker_id")
    return sa.Column("gebruiker_id", sa.Integer(), key, nullable=False)


def _take_names_out(connection: sa.Connection) -> None:
    """The logboek keeps numbers instead of names, so that it need not change when somebody becomes anonymous."""
    connection.execute(
        sa.text("UPDATE logboek SET actor = 'gebruiker ' || CAST(actor_id AS VARCHAR) WHERE actor_id IS NOT NULL")
    )
    lines = connection.execute(
        sa.text("SELECT id, CAST(oud AS TEXT), CAST(nieuw AS TEXT) FROM logboek WHERE object = 'gebruiker'")
    ).all()
    json_type = "CAST({} AS JSON)" if connection.dialect.name == "postgresql" else "{}"
    update = sa.text(
        f"UPDATE logboek SET oud = {json_type.format(':oud')}, nieuw = {json_type.format(':nieuw')} WHERE id = :id"
    )
    for key, oud, nieuw in lines:
        connection.execute(update, {"id": key, "oud": _nameless(oud), "nieuw": _nameless(nieuw)})


def _nameless(text: str | None) -> str | None:
    values = json.loads(text) if text else None
    if not isinstance(values, dict):
        return text
    return json.dumps({k: v for k, v in values.items() if k not in ("naam", "gebruikersnaam")}) or None
