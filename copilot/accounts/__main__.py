"""Accounts from the command line: the first operator, lost passwords, invitations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy import text

from config.settings import SettingsError, SignUp, settings
from copilot.accounts import users
from copilot.database.bootstrap import DEFINER
from copilot.database.session import Database
from copilot.errors import CopilotError

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)

Email = Annotated[str, typer.Argument(help="The e-mail address of the account.")]
FromStdin = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input, do not ask."),
]


@app.command()
def create_operator(email: Email, password_stdin: FromStdin = False) -> None:
    """Make an account that is an operator's, whatever SIGN_UP says. Uses DATABASE_URL."""
    password = _password(password_stdin)
    with _database(settings().database_url, "DATABASE_URL") as database:
        users.sign_up(
            database,
            email=email,
            password=password,
            mode=SignUp.OPEN,
            is_operator=True,
        )
    typer.echo("The operator's account is there.")


@app.command()
def reset_password(email: Email, password_stdin: FromStdin = False) -> None:
    """Set a new password, end all sessions and revoke all tokens. Uses MIGRATE_DATABASE_URL."""
    password = _password(password_stdin)
    with (
        _database(settings().migrate_database_url, "MIGRATE_DATABASE_URL") as database,
        database.transaction() as session,
    ):
        # The schema's owner sees no tenant's rows; the functions' owner may change users.
        session.execute(text(f"set local role {DEFINER}"))
        users.reset_password(session, email=email, password=password)
    typer.echo("The password is set; all sessions and tokens of the account have ended.")


@app.command()
def invite(
    days: Annotated[int, typer.Option(min=1, max=365, help="How long it can be used.")] = 14,
) -> None:
    """Make an invitation for one person and print its code. Uses OPERATOR_DATABASE_URL."""
    with (
        _database(settings().operator_database_url, "OPERATOR_DATABASE_URL") as database,
        database.transaction() as session,
    ):
        code = users.invite(session, timedelta(days=days))
    typer.echo(code)


@contextmanager
def _database(url: SecretStr | None, name: str) -> Iterator[Database]:
    if url is None:
        raise SettingsError(f"{name}: must be set for this command")
    database = Database(url.get_secret_value(), pool_size=1)
    try:
        yield database
    finally:
        database.close()


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def main() -> int:
    try:
        app(standalone_mode=True)
    except (CopilotError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
