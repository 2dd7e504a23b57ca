"""Settle model calls whose worker is gone.

Revision: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A call that was reserved and never settled belongs to an attempt that ended with its worker. What
# the provider charged for it nobody here can know, so the whole reservation counts as spent. The
# attempt is over when its step has another token or none; a moment more lets a worker that waited
# out the database settle it itself.
_FUNCTION = """
create function settle_abandoned_calls(older_than_seconds double precision, at_most integer)
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  n bigint;
begin
  with abandoned as (
    select c.id from model_calls c
    where c.status = 'reserved'
      and c.created_at < now() - make_interval(secs => older_than_seconds)
      and not exists (select 1 from steps s
                      where s.run_id = c.run_id and s.name = c.step
                        and s.status = 'running' and s.token = c.token)
    order by c.created_at
    limit at_most
    for update of c skip locked
  ),
  settled as (
    update model_calls c
    set status = 'unknown', cost_usd = c.reserved_usd, settled_at = now()
    from abandoned a where c.id = a.id
    returning c.user_id, c.month, c.reserved_usd
  ),
  owed as (
    select s.user_id, s.month, sum(s.reserved_usd) as amount, count(*) as calls
    from settled s group by s.user_id, s.month
  ),
  moved as (
    update budgets b
    set reserved_usd = b.reserved_usd - o.amount, spent_usd = b.spent_usd + o.amount
    from owed o where b.user_id = o.user_id and b.month = o.month
    returning o.calls
  )
  select coalesce(sum(calls), 0) into n from moved;
  return n;
end $$
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '4s'")
    op.execute(_FUNCTION)
    op.execute("grant update on model_calls, budgets to copilot_definer")
    op.execute("grant select on budgets to copilot_definer")
    signature = "settle_abandoned_calls(double precision, integer)"
    op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function {signature} to copilot_worker")
    op.execute("grant create on schema public to copilot_definer")
    op.execute(f"alter function {signature} owner to copilot_definer")
    op.execute("revoke create on schema public from copilot_definer")


def downgrade() -> None:
    op.execute("drop function settle_abandoned_calls(double precision, integer)")
    op.execute("revoke update on model_calls, budgets from copilot_definer")
    op.execute("revoke select on budgets from copilot_definer")
