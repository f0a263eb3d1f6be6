"""An index that holds all that is counted of the contactmomenten of a wijk, so that their table is not read for it.

Revision: 0006
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = (
    *("wijk_id", "verwijderd_op", "datum", "id", "fase", "participatieniveau", "aantal_aspecten"),
    *("ingevoerd_op", "gewijzigd_op", "versie"),
)


def upgrade() -> None:
    """Make it wider."""
    op.drop_index("ix_contactmoment_wijk_datum", table_name="contactmoment")
    op.create_index("ix_contactmoment_wijk_datum", "contactmoment", list(COLUMNS), unique=False)
