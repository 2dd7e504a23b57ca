"""Addresses of postings without what only tracks the visitor."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|gclid|fbclid|msclkid|dclid|yclid|mc_(?:cid|eid)|_hs\w+|hsa_\w+|igshid|ref|refid|ref_src"
    r"|referr?er|referral|trk|trkinfo|trackingid|trackid|src|source|gh_src|lever-(?:source|origin|via)\S*|lever_source"
    r"|from|tk|vjs|xkcb|xpse|xfps|sjdu|acatk|advn|adid|ad|pub|camk|astse|assa|sid|sessionid|session_id"
    r"|jsessionid|position|pagenum|eblid|originalsubdomain|savedsearchid|searchid|refresh|recommendedflavor"
    r"|origin|midtoken|midsig|otptoken|lipi|licu|trcid|mode|share|sharedby|campaign|cid|mkt_tok|spm|_ga|_gl"
    r"|iis|iisn|jobboardsource|embed|cmp|rx_\w+|codes|bid|ccuid|ittk|jobsearchtk|hl|lang_pref)$",
    re.IGNORECASE,
)
_LINKEDIN_JOB = re.compile(r"/jobs/view/(?:[^/?#]*-)?(\d{6,})")


def canonical(url: str | None, base: str | None = None) -> str | None:
    """The address without fragment and tracking parameters; None if it is no web address."""
    if not url:
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = parts.hostname.lower()
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)]
    path = parts.path.rstrip("/") or "/"
    if parts.hostname.endswith("linkedin.com"):
        job = _LINKEDIN_JOB.search(path) or re.search(r"currentJobId=(\d{6,})", parts.query)
        if job:
            return f"https://www.linkedin.com/jobs/view/{job[1]}"
    if re.fullmatch(r"(?:\w+\.)?indeed\.\w+(?:\.\w+)?", parts.hostname):
        kept = [(k, v) for k, v in kept if k == "jk"]
    return urlunsplit((parts.scheme, host, path, urlencode(kept), ""))
