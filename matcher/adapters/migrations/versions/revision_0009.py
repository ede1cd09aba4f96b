"""What others read of an officer or an employer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the login stands for the name of those who have none."""
    op.add_column("users", sa.Column("name", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the column away, with the names."""
    op.drop_column("users", "name")
