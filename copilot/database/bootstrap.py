"""Makes the roles, the database and the extension that migrations build on.

Needs a superuser once; idempotent. Run as ``python -m copilot.database.bootstrap`` with
``ADMIN_DATABASE_URL`` and the four ``*_PASSWORD`` variables, or called by the embedded stack.

Roles: ``copilot_migrate`` owns the schema; ``copilot_web`` and ``copilot_worker`` run the product
and cannot bypass row-level security; ``copilot_operator`` reads across tenants;
``copilot_definer`` cannot log in and owns the listed functions that work across tenants.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import psycopg
from psycopg import sql

LOGIN_ROLES = ("copilot_migrate", "copilot_web", "copilot_worker", "copilot_operator")
DEFINER = "copilot_definer"


def bootstrap(admin_url: str, passwords: Mapping[str, str], database: str = "copilot") -> None:
    """``admin_url`` names a superuser; ``passwords`` maps each login role to its password.

    Raises psycopg.Error as the server states it.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for role in LOGIN_ROLES:
            _role(connection, role, passwords[role])
        _role(connection, DEFINER, None)
        # So that migrations can hand functions over to it, without having its rights by default.
        connection.execute(
            sql.SQL("grant {} to {} with inherit false, set true").format(
                sql.Identifier(DEFINER), sql.Identifier("copilot_migrate")
            )
        )
        # To see when the server began to answer; shows no row of anybody.
        connection.execute(sql.SQL("grant pg_read_all_stats to {}").format(sql.Identifier(DEFINER)))
        known = connection.execute(
            "select 1 from pg_database where datname = %s", [database]
        ).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("create database {} owner copilot_migrate encoding 'UTF8'").format(
                    sql.Identifier(database)
                )
            )
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
        connection.execute("create extension if not exists vector")
        connection.execute(
            sql.SQL("revoke all on database {} from public").format(sql.Identifier(database))
        )
        for role in LOGIN_ROLES:
            connection.execute(
                sql.SQL("grant connect on database {} to {}").format(
                    sql.Identifier(database), sql.Identifier(role)
                )
            )
        connection.execute("alter schema public owner to copilot_migrate")
        connection.execute("revoke create on schema public from public")


def _role(connection: psycopg.Connection[object], role: str, password: str | None) -> None:
    name = sql.Identifier(role)
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    if known is None:
        connection.execute(sql.SQL("create role {} nosuperuser nobypassrls").format(name))
    if password is not None:
        connection.execute(
            sql.SQL("alter role {} login password {}").format(name, sql.Literal(password))
        )


def main() -> int:
    missing = [
        variable
        for variable in (
            "ADMIN_DATABASE_URL",
            *(f"{role.upper()}_PASSWORD" for role in LOGIN_ROLES),
        )
        if not os.environ.get(variable)
    ]
    if missing:
        sys.stderr.write(f"Set {', '.join(missing)}.\n")
        return 2
    bootstrap(
        os.environ["ADMIN_DATABASE_URL"],
        {role: os.environ[f"{role.upper()}_PASSWORD"] for role in LOGIN_ROLES},
        os.environ.get("COPILOT_DATABASE", "copilot"),
    )
    sys.stderr.write("Roles, database and extension are there.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
