"""What a projectteam keeps: houding, beloften, besluiten, afspraken, voortgang, signals, drafts and the searchable stream.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the new tables, the index for searching, and add columns to tables that are in use."""
    _create_tables()
    _add_columns()
    _create_search()


def _add_columns() -> None:
    # As plain SQL: Alembic would rebuild these tables on SQLite, which fails while others refer to their rows.
    def reference(name: str, table: str, target: str) -> str:
        return f"{name} INTEGER CONSTRAINT fk_{table}_{name} REFERENCES {target} (id)"

    columns = {
        "belanghebbende": [
            "aspecten JSON NOT NULL DEFAULT '[]'",
            "notitie TEXT NOT NULL DEFAULT ''",
            reference("contactpersoon_id", "belanghebbende", "gebruiker"),
            reference("samengevoegd_met", "belanghebbende", "belanghebbende"),
            reference("hoofd_id", "belanghebbende", "belanghebbende"),
        ],
        "knooppuntstatus": ["versie INTEGER NOT NULL DEFAULT 1"],
        "nvt_vak": ["sinds DATE", "versie INTEGER NOT NULL DEFAULT 1"],
        "mijlpaal": ["versie INTEGER NOT NULL DEFAULT 1", reference("deelproject_id", "mijlpaal", "deelproject")],
        "wijkfase": ["versie INTEGER NOT NULL DEFAULT 1", reference("deelproject_id", "wijkfase", "deelproject")],
    }
    for table, additions in columns.items():
        for addition in additions:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {addition}")
    op.create_index("ix_belanghebbende_hoofd_id", "belanghebbende", ["hoofd_id"])


def _create_search() -> None:
    """Full-text search by the database itself; names that begin with `zoek_` are not compared with the code."""
    if op.get_bind().dialect.name == "postgresql":
        # The text is made equal before it is stored, so a word is simply what stands between two spaces.
        op.execute(
            "CREATE INDEX zoek_stroom ON stroom USING gin (array_to_tsvector(string_to_array(zoektekst, ' ')))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE zoek_stroom USING fts5(zoektekst, content='stroom', content_rowid='id', "
        "tokenize='ascii', prefix='1 2 3')"
    )
    new = "INSERT INTO zoek_stroom (rowid, zoektekst) VALUES (new.id, new.zoektekst);"
    old = "INSERT INTO zoek_stroom (zoek_stroom, rowid, zoektekst) VALUES ('delete', old.id, old.zoektekst);"
    for name, moment, steps in (
        ("in", "INSERT", new),
        ("uit", "DELETE", old),
        ("anders", "UPDATE OF zoektekst", old + " " + new),
    ):
        op.execute(f"CREATE TRIGGER zoek_stroom_{name} AFTER {moment} ON stroom BEGIN {steps} END")


def _create_tables() -> None:
    op.create_table('besluit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('datum', sa.Date(), nullable=False),
    sa.Column('fase', sa.String(length=80), nullable=False),
    sa.Column('wat', sa.Text(), nullable=False),
    sa.Column('door', sa.String(length=200), nullable=False),
    sa.Column('grond', sa.Text(), nullable=False),
    sa.Column('sleutel', sa.String(length=64), nullable=True),
    sa.Column('ingevoerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ingevoerd_door', sa.Integer(), nullable=True),
    sa.Column('gewijzigd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verwijderd_op', sa.DateTime(timezone=True), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['fase'], ['fase.slug'], name=op.f('fk_besluit_fase')),
    sa.ForeignKeyConstraint(['ingevoerd_door'], ['gebruiker.id'], name=op.f('fk_besluit_ingevoerd_door')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_besluit_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_besluit')),
    sa.UniqueConstraint('sleutel', name=op.f('uq_besluit_sleutel'))
    )
    op.create_index('ix_besluit_wijk_datum', 'besluit', ['wijk_id', 'datum'], unique=False)

    op.create_table('concept',
    sa.Column('gebruiker_id', sa.Integer(), nullable=False),
    sa.Column('formulier', sa.String(length=80), nullable=False),
    sa.Column('inhoud', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('bewaard_op', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['gebruiker_id'], ['gebruiker.id'], name=op.f('fk_concept_gebruiker_id')),
    sa.PrimaryKeyConstraint('gebruiker_id', 'formulier', name=op.f('pk_concept')),
    )
    op.create_table('deelproject',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('naam', sa.String(length=200), nullable=False),
    sa.Column('toelichting', sa.Text(), nullable=False),
    sa.Column('actief', sa.Boolean(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_deelproject_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deelproject')),
    sa.UniqueConstraint('wijk_id', 'naam', name=op.f('uq_deelproject_wijk_id_naam'))
    )
    op.create_table('signaalreactie',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('signaal', sa.String(length=200), nullable=False),
    sa.Column('feiten', sa.Text(), nullable=False),
    sa.Column('reden', sa.Text(), nullable=False),
    sa.Column('weggelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('weggelegd_door', sa.Integer(), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['weggelegd_door'], ['gebruiker.id'], name=op.f('fk_signaalreactie_weggelegd_door')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_signaalreactie_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signaalreactie')),
    sa.UniqueConstraint('wijk_id', 'signaal', name=op.f('uq_signaalreactie_wijk_id_signaal'))
    )
    op.create_table('stroom',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('soort', sa.String(length=20), nullable=False),
    sa.Column('object_id', sa.String(length=120), nullable=False),
    sa.Column('datum', sa.Date(), nullable=False),
    sa.Column('fase', sa.String(length=80), nullable=True),
    sa.Column('zoektekst', sa.Text(), nullable=False),
    sa.Column('verwijderd', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_stroom_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stroom')),
    sa.UniqueConstraint('soort', 'object_id', name=op.f('uq_stroom_soort_object_id')),
    )
    op.create_index(
        "ix_stroom_wijk_datum", "stroom", ["wijk_id", "verwijderd", "datum", "id", "soort", "fase"], unique=False
    )

    op.create_table('afspraak',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('wat', sa.Text(), nullable=False),
    sa.Column('eigenaar_id', sa.Integer(), nullable=True),
    sa.Column('belanghebbende_id', sa.Integer(), nullable=True),
    sa.Column('deadline', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('afgerond_op', sa.Date(), nullable=True),
    sa.Column('contactmoment_id', sa.Integer(), nullable=True),
    sa.Column('sleutel', sa.String(length=64), nullable=True),
    sa.Column('ingevoerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ingevoerd_door', sa.Integer(), nullable=True),
    sa.Column('gewijzigd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verwijderd_op', sa.DateTime(timezone=True), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['belanghebbende_id'], ['belanghebbende.id'], name=op.f('fk_afspraak_belanghebbende_id')),
    sa.ForeignKeyConstraint(['contactmoment_id'], ['contactmoment.id'], name=op.f('fk_afspraak_contactmoment_id')),
    sa.ForeignKeyConstraint(['eigenaar_id'], ['gebruiker.id'], name=op.f('fk_afspraak_eigenaar_id')),
    sa.ForeignKeyConstraint(['ingevoerd_door'], ['gebruiker.id'], name=op.f('fk_afspraak_ingevoerd_door')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_afspraak_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_afspraak')),
    sa.UniqueConstraint('sleutel', name=op.f('uq_afspraak_sleutel'))
    )
    op.create_index('ix_afspraak_belanghebbende_id', 'afspraak', ['belanghebbende_id'], unique=False)
    op.create_index('ix_afspraak_contactmoment_id', 'afspraak', ['contactmoment_id'], unique=False)
    op.create_index('ix_afspraak_eigenaar', 'afspraak', ['eigenaar_id', 'status'], unique=False)
    op.create_index('ix_afspraak_wijk_status', 'afspraak', ['wijk_id', 'status', 'deadline'], unique=False)

    op.create_table('belofte',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('belanghebbende_id', sa.Integer(), nullable=False),
    sa.Column('fase', sa.String(length=80), nullable=False),
    sa.Column('niveau', sa.String(length=80), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['belanghebbende_id'], ['belanghebbende.id'], name=op.f('fk_belofte_belanghebbende_id')),
    sa.ForeignKeyConstraint(['fase'], ['fase.slug'], name=op.f('fk_belofte_fase')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_belofte_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_belofte')),
    sa.UniqueConstraint('belanghebbende_id', 'fase', name=op.f('uq_belofte_belanghebbende_id_fase'))
    )
    op.create_index('ix_belofte_wijk_id', 'belofte', ['wijk_id'], unique=False)

    op.create_table('besluit_contactmoment',
    sa.Column('besluit_id', sa.Integer(), nullable=False),
    sa.Column('contactmoment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['besluit_id'], ['besluit.id'], name=op.f('fk_besluit_contactmoment_besluit_id')),
    sa.ForeignKeyConstraint(['contactmoment_id'], ['contactmoment.id'], name=op.f('fk_besluit_contactmoment_contactmoment_id')),
    sa.PrimaryKeyConstraint('besluit_id', 'contactmoment_id', name=op.f('pk_besluit_contactmoment'))
    )
    op.create_index('ix_besluit_contactmoment_contactmoment_id', 'besluit_contactmoment', ['contactmoment_id'], unique=False)

    op.create_table('cijfer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('deelproject_id', sa.Integer(), nullable=True),
    sa.Column('soort', sa.String(length=80), nullable=False),
    sa.Column('peildatum', sa.Date(), nullable=False),
    sa.Column('teller', sa.Double(), nullable=False),
    sa.Column('noemer', sa.Double(), nullable=True),
    sa.Column('bron', sa.String(length=200), nullable=False),
    sa.Column('ingevoerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ingevoerd_door', sa.Integer(), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['deelproject_id'], ['deelproject.id'], name=op.f('fk_cijfer_deelproject_id')),
    sa.ForeignKeyConstraint(['ingevoerd_door'], ['gebruiker.id'], name=op.f('fk_cijfer_ingevoerd_door')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_cijfer_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cijfer'))
    )
    op.create_index('ix_cijfer_wijk_peildatum', 'cijfer', ['wijk_id', 'peildatum'], unique=False)

    op.create_table('faseplanning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('deelproject_id', sa.Integer(), nullable=True),
    sa.Column('fase', sa.String(length=80), nullable=False),
    sa.Column('gepland_van', sa.Date(), nullable=False),
    sa.Column('gepland_tot', sa.Date(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['deelproject_id'], ['deelproject.id'], name=op.f('fk_faseplanning_deelproject_id')),
    sa.ForeignKeyConstraint(['fase'], ['fase.slug'], name=op.f('fk_faseplanning_fase')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_faseplanning_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faseplanning'))
    )
    op.create_index('ix_faseplanning_wijk_id', 'faseplanning', ['wijk_id'], unique=False)

    op.create_table('houdingsmeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('belanghebbende_id', sa.Integer(), nullable=False),
    sa.Column('datum', sa.Date(), nullable=False),
    sa.Column('huidig', sa.String(length=80), nullable=False),
    sa.Column('gewenst', sa.String(length=80), nullable=True),
    sa.Column('toelichting', sa.Text(), nullable=False),
    sa.Column('ingevoerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ingevoerd_door', sa.Integer(), nullable=True),
    sa.Column('verwijderd_op', sa.DateTime(timezone=True), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['belanghebbende_id'], ['belanghebbende.id'], name=op.f('fk_houdingsmeting_belanghebbende_id')),
    sa.ForeignKeyConstraint(['ingevoerd_door'], ['gebruiker.id'], name=op.f('fk_houdingsmeting_ingevoerd_door')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_houdingsmeting_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_houdingsmeting'))
    )
    op.create_index('ix_houdingsmeting_belanghebbende_id', 'houdingsmeting', ['belanghebbende_id'], unique=False)
    op.create_index('ix_houdingsmeting_wijk_datum', 'houdingsmeting', ['wijk_id', 'datum'], unique=False)

    op.create_table('oordeel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wijk_id', sa.Integer(), nullable=False),
    sa.Column('deelproject_id', sa.Integer(), nullable=True),
    sa.Column('peildatum', sa.Date(), nullable=False),
    sa.Column('onderwerp', sa.String(length=20), nullable=False),
    sa.Column('kleur', sa.String(length=20), nullable=False),
    sa.Column('zin', sa.Text(), nullable=False),
    sa.Column('ingevoerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ingevoerd_door', sa.Integer(), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['deelproject_id'], ['deelproject.id'], name=op.f('fk_oordeel_deelproject_id')),
    sa.ForeignKeyConstraint(['ingevoerd_door'], ['gebruiker.id'], name=op.f('fk_oordeel_ingevoerd_door')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_oordeel_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oordeel'))
    )
    op.create_index('ix_oordeel_wijk_peildatum', 'oordeel', ['wijk_id', 'peildatum'], unique=False)

