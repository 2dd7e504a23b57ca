"""Search by words in each posting's own language, and columns to filter postings by.

Revision: 0006
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# ISO 639-1 → the configuration that knows the language's stems and stop words. Languages that
# PostgreSQL does not know, and texts whose language is unknown, are compared word by word.
_SEARCH_CONFIG = """
create function search_config(language text) returns regconfig
language sql immutable parallel safe
return case language
  when 'ar' then 'arabic'::regconfig
  when 'ca' then 'catalan'::regconfig
  when 'da' then 'danish'::regconfig
  when 'de' then 'german'::regconfig
  when 'el' then 'greek'::regconfig
  when 'en' then 'english'::regconfig
  when 'es' then 'spanish'::regconfig
  when 'eu' then 'basque'::regconfig
  when 'fi' then 'finnish'::regconfig
  when 'fr' then 'french'::regconfig
  when 'ga' then 'irish'::regconfig
  when 'hi' then 'hindi'::regconfig
  when 'hu' then 'hungarian'::regconfig
  when 'hy' then 'armenian'::regconfig
  when 'id' then 'indonesian'::regconfig
  when 'it' then 'italian'::regconfig
  when 'lt' then 'lithuanian'::regconfig
  when 'nb' then 'norwegian'::regconfig
  when 'ne' then 'nepali'::regconfig
  when 'nl' then 'dutch'::regconfig
  when 'nn' then 'norwegian'::regconfig
  when 'no' then 'norwegian'::regconfig
  when 'pt' then 'portuguese'::regconfig
  when 'ro' then 'romanian'::regconfig
  when 'ru' then 'russian'::regconfig
  when 'sr' then 'serbian'::regconfig
  when 'sv' then 'swedish'::regconfig
  when 'tr' then 'turkish'::regconfig
  when 'yi' then 'yiddish'::regconfig
  else 'simple'::regconfig
end
"""

# The words are looked up for the current user alone, with the rights of the definer, for one
# reason: PostgreSQL does not use the index of words under row-level security (``@@`` is not
# leakproof), and would read every text of the user instead. What comes out are ids; the caller
# joins them to postings under row-level security.
#
# Each posting must hold the words as its own language stems them. The words as any of the user's
# languages stem them, which is more, is what the index can answer. ``execute`` plans for these
# words each time: how rare they are decides the plan.
_FIND_POSTINGS = """
create function find_postings(wanted text)
returns table (posting_id uuid, relevance real)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  tenant uuid := current_tenant();
  in_any_language tsquery;
  config regconfig;
begin
  for config in select distinct search_config(p.language) from postings p where p.user_id = tenant
  loop
    in_any_language := coalesce(
      in_any_language || websearch_to_tsquery(config, wanted),
      websearch_to_tsquery(config, wanted));
  end loop;
  return query execute
    'select p.id, ts_rank(p.search, websearch_to_tsquery(search_config(p.language), $2), 1)'
    ' from postings p'
    ' where p.user_id = $1 and p.search @@ $3'
    ' and p.search @@ websearch_to_tsquery(search_config(p.language), $2)'
    using tenant, wanted, in_any_language;
end $$
"""

_OLD_SEARCH = (
    "setweight(to_tsvector('simple', coalesce(title, '')), 'A') || "
    "setweight(to_tsvector('simple', coalesce(company, '')), 'B') || "
    "setweight(to_tsvector('english', left(coalesce(description, ''), 100000)), 'C')"
)
_SEARCH = (
    "setweight(to_tsvector(search_config(language), coalesce(title, '')), 'A') || "
    "setweight(to_tsvector(search_config(language), coalesce(company, '')), 'B') || "
    "setweight(to_tsvector(search_config(language), left(coalesce(description, ''), 100000)), 'C')"
)

# The most that a salary states, for a year as an employer counts it: 2,080 hours, 260 days, 52
# weeks. Null without an amount or a period.
_YEARLY_AMOUNT = """
create function yearly_amount(salary jsonb) returns double precision
language sql immutable parallel safe
return coalesce((salary ->> 'maximum')::double precision, (salary ->> 'minimum')::double precision)
  * case salary ->> 'period'
      when 'hour' then 2080
      when 'day' then 260
      when 'week' then 52
      when 'month' then 12
      when 'year' then 1
    end
"""

# A cast to date depends on the session's settings; the parts of an ISO date do not.
_DATE_POSTED = (
    "make_date(substr(parsed ->> 'date_posted', 1, 4)::integer, "
    "substr(parsed ->> 'date_posted', 6, 2)::integer, "
    "substr(parsed ->> 'date_posted', 9, 2)::integer)"
)


def _search(expression: str) -> None:
    op.drop_index("ix_postings_search", table_name="postings")
    op.drop_column("postings", "search")
    op.add_column(
        "postings",
        sa.Column("search", postgresql.TSVECTOR(), sa.Computed(expression, persisted=True)),
    )
    op.create_index("ix_postings_search", "postings", ["search"], postgresql_using="gin")


def upgrade() -> None:
    op.execute("set local lock_timeout = '4s'")
    op.execute(_SEARCH_CONFIG)
    op.execute(_YEARLY_AMOUNT)
    _search(_SEARCH)
    for name, kind, expression in (
        ("remote_policy", sa.Text(), "parsed ->> 'remote_policy'"),
        ("employment_types", postgresql.JSONB(none_as_null=True), "parsed -> 'employment_types'"),
        ("seniority", sa.Text(), "analysis ->> 'seniority'"),
        ("date_posted", sa.Date(), _DATE_POSTED),
        ("salary_per_year", sa.Double(), "yearly_amount(parsed -> 'salary')"),
        ("salary_currency", sa.Text(), "parsed #>> '{salary,currency}'"),
    ):
        op.add_column(
            "postings", sa.Column(name, kind, sa.Computed(expression, persisted=True))
        )
    op.execute(_FIND_POSTINGS)
    op.execute("revoke all on function find_postings(text) from public")
    op.execute("grant execute on function find_postings(text) to copilot_web")
    op.execute("grant create on schema public to copilot_definer")
    op.execute("alter function find_postings(text) owner to copilot_definer")
    op.execute("revoke create on schema public from copilot_definer")


def downgrade() -> None:
    op.execute("set local lock_timeout = '4s'")
    op.execute("drop function find_postings(text)")
    for name in (
        "salary_currency",
        "salary_per_year",
        "date_posted",
        "seniority",
        "employment_types",
        "remote_policy",
    ):
        op.drop_column("postings", name)
    _search(_OLD_SEARCH)
    op.execute("drop function yearly_amount(jsonb)")
    op.execute("drop function search_config(text)")
