"""What a user may spend in a day, and what everybody may spend together.

Revision: 0005
"""

from pathlib import Path
from runpy import run_path

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MONEY = sa.Numeric(precision=12, scale=6)

# Row security is forced on the owner as well, who would see nothing to carry over.
_CARRY_OVER = """
alter table budgets no force row level security;
alter table model_calls no force row level security;
insert into total_budgets (month, spent_usd, reserved_usd)
  select month, sum(spent_usd), sum(reserved_usd) from budgets group by month;
update budgets b
set day = c.day, day_spent_usd = c.spent, day_reserved_usd = c.reserved
from (
  select user_id, month, (now() at time zone 'utc')::date as day,
         coalesce(sum(cost_usd) filter (where status <> 'reserved'), 0) as spent,
         coalesce(sum(reserved_usd) filter (where status = 'reserved'), 0) as reserved
  from model_calls
  where (created_at at time zone 'utc')::date = (now() at time zone 'utc')::date
  group by user_id, month
) c
where b.user_id = c.user_id and b.month = c.month;
alter table model_calls force row level security;
alter table budgets force row level security;
"""

# As in 0002, and the accounts of the day and of all users as well. Users' budgets before the total,
# as in reserving and settling, so that nobody waits for the other in a circle.
_SETTLE = """
create or replace function settle_abandoned_calls(older_than_seconds double precision,
                                                  at_most integer)
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  given_up record;
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
    returning c.user_id, c.month, (c.created_at at time zone 'utc')::date as day, c.reserved_usd
  ),
  owed as (
    select s.user_id, s.month, sum(s.reserved_usd) as amount, count(*) as calls,
           coalesce(sum(s.reserved_usd) filter (where s.day = b.day), 0) as amount_of_day
    from settled s join budgets b on b.user_id = s.user_id and b.month = s.month
    group by s.user_id, s.month
  ),
  moved as (
    update budgets b
    set reserved_usd = b.reserved_usd - o.amount,
        spent_usd = b.spent_usd + o.amount,
        day_reserved_usd = b.day_reserved_usd - o.amount_of_day,
        day_spent_usd = b.day_spent_usd + o.amount_of_day
    from owed o where b.user_id = o.user_id and b.month = o.month
    returning o.month, o.amount, o.calls
  )
  select coalesce(array_agg(m.month), '{}') as months, coalesce(array_agg(m.amount), '{}') as amounts,
         coalesce(sum(m.calls), 0) as calls
  into given_up from moved m;
  update total_budgets t
  set reserved_usd = t.reserved_usd - o.amount, spent_usd = t.spent_usd + o.amount
  from (select u.month, sum(u.amount) as amount
        from unnest(given_up.months, given_up.amounts) as u(month, amount) group by u.month) o
  where t.month = o.month;
  return given_up.calls;
end $$
"""


def _replace_function(definition: str) -> None:
    """As its owner."""
    op.execute("grant create on schema public to copilot_definer")
    op.execute("set local role copilot_definer")
    op.execute(definition)
    op.execute("reset role")
    op.execute("revoke create on schema public from copilot_definer")


def upgrade() -> None:
    op.execute("set local lock_timeout = '4s'")
    op.create_table(
        "total_budgets",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("spent_usd", _MONEY, server_default=sa.text("0"), nullable=False),
        sa.Column("reserved_usd", _MONEY, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "spent_usd >= 0 and reserved_usd >= 0", name=op.f("ck_total_budgets_money_not_negative")
        ),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_total_budgets")),
    )
    op.add_column("budgets", sa.Column("day", sa.Date(), nullable=True))
    for name in ("day_spent_usd", "day_reserved_usd"):
        op.add_column(
            "budgets", sa.Column(name, _MONEY, server_default=sa.text("0"), nullable=False)
        )
    op.create_check_constraint(
        op.f("ck_budgets_money_of_day_not_negative"),
        "budgets",
        "day_spent_usd >= 0 and day_reserved_usd >= 0",
    )
    op.execute(_CARRY_OVER)
    _replace_function(_SETTLE)
    op.execute("grant select, insert, update on total_budgets to copilot_worker")
    op.execute("grant select, update on total_budgets to copilot_definer")
    op.execute("grant select on total_budgets to copilot_operator")


def downgrade() -> None:
    before = run_path(str(Path(__file__).with_name("0002_settle_abandoned_calls.py")))
    _replace_function(before["_FUNCTION"].replace("create function", "create or replace function"))
    op.drop_constraint(op.f("ck_budgets_money_of_day_not_negative"), "budgets", type_="check")
    for name in ("day", "day_spent_usd", "day_reserved_usd"):
        op.drop_column("budgets", name)
    op.drop_table("total_budgets")
