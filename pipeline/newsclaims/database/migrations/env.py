"""What Alembic runs for a migration: over the connection that `connect` holds, in its transaction."""

from alembic import context

from newsclaims.database.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
