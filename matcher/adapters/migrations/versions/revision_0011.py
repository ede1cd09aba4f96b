"""Second factors, their recovery codes, sessions that wait for one, and wrong tries that a person is told of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; sessions that have begun are whole."""
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("pending", sa.String(64), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _of_user("second_factors"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        _of_user("recovery_codes"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    op.create_table(
        "wrong_sign_ins",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        _of_user("wrong_sign_ins"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_wrong_sign_ins")),
    )
    op.add_column("sign_in_sessions", sa.Column("is_half", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away; a session that waits for a second factor ends, because the older form would take it for a whole one."""
    op.execute(sa.text("DELETE FROM sign_in_sessions WHERE is_half"))
    op.drop_column("sign_in_sessions", "is_half")
    for name in ("wrong_sign_ins", "recovery_codes", "second_factors"):
        op.drop_table(name)


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE")
