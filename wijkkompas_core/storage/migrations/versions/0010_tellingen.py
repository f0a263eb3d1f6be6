"""What was counted of the contactmomenten of a wijk, so that a server that starts need not count years again.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "telling",
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_telling_wijk_id")),
        sa.PrimaryKeyConstraint("wijk_id", name=op.f("pk_telling")),
    )
