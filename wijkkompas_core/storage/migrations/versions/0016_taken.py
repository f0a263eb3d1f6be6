"""What happens by the clock leaves when it was last done, and whether it went well.

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "taak",
        sa.Column("naam", sa.String(length=80), nullable=False),
        sa.Column("laatst_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gelukt", sa.Boolean(), nullable=False),
        sa.Column("gelukt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconden", sa.Double(), nullable=False),
        sa.Column("melding", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("naam", name=op.f("pk_taak")),
    )
