"""What the programme keeps: status and place of wijken, annotations, bands and a data version per wijk.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns to the wijken and create the new tables."""
    # As plain SQL: Alembic would rebuild this table on SQLite, which fails while others refer to its rows.
    for column in (
        "buurten JSON NOT NULL DEFAULT '[]'",
        "gebied VARCHAR(200) NOT NULL DEFAULT ''",
        "regie VARCHAR(200) NOT NULL DEFAULT ''",
        "status VARCHAR(80) NOT NULL DEFAULT 'actief'",
        "status_sinds DATE",
    ):
        op.execute(f"ALTER TABLE wijk ADD COLUMN {column}")
    op.create_table(
        "annotatie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=True),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("ingevoerd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ingevoerd_door", sa.Integer(), nullable=True),
        sa.Column("verwijderd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ingevoerd_door"], ["gebruiker.id"], name=op.f("fk_annotatie_ingevoerd_door")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_annotatie_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotatie")),
    )
    op.create_index("ix_annotatie_wijk_datum", "annotatie", ["wijk_id", "datum"], unique=False)
    op.create_table(
        "band",
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("laag", sa.Double(), nullable=False),
        sa.Column("hoog", sa.Double(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gewijzigd_door", sa.Integer(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fase"], ["fase.slug"], name=op.f("fk_band_fase")),
        sa.ForeignKeyConstraint(["gewijzigd_door"], ["gebruiker.id"], name=op.f("fk_band_gewijzigd_door")),
        sa.PrimaryKeyConstraint("fase", name=op.f("pk_band")),
    )
    op.create_table(
        "wijkversie",
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("dataversie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_wijkversie_wijk_id")),
        sa.PrimaryKeyConstraint("wijk_id", name=op.f("pk_wijkversie")),
    )
