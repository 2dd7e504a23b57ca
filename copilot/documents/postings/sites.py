"""Where job sites and applicant tracking systems put the fields of a posting.

A site is a row of CSS selectors over the rendered DOM, recognised by its host or by markup that is
its own (saved pages have lost their host). The attributes used are the ones that sites keep for
their own tests and analytics (``data-automation``, ``data-testid``, ``data-qa``) before class
names, because those change less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.markdown import from_node
from copilot.documents.postings.page import Page
from copilot.documents.postings.values import (
    read_date,
    read_employment_types,
    read_remote_policy,
    read_salary,
    read_workplace,
)
from copilot.domain.posting import FieldSource, RemotePolicy

_STUB = 60
_JOB_POST_SUFFIX = re.compile(r"\s*-\s*job post$", re.IGNORECASE)
_LEADING_LABEL = re.compile(
    r"^(?:job )?(?:locations?|company|posted(?: on)?|employment type|standort|lieu)\s*:?\s+",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"\s*(?:company |careers? |brand )?(?:logo|home ?page|home|careers?)\s*$", re.IGNORECASE
)
_AT = re.compile(r"^(?:at|bei|chez|@)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    hosts: tuple[str, ...]
    markers: str
    """A selector that matches on this site's posting pages alone."""
    title: str
    company: str = ""
    location: str = ""
    description: str = ""
    employment: str = ""
    workplace: str = ""
    salary: str = ""
    posted: str = ""
    apply: str = ""
    logo: str = ""
    """An image whose alternative text names the company."""
    several_parts: bool = False
    """The description is all that ``description`` matches, not the first match."""


SITES = (
    Site(
        name="linkedin",
        hosts=("linkedin.com",),
        markers=".top-card-layout__title, .topcard__title, .show-more-less-html__markup, "
        "[class*=job-details-jobs-unified-top-card], [class*=jobs-unified-top-card]",
        title=".top-card-layout__title, h1.topcard__title, h2.topcard__title, "
        "[class*=unified-top-card__job-title]",
        company="a.topcard__org-name-link, "
        ".topcard__flavor-row .topcard__flavor:not(.topcard__flavor--bullet), "
        ".top-card-layout__card .topcard__flavor:not(.topcard__flavor--bullet), "
        "[class*=unified-top-card__company-name]",
        location=".topcard__flavor--bullet, .topcard__flavor-row .topcard__flavor--bullet, "
        "[class*=unified-top-card__bullet], "
        "[class*=unified-top-card__primary-description] .tvm__text:first-child, "
        "[class*=unified-top-card__tertiary-description] .tvm__text:first-child",
        description=".show-more-less-html__markup, .description__text, #job-details, "
        ".jobs-description__content, .jobs-description-content__text",
        employment="[class*=description__job-criteria-item], "
        "[class*=unified-top-card__job-insight], .job-details-fit-level-preferences",
        workplace="[class*=unified-top-card__workplace-type], .job-details-fit-level-preferences",
        salary=".salary.compensation__salary, .compensation__salary, [class*=salary-main-rail]",
        posted=".posted-time-ago__text, [class*=unified-top-card__posted-date]",
    ),
    Site(
        name="indeed",
        hosts=("indeed.com", "indeed.co.uk"),
        markers="#jobDescriptionText, [data-testid=jobsearch-JobInfoHeader-title], "
        ".jobsearch-JobInfoHeader-title",
        title="[data-testid=jobsearch-JobInfoHeader-title], .jobsearch-JobInfoHeader-title",
        company="[data-testid=inlineHeader-companyName], [data-company-name=true], "
        ".jobsearch-InlineCompanyRating a, .jobsearch-InlineCompanyRating > div:first-child",
        location="[data-testid=inlineHeader-companyLocation], [data-testid=job-location], "
        "[data-testid=jobsearch-JobInfoHeader-companyLocation], #jobLocationText",
        description="#jobDescriptionText",
        employment="#salaryInfoAndJobType, [aria-label='Job type'], #jobDetailsSection",
        salary="#salaryInfoAndJobType, [aria-label=Pay]",
        workplace="[data-testid=inlineHeader-companyLocation]",
    ),
    Site(
        name="seek",
        hosts=("seek.com.au", "seek.co.nz", "jobstreet.com", "jobsdb.com"),
        markers="[data-automation=job-detail-title], [data-automation=jobAdDetails]",
        title="[data-automation=job-detail-title]",
        company="[data-automation=advertiser-name], [data-automation=job-header-company-name]",
        location="[data-automation=job-detail-location], [data-automation=job-header-location]",
        description="[data-automation=jobAdDetails], [data-automation=jobDescription]",
        employment="[data-automation=job-detail-work-type]",
        salary="[data-automation=job-detail-salary]",
        posted="[data-automation=job-detail-date]",
        workplace="[data-automation=job-detail-work-arrangement], "
        "[data-automation=job-detail-location]",
        apply="[data-automation=job-detail-apply]",
    ),
    Site(
        name="greenhouse",
        hosts=("greenhouse.io",),
        markers="#app_body #content, .job__title, .job__description, #grnhse_app .job, "
        "h1.app-title",
        title=".job__title h1, h1.job__title, h1.app-title, h1.section-header",
        company="#header .company-name, .company-name",
        location=".job__location, #header .location, .app-title ~ .location, .location",
        description=".job__description, #app_body #content, #content",
        salary=".job__pay-ranges, .pay-range, .pay-input",
        logo=".logo img, #logo img, .image-container img",
        apply="a#apply_button, a[href*='#app']",
    ),
    Site(
        name="lever",
        hosts=("lever.co",),
        markers=".posting-headline, .posting-categories, .main-header-logo",
        title=".posting-headline h2, .posting-header h2",
        location=".posting-categories .location, .posting-category.location",
        description=".posting-page [data-qa=job-description], "
        ".content .section-wrapper .section:not(.last-section-apply)"
        ":not(.page-centered.posting-header), "
        "[data-qa=closing-description]",
        employment=".posting-categories .commitment",
        workplace=".posting-categories .workplaceTypes",
        salary="[data-qa=salary-range], [data-qa=salary-description]",
        logo=".main-header-logo img, .main-footer-text img",
        apply=".postings-btn[href*='/apply'], a[data-qa=show-page-apply]",
        several_parts=True,
    ),
    Site(
        name="ashby",
        hosts=("ashbyhq.com",),
        markers=".ashby-job-posting-heading, [class*=ashby-job-posting]",
        title=".ashby-job-posting-heading",
        description="[class*=_descriptionText], #overview [class*=_description], #overview",
        logo="[class*=_navLogo] img, .ashby-job-board-back-to-all-jobs-button img, nav img",
        apply="a[href$='/application']",
    ),
    Site(
        name="workday",
        hosts=("myworkdayjobs.com", "myworkdaysite.com", "myworkday.com"),
        markers="[data-automation-id=jobPostingHeader], [data-automation-id=jobPostingDescription]",
        title="[data-automation-id=jobPostingHeader]",
        location="[data-automation-id=locations] dd, [data-automation-id=job-posting-details] "
        "[data-automation-id=locations]",
        description="[data-automation-id=jobPostingDescription], "
        "[data-automation-id=job-posting-description]",
        employment="[data-automation-id=time] dd, [data-automation-id=time]",
        workplace="[data-automation-id=remoteType] dd, [data-automation-id=remoteType]",
        posted="[data-automation-id=postedOn] dd",
        logo="[data-automation-id=logo], [data-automation-id=headerTitle] img, header img",
        apply="a[data-automation-id=adventureButton]",
    ),
    Site(
        name="smartrecruiters",
        hosts=("smartrecruiters.com",),
        markers=".job-sections, .jobad-main, #st-jobDescription, spl-job-location",
        title="h1.job-title, [itemprop=title]",
        company="[itemprop=hiringOrganization] [itemprop=name], [itemprop=hiringOrganization], "
        ".company-name",
        location="spl-job-location[formattedaddress], .job-details .location, "
        "[itemprop=jobLocation] [itemprop=address], li[itemprop=jobLocation]",
        description="#st-jobDescription, #st-qualifications, #st-additionalInformation, "
        "#st-companyDescription",
        employment="[itemprop=employmentType], .job-details .job-type",
        workplace=".job-workplace, spl-job-location[workplacetype]",
        logo=".header-logo img, .logo img",
        several_parts=True,
    ),
    Site(
        name="workable",
        hosts=("workable.com",),
        markers="[data-ui=job-description], [data-ui=job-title]",
        title="[data-ui=job-title], h1[data-ui]",
        company="[data-ui=company-name], [data-ui=company-logo]",
        location="[data-ui=job-location]",
        description="[data-ui=job-description], [data-ui=job-requirements], [data-ui=job-benefits]",
        employment="[data-ui=job-type]",
        workplace="[data-ui=job-workplace]",
        logo="[data-ui=company-logo] img, header img",
        several_parts=True,
    ),
    Site(
        name="icims",
        hosts=("icims.com",),
        markers=".iCIMS_JobContent, .iCIMS_JobContainer",
        title=".iCIMS_Header, h1.iCIMS_Header, .iCIMS_JobHeader h1",
        location=".iCIMS_JobHeaderGroup .header.left span:last-child, .iCIMS_JobHeaderField + dd",
        description=".iCIMS_InfoMsg_Job, .iCIMS_JobContent .iCIMS_Expandable_Text",
        several_parts=True,
    ),
    Site(
        name="jobvite",
        hosts=("jobvite.com",),
        markers=".jv-job-detail-description, .jv-header",
        title=".jv-header",
        location=".jv-job-detail-meta",
        description=".jv-job-detail-description",
        logo=".jv-logo img, .jv-page-header img",
    ),
    Site(
        name="successfactors",
        hosts=("successfactors.com", "successfactors.eu"),
        markers="[data-careersite-propertyid], .jobDisplayShell",
        title="[data-careersite-propertyid=title], h1 [itemprop=title]",
        company="[data-careersite-propertyid=company], [data-careersite-propertyid=legalentity]",
        location="[data-careersite-propertyid=location], [data-careersite-propertyid=city], "
        ".jobGeoLocation",
        description="[data-careersite-propertyid=description], .jobdescription",
        employment="[data-careersite-propertyid=shifttype]",
    ),
    Site(
        name="stepstone",
        hosts=("stepstone.de", "stepstone.at", "totaljobs.com", "jobsite.co.uk"),
        markers="[data-at=header-job-title], [data-at=job-ad-content]",
        title="[data-at=header-job-title]",
        company="[data-at=metadata-company-name]",
        location="[data-at=metadata-location]",
        description="[data-at=job-ad-content], [data-at*=section-text]",
        employment="[data-at=metadata-contract-type], [data-at=metadata-work-type]",
        posted="[data-at=metadata-online-date]",
    ),
    Site(
        name="glassdoor",
        hosts=("glassdoor.com", "glassdoor.co.uk", "glassdoor.de"),
        markers="[data-test=job-title], [class*=JobDetails_jobDescription]",
        title="[data-test=job-title], [class*=JobDetails_jobTitle], [id^=jd-job-title]",
        company="[data-test=employer-name], [class*=EmployerProfile_employerNameHeading]",
        location="[data-test=location], [data-test=emp-location]",
        description="[class*=JobDetails_jobDescription], .jobDescriptionContent",
        salary="[data-test=detailSalary]",
    ),
    Site(
        name="bamboohr",
        hosts=("bamboohr.com",),
        markers=".BambooRich, .ResAts__page",
        title=".ResAts__page h2, main h2, h1",
        description=".BambooRich",
        logo="header img",
    ),
    Site(
        name="teamtailor",
        hosts=("teamtailor.com",),
        markers="[data-careersite--jobs--form-overlay-target], .careersite-button",
        title="main h1, h1",
        description=".prose, [class*=company-content] .prose",
    ),
    Site(
        name="personio",
        hosts=("personio.de", "personio.com"),
        markers=".job-ad-display, [data-testid=job-ad-display]",
        title="[class*=job-ad-display] h1, h1",
        location="[class*=job-ad-display-subtitle]",
        description="[class*=job-ad-display-description], .job-ad-display-description",
        logo="[class*=company-logo] img, header img",
        several_parts=True,
    ),
)

# schema.org microdata, on any site.
MICRODATA = Site(
    name="microdata",
    hosts=(),
    markers="[itemtype*='schema.org/JobPosting']",
    title="[itemtype*='schema.org/JobPosting'] [itemprop=title]",
    company="[itemprop=hiringOrganization] [itemprop=name], [itemprop=hiringOrganization]",
    location="[itemprop=jobLocation] [itemprop=addressLocality], [itemprop=jobLocation]",
    description="[itemprop=description], [itemprop=responsibilities], [itemprop=qualifications]",
    employment="[itemprop=employmentType]",
    salary="[itemprop=baseSalary]",
    posted="[itemprop=datePosted]",
    several_parts=True,
)


def site_of(page: Page) -> Site | None:
    host = page.host
    for site in SITES:
        if any(host == h or host.endswith("." + h) for h in site.hosts):
            return site
    for site in SITES:
        if page.first(site.markers) is not None and page.line(site.title):
            return site
    return None


def read_site(page: Page, site: Site) -> Facts:
    title = page.line(site.title)
    locations = _locations(page, site)
    description = _description(page, site)
    return Facts(
        source=FieldSource.SITE,
        title=_JOB_POST_SUFFIX.sub("", title) if title else None,
        company=_company(page, site),
        locations=locations,
        remote_policy=_workplace(page, site, locations),
        employment_types=read_employment_types(_joined(page, site.employment)),
        salary=read_salary(_joined(page, site.salary)),
        date_posted=read_date(_value(page, site.posted)),
        description=description,
        apply_url=_link(page, site.apply),
    )


def _value(page: Page, selector: str) -> str | None:
    """Selectors stand in order of trust, so they are tried one by one."""
    for one in _each(selector):
        for node in page.tree.css(one):
            attributes = node.attributes
            text = one_line(
                attributes.get("content")
                or attributes.get("formattedaddress")
                or attributes.get("datetime")
                or node.text(separator=" ")
            )
            if text and len(text) <= 200:
                return one_line(_LEADING_LABEL.sub("", text))
    return None


def _each(selector: str) -> list[str]:
    return [one.strip() for one in re.split(r",(?![^(\[]*[)\]])", selector) if one.strip()]


def _joined(page: Page, selector: str) -> str | None:
    if not selector:
        return None
    return " · ".join(node.text(separator=" ") for node in page.tree.css(selector)[:8]) or None


def _company(page: Page, site: Site) -> str | None:
    if site.company and (name := _value(page, site.company)):
        return _AT.sub("", name)
    if site.logo:
        for image in page.tree.css(site.logo):
            name = one_line(image.attributes.get("alt"))
            name = one_line(_LOGO.sub("", name)) if name else None
            if name and fold(name) not in ("company", "logo", "careers", site.name):
                return name
    return None


def _locations(page: Page, site: Site) -> tuple[str, ...]:
    for one in _each(site.location):
        found = []
        for node in page.tree.css(one):
            text = one_line(node.attributes.get("formattedaddress") or node.text(separator=" "))
            text = one_line(_LEADING_LABEL.sub("", text)) if text else None
            if text and len(text) <= 120:
                found.append(text)
        if found:
            several = found if site.name == "workday" else found[:1]
            return tuple(dict.fromkeys(several))
    return ()


def _workplace(page: Page, site: Site, locations: tuple[str, ...]) -> RemotePolicy | None:
    label = _joined(page, site.workplace)
    stated = read_remote_policy(label) or read_workplace(label)
    return stated or next((p for place in locations if (p := read_workplace(place))), None)


def _description(page: Page, site: Site) -> str | None:
    if not site.description:
        return None
    if site.several_parts:
        parts: list[str] = []
        for node in page.tree.css(site.description):
            part = from_node(node)
            if part and not any(part in other for other in parts):
                parts = [other for other in parts if other not in part] + [part]
        joined = "\n\n".join(parts)
        return joined if len(joined) >= _STUB else None
    for one in _each(site.description):
        for node in page.tree.css(one):
            text = from_node(node)
            if len(text) >= _STUB:
                return text
    return None


def _link(page: Page, selector: str) -> str | None:
    for node in page.tree.css(selector) if selector else ():
        href = node.attributes.get("href") or ""
        if href.startswith(("https://", "http://")):
            return href
    return None
