"""Find what was recorded since a moment without reading all contactmomenten.

Revision: 0011
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index("ix_contactmoment_ingevoerd", "contactmoment", ["ingevoerd_op", "wijk_id", "verwijderd_op"])
