"""schedules

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('trips', sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    op.create_table('idempotency_keys',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('request_hash', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.SmallInteger(), nullable=False),
    sa.Column('answer', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'key')
    )
    op.create_index('idempotency_keys_by_age', 'idempotency_keys', ['created_at'], unique=False)
    op.create_table('calendar_feeds',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('trip_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['trip_id'], ['trips.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('user_id', 'trip_id', name='one_feed_for_a_trip', postgresql_nulls_not_distinct=True)
    )
    op.create_index(op.f('ix_calendar_feeds_trip_id'), 'calendar_feeds', ['trip_id'], unique=False)
    op.create_table('schedule_changes',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('trip_id', sa.Uuid(), nullable=True),
    sa.Column('schedule_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.Uuid(), nullable=False),
    sa.Column('before', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('after', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('undone', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['trip_id'], ['trips.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('schedule_changes_of_user', 'schedule_changes', ['user_id', sa.literal_column('id DESC')], unique=False)
    op.create_table('schedules',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('trip_id', sa.Uuid(), nullable=True),
    sa.Column('place_id', sa.String(length=64), nullable=True),
    sa.Column('place_name', sa.String(length=200), nullable=True),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('start_time', sa.Time(), nullable=True),
    sa.Column('end_time', sa.Time(), nullable=True),
    sa.Column('position', sa.Integer(), server_default='0', nullable=False),
    sa.Column('note', sa.String(length=2000), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('field_versions', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("date BETWEEN '1970-01-01' AND '2100-12-31'", name='schedule_day_is_plannable'),
    sa.CheckConstraint('end_time <> start_time', name='schedule_lasts'),
    sa.CheckConstraint('end_time IS NULL OR start_time IS NOT NULL', name='schedule_ends_after_a_start'),
    sa.CheckConstraint('place_id IS NOT NULL OR place_name IS NOT NULL', name='schedule_is_somewhere'),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], ),
    sa.ForeignKeyConstraint(['trip_id'], ['trips.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('schedules_at_place', 'schedules', ['place_id'], unique=False)
    op.create_index('schedules_made_by', 'schedules', ['user_id'], unique=False)
    op.create_index('schedules_of_trip', 'schedules', ['trip_id', 'date', 'position', 'id'], unique=False)
    op.create_index('schedules_of_user', 'schedules', ['user_id', 'date', 'position', 'id'], unique=False, postgresql_where=sa.text('trip_id IS NULL'))
    op.create_table('trip_links',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('trip_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=True),
    sa.Column('with_notes', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('with_members', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(kind = 'invitation') = (role IS NOT NULL)", name='invitations_have_a_role'),
    sa.CheckConstraint("kind IN ('invitation', 'share')", name='link_kind_is_known'),
    sa.ForeignKeyConstraint(['trip_id'], ['trips.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('links_of_trip', 'trip_links', ['trip_id', 'created_at'], unique=False)
    op.create_table('trip_members',
    sa.Column('trip_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("role IN ('editor', 'reader')", name='trip_role_is_known'),
    sa.ForeignKeyConstraint(['trip_id'], ['trips.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('trip_id', 'user_id')
    )
    op.create_index('trips_of_member', 'trip_members', ['user_id'], unique=False)


def downgrade() -> None:
    op.drop_column('trips', 'version')
    op.drop_index('trips_of_member', table_name='trip_members')
    op.drop_table('trip_members')
    op.drop_index('links_of_trip', table_name='trip_links')
    op.drop_table('trip_links')
    op.drop_index('schedules_of_user', table_name='schedules', postgresql_where=sa.text('trip_id IS NULL'))
    op.drop_index('schedules_of_trip', table_name='schedules')
    op.drop_index('schedules_made_by', table_name='schedules')
    op.drop_index('schedules_at_place', table_name='schedules')
    op.drop_table('schedules')
    op.drop_index('schedule_changes_of_user', table_name='schedule_changes')
    op.drop_table('schedule_changes')
    op.drop_index(op.f('ix_calendar_feeds_trip_id'), table_name='calendar_feeds')
    op.drop_table('calendar_feeds')
    op.drop_index('idempotency_keys_by_age', table_name='idempotency_keys')
    op.drop_table('idempotency_keys')
