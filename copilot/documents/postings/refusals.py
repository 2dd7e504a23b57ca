"""Pages that are no posting, each refused by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.page import Page
from copilot.documents.postings.roles import names_role
from copilot.errors import ExpiredPosting, LoginWall, NotAPosting, SearchResultsPage

_EXPIRED = re.compile(
    r"no longer (?:accepting|taking) applications|no longer (?:available"
    r"|active|advertised|open|posted|listed|online)"
    r"|(?:job|position|posting|vacancy|role|listing|ad|advert"
    r"|offer|requisition|opening|opportunity)"
    r"(?: \w+){0,8}? (?:has|have) (?:now |already |since )?(?:expired"
    r"|closed|been (?:filled|closed|removed|taken down|deactivated"
    r"|withdrawn|unpublished))"
    # "until the position is filled" is what open pages say.
    r"|(?<!until )(?<!until the )(?<!until this )(?<!once the )(?<!when the )(?<!if the )"
    r"(?:job|position|posting|vacancy|role|requisition)(?: \w+){0,3} (?:is"
    r"|are) (?:now |already |currently )?(?:closed|expired"
    r"|filled|inactive)"
    r"|(?:job|position|posting|vacancy|role|page) (?:you(?:['’ ]a?re"
    r"| were| are)?|you)(?: \w+){0,5} (?:no longer|not found"
    r"|cannot be found|could not be found|(?:doesn|does no)['’ ]?t exist)"
    r"|(?:couldn|could no|can|can no|cannot)['’ ]?t? find (?:this"
    r"|that|the) (?:job|position|posting|page)"
    r"|applications? (?:are|is|have|has)(?: now| been)? closed"
    r"|this job (?:has )?(?:expired|closed)|expired job"
    r"|(?:stelle|stellenanzeige|stellenangebot|anzeige|position)(?: \w+){0,6} (?:nicht "
    r"mehr (?:verfügbar|online|aktiv|ausgeschrieben)|bereits besetzt"
    r"|abgelaufen|deaktiviert)"
    r"|(?:offre|annonce|poste)(?: \w+){0,6} (?:n['’ ]est plus"
    r"|expirée?|pourvue?|plus disponible|clôturée?)"
    r"|(?:oferta|vacante|puesto)(?: \w+){0,6} (?:ya no está"
    r"|caducad[ao]|expirad[ao]|cerrad[ao]|no disponible)"
    r"|(?:vaga|oferta)(?: \w+){0,5} (?:encerrad[ao]|preenchid[ao]|expirou|expirad[ao]"
    r"|não está (?:mais )?disponível)|vaga(?: \w+){0,2} já não"
    r"|(?:tjänsten|annonsen|jobbet|stillingen|jobbopslaget|jobannoncen)(?: \w+){0,6}"
    r" (?:inte längre|utgått|tillsatt|ikke længere|ikke lenger|utløpt|udløbet|besat|besatt)"
    r"|vacature(?: \w+){0,5} (?:niet (?:meer|langer)|verlopen|gesloten"
    r"|vervuld)|(?:oferta|ogłoszenie)(?: \w+){0,5} (?:wygasła"
    r"|nieaktualn\w+|archiwaln\w+|zakończon\w+)"
    r"|(?:annuncio|offerta)(?: \w+){0,5} (?:scadut\w+|non (?:è )?più)",
    re.IGNORECASE,
)
_RESULTS_TITLE = re.compile(
    r"^\s*\(?[\d.,]+\+?\)?\s+(?:[\w&/+#.,'’()-]+ ){0,8}(?:jobs?"
    r"|positions|vacancies|results|openings|stellenangebote"
    r"|offres|ofertas|vacatures|ofert)\b"
    r"|\b(?:jobs|vacancies|stellenangebote|offres d['’ ]emploi"
    r"|empleos|vacatures|oferty pracy)\b.{0,40}\b(?:in|near"
    r"|à|en|für)\b.{2,}"
    r"|\bjob search\b|\bsearch (?:results|jobs)\b|\b(?:job"
    r"|search) results\b|\b(?:current|open|all) (?:openings"
    r"|positions|jobs|vacancies|roles)\b"
    r"|\bbrowse jobs\b|\bjobs? (?:board|listings?)\b|, employment \|",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"(?:sign|log) ?in to (?:view|see|continue|access|apply"
    r"|your account)|(?:sign|log) ?in or (?:register|join"
    r"|create|sign up)"
    r"|please (?:sign|log) ?in|join linkedin|create (?:an"
    r"|your|a free) account|you must be (?:logged|signed) in"
    r"|members? only|authwall|verify (?:that )?you are (?:a )?human"
    r"|checking (?:if the site|your browser)"
    r"|security check|access denied|unusual traffic|are you a robot"
    r"|captcha|additional verification required|just a moment"
    r"|accept (?:all )?(?:the )?cookies? to (?:continue|proceed|view)"
    r"|(?:enable|allow) (?:javascript|cookies) (?:and|to)|before you continue"
    r"|anmelden, um|bitte (?:melden sie sich|logg)|connectez-vous"
    r"|inicia sesión|einloggen|zaloguj się",
    re.IGNORECASE,
)
_CARD = (
    "[class*=job-card i], [class*=jobcard i], [class*=job-search-card i], "
    "[class*=search-result i], "
    "[class*=job-listing i], [class*=joblist i] li, [class*=job_seen_beacon], "
    "[class*=result-card i], "
    "[data-automation=normalJob], [data-automation=premiumJob], [data-automation=jobListing], "
    "[data-automation-id=jobTitle], [data-testid*=job-card i], [data-testid*=job-item i], "
    "tr.job-post, .opening, .posting[data-qa-posting-id], [class*=ashby-job-posting-brief], "
    "[data-at=job-item], [data-testid=slider_item], [data-job-id], [data-occludable-job-id]"
)
_JOB_LINK = re.compile(
    r"/(?:jobs?|positions?|vacanc(?:y|ies)|postings?|careers?|viewjob|rc/clk|o|j|stellenangebote?"
    r"|offres?|ofertas?|requisitions?|opening)/[^/?#]*[\w-]{4,}"
    r"|[?&](?:jk|gh_jid|jobid|job_id|jid|currentJobId)=",
    re.IGNORECASE,
)
_ENTRY = (
    "article, li, section, details, [class*=job i], [class*=vacanc i], [class*=position i], "
    "[class*=opening i], [class*=posting i], [class*=accordion i]"
)
_FEWEST_ENTRIES = 3
_MOST_ENTRIES = 400
_FEWEST_IN_ENTRY, _MOST_IN_ENTRY = 250, 20_000
_CUES_OF_ENTRY = 4
"""Kinds of things that postings speak of; one section of a posting speaks of fewer."""
_FEWEST_CARDS = 4
_FEWEST_LINKS = 6
_NOTICE = 260

# Words of postings. A page that names a role but uses almost none of them is something else:
# a profile, an article, a product.
_VOCABULARY = (
    r"\bappl(?:y|icants?|ications?|ying)\b|bewerb|postul|candidat|sollicit|aplikuj|inscri",
    r"\b(?:responsib|duties|accountab)|aufgaben|missions?\b|responsabil|taken\b|obowiązk|zadania",
    r"\b(?:requirements?|qualifications?|required|must[- ]have)\b"
    r"|anforderung|qualifikation|profil|requis|vereist|wymaga",
    r"\bexperience\b|erfahrung|expérience|experiencia|ervaring|doświadcz|esperienza|experiência",
    r"\b(?:salary|compensation|benefits|perks|remuneration"
    r"|wage|hourly|per annum|pension)\b|gehalt|salaire|rémunér"
    r"|salario|salaris|wynagrodz|vergütung|urlaub",
    r"\b(?:skills?|knowledge|proficien\w+|familiar\w*)\b"
    r"|kenntnisse|compétences|conocimientos|habilidades|vaardigheden"
    r"|umiejętności|znajomość",
    r"\b(?:we(?:['’]re| are) (?:looking|seeking|hiring|recruiting"
    r"|searching)|looking for|join (?:us|our)|seeking|hiring"
    r"|recruit)|wir suchen|nous recherchons|buscamos|zoeken"
    r"|szukamy|cerchiamo|poszukujemy",
    r"\b(?:full[- ]time|part[- ]time|permanent|contract|temporary"
    r"|remote|shifts?|hours per week)\b|vollzeit|teilzeit"
    r"|unbefristet|temps plein|cdi\b|jornada|fulltime|etat\b"
    r"|umowa",
    r"\b(?:degree|bachelor|master|diploma|certifi\w+|licen[sc]e)\b"
    r"|studium|abschluss|diplôme|titulación|ausbildung|wykształcenie",
    r"\b(?:the|this) (?:role|position|job|successful candidate"
    r"|ideal candidate|opportunity)\b|\byou(?:['’]ll| will) (?:be"
    r"|have|work|need|join|help)\b|(?:die|diese) (?:stelle"
    r"|position)|ihr profil|le poste|el puesto",
    r"\b(?:equal opportunity|cv|résumé|resume|cover letter"
    r"|curriculum)\b|lebenslauf|anschreiben|lettre de motivation",
)
_VOCABULARY_RE = tuple(re.compile(words, re.IGNORECASE) for words in _VOCABULARY)


def vocabulary(text: str) -> int:
    """How many of the things that postings speak of a text speaks of (0 to 11)."""
    return sum(1 for words in _VOCABULARY_RE if words.search(text))


def expired_notice(lines: Sequence[str], description: str) -> bool:
    """A short line outside the description that says the posting is over."""
    inside = fold(description)
    for line in lines:
        if len(line) <= _NOTICE and _EXPIRED.search(line):
            folded = fold(line)
            if not description or folded not in inside:
                return True
    return False


def is_results_list(page: Page, listed: int) -> bool:
    """Whether the page lists postings. ``listed`` is how many its JSON-LD names."""
    cards = [card for card in page.tree.css(_CARD) if card.text(strip=True)]
    links = {
        node.attributes.get("href") or ""
        for node in page.tree.css("main a[href], [role=main] a[href], body a[href]")
        if _JOB_LINK.search(node.attributes.get("href") or "")
        and names_role(node.text(separator=" ", strip=True)[:120])
    }
    titled = any(
        _RESULTS_TITLE.search(text)
        for text in (page.title, page.line("h1"), page.metas.get("og:title"))
        if text
    )
    plenty = len(cards) >= _FEWEST_CARDS or len(links) >= _FEWEST_LINKS or listed >= _FEWEST_CARDS
    return (
        plenty
        or (titled and (len(cards) >= 2 or len(links) >= 2 or listed >= 2))
        or (titled and page.first("[class*=no-results i], [class*=noresults i]") is not None)
    )


def describes_several(page: Page) -> bool:
    """Whether several elements of one kind each describe a posting of their own."""
    kinds: defaultdict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for node in page.tree.css(_ENTRY)[:_MOST_ENTRIES]:
        heading = node.css_first("h2, h3, h4")
        text = node.text(separator=" ") if heading is not None else ""
        if heading is None or not _FEWEST_IN_ENTRY <= len(text) <= _MOST_IN_ENTRY:
            continue
        if vocabulary(text) < _CUES_OF_ENTRY:
            continue
        kinds[node.tag, node.attributes.get("class")].add(fold(heading.text()))
    return any(len(headings) >= _FEWEST_ENTRIES for headings in kinds.values())


def has_results_title(page: Page) -> bool:
    return any(_RESULTS_TITLE.search(text) for text in (page.title, page.line("h1")) if text)


def is_login_wall(page: Page) -> bool:
    asks = page.first("[type=password], form[action*=login i], form[action*=signin i]") is not None
    return bool(_WALL.search(page.text[:6000])) or asks


def search_results() -> SearchResultsPage:
    return SearchResultsPage(
        "This page lists several jobs. Open the one you want on a page of its own and submit that."
    )


def expired() -> ExpiredPosting:
    return ExpiredPosting(
        "The page says that this job is closed or no longer advertised. "
        "If it is still open elsewhere, submit the employer's own page."
    )


def login_wall() -> LoginWall:
    return LoginWall(
        "The page shows a sign-in form or a check instead of the job. Sign in there, open the job "
        "and submit the page from the browser, or paste the job's text."
    )


def not_a_posting() -> NotAPosting:
    return NotAPosting(
        "Nothing on this page reads like a job posting. Open the job's own page, "
        "or select the job's title and text and submit those."
    )
