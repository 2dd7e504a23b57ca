-- Who may do what. Every table with a user_id is under forced row-level security.

grant usage on schema public to copilot_web, copilot_worker, copilot_operator, copilot_definer;

-- The user that a transaction speaks for; null, and therefore no row, if it names none.
create function current_tenant() returns uuid
language sql stable parallel safe
return nullif(current_setting('copilot.user_id', true), '')::uuid;

do $$
declare
  t record;
begin
  for t in
    select c.table_name,
           case c.table_name when 'users' then 'id' else 'user_id' end as tenant
    from information_schema.columns c
    where c.table_schema = 'public'
      and ((c.table_name = 'users' and c.column_name = 'id')
           or (c.table_name <> 'users' and c.column_name = 'user_id'))
  loop
    execute format('alter table %I enable row level security', t.table_name);
    execute format('alter table %I force row level security', t.table_name);
    execute format(
      'create policy tenant on %I to copilot_web, copilot_worker'
      ' using (%I = (select current_tenant())) with check (%I = (select current_tenant()))',
      t.table_name, t.tenant, t.tenant);
    execute format(
      'create policy operator on %I for select to copilot_operator using (true)', t.table_name);
    execute format(
      'create policy definer on %I to copilot_definer using (true) with check (true)',
      t.table_name);
  end loop;
end $$;

-- The web role: all that a user may do with what is theirs.
grant select, insert, update, delete on
  users, tokens, idempotency_keys, profiles, postings, applications, imports, runs, steps,
  documents, renditions
  to copilot_web;
-- Versions and contents never change.
grant select, insert, delete on profile_versions, blobs to copilot_web;
grant select, delete on matches, posting_vectors, profile_vectors to copilot_web;
grant select on model_calls, model_responses, budgets to copilot_web;
grant select on alembic_version to copilot_web, copilot_worker, copilot_operator;

-- The worker role: reads what it works on, writes what it makes.
grant select on users, profiles, profile_versions, applications to copilot_worker;
grant select, insert on blobs to copilot_worker;
grant select, update on postings, imports to copilot_worker;
grant select, insert, update on
  runs, steps, documents, renditions, matches, model_calls, budgets to copilot_worker;
grant select, insert on model_responses to copilot_worker;
grant select, insert, update, delete on posting_vectors, profile_vectors to copilot_worker;
grant select, insert, delete on ticks to copilot_worker;

grant select on all tables in schema public to copilot_operator;
grant insert, update, delete on invites to copilot_operator;

-- What the listed functions need, and no more.
grant select, update on users, tokens to copilot_definer;
grant select, update on invites to copilot_definer;
grant select, update on runs, steps to copilot_definer;
grant select on postings, posting_vectors, model_calls, applications to copilot_definer;
grant select, delete on idempotency_keys, tokens, imports, blobs, renditions, ticks
  to copilot_definer;

-- Terminal states stay terminal, whoever asks.
create function refuse_revival() returns trigger
language plpgsql as $$
begin
  raise exception '% of % is over (%) and cannot become %',
    tg_table_name, old.user_id, old.status, new.status
    using errcode = 'integrity_constraint_violation';
end $$;

create trigger runs_terminal before update of status on runs
  for each row when (old.finished_at is not null and new.status is distinct from old.status)
  execute function refuse_revival();

create trigger steps_terminal before update of status on steps
  for each row when (old.finished_at is not null and new.status is distinct from old.status)
  execute function refuse_revival();
