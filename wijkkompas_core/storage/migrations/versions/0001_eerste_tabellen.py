"""The first tables.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, and the one row about the installation."""
    op.create_table(
        "belanghebbendetype",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("aspecten", sa.JSON(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_belanghebbendetype")),
    )
    op.create_table(
        "fase",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("kort", sa.String(length=200), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_fase")),
    )
    op.create_table(
        "gebruiker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruikersnaam", sa.String(length=200), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("wachtwoord_hash", sa.String(length=200), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.Column("moet_wachtwoord_wijzigen", sa.Boolean(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gebruiker")),
        sa.UniqueConstraint("gebruikersnaam", name=op.f("uq_gebruiker_gebruikersnaam")),
    )
    op.create_table(
        "inlogpoging",
        sa.Column("naam_hash", sa.String(length=64), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("laatste_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("op_slot_tot", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("naam_hash", name=op.f("pk_inlogpoging")),
        info={"audit": False},
    )
    op.create_table(
        "installatie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataversie", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("gemeente", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installatie")),
        info={"audit": False},
    )
    op.create_table(
        "logboek",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tijdstip", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actie", sa.String(length=80), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=True),
        sa.Column("wijk_id", sa.Integer(), nullable=True),
        sa.Column("resultaat", sa.String(length=20), nullable=False),
        sa.Column("oorsprong", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("oud", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("nieuw", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logboek")),
        info={"audit": False},
    )
    op.create_index("ix_logboek_object", "logboek", ["object", "object_id"], unique=False)
    op.create_index("ix_logboek_tijdstip", "logboek", ["tijdstip"], unique=False)
    op.create_table(
        "schaalwaarde",
        sa.Column("schaal", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("schaal", "slug", name=op.f("pk_schaalwaarde")),
    )
    op.create_table(
        "spoor",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("kort", sa.String(length=200), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_spoor")),
    )
    op.create_table(
        "wijk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("cbs_code", sa.String(length=10), nullable=True),
        sa.Column("cbs_editie", sa.Integer(), nullable=True),
        sa.Column("grens", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wijk")),
        sa.UniqueConstraint("cbs_code", name=op.f("uq_wijk_cbs_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_wijk_slug")),
    )
    op.create_table(
        "aspect",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("spoor", sa.String(length=80), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("kort", sa.String(length=200), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["spoor"], ["spoor.slug"], name=op.f("fk_aspect_spoor")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_aspect")),
    )
    op.create_table(
        "belanghebbende",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("zoeknaam", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("belang", sa.String(length=80), nullable=True),
        sa.Column("invloed", sa.String(length=80), nullable=True),
        sa.Column("aan_tafel", sa.Boolean(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["type"], ["belanghebbendetype.slug"], name=op.f("fk_belanghebbende_type")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_belanghebbende_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belanghebbende")),
        sa.UniqueConstraint("wijk_id", "zoeknaam", name=op.f("uq_belanghebbende_wijk_id_zoeknaam")),
    )
    op.create_table(
        "contactmoment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("vorm", sa.String(length=80), nullable=False),
        sa.Column("participatieniveau", sa.String(length=80), nullable=True),
        sa.Column("aantal_deelnemers", sa.Integer(), nullable=True),
        sa.Column("aantal_aspecten", sa.Integer(), nullable=False),
        sa.Column("opbrengst", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("sleutel", sa.String(length=64), nullable=True),
        sa.Column("ingevoerd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ingevoerd_door", sa.Integer(), nullable=True),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verwijderd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fase"], ["fase.slug"], name=op.f("fk_contactmoment_fase")),
        sa.ForeignKeyConstraint(["ingevoerd_door"], ["gebruiker.id"], name=op.f("fk_contactmoment_ingevoerd_door")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_contactmoment_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contactmoment")),
        sa.UniqueConstraint("sleutel", name=op.f("uq_contactmoment_sleutel")),
    )
    op.create_index("ix_contactmoment_wijk_datum", "contactmoment", ["wijk_id", "datum", "id"], unique=False)
    op.create_index("ix_contactmoment_wijk_fase", "contactmoment", ["wijk_id", "fase", "datum"], unique=False)
    op.create_table(
        "inlogticket",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_inlogticket_gebruiker_id")),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_inlogticket")),
        info={"audit": False},
    )
    op.create_table(
        "mijlpaal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("gepland_op", sa.Date(), nullable=True),
        sa.Column("besloten_op", sa.Date(), nullable=True),
        sa.Column("uitkomst", sa.String(length=80), nullable=True),
        sa.Column("toelichting", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fase"], ["fase.slug"], name=op.f("fk_mijlpaal_fase")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_mijlpaal_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mijlpaal")),
    )
    op.create_index(op.f("ix_mijlpaal_wijk_id"), "mijlpaal", ["wijk_id"], unique=False)
    op.create_table(
        "sessie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=False),
        sa.Column("begonnen_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gezien_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beeindigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_sessie_gebruiker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessie")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_sessie_cookie_hash")),
        info={"audit": False},
    )
    op.create_index(op.f("ix_sessie_gebruiker_id"), "sessie", ["gebruiker_id"], unique=False)
    op.create_table(
        "toekenning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("rol", sa.String(length=20), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_toekenning_gebruiker_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_toekenning_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toekenning")),
    )
    op.create_index(op.f("ix_toekenning_gebruiker_id"), "toekenning", ["gebruiker_id"], unique=False)
    op.create_table(
        "wijkcijfer",
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=80), nullable=False),
        sa.Column("editie", sa.Integer(), nullable=False),
        sa.Column("waarde", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_wijkcijfer_wijk_id")),
        sa.PrimaryKeyConstraint("wijk_id", "naam", "editie", name=op.f("pk_wijkcijfer")),
    )
    op.create_table(
        "wijkfase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("begonnen_op", sa.Date(), nullable=False),
        sa.Column("afgesloten_op", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["fase"], ["fase.slug"], name=op.f("fk_wijkfase_fase")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_wijkfase_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wijkfase")),
    )
    op.create_index(op.f("ix_wijkfase_wijk_id"), "wijkfase", ["wijk_id"], unique=False)
    op.create_table(
        "contactmoment_aspect",
        sa.Column("contactmoment_id", sa.Integer(), nullable=False),
        sa.Column("aspect", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["aspect"], ["aspect.slug"], name=op.f("fk_contactmoment_aspect_aspect")),
        sa.ForeignKeyConstraint(
            ["contactmoment_id"], ["contactmoment.id"], name=op.f("fk_contactmoment_aspect_contactmoment_id")
        ),
        sa.PrimaryKeyConstraint("contactmoment_id", "aspect", name=op.f("pk_contactmoment_aspect")),
        info={"audit": False},
    )
    op.create_table(
        "contactmoment_belanghebbende",
        sa.Column("contactmoment_id", sa.Integer(), nullable=False),
        sa.Column("belanghebbende_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["belanghebbende_id"], ["belanghebbende.id"], name=op.f("fk_contactmoment_belanghebbende_belanghebbende_id")
        ),
        sa.ForeignKeyConstraint(
            ["contactmoment_id"], ["contactmoment.id"], name=op.f("fk_contactmoment_belanghebbende_contactmoment_id")
        ),
        sa.PrimaryKeyConstraint("contactmoment_id", "belanghebbende_id", name=op.f("pk_contactmoment_belanghebbende")),
    )
    op.create_index(
        op.f("ix_contactmoment_belanghebbende_belanghebbende_id"),
        "contactmoment_belanghebbende",
        ["belanghebbende_id"],
        unique=False,
    )
    op.create_table(
        "nvt_vak",
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("aspect", sa.String(length=80), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["aspect"], ["aspect.slug"], name=op.f("fk_nvt_vak_aspect")),
        sa.ForeignKeyConstraint(["fase"], ["fase.slug"], name=op.f("fk_nvt_vak_fase")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_nvt_vak_wijk_id")),
        sa.PrimaryKeyConstraint("wijk_id", "fase", "aspect", name=op.f("pk_nvt_vak")),
    )
    op.create_table(
        "vak",
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("aspect", sa.String(length=80), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["aspect"], ["aspect.slug"], name=op.f("fk_vak_aspect")),
        sa.ForeignKeyConstraint(["fase"], ["fase.slug"], name=op.f("fk_vak_fase")),
        sa.PrimaryKeyConstraint("fase", "aspect", name=op.f("pk_vak")),
    )
    op.create_table(
        "knooppunt",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("fase", sa.String(length=80), nullable=False),
        sa.Column("aspect", sa.String(length=80), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("titel", sa.String(length=200), nullable=False),
        sa.Column("doel", sa.Text(), nullable=False),
        sa.Column("aanpak", sa.Text(), nullable=False),
        sa.Column("tips", sa.Text(), nullable=False),
        sa.Column("praktijkverhaal", sa.Text(), nullable=False),
        sa.Column("partijen", sa.JSON(), nullable=False),
        sa.Column("bestuurlijk_gevoelig", sa.Boolean(), nullable=False),
        sa.Column("eigen", sa.Boolean(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["fase", "aspect"], ["vak.fase", "vak.aspect"], name=op.f("fk_knooppunt_fase_aspect")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_knooppunt")),
    )
    op.create_table(
        "knooppuntstatus",
        sa.Column("wijk_id", sa.Integer(), nullable=False),
        sa.Column("knooppunt", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("sinds", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["knooppunt"], ["knooppunt.slug"], name=op.f("fk_knooppuntstatus_knooppunt")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_knooppuntstatus_wijk_id")),
        sa.PrimaryKeyConstraint("wijk_id", "knooppunt", name=op.f("pk_knooppuntstatus")),
    )
    op.execute("INSERT INTO installatie (id, demo, gemeente) VALUES (1, false, '')")
