"""accounts

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

TRIGRAMS = ('places_by_name', 'places_by_address', 'places_by_sound', 'places_by_initials')


def upgrade() -> None:
    for index in TRIGRAMS:
        op.execute(f'ALTER INDEX {index} SET (gin_pending_list_limit = 256)')
    op.create_table('users',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('password_hash', sa.String(length=60), nullable=True),
    sa.Column('display_name', sa.String(length=60), nullable=False),
    sa.Column('lang', sa.String(length=8), nullable=False),
    sa.Column('scheme', sa.String(length=5), server_default='auto', nullable=False),
    sa.Column('avatar', sa.String(length=32), nullable=True),
    sa.Column('is_demo', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('users_by_email', 'users', [sa.literal_column('lower(email)')], unique=True)
    op.create_table('api_tokens',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    op.create_index('api_tokens_of_user', 'api_tokens', ['user_id', 'created_at'], unique=False)
    op.create_table('exports',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('done', sa.Integer(), server_default='0', nullable=False),
    sa.Column('total', sa.Integer(), server_default='0', nullable=False),
    sa.Column('object_key', sa.String(length=200), nullable=True),
    sa.Column('failed', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('exports_of_user', 'exports', ['user_id', sa.literal_column('created_at DESC')], unique=False)
    op.create_index('one_export_under_way', 'exports', ['user_id'], unique=True, postgresql_where=sa.text('object_key IS NULL AND NOT failed'))
    op.create_table('identities',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('provider', sa.String(length=8), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('provider', 'subject', name='one_account_for_an_identity'),
    sa.UniqueConstraint('user_id', 'provider', name='one_identity_of_a_provider')
    )
    op.create_table('likes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('clock_timestamp()'), nullable=False),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('user_id', 'place_id', name='one_like_for_a_place')
    )
    op.create_index('likes_of_place', 'likes', ['place_id'], unique=False)
    op.create_index('likes_of_user', 'likes', ['user_id', sa.literal_column('created_at DESC'), sa.literal_column('id DESC')], unique=False)
    op.create_table('mailed_tokens',
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=8), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash')
    )
    op.create_index('mailed_tokens_by_end', 'mailed_tokens', ['expires_at'], unique=False)
    op.create_index('mailed_tokens_of_user', 'mailed_tokens', ['user_id'], unique=False)
    op.create_table('photos',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.String(length=64), nullable=False),
    sa.Column('credit', sa.String(length=60), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('photos_of_place', 'photos', ['place_id', sa.literal_column('created_at DESC'), sa.literal_column('id DESC')], unique=False)
    op.create_index('photos_of_user', 'photos', ['user_id', sa.literal_column('created_at DESC')], unique=False)
    op.create_table('ratings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.String(length=64), nullable=False),
    sa.Column('stars', sa.SmallInteger(), nullable=False),
    sa.Column('comment', sa.String(length=500), server_default='', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('stars BETWEEN 1 AND 5', name='one_to_five_stars'),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('user_id', 'place_id', name='one_rating_for_a_place')
    )
    op.create_index('ratings_of_place', 'ratings', ['place_id', sa.literal_column('created_at DESC'), sa.literal_column('id DESC')], unique=False)
    op.create_table('sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=True),
    sa.Column('device', sa.String(length=200), server_default='', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    op.create_index('sessions_by_end', 'sessions', ['expires_at'], unique=False)
    op.create_index('sessions_of_user', 'sessions', ['user_id', sa.literal_column('last_seen_at DESC')], unique=False)
    op.create_table('trips',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('starts_on <= ends_on', name='trip_ends_after_its_start'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('trips_of_user', 'trips', ['user_id', 'starts_on'], unique=False)
    op.create_table('visits',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'place_id')
    )
    op.create_index('visits_of_place', 'visits', ['place_id'], unique=False)
    op.create_table('refresh_tokens',
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash')
    )
    op.create_index('refresh_tokens_of_session', 'refresh_tokens', ['session_id'], unique=False)
    op.create_table('reports',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('rating_id', sa.Uuid(), nullable=True),
    sa.Column('photo_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=300), server_default='', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('num_nonnulls(rating_id, photo_id) = 1', name='reports_one_thing'),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rating_id'], ['ratings.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('user_id', 'photo_id', name='one_report_of_a_photo'),
    sa.UniqueConstraint('user_id', 'rating_id', name='one_report_of_a_rating')
    )
    op.create_index(op.f('ix_reports_photo_id'), 'reports', ['photo_id'], unique=False)
    op.create_index(op.f('ix_reports_rating_id'), 'reports', ['rating_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_reports_rating_id'), table_name='reports')
    op.drop_index(op.f('ix_reports_photo_id'), table_name='reports')
    op.drop_table('reports')
    op.drop_index('refresh_tokens_of_session', table_name='refresh_tokens')
    op.drop_table('refresh_tokens')
    op.drop_index('visits_of_place', table_name='visits')
    op.drop_table('visits')
    op.drop_index('trips_of_user', table_name='trips')
    op.drop_table('trips')
    op.drop_index('sessions_of_user', table_name='sessions')
    op.drop_index('sessions_by_end', table_name='sessions')
    op.drop_table('sessions')
    op.drop_index('ratings_of_place', table_name='ratings')
    op.drop_table('ratings')
    op.drop_index('photos_of_user', table_name='photos')
    op.drop_index('photos_of_place', table_name='photos')
    op.drop_table('photos')
    op.drop_index('mailed_tokens_of_user', table_name='mailed_tokens')
    op.drop_index('mailed_tokens_by_end', table_name='mailed_tokens')
    op.drop_table('mailed_tokens')
    op.drop_index('likes_of_user', table_name='likes')
    op.drop_index('likes_of_place', table_name='likes')
    op.drop_table('likes')
    op.drop_table('identities')
    op.drop_index('one_export_under_way', table_name='exports', postgresql_where=sa.text('object_key IS NULL AND NOT failed'))
    op.drop_index('exports_of_user', table_name='exports')
    op.drop_table('exports')
    op.drop_index('api_tokens_of_user', table_name='api_tokens')
    op.drop_table('api_tokens')
    op.drop_index('users_by_email', table_name='users')
    op.drop_table('users')
    for index in TRIGRAMS:
        op.execute(f'ALTER INDEX {index} RESET (gin_pending_list_limit)')
