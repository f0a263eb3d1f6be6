"""Names that were kept before names were folded alike are compared like all others.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

from wijkkompas_core.domain.betrokkenheid import match_name

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PARTIJ = sa.table(
    "belanghebbende", *(sa.column(name) for name in ("id", "wijk_id", "naam", "zoeknaam"))
)


def upgrade() -> None:
    """Fold the names anew. Two of one wijk that are the same now stay as they are; the register offers to merge them."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(PARTIJ).order_by(PARTIJ.c.id)).all()
    taken = {(row.wijk_id, row.zoeknaam) for row in rows}
    for row in rows:
        folded = match_name(row.naam)
        if not folded or (row.wijk_id, folded) in taken:
            continue
        taken.add((row.wijk_id, folded))
        connection.execute(sa.update(PARTIJ).where(PARTIJ.c.id == row.id).values(zoeknaam=folded))
