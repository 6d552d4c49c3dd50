"""Alembic's entry: the migrations run in the transaction that People began."""

from alembic import context

from gouji.web.people.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, transactional_ddl=True)
context.run_migrations()
