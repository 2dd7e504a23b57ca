"""What one user owns does not exist for another; without a user nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from copilot.database.base import Base
from copilot.database.identifiers import new_id
from copilot.database.models import Application, Profile, ProfileVersion
from devstack.people import apply, sign_up

if TYPE_CHECKING:
    from copilot.database.session import Database

ACROSS_TENANTS = {
    "authenticate",
    "credentials",
    "find_postings",
    "heartbeat",
    "lapse_leases",
    "lost_steps",
    "outdated_postings",
    "purge_expired",
    "redeem_invite",
    "release_runs",
    "room",
    "settle_abandoned_calls",
    "step_times",
    "take_due",
    "totals",
    "unmark_published",
}
NOT_OF_A_TENANT = {"ticks", "invites", "total_budgets", "alembic_version"}
TENANT_TABLES = sorted(set(Base.metadata.tables) - NOT_OF_A_TENANT)
FILLED = ("users", "profiles", "profile_versions", "postings", "applications", "runs", "steps")


@pytest.mark.parametrize("role", ["web", "worker_database"])
def test_a_raw_query_sees_only_the_rows_of_its_user(
    role: str, web: Database, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(role)
    one, two = sign_up(web), sign_up(web)
    for candidate in (one, two):
        apply(web, candidate)
    for table in FILLED:
        # The worker may not read every table; what it may read it sees only for its user.
        count = text(f"select count(*) from {table}")
        with web.transaction() as session:
            assert session.execute(count).scalar_one() == 0, table
        with database.transaction(one.user_id) as session:
            expected = 5 if table == "steps" else 1
            assert session.execute(count).scalar_one() == expected, table


def test_every_table_of_a_tenant_is_forced_under_row_level_security(
    operator_database: Database,
) -> None:
    with operator_database.transaction() as session:
        rows = session.execute(
            text(
                "select relname, relrowsecurity and relforcerowsecurity as forced from pg_class"
                " where relkind = 'r' and relnamespace = 'public'::regnamespace"
            )
        ).all()
    assert {row.relname for row in rows if row.forced} == set(TENANT_TABLES)
    assert {row.relname for row in rows if not row.forced} == NOT_OF_A_TENANT


def test_only_the_listed_functions_work_across_tenants(operator_database: Database) -> None:
    with operator_database.transaction() as session:
        rows = session.execute(
            text(
                "select proname, proconfig, pg_get_userbyid(proowner) as owner,"
                " has_function_privilege('public', oid, 'execute') as open"
                " from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
            )
        ).all()
    assert {row.proname for row in rows} == ACROSS_TENANTS
    for row in rows:
        assert row.owner == "copilot_definer"
        assert row.proconfig == ["search_path=public, pg_temp"], row.proname
        assert not row.open, row.proname


def test_no_role_of_the_product_can_bypass_row_level_security(operator_database: Database) -> None:
    with operator_database.transaction() as session:
        rows = session.execute(
            text(
                "select rolname from pg_roles where rolname like 'copilot_%'"
                " and (rolsuper or rolbypassrls)"
            )
        ).all()
    assert rows == []


def test_nobody_can_write_a_row_for_another_user(web: Database) -> None:
    one, two = sign_up(web), sign_up(web)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        web.transaction(one.user_id) as session,
    ):
        session.add(Profile(id=new_id(), user_id=two.user_id, name="Not mine"))


def test_nobody_can_refer_to_a_row_of_another_user(web: Database) -> None:
    one, two = sign_up(web), sign_up(web)
    apply(web, one)
    with web.transaction(two.user_id) as session:
        theirs = session.get_one(ProfileVersion, two.profile_version_id).profile_id
    with web.transaction(one.user_id) as session:
        mine = session.query(Application).one()
    with pytest.raises(IntegrityError), web.transaction(one.user_id) as session:
        session.add(
            Application(
                id=new_id(), user_id=one.user_id, profile_id=theirs, posting_id=mine.posting_id
            )
        )


def test_a_profile_version_never_changes(web: Database) -> None:
    candidate = sign_up(web)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        web.transaction(candidate.user_id) as session,
    ):
        session.execute(text("update profile_versions set number = 2"))


def test_the_operator_reads_across_tenants_and_writes_nothing(
    web: Database, operator_database: Database
) -> None:
    for _ in range(2):
        apply(web, sign_up(web))
    with operator_database.transaction() as session:
        assert session.execute(text("select count(*) from runs")).scalar_one() == 2
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        operator_database.transaction() as session,
    ):
        session.execute(text("update runs set request_id = 'x'"))


def test_erasing_a_user_erases_everything(web: Database, operator_database: Database) -> None:
    candidate = sign_up(web)
    apply(web, candidate)
    with web.transaction(candidate.user_id) as session:
        session.execute(text("delete from users where id = :id"), {"id": candidate.user_id})
    with operator_database.transaction() as session:
        for table in TENANT_TABLES:
            assert session.execute(text(f"select count(*) from {table}")).scalar_one() == 0, table
