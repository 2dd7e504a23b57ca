-- The functions that work across tenants. This list is closed: a test compares it.
-- Each is owned by copilot_definer and has a fixed search_path.

-- Who a bearer token belongs to; no row if it is unknown, expired or revoked.
create function authenticate(hash bytea)
returns table (token_id uuid, user_id uuid, kind text, scopes text[], is_operator boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select t.id, t.user_id, t.kind::text, t.scopes::text[], u.is_operator
    from tokens t join users u on u.id = t.user_id
    where t.token_hash = hash and t.revoked_at is null and t.expires_at > now()
      and u.disabled_at is null;
  -- Once a minute is exact enough and keeps reads from writing.
  update tokens set last_used_at = now()
  where token_hash = hash and (last_used_at is null or last_used_at < now() - interval '1 minute');
end $$;

-- What signing in compares with.
create function credentials(address text)
returns table (user_id uuid, password_hash text)
language sql stable security definer set search_path = public, pg_temp
begin atomic
  select u.id, u.password_hash from users u
  where lower(u.email) = lower(address) and u.disabled_at is null;
end;

-- Uses up an invitation; false if there is none that can be used.
create function redeem_invite(code bytea, guest uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update invites set used_by = guest, used_at = now()
  where code_hash = code and used_at is null and expires_at > now();
  return found;
end $$;

-- How many runs are under way, for limits and windows. Locks the user's door for the transaction,
-- so that two requests at once cannot both take the last place.
create function room(guest uuid)
returns table (user_active bigint, total_active bigint, user_released bigint, total_released bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(guest::text, 4170002));
  return query
    select count(*) filter (where r.user_id = guest),
           count(*),
           count(*) filter (where r.user_id = guest and r.released_at is not null),
           count(*) filter (where r.released_at is not null)
    from runs r where r.finished_at is null and r.posting_id is null;
end $$;

-- Renews the leases of all steps of a process; answers with the tokens that still hold.
create function heartbeat(tokens uuid[], lease_seconds double precision) returns setof uuid
language sql security definer set search_path = public, pg_temp
begin atomic
  update steps set lease_until = clock_timestamp() + make_interval(secs => lease_seconds)
  where token = any (tokens) and status = 'running'
  returning token;
end;

-- Takes steps back whose worker is gone. From then on they run in a process of their own, and the
-- worker that started it sees whether the step killed it. A step that goes on losing even these
-- workers, max_losses times in all, is set aside here and fails its run. While the server was down
-- or recovering nobody could renew a lease: none lapses before the server has answered for a lease.
-- The WAL writer starts when recovery is over; the postmaster may have started long before.
create function lapse_leases(lease_seconds double precision, max_losses integer, problem jsonb)
returns table (run_id uuid, user_id uuid, name text, quarantined boolean, worker text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    with lapsed as (
      select s.run_id, s.name,
             s.losses + 1 >= max_losses as quarantined
      from steps s
      where s.status = 'running'
        and s.lease_until < clock_timestamp()
        and clock_timestamp() > make_interval(secs => lease_seconds) + coalesce(
              (select max(a.backend_start) from pg_stat_activity a
               where a.backend_type = 'walwriter'),
              pg_postmaster_start_time())
      for update of s skip locked
    ),
    taken as (
      update steps s
      set status = case when l.quarantined then 'failed' else 'pending' end,
          error = case when l.quarantined then problem else s.error end,
          finished_at = case when l.quarantined then now() end,
          losses = s.losses + 1,
          alone = false, token = null, lease_until = null, published_at = null,
          next_attempt_at = case when l.quarantined then null else now() end
      from lapsed l
      where s.run_id = l.run_id and s.name = l.name
      returning s.run_id, s.user_id, s.name::text as name, l.quarantined, s.worker::text as worker
    ),
    failed as (
      update runs r set status = 'failed', error = problem, finished_at = now()
      from taken t
      where t.quarantined and r.id = t.run_id and r.finished_at is null
      returning r.id
    ),
    skipped as (
      update steps s set status = 'skipped', finished_at = now(), next_attempt_at = null
      from failed f, taken t
      where s.run_id = f.id and t.run_id = f.id and s.name <> t.name and s.status = 'pending'
      returning s.run_id
    )
    select t.run_id, t.user_id, t.name, t.quarantined, t.worker from taken t;
end $$;

-- Gives waiting runs a place, the user with the fewest in work first. Runs that process a posting
-- again (batch) have a window of their own and never take a place from people who wait.
create function release_runs(batch boolean, window_total integer, window_per_user integer)
returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  released integer;
begin
  with in_work as (
    select r.user_id, count(*) as n from runs r
    where r.finished_at is null and r.released_at is not null
      and (r.posting_id is not null) = batch
    group by r.user_id
  ),
  waiting as (
    select r.id, r.created_at,
           row_number() over (partition by r.user_id order by r.created_at, r.id)
             + coalesce(w.n, 0) as place
    from runs r left join in_work w on w.user_id = r.user_id
    where r.finished_at is null and r.released_at is null and (r.posting_id is not null) = batch
  ),
  chosen as (
    select id from waiting where place <= window_per_user
    order by place, created_at
    limit greatest(0, window_total - (select coalesce(sum(n), 0) from in_work))
  ),
  marked as (
    update runs r set released_at = now() from chosen c where r.id = c.id returning r.id
  ),
  first_steps as (
    update steps s set next_attempt_at = now()
    from (
      select distinct on (p.run_id) p.run_id, p.name
      from steps p join marked m on m.id = p.run_id
      where p.status = 'pending' order by p.run_id, p.position
    ) f
    where s.run_id = f.run_id and s.name = f.name
    returning s.run_id
  )
  select count(*) into released from first_steps;
  return released;
end $$;

-- Marks steps whose message must be sent (again) and returns them with the rest of their chain:
-- never sent; sent but lost, because their queue is empty or a message sent later is already at
-- work. A message too many does no harm: the claim decides.
create function take_due(empty_queues text[], grace_seconds double precision, at_most integer)
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
      where s.status = 'pending' and s.next_attempt_at <= clock_timestamp()
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
end $$;

-- Takes the mark off again when the broker did not take the messages.
create function unmark_published(run_ids uuid[]) returns void
language sql security definer set search_path = public, pg_temp
begin atomic
  update steps set published_at = null
  where run_id = any (run_ids) and status = 'pending' and next_attempt_at is not null;
end;

-- What waits and works per queue, for metrics and for scaling out. No tenant's data.
create function totals()
returns table (queue text, waiting bigint, working bigint, backing_off bigint,
               oldest_wait_seconds double precision)
language sql stable security definer set search_path = public, pg_temp
begin atomic
  select s.queue::text,
         count(*) filter (where s.status = 'pending' and s.next_attempt_at <= now()),
         count(*) filter (where s.status = 'running'),
         count(*) filter (where s.status = 'pending' and s.next_attempt_at > now()),
         coalesce(extract(epoch from max(now() - s.next_attempt_at)
           filter (where s.status = 'pending' and s.next_attempt_at <= now())), 0)::float8
  from steps s
  where s.status = 'running' or (s.status = 'pending' and s.next_attempt_at is not null)
  group by s.queue;
end;

-- Recent durations of each step in seconds, for Retry-After. No tenant's data.
create function step_times()
returns table (name text, seconds double precision)
language sql stable security definer set search_path = public, pg_temp
begin atomic
  select s.name::text,
         percentile_cont(0.5) within group (order by extract(epoch from s.finished_at - s.started_at))
  from (
    select r.id from runs r where r.status = 'succeeded' order by r.id desc limit 100
  ) recent
  join steps s on s.run_id = recent.id
  where s.status = 'succeeded' and s.reused_from is null and s.started_at is not null
  group by s.name;
end;

-- Postings that an older reader, analyser or encoder has processed, and that nothing works on.
create function outdated_postings(parser text, analyzer text, encoder_id text, at_most integer)
returns table (posting_id uuid, user_id uuid)
language sql stable security definer set search_path = public, pg_temp
begin atomic
  select p.id, p.user_id from postings p
  where p.parsed is not null
    and (p.parser_version is distinct from parser
         or p.analyzer_version is distinct from analyzer
         or not exists (select 1 from posting_vectors v
                        where v.posting_id = p.id and v.encoder = encoder_id))
    and not exists (select 1 from runs r where r.posting_id = p.id
                    and (r.finished_at is null or r.created_at > now() - interval '12 hours'))
  order by p.created_at desc
  limit at_most;
end;

-- Removes what has outlived its purpose; says how many rows of what.
create function purge_expired(import_days integer)
returns table (what text, removed bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  n bigint;
begin
  delete from idempotency_keys where created_at < now() - interval '2 days';
  get diagnostics n = row_count; what := 'idempotency_keys'; removed := n; return next;
  delete from tokens where expires_at < now() - interval '30 days';
  get diagnostics n = row_count; what := 'tokens'; removed := n; return next;
  delete from ticks where created_at < now() - interval '2 days';
  get diagnostics n = row_count; what := 'ticks'; removed := n; return next;
  -- An import that nobody confirmed holds a whole life: it goes.
  delete from imports i
  where i.confirmed_at is null and i.created_at < now() - make_interval(days => import_days)
    and not exists (select 1 from runs r where r.import_id = i.id and r.finished_at is null);
  get diagnostics n = row_count; what := 'imports'; removed := n; return next;
  delete from blobs b
  where b.created_at < now() - interval '1 day'
    and not exists (select 1 from postings p where p.user_id = b.user_id
                    and (p.sha256 = b.sha256 or p.fetched_sha256 = b.sha256))
    and not exists (select 1 from imports i where i.user_id = b.user_id and i.sha256 = b.sha256)
    and not exists (select 1 from renditions d where d.user_id = b.user_id and d.sha256 = b.sha256);
  get diagnostics n = row_count; what := 'blobs'; removed := n; return next;
end $$;

-- An owner of functions needs the right to make them, for as long as the hand-over takes.
grant create on schema public to copilot_definer;

do $$
declare
  f record;
  callers text;
begin
  for f in
    select p.oid::regprocedure as signature, p.proname as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
  loop
    callers := case
      when f.name in ('authenticate', 'credentials', 'redeem_invite', 'room', 'step_times')
        then 'copilot_web'
      when f.name = 'totals' then 'copilot_web, copilot_worker, copilot_operator'
      else 'copilot_worker'
    end;
    execute format('revoke all on function %s from public', f.signature);
    execute format('grant execute on function %s to %s', f.signature, callers);
    execute format('alter function %s owner to copilot_definer', f.signature);
  end loop;
end $$;

revoke create on schema public from copilot_definer;
