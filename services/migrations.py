from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from services.database import Database

_LOCK = 0x46464646
_INI = Path(__file__).parent.parent / "alembic.ini"


async def migrate(database: Database) -> None:
    """Bring the database to the newest schema; several processes may try at once, one does it."""
    async with database.engine.connect() as connection:
        await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        try:
            await connection.commit()
            await connection.run_sync(_upgrade)
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
            await connection.commit()


def _upgrade(connection: Connection) -> None:
    config = Config(_INI)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
