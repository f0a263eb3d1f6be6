"""A knooppunt that leans on a law names it, and the day on which that was looked up.

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the method that `migrate` loads afterwards fills them."""
    op.add_column("knooppunt", sa.Column("bron", sa.Text(), nullable=False, server_default=""))
    op.add_column("knooppunt", sa.Column("nagekeken_op", sa.Date(), nullable=True))
