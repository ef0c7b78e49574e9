from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import orjson
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from services.errors import Unavailable


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"
    message = "The database is not responding. Please try again in a moment."


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


class Database:
    """The pool of connections to PostgreSQL; recovers by itself when the server comes back."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=8,
            pool_timeout=5,
            pool_use_lifo=True,
            hide_parameters=True,  # what people gave us stays out of the text of errors, and so of the log
            json_serializer=_json,
            json_deserializer=orjson.loads,
            connect_args={
                "connect_timeout": 5,
                "prepare_threshold": 2,
                "options": "-c statement_timeout=10000 -c idle_in_transaction_session_timeout=30000"
                " -c timezone=UTC -c jit=off -c pg_trgm.word_similarity_threshold=0.5"
                " -c plan_cache_mode=force_custom_plan",  # what a pattern matches decides which index serves it
            },
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """One session, one transaction: committed at the end, rolled back on any error.

        Raises:
            DatabaseUnavailable: the server is away or refuses connections.
        """
        try:
            async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            raise DatabaseUnavailable from error

    async def answers(self) -> bool:
        """Tell whether a query comes back."""
        try:
            async with self.transaction() as session:
                await session.execute(text("SELECT 1"))
        except DatabaseUnavailable:
            return False
        return True

    async def close(self) -> None:
        await self.engine.dispose()
