"""Wrong codes are kept for weeks, and who logs in is told of them and of new browsers.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table and the columns."""
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    # As plain SQL: Alembic would rebuild these tables on SQLite, which fails while others refer to their rows.
    op.execute("ALTER TABLE sessie ADD COLUMN nieuw BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute(f"ALTER TABLE toestel ADD COLUMN gezien_tot {moment}")
    op.create_table(
        "codefout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("waar", sa.String(length=64), nullable=False),
        sa.Column("ronde", sa.String(length=64), nullable=False),
        sa.Column("op", MOMENT, nullable=False),
        sa.Column("telt", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_codefout_gebruiker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codefout")),
    )
    op.create_index(op.f("ix_codefout_gebruiker_id"), "codefout", ["gebruiker_id"], unique=False)
