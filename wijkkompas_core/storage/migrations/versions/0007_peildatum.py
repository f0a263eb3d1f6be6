"""What looking back needs: the audit of one wijk after a moment, without reading all of it.

Revision: 0007
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_logboek_wijk", "logboek", ["wijk_id", "tijdstip"], unique=False)
