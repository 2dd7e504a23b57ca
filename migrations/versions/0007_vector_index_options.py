"""New vectors are placed with more care.

Revision: 0007
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# With 64, one posting in twenty of 200,000 was found by no filtered search (benchmarks.search).
# This holds for vectors to come; ``reindex index concurrently`` places those that are there anew.
# Where VECTOR_INDEX made IVFFlat of them there is nothing to set.
_SET = """
do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c join pg_am a on a.oid = c.relam
    where a.amname = 'hnsw' and c.relnamespace = 'public'::regnamespace
      and c.relname in ('ix_posting_vectors_skills', 'ix_posting_vectors_experience',
                        'ix_posting_vectors_goals')
  loop
    execute format('alter index %I set (ef_construction = {value})', name);
  end loop;
end $$
"""


def _set(ef_construction: int) -> None:
    op.execute("set local lock_timeout = '4s'")
    op.execute(_SET.replace("{value}", str(ef_construction)))


def upgrade() -> None:
    _set(128)


def downgrade() -> None:
    _set(64)
