"""Claim and complete a step in one round trip each.

Revision: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Both run with the rights of the caller, under row-level security, and name the user themselves, so
# that a call can be a transaction by itself.

# A claim is safe to repeat: the same token claims the same attempt again, if the answer to the
# first call was lost. A run that has not begun is locked before its step, as cancelling does, so
# that nobody waits for the other in a circle. Forgotten by a crash of the server a claim is made
# again: it does not wait for the disk.
_CLAIM = """
create function claim_step(
  tenant uuid, wanted_run uuid, wanted_step text, new_token uuid, worker_name text,
  lease_seconds double precision, runs_alone boolean)
returns table (
  refusal text, attempt smallint, losses smallint, waited_seconds double precision,
  lineage_id uuid, application_id uuid, import_id uuid, posting_id uuid, profile_version_id uuid,
  options jsonb, created_at timestamptz, results jsonb)
language plpgsql as $$
#variable_conflict use_column
declare
  run runs%rowtype;
  step steps%rowtype;
begin
  perform set_config('copilot.user_id', tenant::text, true),
          set_config('synchronous_commit', 'off', true);
  -- All but the first step of a run find it running: one statement.
  update steps s
  set status = 'running', token = new_token, attempts = s.attempts + 1, alone = runs_alone,
      lease_until = clock_timestamp() + make_interval(secs => lease_seconds),
      started_at = clock_timestamp(), worker = worker_name, error = null
  from runs r
  where s.run_id = wanted_run and s.name = wanted_step
    and s.status = 'pending' and s.next_attempt_at <= clock_timestamp()
    and (s.losses = 0 or runs_alone)
    and r.id = wanted_run and r.status = 'running'
  returning null, s.attempts, s.losses, extract(epoch from s.started_at - s.next_attempt_at),
            r.lineage_id, r.application_id, r.import_id, r.posting_id, r.profile_version_id,
            r.options, r.created_at,
            (select coalesce(jsonb_object_agg(p.name, p.result), '{}') from steps p
             where p.run_id = wanted_run and p.status = 'succeeded')
  into refusal, attempt, losses, waited_seconds, lineage_id, application_id, import_id, posting_id,
       profile_version_id, options, created_at, results;
  if found then
    return next;
    return;
  end if;
  select * into run from runs where id = wanted_run and status = 'queued' for no key update;
  if found then
    update steps s
    set status = 'running', token = new_token, attempts = s.attempts + 1, alone = runs_alone,
        lease_until = clock_timestamp() + make_interval(secs => lease_seconds),
        started_at = clock_timestamp(), worker = worker_name, error = null
    where s.run_id = wanted_run and s.name = wanted_step
      and s.status = 'pending' and s.next_attempt_at <= clock_timestamp()
      and (s.losses = 0 or runs_alone)
    returning * into step;
    if found then
      update runs set status = 'running', started_at = clock_timestamp() where id = wanted_run;
    end if;
  end if;
  if step.run_id is null then
    -- Statements of their own, so that they see what has been committed meanwhile.
    select * into run from runs where id = wanted_run;
    select * into step from steps where run_id = wanted_run and name = wanted_step;
    refusal := case
      when step.run_id is null then 'unknown'
      when run.finished_at is not null then 'over'
      when step.status = 'succeeded' then 'already-succeeded'
      when step.status = 'running' and step.token = new_token then null
      when step.status = 'running' then 'held'
      when step.losses > 0 and not runs_alone and step.next_attempt_at <= clock_timestamp()
        then 'must-run-alone'
      else 'not-yet'
    end;
  end if;
  if refusal is null then
    attempt := step.attempts;
    losses := step.losses;
    waited_seconds := extract(epoch from step.started_at - step.next_attempt_at);
    lineage_id := run.lineage_id;
    application_id := run.application_id;
    import_id := run.import_id;
    posting_id := run.posting_id;
    profile_version_id := run.profile_version_id;
    options := run.options;
    created_at := run.created_at;
    select coalesce(jsonb_object_agg(s.name, s.result), '{}') into results
    from steps s where s.run_id = wanted_run and s.status = 'succeeded';
  end if;
  return next;
end $$
"""

# The run is locked first, as cancelling does. No row: the step is not held with this token any
# more, or the run is over, and nothing was changed.
_COMPLETE = """
create function complete_step(
  tenant uuid, done_run uuid, done_step text, held_token uuid, done_result jsonb)
returns table (run_finished boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  place smallint;
begin
  perform set_config('copilot.user_id', tenant::text, true);
  update steps s
  set status = 'succeeded', result = done_result, token = null, lease_until = null,
      error = null, next_attempt_at = null, finished_at = clock_timestamp()
  from (select from runs where id = done_run and status = 'running' for no key update) as held_run
  where s.run_id = done_run and s.name = done_step
    and s.status = 'running' and s.token = held_token
  returning s.position into place;
  if not found then
    return;
  end if;
  -- Optimistic: the message of the next step follows the commit.
  update steps n set next_attempt_at = clock_timestamp(), published_at = clock_timestamp()
  where n.run_id = done_run and n.position = place + 1 and n.status = 'pending';
  run_finished := not found;
  if run_finished then
    update runs set status = 'succeeded', finished_at = clock_timestamp() where id = done_run;
  end if;
  return next;
end $$
"""

_SIGNATURES = (
    "claim_step(uuid, uuid, text, uuid, text, double precision, boolean)",
    "complete_step(uuid, uuid, text, uuid, jsonb)",
)


def upgrade() -> None:
    op.execute(_CLAIM)
    op.execute(_COMPLETE)
    for signature in _SIGNATURES:
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"grant execute on function {signature} to copilot_worker")


def downgrade() -> None:
    for signature in _SIGNATURES:
        op.execute(f"drop function {signature}")
