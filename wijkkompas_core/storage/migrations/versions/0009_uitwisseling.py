"""What was brought in from files, and how columns of files go to fields.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lijst", sa.String(length=40), nullable=False),
        sa.Column("bron", sa.String(length=200), nullable=False),
        sa.Column("wijken", sa.JSON(), nullable=False),
        sa.Column("aantallen", sa.JSON(), nullable=False),
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.Column("gedaan_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gedaan_door", sa.Integer(), nullable=True),
        sa.Column("teruggedraaid_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("teruggedraaid_door", sa.Integer(), nullable=True),
        sa.Column("gebleven", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(["gedaan_door"], ["gebruiker.id"], name=op.f("fk_import_gedaan_door")),
        sa.ForeignKeyConstraint(["teruggedraaid_door"], ["gebruiker.id"], name=op.f("fk_import_teruggedraaid_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_table(
        "toewijzing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lijst", sa.String(length=40), nullable=False),
        sa.Column("naam", sa.String(length=80), nullable=False),
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gewijzigd_door", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["gewijzigd_door"], ["gebruiker.id"], name=op.f("fk_toewijzing_gewijzigd_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toewijzing")),
        sa.UniqueConstraint("lijst", "naam", name=op.f("uq_toewijzing_lijst_naam")),
    )
