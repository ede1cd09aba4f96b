"""Whether a person's record is blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTIFIER = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "blockings",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=False),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_blockings_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_blockings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_blockings_public_id")),
    )
    op.create_index(op.f("ix_blockings_centre_id_jobseeker_id"), "blockings", ["centre_id", "jobseeker_id"])


def downgrade() -> None:
    """Take the table away, with all that it holds."""
    op.drop_table("blockings")
