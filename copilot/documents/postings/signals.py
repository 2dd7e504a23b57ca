"""Hints that a posting may be a ghost or a scam. Hints, never verdicts."""

from __future__ import annotations

import re
from datetime import date

from copilot.domain.posting import Signal

_OLD_DAYS = 60
_FEE = re.compile(
    r"(?:pay|send|transfer|deposit)\w*\s+(?:a|an|the|us|your)?\s*(?:\w+\s){0,3}(?:registration"
    r"|application|processing|training|security|visa|starter"
    r"|equipment|background[- ]check)\s?(?:\w+\s)?(?:fee"
    r"|deposit|charge|kit|cost)"
    r"|(?:registration|application|processing|training|joining"
    r"|enrol?lment|security|refundable)\s+(?:fee|deposit"
    r"|charge)s?\s+(?:of|is|are|must|required|applies)"
    r"|(?:purchase|buy)\s+(?:your own\s|a\s|the\s)?(?:starter kit"
    r"|training (?:kit|materials?)|equipment (?:from|through) (?:us"
    r"|our))"
    r"|(?:bank|credit card|account) (?:details|number) (?:to"
    r"|before|in order)|gift cards?.{0,40}(?:purchase|buy"
    r"|send)|cash(?:ier['’]?s)? che(?:ck|que)s?.{0,40}deposit"
    r"|upfront (?:payment|fee|cost)",
    re.IGNORECASE,
)
_NO_FEE = re.compile(r"(?:\bno|\bnever|\bnot|n['’]t|without)\b[^.]{0,60}$", re.IGNORECASE)
_CHAT = re.compile(
    r"(?:contact|message|text|write|reach|apply|interview"
    r"|dm|chat|add)\w*\b[^.\n]{0,60}\b(?:whats ?app|telegram"
    r"|signal app|wechat|viber|line id|hangouts?|skype chat"
    r"|messenger)\b"
    r"|\b(?:whats ?app|telegram)\b\s*(?:only|number|:|@|at|\+?\d)|t\.me/\w+|wa\.me/\d+",
    re.IGNORECASE,
)
_EASY_MONEY = re.compile(
    r"no experience (?:is )?(?:needed|required|necessary)[^.\n]{0,120}(?:\$"
    r"|€|£)\s?\d|earn (?:up to )?(?:\$|€|£)\s?[\d,]+[^.\n]{0,30}(?:a"
    r"|per) (?:day|week)[^.\n]{0,60}(?:home|phone)",
    re.IGNORECASE,
)
_POOL = re.compile(
    r"\btalent (?:pool|community|pipeline|bank)\b|\bevergreen (?:role|position|requisition|posting)"
    r"|\b(?:future|upcoming) (?:opportunit\w+|openings|vacanc\w+|roles)\b"
    r"|\b(?:always|continuously|constantly) (?:looking|hiring|recruiting|accepting)\b"
    r"|\bno (?:current|specific) (?:opening|vacancy|position)\b|\binitiativbewerbung\b"
    r"|\bcandidature spontanée\b|\bspontaneous application\b|\bgeneral application\b",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(?:send|provide|share|submit|include|upload|attach|scan)\w*\b[^.\n]{0,60}"
    r"\b(?:social security (?:number|card)|ssn|passport|(?:national )?id card|driver'?s licen[cs]e"
    r"|copy of your id\b|bank (?:account|details)|credit card)",
    re.IGNORECASE,
)
_FREE_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|yahoo|hotmail|outlook|aol|protonmail|proton|gmx|mail|yandex)\.\w{2,6}",
    re.IGNORECASE,
)


def find_signals(
    description: str,
    company: str | None,
    date_posted: date | None,
    valid_through: date | None,
    today: date,
) -> tuple[Signal, ...]:
    found: list[Signal] = []
    if date_posted is not None and (today - date_posted).days > _OLD_DAYS:
        days = (today - date_posted).days
        found.append(
            Signal(code="old", message=f"Posted {days} days ago; it may be filled already.")
        )
    if valid_through is not None and valid_through < today:
        found.append(
            Signal(code="past-deadline", message=f"Its deadline was {valid_through.isoformat()}.")
        )
    if company is None:
        found.append(Signal(code="no-company", message="The posting does not name the employer."))
    if any(not _NO_FEE.search(description[: m.start()][-80:]) for m in _FEE.finditer(description)):
        found.append(
            Signal(
                code="fee",
                message="It speaks of a payment by the applicant. Employers do not ask for one.",
            )
        )
    if _CHAT.search(description):
        found.append(
            Signal(
                code="chat-contact",
                message="Contact goes through a chat app instead of a company channel.",
            )
        )
    if _EASY_MONEY.search(description):
        found.append(
            Signal(code="easy-money", message="It promises much money for work without experience.")
        )
    if _POOL.search(description):
        found.append(
            Signal(
                code="talent-pool",
                message="It speaks of a pool or of later openings; there may be no job now.",
            )
        )
    if any(
        not _NO_FEE.search(description[: m.start()][-80:]) for m in _IDENTITY.finditer(description)
    ):
        found.append(
            Signal(
                code="identity-papers",
                message="It asks for papers or bank details before there is an offer.",
            )
        )
    if _FREE_MAIL.search(description):
        found.append(
            Signal(code="private-mail", message="The contact address is at a free mail provider.")
        )
    return tuple(found)
