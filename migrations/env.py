"""Runs migrations on the connection that `services.migrations` hands over, or on DATABASE_URL for Alembic's own commands."""

import importlib
import os
import pkgutil

from alembic import context
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

import models

for module in pkgutil.iter_modules(models.__path__):
    importlib.import_module(f"models.{module.name}")


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        connection.exec_driver_sql("SET lock_timeout = '4s'")
        connection.exec_driver_sql("SET statement_timeout = '60s'")
        context.run_migrations()


handed_over: Connection | None = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
        run(connection)
