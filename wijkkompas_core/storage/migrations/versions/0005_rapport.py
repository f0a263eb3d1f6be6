"""Reports that were made, and how those of the gemeente look.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "rapport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("wijken", sa.JSON(), nullable=False),
        sa.Column("peildatum", sa.Date(), nullable=False),
        sa.Column("sinds", sa.Date(), nullable=False),
        sa.Column("onderdelen", sa.JSON(), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemaakt_door", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["gemaakt_door"], ["gebruiker.id"], name=op.f("fk_rapport_gemaakt_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rapport")),
    )
    op.create_index("ix_rapport_gemaakt_op", "rapport", ["gemaakt_op"], unique=False)
    op.create_table(
        "huisstijl",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kleur", sa.String(length=7), nullable=False),
        sa.Column("logo", sa.Text(), nullable=False),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gewijzigd_door", sa.Integer(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["gewijzigd_door"], ["gebruiker.id"], name=op.f("fk_huisstijl_gewijzigd_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_huisstijl")),
    )
