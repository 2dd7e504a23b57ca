"""Tell workers which steps of their queues were lost with a worker.

Revision: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The worker that asks takes them up one by one: the claim decides who works on which.
_FUNCTION = """
create function lost_steps(worked_queues text[], at_most integer)
returns table (run_id uuid, user_id uuid, name text, request_id text)
language sql stable security definer set search_path = public, pg_temp
begin atomic
  select s.run_id, s.user_id, s.name::text, r.request_id::text
  from steps s join runs r on r.id = s.run_id
  where s.status = 'pending' and s.losses > 0 and s.next_attempt_at <= clock_timestamp()
    and s.queue = any (worked_queues)
  order by s.next_attempt_at, s.run_id
  limit at_most;
end
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '4s'")
    op.execute(_FUNCTION)
    signature = "lost_steps(text[], integer)"
    op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function {signature} to copilot_worker")
    op.execute("grant create on schema public to copilot_definer")
    op.execute(f"alter function {signature} owner to copilot_definer")
    op.execute("revoke create on schema public from copilot_definer")


def downgrade() -> None:
    op.execute("drop function lost_steps(text[], integer)")
