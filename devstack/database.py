"""A database ready for the product: roles, extension and schema, on any PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = ("copilot_migrate", "copilot_web", "copilot_worker", "copilot_operator")


@dataclass(frozen=True, slots=True)
class Database:
    """One database and the address of it for each role."""

    name: str
    admin_url: str
    """As superuser, on this database."""
    migrate_url: str
    web_url: str
    worker_url: str
    operator_url: str


def addresses(server_admin_url: str, name: str, passwords: Mapping[str, str]) -> Database:
    """``server_admin_url`` names any database of the server, as superuser; ``passwords`` maps each
    of ROLES to its password."""

    def url(role: str) -> str:
        parts = urlsplit(server_admin_url)
        host = parts.netloc.rpartition("@")[2]
        user = f"{quote(role, safe='')}:{quote(passwords[role], safe='')}"
        return urlunsplit(parts._replace(netloc=f"{user}@{host}", path=f"/{name}"))

    admin = urlunsplit(urlsplit(server_admin_url)._replace(path=f"/{name}"))
    return Database(name, admin, *(url(role) for role in ROLES))


def prepare(server_admin_url: str, name: str, passwords: Mapping[str, str]) -> Database:
    """Make the roles and the database where missing, and migrate to the newest schema."""
    # Imported here: the supervisor starts servers while this loads SQLAlchemy and Alembic.
    from copilot.database.bootstrap import bootstrap
    from copilot.database.migrate import upgrade

    bootstrap(server_admin_url, passwords, name)
    database = addresses(server_admin_url, name, passwords)
    upgrade(database.migrate_url)
    return database
