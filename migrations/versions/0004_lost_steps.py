"""Workers take up the steps of their queues that were lost with a worker; no message is sent.

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

# As in 0001, but for the condition: a message could only be refused.
_TAKE_DUE = """
create or replace function take_due(
  empty_queues text[], grace_seconds double precision, at_most integer)
returns table (run_id uuid, user_id uuid, name text, lost boolean, request_id text,
               trace_parent text, names text[], queues text[])
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    with overtaking as (
      select s.queue, max(s.published_at) as seen from steps s
      where s.status = 'running' and s.published_at is not null
      group by s.queue
    ),
    due as (
      select s.run_id, s.name, s.published_at is not null as lost
      from steps s left join overtaking o on o.queue = s.queue
      where s.status = 'pending' and s.next_attempt_at <= clock_timestamp(){lost}
        and (s.published_at is null
             or (s.published_at < clock_timestamp() - make_interval(secs => grace_seconds)
                 and (s.queue = any (empty_queues)
                      or s.published_at + make_interval(secs => grace_seconds) < o.seen)))
      order by s.next_attempt_at
      limit at_most
      for update of s skip locked
    ),
    marked as (
      update steps s set published_at = clock_timestamp()
      from due d where s.run_id = d.run_id and s.name = d.name
      returning s.run_id, s.user_id, s.name, s.position, d.lost
    )
    select m.run_id, m.user_id, m.name::text, m.lost, r.request_id::text, r.trace_parent::text,
           array_agg(n.name::text order by n.position), array_agg(n.queue::text order by n.position)
    from marked m
    join runs r on r.id = m.run_id
    join steps n on n.run_id = m.run_id and n.position >= m.position
    group by m.run_id, m.user_id, m.name, m.lost, r.request_id, r.trace_parent;
end $$
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '4s'")
    op.execute(_FUNCTION)
    signature = "lost_steps(text[], integer)"
    op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function {signature} to copilot_worker")
    op.execute("grant create on schema public to copilot_definer")
    op.execute(f"alter function {signature} owner to copilot_definer")
    _replace_take_due(" and s.losses = 0")
    op.execute("revoke create on schema public from copilot_definer")


def downgrade() -> None:
    op.execute("grant create on schema public to copilot_definer")
    _replace_take_due("")
    op.execute("revoke create on schema public from copilot_definer")
    op.execute("drop function lost_steps(text[], integer)")


def _replace_take_due(lost: str) -> None:
    # Only its owner may replace a function.
    op.execute("set local role copilot_definer")
    op.execute(_TAKE_DUE.format(lost=lost))
    op.execute("reset role")
