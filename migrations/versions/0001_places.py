"""places

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table('imported_files',
    sa.Column('source', sa.String(length=32), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('source')
    )
    op.create_table('places',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('name', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('aliases', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('address', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('description', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('region', sa.String(length=16), nullable=False),
    sa.Column('themes', postgresql.ARRAY(sa.String(length=16)), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('lng', sa.Float(), nullable=False),
    sa.Column('tile_x', sa.Integer(), nullable=False),
    sa.Column('tile_y', sa.Integer(), nullable=False),
    sa.Column('prominence', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('likes_count', sa.Integer(), server_default='0', nullable=False),
    sa.Column('rating', sa.Numeric(precision=3, scale=2, asdecimal=False), nullable=True),
    sa.Column('rating_count', sa.Integer(), server_default='0', nullable=False),
    sa.Column('opening_hours', sa.Text(), nullable=True),
    sa.Column('last_admission_minutes', sa.SmallInteger(), nullable=True),
    sa.Column('stay_minutes', sa.SmallInteger(), nullable=True),
    sa.Column('admission', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('photos', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=32), nullable=False),
    sa.Column('source_ids', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('search_names', sa.Text(), nullable=False),
    sa.Column('search_addresses', sa.Text(), nullable=False),
    sa.Column('search_sounds', sa.Text(), nullable=False),
    sa.Column('search_initials', sa.Text(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('lat BETWEEN 32 AND 39 AND lng BETWEEN 124 AND 132', name='in_korea'),
    sa.CheckConstraint('prominence BETWEEN 0 AND 100', name='prominence_is_percent'),
    sa.CheckConstraint('rating IS NULL OR rating_count > 0', name='rating_has_raters'),
    sa.CheckConstraint('starts_on <= ends_on', name='ends_after_start'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('places_best_rated', 'places', [sa.literal_column('(-coalesce(rating, 0)), (-rating_count), (-prominence), (-likes_count), id')], unique=False, postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_index('places_by_address', 'places', ['search_addresses'], unique=False, postgresql_using='gin', postgresql_ops={'search_addresses': 'gin_trgm_ops'})
    op.create_index('places_by_initials', 'places', ['search_initials'], unique=False, postgresql_using='gin', postgresql_ops={'search_initials': 'gin_trgm_ops'})
    op.create_index('places_by_name', 'places', ['search_names'], unique=False, postgresql_using='gin', postgresql_ops={'search_names': 'gin_trgm_ops'})
    op.create_index('places_by_position', 'places', [sa.literal_column('tile_x, tile_y')], unique=False, postgresql_include=['id', 'lat', 'lng', 'region', 'themes', 'opening_hours', 'starts_on', 'ends_on'], postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_index('places_by_sound', 'places', ['search_sounds'], unique=False, postgresql_using='gin', postgresql_ops={'search_sounds': 'gin_trgm_ops'})
    op.create_index('places_by_theme', 'places', ['themes'], unique=False, postgresql_using='gin')
    op.create_index('places_most_liked', 'places', [sa.literal_column('(-likes_count), (-prominence), id')], unique=False, postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_index('places_recommended', 'places', [sa.literal_column('(-prominence), (-likes_count), id')], unique=False, postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_index('places_recommended_in_region', 'places', [sa.literal_column('region, (-prominence), (-likes_count), id')], unique=False, postgresql_where=sa.text('withdrawn_at IS NULL'))

    # The planner tries every search pattern on the sample it keeps of a column; 20 values decide as well as 100.
    for column in ("search_names", "search_addresses", "search_sounds", "search_initials"):
        op.execute(f"ALTER TABLE places ALTER COLUMN {column} SET STATISTICS 20")


def downgrade() -> None:
    op.drop_index('places_recommended_in_region', table_name='places', postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index('places_recommended', table_name='places', postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index('places_most_liked', table_name='places', postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index('places_by_theme', table_name='places', postgresql_using='gin')
    op.drop_index('places_by_sound', table_name='places', postgresql_using='gin', postgresql_ops={'search_sounds': 'gin_trgm_ops'})
    op.drop_index('places_by_position', table_name='places', postgresql_include=['id', 'lat', 'lng', 'region', 'themes', 'opening_hours', 'starts_on', 'ends_on'], postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index('places_by_name', table_name='places', postgresql_using='gin', postgresql_ops={'search_names': 'gin_trgm_ops'})
    op.drop_index('places_by_initials', table_name='places', postgresql_using='gin', postgresql_ops={'search_initials': 'gin_trgm_ops'})
    op.drop_index('places_by_address', table_name='places', postgresql_using='gin', postgresql_ops={'search_addresses': 'gin_trgm_ops'})
    op.drop_index('places_best_rated', table_name='places', postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_table('places')
    op.drop_table('imported_files')
