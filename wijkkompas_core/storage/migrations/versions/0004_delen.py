"""Named views, start views and share links.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the new tables."""
    op.create_table(
        "weergave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("pagina", sa.String(length=80), nullable=False),
        sa.Column("vraag", sa.Text(), nullable=False),
        sa.Column("bereik", sa.String(length=20), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=True),
        sa.Column("eigenaar_id", sa.Integer(), nullable=False),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verwijderd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["eigenaar_id"], ["gebruiker.id"], name=op.f("fk_weergave_eigenaar_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_weergave_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weergave")),
    )
    op.create_index("ix_weergave_wijk_id", "weergave", ["wijk_id"], unique=False)
    op.create_index("ix_weergave_eigenaar_id", "weergave", ["eigenaar_id"], unique=False)
    op.create_table(
        "startweergave",
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("weergave_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_startweergave_gebruiker_id")),
        sa.ForeignKeyConstraint(["weergave_id"], ["weergave.id"], name=op.f("fk_startweergave_weergave_id")),
        sa.PrimaryKeyConstraint("gebruiker_id", name=op.f("pk_startweergave")),
    )
    op.create_table(
        "deellink",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kenmerk", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("pagina", sa.String(length=80), nullable=False),
        sa.Column("vraag", sa.Text(), nullable=False),
        sa.Column("wijken", sa.JSON(), nullable=False),
        sa.Column("peildatum", sa.Date(), nullable=True),
        sa.Column("vrije_tekst", sa.Boolean(), nullable=False),
        sa.Column("wachtwoord_hash", sa.String(length=200), nullable=True),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemaakt_door", sa.Integer(), nullable=False),
        sa.Column("verloopt_op", sa.Date(), nullable=False),
        sa.Column("ingetrokken_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("geopend", sa.Integer(), nullable=False),
        sa.Column("laatst_geopend_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("wacht_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["gemaakt_door"], ["gebruiker.id"], name=op.f("fk_deellink_gemaakt_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deellink")),
        sa.UniqueConstraint("kenmerk", name=op.f("uq_deellink_kenmerk")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_deellink_token_hash")),
    )
    op.create_index("ix_deellink_gemaakt_door", "deellink", ["gemaakt_door"], unique=False)
    op.create_table(
        "deelsessie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deellink_id", sa.Integer(), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=False),
        sa.Column("begonnen_op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deellink_id"], ["deellink.id"], name=op.f("fk_deelsessie_deellink_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deelsessie")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_deelsessie_cookie_hash")),
    )
    op.create_index("ix_deelsessie_deellink_id", "deelsessie", ["deellink_id"], unique=False)
