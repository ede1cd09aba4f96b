"""When people are to be erased, and what is counted once they are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

IDENTIFIER = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "retention_notes",
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("active_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_retention_notes_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "jobseeker_id", name=op.f("pk_retention_notes")),
    )
    op.create_table(
        "erased_counts",
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("people_group", sa.String(length=16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "year", "event", "people_group", name=op.f("pk_erased_counts")),
    )


def downgrade() -> None:
    """Take the tables away, with all that they hold."""
    op.drop_table("erased_counts")
    op.drop_table("retention_notes")
