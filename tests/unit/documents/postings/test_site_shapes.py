# ruff: noqa: E501
"""Shapes in which sites really serve postings: where the employer and the places hide."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from copilot.documents.postings import read_posting
from copilot.domain.posting import RemotePolicy
from copilot.errors import ExpiredPosting, LoginWall, SearchResultsPage

BODY = (
    "<p>The yard mends wooden boats of all sizes, and its people have done so for a century.</p>"
    "<h3>What you will do</h3><ul><li>Steam planks and fit them to the frames</li>"
    "<li>Keep the books of the workshop</li></ul><h3>Requirements</h3><ul><li>Three years of "
    "experience in a yard</li><li>A trade certificate</li></ul><p>Apply with your CV; salary and "
    "benefits are fair.</p>"
)


@dataclass(frozen=True)
class Shape:
    name: str
    body: str
    title: str = "Shipwright"
    company: str | None = "Bollard & Bight"
    locations: tuple[str, ...] = ("Gdynia",)
    """The beginnings of the places that are read."""
    head: str = ""
    url: str | None = None
    remote: RemotePolicy | None = None
    lacks: tuple[str, ...] = field(default=())


def ld(**fields: object) -> str:
    value = {"@context": "https://schema.org", "@type": "JobPosting"} | fields
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


GDYNIA = {"@type": "Place", "address": {"addressLocality": "Gdynia", "addressCountry": "PL"}}
OTHERS = "".join(f'<a href="/jobs/{n}0000{n}">Deck Painter {n}</a>' for n in range(1, 4))

SHAPES = (
    Shape(
        "greenhouse: several places, the employer in the page's title alone",
        f'<div class="job__title"><h1 class="section-header">Shipwright</h1>'
        f'<div class="job__location"><svg></svg><div>Gdynia, Poland; Remote, Poland; Oslo, Norway'
        f'</div></div></div><div class="job__description body">{BODY}</div>',
        head="<title>Job Application for Shipwright at Bollard &amp; Bight</title>",
        url="https://job-boards.greenhouse.io/bollardbight/jobs/4410022",
        locations=("Gdynia", "Oslo"),
    ),
    Shape(
        "greenhouse, embedded in the employer's own page",
        f'<header><a href="/">Home</a></header><div id="grnhse_app"><div class="job">'
        f'<h1 class="app-title">Shipwright</h1><span class="company-name">at Bollard &amp; Bight'
        f'</span><div class="location">Gdynia, Poland</div><div id="content">{BODY}</div>'
        "</div></div>",
        head="<title>Careers | Bollard &amp; Bight</title>",
    ),
    Shape(
        "lever: the logo has no name, the page's title has",
        '<div class="main-header"><a class="main-header-logo" href="/"><img alt="" src="x.png"></a>'
        '</div><div class="posting-headline"><h2>Shipwright</h2><div class="posting-categories">'
        '<div class="sort-by-time posting-category location">Gdynia, Poland / Oslo, Norway</div>'
        '<div class="sort-by-team posting-category department">Yard / Wood</div>'
        '<div class="sort-by-commitment posting-category commitment">Full-time</div>'
        '<div class="sort-by-workplaceTypes posting-category workplaceTypes">Hybrid</div></div>'
        f'</div><div class="section-wrapper page-full-width"><div class="section page-centered" '
        f'data-qa="job-description">{BODY}</div></div>',
        head="<title>Bollard &amp; Bight - Shipwright</title>",
        url="https://jobs.lever.co/bollardandbight/0a1b2c3d-1111-4222-8333-444455556666",
        locations=("Gdynia", "Oslo"),
        remote=RemotePolicy.HYBRID,
    ),
    Shape(
        "lever: the employer in the address alone",
        '<div class="posting-headline"><h2>Shipwright</h2><div class="posting-categories">'
        '<div class="posting-category location">Gdynia</div></div></div>'
        f'<div class="section" data-qa="job-description">{BODY}</div>',
        head="<title>Shipwright</title>",
        url="https://jobs.lever.co/bollard-and-bight/0a1b2c3d-1111-4222-8333-444455556666",
        company="Bollard And Bight",
    ),
    Shape(
        "ashby: facts in a side pane",
        '<div id="root"><nav><a href="/bollard"><img alt="Bollard &amp; Bight" src="l.png"></a></nav>'
        '<h1 class="_title_ud4nd_34 _large_ud4nd_67 ashby-job-posting-heading">Shipwright</h1>'
        '<div class="_details_ud4nd_225"><div class="_left_ud4nd_418 ashby-job-posting-left-pane">'
        '<div class="_section_101oc_37"><h2 class="_heading_101oc_53">Location</h2><p>Gdynia; Oslo'
        "</p></div><div class='_section_101oc_37'><h2>Employment Type</h2><p>Full time</p></div>"
        "<div class='_section_101oc_37'><h2>Location Type</h2><p>On-site</p></div></div>"
        f'<div class="ashby-job-posting-right-pane"><div id="overview" role="tabpanel"><div '
        f'class="_description_oj0x8_198"><div class="_descriptionText_oj0x8_198">{BODY}</div></div>'
        "</div></div></div></div>",
        head="<title>Shipwright @ Bollard &amp; Bight</title>",
        url="https://jobs.ashbyhq.com/bollard/0b1c2d3e-1111-4222-8333-444455556666",
        locations=("Gdynia", "Oslo"),
        remote=RemotePolicy.ONSITE,
    ),
    Shape(
        "workday: the tenant's name in the address, spelled out in the text",
        '<div data-automation-id="jobPostingPage"><h2 data-automation-id="jobPostingHeader">'
        'Shipwright</h2><div data-automation-id="job-posting-details"><div '
        'data-automation-id="remoteType"><dl><dt>remote type</dt><dd>Flexible / Hybrid</dd></dl>'
        '</div><div data-automation-id="locations"><dl><dt>locations</dt><dd>Gdynia, Poland</dd>'
        '<dd>PL - Sopot</dd></dl></div><div data-automation-id="time"><dl><dt>time type</dt>'
        '<dd>Full time</dd></dl></div><div data-automation-id="postedOn"><dl><dt>posted on</dt>'
        "<dd>Posted 30+ Days Ago</dd></dl></div><div data-automation-id='requisitionId'><dl><dt>job "
        "requisition id</dt><dd>R-12</dd></dl></div></div><div "
        f"data-automation-id='jobPostingDescription'>{BODY}<p>Bollard mends what others sink.</p>"
        "</div></div>",
        head='<title>Shipwright</title><meta property="og:title" content="Shipwright">',
        url="https://bollard.wd3.myworkdayjobs.com/en-US/Yard/job/Gdynia/Shipwright_R-12",
        company="Bollard",
        locations=("Gdynia", "PL - Sopot"),
        remote=RemotePolicy.HYBRID,
    ),
    Shape(
        "smartrecruiters: microdata in metas, the place in a component",
        '<main class="jobad site" itemscope itemtype="http://schema.org/JobPosting">'
        '<meta itemprop="hiringOrganization" content="Bollard &amp; Bight">'
        '<div class="jobad-header"><img class="header-logo" alt="Company logo" src="l.png">'
        '<h1 class="job-title" itemprop="title">Shipwright</h1><ul class="job-details">'
        '<li itemprop="jobLocation" itemscope itemtype="http://schema.org/Place"><span '
        'itemprop="address" itemscope><spl-job-location formattedaddress="Gdynia, Poland" '
        'workplacetype="hybrid"></spl-job-location></span></li><li itemprop="employmentType">'
        'Full-time</li></ul></div><div class="job-sections"><section id="st-jobDescription">'
        f"<h2>Job Description</h2><div>{BODY}</div></section></div></main>",
        head='<meta property="og:site_name" content="SmartRecruiters">',
        remote=None,
    ),
    Shape(
        "linkedin, signed out",
        '<section class="top-card-layout"><div class="top-card-layout__entity-info">'
        '<h1 class="top-card-layout__title topcard__title">Shipwright</h1>'
        '<h4 class="top-card-layout__second-subline"><div class="topcard__flavor-row">'
        '<span class="topcard__flavor"><a class="topcard__org-name-link" href="#"> Bollard &amp; '
        'Bight </a></span><span class="topcard__flavor topcard__flavor--bullet">Gdynia, Pomorskie, '
        'Poland</span></div></h4></div></section><div class="show-more-less-html__markup">'
        f"{BODY}</div><section class='similar-jobs'><ul>{OTHERS}</ul></section>",
        head="<title>Bollard &amp; Bight hiring Shipwright in Gdynia | LinkedIn</title>",
        lacks=("Deck Painter",),
    ),
    Shape(
        "linkedin, signed in",
        '<div class="job-details-jobs-unified-top-card__container--two-pane"><div class='
        '"job-details-jobs-unified-top-card__company-name"><a href="#">Bollard &amp; Bight</a></div>'
        '<div class="job-details-jobs-unified-top-card__job-title"><h1><a href="#">Shipwright</a>'
        '</h1></div><div class="job-details-jobs-unified-top-card__primary-description-container">'
        '<div class="job-details-jobs-unified-top-card__tertiary-description-container"><span><span '
        'class="tvm__text tvm__text--low-emphasis">Gdynia, Poland</span><span class="tvm__text">·'
        '</span><span class="tvm__text">2 weeks ago</span></span></div></div></div>'
        f'<div id="job-details"><h2>About the job</h2>{BODY}</div>',
        head="<title>Shipwright | Bollard &amp; Bight | LinkedIn</title>",
    ),
    Shape(
        "indeed, as it is now",
        '<div class="jobsearch-JobInfoHeader-title-container"><h2 class="jobsearch-JobInfoHeader-'
        'title css-1t78" data-testid="jobsearch-JobInfoHeader-title"><span>Shipwright<span '
        'class="css-1b6"> - job post</span></span></h2></div><div data-testid="jobsearch-'
        'CompanyInfoContainer"><div data-company-name="true" data-testid="inlineHeader-companyName">'
        '<span><a href="#">Bollard &amp; Bight<svg></svg></a></span></div><div data-testid='
        '"inlineHeader-companyLocation"><div>Gdynia, Pomorskie</div></div></div>'
        f'<div id="jobDescriptionText">{BODY}</div>',
        head="<title>Shipwright - Gdynia - Indeed.com</title>",
    ),
    Shape(
        "a table of labels",
        '<table class="bodytable"><tr><td class="fieldlabel">Requisition Number:</td><td>77BR</td>'
        "</tr><tr><td>Job Title:</td><td>Shipwright</td></tr><tr><td>Hiring Company:</td>"
        "<td>Bollard &amp; Bight</td></tr><tr><td>City:</td><td>Gdynia</td></tr><tr><td>Country:"
        f"</td><td>Poland</td></tr><tr><td>Job Description:</td><td>{BODY}</td></tr></table>",
        head="<title>Job details</title>",
    ),
    Shape(
        "labels without a table",
        "<h1>Job Details</h1><div class='field'><span class='lbl'>Position Title</span><span>"
        "Shipwright</span></div><div class='field'><span>Company</span><span>Bollard &amp; Bight"
        "</span></div><div class='field'><span>Work Location</span><span>Gdynia, Poland</span></div>"
        f"<div class='field'><span>Job Description</span><div>{BODY}</div></div>",
    ),
    Shape(
        "JSON-LD in a graph, several places",
        f"<h1>Shipwright</h1><main>{BODY}</main>",
        head='<script type="application/ld+json">'
        + json.dumps(
            {
                "@context": "https://schema.org",
                "@graph": [
                    {"@type": "WebSite", "name": "bollard.example"},
                    {"@type": "Organization", "@id": "#org", "name": "Bollard & Bight"},
                    {
                        "@type": ["JobPosting"],
                        "title": "Shipwright (m/f/d)",
                        "description": BODY,
                        "hiringOrganization": {"@id": "#org"},
                        "jobLocation": [
                            GDYNIA,
                            {"@type": "Place", "address": {"addressLocality": "Oslo"}},
                        ],
                    },
                ],
            }
        )
        + "</script>",
        title="Shipwright (m/f/d)",
        locations=("Gdynia", "Oslo"),
    ),
    Shape(
        "JSON-LD of a job that is all remote",
        f"<h1>Shipwright</h1><main>{BODY}</main>",
        head=ld(
            title="Shipwright",
            description=BODY,
            hiringOrganization={"@type": "Organization", "name": "Bollard & Bight"},
            jobLocationType="TELECOMMUTE",
            applicantLocationRequirements=[{"@type": "Country", "name": "Poland"}],
        ),
        locations=("Poland",),
        remote=RemotePolicy.REMOTE,
    ),
    Shape(
        "JSON-LD that names the site for the employer",
        f"<h1>Shipwright</h1><p>Bollard &amp; Bight</p><main>{BODY}</main>",
        head=ld(
            title="Shipwright",
            description=BODY,
            jobLocation=GDYNIA,
            hiringOrganization="Confidential",
        )
        + '<meta property="og:site_name" content="Bollard &amp; Bight">',
    ),
    Shape(
        "the employer as the site's name, the place in a class",
        f"<main><h1>Shipwright</h1><p class='job-location'>Gdynia, Poland</p>{BODY}</main>",
        head='<meta property="og:site_name" content="Bollard &amp; Bight Careers">'
        '<meta property="og:title" content="Shipwright">',
    ),
    Shape(
        "title, place and employer in the page's title",
        f"<main><h1>Shipwright</h1>{BODY}</main>",
        head="<title>Shipwright job in Gdynia, Poland at Bollard &amp; Bight</title>",
    ),
    Shape(
        "the place behind the title",
        f"<main><h1>Shipwright - Gdynia, Poland</h1>{BODY}</main>",
        head="<title>Shipwright - Gdynia, Poland | Bollard &amp; Bight</title>",
    ),
    Shape(
        "a cookie wall above the posting",
        '<div class="cookie-banner" role="dialog"><h2>We value your privacy</h2><p>We and our 800 '
        "partners store cookies. Sign in to manage.</p><button>Accept all</button></div>"
        f"<main><h1>Shipwright</h1><ul><li>Location: Gdynia</li><li>Company: Bollard &amp; Bight"
        f"</li></ul>{BODY}</main>",
        lacks=("partners store cookies",),
    ),
    Shape(
        "taleo: labels in spans",
        '<div class="mastercontentpanel3"><h1><span class="titlepage">Shipwright</span></h1>'
        '<div><span class="subtitle">Primary Location</span><span>:&nbsp;</span><span class="text">'
        'Poland-Pomorskie-Gdynia</span></div><div><span class="subtitle">Organization</span><span>'
        ':&nbsp;</span><span class="text">Bollard &amp; Bight</span></div>'
        f'<div><span class="subtitle">Description</span><div>{BODY}</div></div></div>',
        locations=("Poland-Pomorskie-Gdynia",),
    ),
    Shape(
        "recruitee: facts in a list above the text",
        "<main><h1>Shipwright</h1><ul class='custom-css-style-job-location'><li>"
        "<span class='custom-css-style-job-location-city'>Gdynia</span>, <span "
        f"class='custom-css-style-job-location-country'>Poland</span></li></ul>{BODY}</main>",
        head="<title>Shipwright - Bollard &amp; Bight</title>"
        '<meta property="og:site_name" content="Bollard &amp; Bight">',
    ),
)


SAID = BODY + "<p>Bollard &amp; Bight pays on time.</p>"
PLAIN = f"<main><h1>Shipwright</h1><p>Location: Gdynia</p>{SAID}</main>"
UNLABELLED = (
    Shape(
        "a logo in the header, the place below the heading",
        '<header><a href="/"><img class="logo" alt="Bollard &amp; Bight logo" src="l.svg"></a>'
        f"</header><main><h1>Shipwright</h1><p>Gdynia, Poland · Full-time</p>{SAID}</main>",
        head="<title>Shipwright</title>",
    ),
    Shape(
        "places and ways to work in one line",
        f"<main><h1>Shipwright</h1><div>Gdynia, Poland | Full-time | Remote</div>{SAID}</main>",
        head="<title>Careers at Bollard &amp; Bight - Shipwright</title>",
        remote=RemotePolicy.REMOTE,
    ),
    Shape(
        "the place in brackets behind the title",
        f"<main><h1>Shipwright (Gdynia)</h1>{SAID}</main>",
        head="<title>Shipwright (Gdynia) - Bollard &amp; Bight</title>",
    ),
    Shape(
        "the place behind a comma",
        f"<main><h1>Shipwright, Gdynia</h1>{SAID}</main>",
        head="<title>Shipwright, Gdynia | Bollard &amp; Bight</title>",
    ),
    Shape(
        "places as a list below their label",
        "<main><h1>Shipwright</h1><h3>Locations</h3><ul><li>Gdynia, Poland</li><li>Oslo, Norway"
        f"</li></ul>{SAID}</main>",
        head="<title>Bollard &amp; Bight | Shipwright</title>",
        locations=("Gdynia", "Oslo"),
    ),
    Shape(
        "the brand as the first heading",
        f"<h1>Bollard &amp; Bight</h1><main><h2>Shipwright</h2><p>Gdynia</p>{SAID}</main>",
        head="<title>Shipwright - Bollard &amp; Bight</title>",
    ),
    Shape(
        "a copyright line",
        PLAIN + "<footer>© 2026 Bollard &amp; Bight Ltd. All rights reserved.</footer>",
        head="<title>Shipwright</title>",
    ),
    Shape(
        "an application's name",
        PLAIN,
        head='<title>Shipwright</title><meta name="application-name" content="Bollard &amp; Bight">',
    ),
    Shape(
        "an organisation in the page's data",
        PLAIN,
        head="<title>Shipwright</title>"
        '<script type="application/ld+json">{"@type":"Organization","name":"Bollard & Bight"}'
        "</script>",
    ),
    Shape(
        "a board's brand, which the posting does not speak of",
        f"<header><img class='logo' alt='Harbour Jobs' src='l.svg'></header>{PLAIN}",
        head='<title>Shipwright</title><meta name="author" content="Harbour Jobs">',
        company=None,
    ),
)


def page(shape: Shape) -> bytes:
    return (
        f"<!doctype html><html><head>{shape.head}</head><body>{shape.body}</body></html>"
    ).encode()


@pytest.mark.parametrize("shape", [*SHAPES, *UNLABELLED], ids=lambda shape: shape.name)
def test_a_shape_is_read(shape: Shape) -> None:
    posting = read_posting(page(shape), "text/html", url=shape.url)
    assert posting.title == shape.title
    assert posting.company == shape.company
    assert len(posting.locations) == len(shape.locations), posting.locations
    for found, expected in zip(posting.locations, shape.locations, strict=True):
        assert found.startswith(expected)
    assert "Steam planks" in posting.description
    for foreign in shape.lacks:
        assert foreign not in posting.description
    if shape.remote is not None:
        assert posting.remote_policy is shape.remote


NOTICES = (
    "This job is no longer available.",
    "Sorry, this position has been filled.",
    "The job you are trying to apply for has been filled.",
    "This posting has expired.",
    "We are no longer accepting applications for this role.",
    "Applications for this vacancy are now closed.",
    "Diese Stelle ist nicht mehr verfügbar.",
    "Die Stellenanzeige ist abgelaufen.",
    "Diese Stelle wurde bereits besetzt.",
    "Cette offre n'est plus disponible.",
    "L'offre a expiré.",
    "Ce poste a été pourvu.",
    "Esta oferta ya no está disponible.",
    "Esta vacante ha sido cerrada.",
    "Deze vacature is gesloten.",
    "Deze vacature is niet langer beschikbaar.",
    "Ta oferta pracy wygasła.",
    "To ogłoszenie jest nieaktualne.",
    "Questo annuncio è scaduto.",
    "L'offerta non è più disponibile.",
    "Esta vaga já não está disponível.",
    "Vaga encerrada.",
    "Tjänsten är inte längre tillgänglig.",
    "Annonsen har utgått.",
    "Stillingen er ikke længere ledig.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_closed_posting_is_told_by_its_notice_with_or_without_its_text(notice: str) -> None:
    for rest in ("", f"<main>{BODY}</main>"):
        markup = f"<html><body><div>{notice}</div><h1>Shipwright</h1>{rest}</body></html>"
        with pytest.raises(ExpiredPosting):
            read_posting(markup.encode(), "text/html")


WALLS = (
    "<h1>Sign in to see who you already know</h1><form><input type='password'></form>",
    "<h1>Melden Sie sich an</h1><p>Bitte melden Sie sich an, um die Stelle zu sehen.</p>",
    "<h1>Connectez-vous</h1><p>Connectez-vous pour voir cette offre.</p>",
    "<h1>Just a moment...</h1><p>Checking your browser before accessing the site.</p>",
    "<h1>Verify you are human</h1><p>Complete the security check to continue.</p>",
    "<h1>Access denied</h1><p>Unusual traffic was seen from your network.</p>",
    "<h1>Before you continue</h1><p>We use cookies. Accept all cookies to continue to the site."
    "</p><button>Accept all</button>",
)


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_is_named(wall: str) -> None:
    with pytest.raises(LoginWall):
        read_posting(f"<html><body>{wall}</body></html>".encode(), "text/html")


def test_a_board_that_describes_several_postings_is_refused() -> None:
    entries = "".join(
        f"<article class='vacancy'><h2>{role}</h2><p>Gdynia</p>{BODY}</article>"
        for role in ("Shipwright", "Sail Maker", "Rigger", "Yard Clerk")
    )
    markup = f"<html><head><title>Open positions</title></head><body>{entries}</body></html>"
    with pytest.raises(SearchResultsPage):
        read_posting(markup.encode(), "text/html")
