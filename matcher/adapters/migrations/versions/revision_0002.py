"""Who was shown whom: a log that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTIFIER = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and refuse changes of the log in the database itself."""
    op.create_table(
        "read_heads",
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("n_looks", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_read_heads")),
    )
    op.create_table(
        "read_subjects",
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_read_subjects_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "jobseeker_id", name=op.f("pk_read_subjects")),
        sa.UniqueConstraint("subject", name=op.f("uq_read_subjects_subject")),
    )
    op.create_table(
        "read_log",
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", IDENTIFIER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "seq", name=op.f("pk_read_log")),
    )
    for column in ("subject", "user_id"):
        op.create_index(op.f(f"ix_read_log_centre_id_{column}_seq"), "read_log", ["centre_id", column, "seq"])
    _refuse_changes()


def downgrade() -> None:
    """Take the tables away, with all that they hold."""
    op.drop_table("read_log")
    op.drop_table("read_subjects")
    op.drop_table("read_heads")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION read_log_only_grows()")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER read_log_no_{change.lower()} BEFORE {change} ON read_log "
                "BEGIN SELECT RAISE(ABORT, 'read_log only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION read_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'read_log only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER read_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON read_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION read_log_only_grows()"
    )
