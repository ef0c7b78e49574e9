"""sync states

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sync_states',
        sa.Column('source', sa.String(length=32), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('next_page', sa.Integer(), server_default='1', nullable=False),
        sa.Column('newest', sa.DateTime(timezone=True), nullable=True),
        sa.Column('synced_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.PrimaryKeyConstraint('source', 'language'),
    )


def downgrade() -> None:
    op.drop_table('sync_states')
