"""place facts

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('places', sa.Column('usual_months', postgresql.ARRAY(sa.SmallInteger()), server_default='{}', nullable=False))
    op.add_column('places', sa.Column('setting', sa.String(length=8), nullable=True))
    op.add_column('places', sa.Column('seasons', postgresql.ARRAY(sa.String(length=8)), server_default='{}', nullable=False))
    op.add_column('places', sa.Column('getting_there', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False))
    op.add_column('places', sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False))
    op.create_check_constraint('setting_is_known', 'places', "setting IN ('indoor', 'outdoor', 'both')")


def downgrade() -> None:
    op.drop_constraint('setting_is_known', 'places')
    for column in ('facts', 'getting_there', 'seasons', 'setting', 'usual_months'):
        op.drop_column('places', column)
