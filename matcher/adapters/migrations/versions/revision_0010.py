"""Referrals to training, with their reason."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IDENTIFIER = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "training_referrals",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=False),
        sa.Column("course_id", IDENTIFIER, nullable=True),
        sa.Column("referred_by", sa.String(), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_training_referrals_centre_id_jobseeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "course_id"],
            ["courses.centre_id", "courses.course_id"],
            name=op.f("fk_training_referrals_centre_id_course_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_training_referrals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_referrals_public_id")),
    )
    for name in ("jobseeker_id", "course_id"):
        op.create_index(op.f(f"ix_training_referrals_centre_id_{name}"), "training_referrals", ["centre_id", name])


def downgrade() -> None:
    """Take the table away, with all that it holds."""
    op.drop_table("training_referrals")
