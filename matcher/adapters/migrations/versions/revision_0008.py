"""Imports, the rows that came in by them, the former versions of what they changed, and what a person should look at."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IDENTIFIER = sa.String().with_variant(sa.String(collation="C"), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "imports",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_imports_public_id")),
    )
    op.create_index(op.f("ix_imports_centre_id_state"), "imports", ["centre_id", "state"])
    op.create_table(
        "remembered_columns",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("header_key", IDENTIFIER, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_remembered_columns")),
        sa.UniqueConstraint("centre_id", "header_key", name=op.f("uq_remembered_columns_centre_id_header_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_remembered_columns_public_id")),
    )
    op.create_table(
        "imported_rows",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", IDENTIFIER, nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_imported_rows_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_imported_rows")),
        sa.UniqueConstraint("centre_id", "row_key", name=op.f("uq_imported_rows_centre_id_row_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_imported_rows_public_id")),
    )
    op.create_index(op.f("ix_imported_rows_centre_id_jobseeker_id"), "imported_rows", ["centre_id", "jobseeker_id"])
    op.create_table(
        "former_versions",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", IDENTIFIER, nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_former_versions_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_former_versions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_former_versions_public_id")),
    )
    op.create_index(op.f("ix_former_versions_centre_id_jobseeker_id"), "former_versions", ["centre_id", "jobseeker_id"])
    op.create_index(op.f("ix_former_versions_centre_id_key"), "former_versions", ["centre_id", "key"])
    op.create_table(
        "import_notes",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_id", IDENTIFIER, nullable=False),
        sa.Column("other_key", IDENTIFIER, nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_import_notes_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_import_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_notes_public_id")),
    )
    op.create_index(op.f("ix_import_notes_centre_id_import_id"), "import_notes", ["centre_id", "import_id"])
    op.create_index(op.f("ix_import_notes_centre_id_other_key"), "import_notes", ["centre_id", "other_key"])
    op.create_index(op.f("ix_import_notes_centre_id_jobseeker_id"), "import_notes", ["centre_id", "jobseeker_id"])


def downgrade() -> None:
    """Take the tables away, with all that they hold."""
    for name in ("import_notes", "former_versions", "imported_rows", "remembered_columns", "imports"):
        op.drop_table(name)
