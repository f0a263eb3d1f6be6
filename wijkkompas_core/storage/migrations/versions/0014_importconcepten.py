"""An import on its way is kept, with its file, so that nothing of it is lost.

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "importconcept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.Column("bestand", sa.LargeBinary(), nullable=False),
        sa.Column("bewaard_op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_importconcept_gebruiker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_importconcept")),
    )
    op.create_index(op.f("ix_importconcept_gebruiker_id"), "importconcept", ["gebruiker_id"], unique=False)
