"""Find inside words: an index on groups of three letters beside the one on the beginning of words.

Revision: 0013
"""

from alembic import op

from wijkkompas_core.storage.zoekindex import make_index

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index, and fill it with what is there."""
    make_index(op.get_bind())
