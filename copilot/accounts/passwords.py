"""Passwords: rules and argon2id."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from copilot.errors import InvalidInput

MIN_LENGTH = 10
MAX_LENGTH = 1024

# OWASP's first choice for argon2id (19 MiB, two passes, one lane): sixteen sign-ins at a time stay
# within 300 MB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def check_rules(password: str, email: str) -> None:
    """Raises InvalidInput that says which rule is not kept."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidInput(f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters.")
    folded, address = password.casefold(), email.casefold()
    if folded == address or folded == address.partition("@")[0]:
        raise InvalidInput("The password must not be the e-mail address.")
    if len(set(password)) < 4:
        raise InvalidInput("The password repeats too few different characters.")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def verify(password: str, password_hash: str | None) -> bool:
    """Takes the same time whether there is a hash to compare with or not, so that nobody learns
    from it who has an account."""
    try:
        _HASHER.verify(password_hash or _hash_of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than new ones are."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash("nobody has this password")
