"""Dates, salaries, kinds of employment and remote work as postings write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from copilot.documents.postings.cleaning import fold, one_line
from copilot.domain.posting import RemotePolicy, Salary, SalaryPeriod

_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})")
_AGO = re.compile(
    r"\b(\d{1,3}|an?|one)\+?\s*(minute|hour|hr|day|week|month|d|h|w|mo)s?\b\.?\s*ago", re.IGNORECASE
)
_DAYS = {"minute": 0, "hour": 0, "hr": 0, "h": 0, "day": 1, "d": 1, "week": 7, "w": 7}
_MONTH_DAYS = 30

_CURRENCIES = (
    ("A$", "AUD"), ("AU$", "AUD"), ("C$", "CAD"), ("CA$", "CAD"), ("NZ$", "NZD"), ("S$", "SGD"),
    ("HK$", "HKD"), ("US$", "USD"), ("R$", "BRL"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"),
    ("¥", "JPY"), ("₹", "INR"), ("zł", "PLN"), ("₺", "TRY"), ("₴", "UAH"), ("₪", "ILS"),
    ("₩", "KRW"), ("kr", "SEK"), ("Kč", "CZK"),
)  # fmt: skip
_CODES = [
    "USD",
    "EUR",
    "GBP",
    "AUD",
    "CAD",
    "NZD",
    "SGD",
    "HKD",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "JPY",
    "CNY",
    "INR",
    "BRL",
    "MXN",
    "ZAR",
    "AED",
    "SAR",
    "ILS",
    "TRY",
    "UAH",
    "KRW",
    "THB",
    "MYR",
    "IDR",
    "PHP",
    "VND",
    "ARS",
    "CLP",
    "COP",
]
_AMOUNT = r"(\d{1,3}(?:[ ,.'’\u202f\xa0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)\s?([kK]\b)?"
_SIGN = "|".join(re.escape(s) for s, _ in sorted(_CURRENCIES, key=lambda c: -len(c[0])))
_UNIT = rf"(?:{_SIGN}|\b(?:{'|'.join(_CODES)})\b)"
_RANGE = re.compile(
    rf"(?P<before>{_UNIT})?\s?{_AMOUNT}\s?(?P<middle>{_UNIT})?"
    rf"(?:\s?(?:per\s\w+\s?)?(?:-|–|—|to|bis|à|and|up to)\s?(?P<second>{_UNIT})?\s?{_AMOUNT})?"
    rf"\s?(?P<after>{_UNIT})?"
)
_PERIODS = (
    (SalaryPeriod.HOUR, r"hour|hourly|hr|/\s?h\b|p\.?h\.?\b|stunde|heure|hora|uur|godz"),
    (SalaryPeriod.DAY, r"per day|a day|daily|day rate|/\s?day|p\.?d\.?\b|tag\b|jour\b"),
    (SalaryPeriod.WEEK, r"week|weekly|/\s?wk|woche|semaine|semana"),
    (SalaryPeriod.MONTH, r"month|monthly|/\s?mo\b|monat|mois|mes\b|maand|miesi"),
    (SalaryPeriod.YEAR, r"year|yearly|annual|annum|p\.?a\.?\b|/\s?yr|\byr\b|jahr|par an|año|jaar"),
)
_SMALLEST_YEARLY = 10_000
_LONGEST_PAY_LINE = 300
_ABOUT_PAY = re.compile(
    r"\b(?:salar\w+|pay|paid|paying|compensation|wages?|remuneration"
    r"|rates?|earn\w*|ote|base|package|per (?:hour|annum"
    r"|year|day|month)"
    r"|an? (?:hour|year|day|month)|hourly|p\.?a\b|gehalt\w*"
    r"|vergütung|stundenlohn|salaire|rémunération|salario"
    r"|sueldo|salaris|wynagrodzenie|stipendio)\b"
    r"|/\s?(?:hr|hour|h|yr|year|day|month)\b",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"\b(?:budget|funding|raised|revenue|turnover|bonus of"
    r"|stipend|allowance|reimburs\w+|clients?|worth|loans?"
    r"|portfolio|assets|insurance|401|tuition|referral|sign-?on|training)\b",
    re.IGNORECASE,
)

_EMPLOYMENT = (
    ("full-time", r"full[\s_-]*time|vollzeit|temps plein|tiempo completo|voltijd|jornada completa"),
    ("part-time", r"part[\s_-]*time|teilzeit|temps partiel|media jornada|deeltijd"),
    ("contract", r"\bcontract(?:or)?\b|freelance|\bperm or contract\b|b2b"),
    ("temporary", r"temporary|\btemp\b|seasonal|befristet|fixed[\s_-]*term|\bcdd\b|interim"),
    ("internship", r"intern(?:ship)?\b|praktikum|stage\b|werkstudent|trainee"),
    ("permanent", r"permanent|unbefristet|festanstellung|\bcdi\b|indefinido"),
    ("apprenticeship", r"apprentice|ausbildung (?:zum|zur|als)|ausbildungsplatz|azubi|alternance"),
    ("volunteer", r"volunteer"),
    ("per-diem", r"per[\s_-]*diem|\bprn\b"),
    ("casual", r"\bcasual\b"),
)

_HYBRID = re.compile(
    r"\bhybrid\b|partly remote|partially remote|partial(?:ly)? remote|remote[- ]first hybrid"
    r"|\d\+? days? (?:a|per|each) week (?:in|from|at) (?:the|our) office"
    r"|\d days in (?:the|our) office|teilweise remote|télétravail partiel|hybride",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"\b(?:fully|100 ?%|completely|entirely) remote\b|\bremote (?:position|role|job|only|team"
    r"|contract|opportunity|candidates?|applicants?|workers?|employees?|within|in|from|or)\b"
    r"|\bwork(?:ing)? (?:from home|from anywhere|remotely)\b|\btelecommut\w+|\bhome[- ]?office\b"
    r"|\b(?:is|be|are) remote\b|\bremote ok\b|\bthis (?:is a )?remote\b|full[- ]time remote"
    r"|\btelecommute\b|télétravail|teletrabajo|zdaln[aey]",
    re.IGNORECASE,
)
_ONSITE = re.compile(
    r"\bon[- ]?site (?:only|position|role|job|work)\b|\bno (?:remote|telecommuting)\b"
    r"|\bnot (?:a )?remote\b|\bremote (?:work )?(?:is )?not (?:possible|available|an option)\b"
    r"|\bin[- ](?:office|person) (?:position|role|only)\b"
    r"|\bmust work (?:on[- ]?site|in (?:our|the) office)\b",
    re.IGNORECASE,
)


def read_date(value: object, today: date | None = None) -> date | None:
    """A date from ISO 8601, epoch seconds or milliseconds, "3 days ago", or a written date."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        if 0 < seconds < 4e9:
            return datetime.fromtimestamp(seconds, tz=UTC).date()
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > 80:
        return None
    if match := _ISO.match(value):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := _AGO.search(value):
        count = int(match[1]) if match[1].isdigit() else 1
        unit = match[2].lower()
        days = count * (_DAYS.get(unit, _MONTH_DAYS))
        return (today or datetime.now(tz=UTC).date()) - timedelta(days=days)
    if re.search(r"\b(?:today|just posted|just now)\b", value, re.IGNORECASE):
        return today or datetime.now(tz=UTC).date()
    if not re.search(r"\d", value):
        return None
    # Costly to import, and most pages state ISO dates.
    from dateparser import parse

    parsed = parse(
        value,
        languages=["en", "de", "fr", "es", "it", "nl", "pl", "pt"],
        settings={"REQUIRE_PARTS": ["day", "month", "year"]},
    )
    return parsed.date() if parsed else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_period(text: str | None) -> SalaryPeriod | None:
    if not text:
        return None
    lowered = text.lower()
    return next(
        (period for period, words in _PERIODS if re.search(rf"(?<![^\W\d_])(?:{words})", lowered)),
        None,
    )


def read_salary(text: str | None) -> Salary | None:
    """A salary from a text that is about pay. An amount without currency or period is no salary
    unless it is a range; the lower and the upper end come in the stated unit."""
    line = one_line(text)
    if not line:
        return None
    for match in _RANGE.finditer(line):
        unit = next(
            (match[name] for name in ("before", "middle", "second", "after") if match[name]), None
        )
        if unit is None:
            continue
        low = _amount(match[2], match[3])
        high = _amount(match[6], match[7]) if match[6] else None
        if low is None or (high is not None and high <= 0):
            continue
        if match[7] and not match[3] and low < 1000:
            low *= 1000
        if high is not None and high < low:
            continue
        window = line[max(0, match.start() - 30) : match.end() + 40]
        period = read_period(window)
        if period is None and low >= _SMALLEST_YEARLY:
            period = SalaryPeriod.YEAR
        if period is None:
            continue
        upper_only = re.search(r"\bup to\s*$", line[: match.start()], re.IGNORECASE)
        return Salary(
            minimum=None if upper_only and high is None else low,
            maximum=low if upper_only and high is None else high,
            currency=_currency(unit),
            period=period,
        )
    return None


def salary_in_text(line: str) -> Salary | None:
    """The salary in a line of running text that is about pay and not about budgets or benefits."""
    if len(line) > _LONGEST_PAY_LINE:
        return None
    salary = read_salary(line) if _ABOUT_PAY.search(line) else None
    if salary is None or _NOT_PAY.search(line):
        return None
    least = salary.minimum or salary.maximum or 0
    return None if salary.period is SalaryPeriod.YEAR and least < _SMALLEST_YEARLY / 2 else salary


def _amount(digits: str, thousand: str | None) -> float | None:
    cleaned = re.sub(r"[ '’\u202f\xa0]", "", digits)
    cleaned = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", cleaned).replace(",", ".")
    try:
        value = float(cleaned)
    except ValueError:
        return None
    return value * 1000 if thousand else value


def _currency(unit: str) -> str | None:
    if unit in _CODES:
        return unit
    return next((code for sign, code in _CURRENCIES if sign == unit), None)


def read_employment_types(text: str | None) -> tuple[str, ...]:
    """Kinds of employment that a short text names, as full-time, part-time, contract, …"""
    if not text:
        return ()
    lowered = text.lower()
    return tuple(name for name, words in _EMPLOYMENT if re.search(words, lowered))


def read_remote_policy(text: str | None) -> RemotePolicy | None:
    """The policy that a running text states; None if it does not say."""
    if not text:
        return None
    if _HYBRID.search(text):
        return RemotePolicy.HYBRID
    if _ONSITE.search(text):
        return RemotePolicy.ONSITE
    return RemotePolicy.REMOTE if _REMOTE.search(text) else None


def read_workplace(label: str | None) -> RemotePolicy | None:
    """The policy that a short label names: "Remote", "Hybrid", "On-site"."""
    folded = fold(label or "")
    if not folded:
        return None
    if "hybrid" in folded:
        return RemotePolicy.HYBRID
    if re.search(
        r"\b(?:remote|telecommute|home based|work from home|anywhere|teletravail)\b", folded
    ):
        return RemotePolicy.REMOTE
    if re.search(r"\b(?:on ?site|in office|in person|office)\b", folded):
        return RemotePolicy.ONSITE
    return None
