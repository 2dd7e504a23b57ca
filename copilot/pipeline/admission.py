"""Whether there is room for one more run, before anything is stored."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from config.settings import Settings
from copilot.errors import LimitReached

_ROOM = text("select * from room(:user_id)")
_RETRY_AFTER_S = 30.0


def admit(session: Session, user_id: UUID, *, settings: Settings) -> bool:
    """True if the next run gets a place in the window at once, False if the dispatcher will
    release it later.

    Holds the user's door for the rest of the transaction, so that two requests at once cannot both
    take the last place. Raises LimitReached when the user or the whole system has too many runs
    queued and running.
    """
    room = session.execute(_ROOM, {"user_id": user_id}).one()
    if room.user_active >= settings.runs_per_user:
        raise LimitReached(
            f"You have {room.user_active} runs under way, which is the limit. "
            "Wait until some are done, or cancel one.",
            retry_after=_RETRY_AFTER_S,
        )
    if room.total_active >= settings.runs_total:
        raise LimitReached(
            "There is too much work queued at the moment. Nothing was stored; try again later.",
            retry_after=_RETRY_AFTER_S,
        )
    return bool(
        room.user_released < settings.window_per_user
        and room.total_released < settings.window_total
        # Nobody of this user's own may be overtaken.
        and room.user_released == room.user_active
    )
