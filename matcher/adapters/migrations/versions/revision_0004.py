"""How often each centre has been written, and what was written last."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _identifier(name: str) -> sa.Column[str]:
    kind = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    """Make the tables; a centre that nobody has written since stands at revision 0."""
    op.create_table(
        "centre_revisions",
        _identifier("centre_id"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centre_revisions")),
    )
    op.create_table(
        "centre_changes",
        _identifier("centre_id"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _identifier("subject"),
        sa.PrimaryKeyConstraint("centre_id", "revision", "kind", "subject", name=op.f("pk_centre_changes")),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("centre_changes")
    op.drop_table("centre_revisions")
