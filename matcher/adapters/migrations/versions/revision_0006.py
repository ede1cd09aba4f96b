"""What was shown when somebody decided, in a log that only grows; one referral a pair."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IDENTIFIER = sa.String().with_variant(sa.String(collation="C"), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and refuse changes of the log in the database itself."""
    op.create_table(
        "kept_texts",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_id", IDENTIFIER, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_kept_texts")),
        sa.UniqueConstraint("centre_id", "text_id", name=op.f("uq_kept_texts_centre_id_text_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_texts_public_id")),
    )
    op.create_table(
        "decision_log",
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", IDENTIFIER, nullable=False),
        sa.Column("vacancy_id", IDENTIFIER, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["centre_id", name],
                [f"{table}.centre_id", f"{table}.{name}"],
                name=op.f(f"fk_decision_log_centre_id_{name}"),
            )
            for name, table in (("jobseeker_id", "jobseekers"), ("vacancy_id", "vacancies"))
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_decision_log")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_log_public_id")),
    )
    for name in ("jobseeker_id", "vacancy_id"):
        op.create_index(op.f(f"ix_decision_log_centre_id_{name}"), "decision_log", ["centre_id", name])
    op.create_index(
        "uq_referrals_jobseeker_id_vacancy_id", "referrals", ["centre_id", "jobseeker_id", "vacancy_id"], unique=True
    )
    _refuse_changes()


def downgrade() -> None:
    """Take the tables away, with all that they hold."""
    op.drop_index("uq_referrals_jobseeker_id_vacancy_id", "referrals")
    op.drop_table("decision_log")
    op.drop_table("kept_texts")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION decision_log_only_grows()")


def _refuse_changes() -> None:
    """Refuse changes, not deletions: erasure of a person takes the entries that tell of them."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log "
            "BEGIN SELECT RAISE(ABORT, 'decision_log only grows'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION decision_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decision_log only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION decision_log_only_grows()"
    )
