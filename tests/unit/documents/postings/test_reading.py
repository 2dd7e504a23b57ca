"""Order of trust, odd input, hidden text."""

from __future__ import annotations

import pytest

from copilot.documents.postings import fingerprint, read_posting, same_posting
from copilot.documents.postings.addresses import canonical
from copilot.documents.postings.values import read_date, read_salary
from copilot.domain.posting import FieldSource, Posting
from copilot.errors import EmptyContent, InvalidInput, NotAPosting, UnsupportedMedia

TEXT = (
    "We are looking for a colleague who repairs clocks. You have three years of experience with "
    "tower clocks and a driving licence. We offer a workshop with daylight and a fair salary. "
    "Requirements: a trade certificate as a clockmaker and good eyes. Apply with your CV."
)


def page(body: str, head: str = "", title: str = "Clock Repairer | Hourglass & Sons") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def hidden(markup: str, head: str = "") -> str:
    description = f"<div class='job-description'><p>{TEXT}</p>{markup}</div>"
    body = f"<main><h1>Clock Technician</h1>{description}</main>"
    return read_posting(page(body, head), "text/html").description


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="display:none">SECRET</p>',
        '<p style="DISPLAY : None !important">SECRET</p>',
        '<p style="visibility:hidden">SECRET</p>',
        "<p hidden>SECRET</p>",
        '<p style="font-size:0px">SECRET</p>',
        '<p style="font-size:1px">SECRET</p>',
        '<p style="font:0/0 a">SECRET</p>',
        '<p style="opacity:0">SECRET</p>',
        '<p style="opacity:0.01">SECRET</p>',
        '<p style="color:white">SECRET</p>',
        '<p style="color:#fefefe">SECRET</p>',
        '<p style="color:rgb(255, 255, 255)">SECRET</p>',
        '<p style="color:rgba(0,0,0,0)">SECRET</p>',
        '<p style="color:transparent">SECRET</p>',
        '<p style="color:#333;background:#333">SECRET</p>',
        '<div style="background-color:navy"><p style="color:navy">SECRET</p></div>',
        '<font color="#FFFFFF">SECRET</font>',
        '<p style="position:absolute;left:-9999px">SECRET</p>',
        '<p style="position:fixed;top:-100em">SECRET</p>',
        '<p style="text-indent:-9999px">SECRET</p>',
        '<p style="width:0;height:0;overflow:hidden">SECRET</p>',
        '<p style="clip:rect(0,0,0,0);position:absolute">SECRET</p>',
        '<p style="clip-path:inset(100%)">SECRET</p>',
        '<p style="transform:scale(0)">SECRET</p>',
        '<p style="max-height:0;overflow:hidden">SECRET</p>',
        '<div aria-hidden="true" style="height:0;overflow:hidden">SECRET</div>',
        "<!-- SECRET -->",
        "<script>var a = 'SECRET'</script>",
        "<template>SECRET</template>",
        "<noscript>SECRET</noscript>",
        "<dialog>SECRET</dialog>",
        "<textarea>SECRET</textarea>",
        "<svg><text>SECRET</text></svg>",
        '<p class="a b">SECRET</p>',
        '<p id="gone">SECRET</p>',
        "<section><p class='deep'>SECRET</p></section>",
        "<p>" + "".join(chr(0xE0000 + ord(c)) for c in "SECRET") + "</p>",
    ],
)
def test_hidden_text_never_gets_into_the_description(markup: str) -> None:
    style = (
        "<style>.b { display: none } #gone{font-size:0} section .deep { opacity: 0 }"
        "/* .job-description { display: none } */"
        "@media print { .job-description { display: none } }</style>"
    )
    description = hidden(markup, style)
    assert "SECRET" not in description
    assert not any(0xE0000 <= ord(c) <= 0xE0FFF for c in description)
    assert "repairs clocks" in description


def test_zero_width_and_direction_characters_are_dropped() -> None:
    description = hidden("<p>vis\u200bi\u2060ble\u202e word\ufeff</p>")
    assert "visible word" in description


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color:#fff;background:#000">SHOWN</p>',
        '<div style="background:url(x.png)"><p style="color:#fff">SHOWN</p></div>',
        '<p class="wide">SHOWN</p>',
        '<p style="opacity:.9">SHOWN</p>',
        '<p style="font-size:80%">SHOWN</p>',
        "<details><summary>More</summary><p>SHOWN</p></details>",
    ],
)
def test_text_that_a_person_sees_stays(markup: str) -> None:
    style = (
        "<style>.wide { display: none } @media (min-width: 600px) { .wide { display: block } }"
        "</style>"
    )
    assert "SHOWN" in hidden(markup, style)


def test_a_page_in_white_on_a_dark_ground_of_another_sheet_is_read() -> None:
    body = f"<main style='color:#fff'><h1>Clock Technician</h1><p>{TEXT}</p></main>"
    assert "repairs clocks" in read_posting(page(body), "text/html").description


def test_what_the_client_states_wins() -> None:
    ld = (
        '<script type="application/ld+json">{"@type":"JobPosting","title":"From data",'
        f'"hiringOrganization":"Data Ltd","description":"{TEXT}"}}</script>'
    )
    posting = read_posting(
        page("<h1>Heading Engineer</h1>", ld),
        "text/html",
        stated={"title": "My title", "location": "Hull"},
    )
    assert (posting.title, posting.company, posting.locations) == (
        "My title",
        "Data Ltd",
        ("Hull",),
    )
    assert posting.sources["title"] is FieldSource.CLIENT
    assert posting.sources["company"] is FieldSource.JSON_LD


def test_hidden_text_in_what_the_client_states_is_dropped_too() -> None:
    posting = read_posting(
        b"<p>x</p>",
        "text/html",
        stated={"title": "Cook", "description": f"<p>{TEXT}</p><p style='display:none'>SECRET</p>"},
    )
    assert posting.sources["description"] is FieldSource.CLIENT
    assert "SECRET" not in posting.description


def test_lists_stay_lists() -> None:
    body = f"<main><h1>Clock Technician</h1><p>{TEXT}</p><ul><li>one</li><li>two</li></ul></main>"
    assert "- one\n- two" in read_posting(page(body), "text/html").description


@pytest.mark.parametrize(
    ("content", "media_type", "error"),
    [
        (b"", "text/html", EmptyContent),
        (b" \n\t ", "text/plain", EmptyContent),
        (b"<html><body></body></html>", "text/html", EmptyContent),
        ("\u200b\u2060".encode(), "text/plain", EmptyContent),
        (b"%PDF-1.7", "application/pdf", UnsupportedMedia),
        (b"{", "application/json", InvalidInput),
        (b"[]", "application/json", NotAPosting),
        (b'{"a": 1}', "application/json", NotAPosting),
        (
            b"The weather is fine today and the sea is calm, said the captain. " * 5,
            "text/plain",
            NotAPosting,
        ),
    ],
)
def test_what_is_no_posting_is_refused(
    content: bytes, media_type: str, error: type[InvalidInput]
) -> None:
    with pytest.raises(error):
        read_posting(content, media_type)


def test_a_page_in_an_old_encoding_is_read() -> None:
    head = "<head><meta charset='iso-8859-1'></head>"
    text = f"<html>{head}<body><h1>Bäcker (m/w/d)</h1><p>{TEXT}</p></body></html>"
    assert read_posting(text.encode("latin-1"), "text/html").title == "Bäcker (m/w/d)"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("We are looking for two experienced tram drivers to join our depot.", "Tram Driver"),
        ("Our school is seeking a dedicated Music Teacher.", "Music Teacher"),
        ("As a junior accountant you will close the books.", "Junior Accountant"),
        ("Wir suchen eine engagierte Pflegefachkraft für die Nacht.", "Pflegefachkraft"),
    ],
)
def test_a_title_is_found_in_a_sentence(sentence: str, title: str) -> None:
    rest = "Requirements: experience, skills and a degree. Salary and benefits are fair. Apply now."
    text = f"{sentence}\n\n{rest}"
    assert read_posting(text.encode(), "text/plain").title == title


def test_a_title_is_never_made_up() -> None:
    text = (
        "Requirements: experience, skills and knowledge. Salary and benefits are fair. Apply now! "
        * 3
    )
    with pytest.raises(NotAPosting):
        read_posting(text.encode(), "text/plain")


@pytest.mark.parametrize(
    ("sentence", "work"),
    [
        (
            "This position focuses on routing freight trains through the night, by hand.",
            "Routing freight trains",
        ),
        (
            "An opportunity to help restore a paddle steamer. You will work alongside pilots.",
            "Restore a paddle steamer",
        ),
        ("We are looking to build a bell tower for our town.", "Build a bell tower for our town"),
        ("You will be tuning organs in old churches.", "Tuning organs in old churches"),
    ],
)
def test_a_posting_that_names_no_role_goes_by_what_it_calls_the_work(
    sentence: str, work: str
) -> None:
    rest = "Requirements: experience, skills and a degree. Salary and benefits are fair. Apply now."
    posting = read_posting(f"{sentence}\n\n{rest}".encode(), "text/plain")
    assert posting.title == work
    assert posting.sources["title"] is FieldSource.WORK


def test_a_role_is_preferred_to_the_work() -> None:
    text = "An opportunity to restore a paddle steamer. We are looking for a boiler mechanic. Apply"
    posting = read_posting(f"{text} with experience and skills.".encode(), "text/plain")
    assert (posting.title, posting.sources["title"]) == ("Boiler Mechanic", FieldSource.TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "You will find a lot to see in our town. It is an opportunity to build sand castles. " * 4,
        "Join us! We are looking to grow. You will be happy here. Skills and experience matter; "
        "apply with a CV, full-time or part-time, for a fair salary.",
    ],
)
def test_where_neither_role_nor_work_is_named_nothing_is_read(text: str) -> None:
    with pytest.raises(NotAPosting):
        read_posting(text.encode(), "text/plain")


def test_a_careers_page_is_no_posting_for_what_it_says_of_work() -> None:
    body = (
        "<h1>Careers</h1><main><p>Join us. It is an opportunity to build clocks that last, with "
        "benefits and a fair salary. We look for skills and experience, and you will be welcome "
        "full-time or part-time. Apply for any of the open jobs with your CV.</p></main>"
    )
    with pytest.raises(NotAPosting):
        read_posting(page(body, title="Open positions | Hourglass & Sons"), "text/html")


def signals(sentence: str, company: str | None = "Hourglass") -> set[str]:
    stated = {"title": "Clock Repairer", **({"company": company} if company else {})}
    posting = read_posting(f"{TEXT} {sentence}".encode(), "text/plain", stated=stated)
    return {signal.code for signal in posting.signals}


def test_hints_at_scams_are_listed() -> None:
    assert signals("Pay the registration fee of $50 before training.") >= {"fee"}
    assert signals("Contact us only on WhatsApp +1 555 0100.") >= {"chat-contact"}
    assert signals("", company=None) >= {"no-company"}
    assert signals("Write to clocks@gmail.com.") >= {"private-mail"}


def test_hints_at_postings_without_a_job_are_listed() -> None:
    assert signals("Join our talent pool for future openings.") >= {"talent-pool"}
    assert signals("Send a copy of your passport and your bank details first.") >= {
        "identity-papers"
    }


def test_an_ordinary_posting_raises_no_hint() -> None:
    assert signals("We never ask applicants to pay a registration fee.") == set()
    assert signals("Please do not send us a copy of your passport or bank details.") == set()


@pytest.mark.parametrize(
    ("place", "sentence", "currency"),
    [
        ("Newcastle NSW", "The salary is $90,000 a year.", "AUD"),
        ("Toronto, Canada", "The salary is $90,000 a year.", "CAD"),
        ("Toronto, Canada", "The salary is US$90,000 a year.", "USD"),
        ("Tulsa, OK", "The salary is $90,000 a year.", "USD"),
    ],
)
def test_a_bare_dollar_is_the_dollar_of_the_place(place: str, sentence: str, currency: str) -> None:
    stated = {"title": "Clock Repairer", "location": place}
    posting = read_posting(f"{TEXT}\n\n{sentence}".encode(), "text/plain", stated=stated)
    assert posting.salary is not None
    assert posting.salary.currency == currency


def posting(**changes: object) -> Posting:
    fields: dict[str, object] = {
        "title": "Clock Repairer",
        "company": "Hourglass Ltd",
        "locations": ("Hull, England",),
        "description": TEXT,
    }
    return Posting.model_validate(fields | changes)


def test_a_repost_on_another_site_has_the_same_fingerprint() -> None:
    again = posting(
        title="CLOCK REPAIRER (m/f/d)",
        company="Hourglass",
        locations=("Hull",),
        description=f"**{TEXT}**",
    )
    assert fingerprint(again) == fingerprint(posting())
    assert same_posting(again, posting())


def test_another_place_or_employer_is_another_posting() -> None:
    for changes in ({"locations": ("Leeds",)}, {"company": "Sandglass"}, {"title": "Watch Seller"}):
        other = posting(**changes)
        assert fingerprint(other) != fingerprint(posting())
        assert not same_posting(other, posting())


def test_small_edits_do_not_make_another_posting() -> None:
    edited = posting(locations=(), description=TEXT.replace("three years", "four years"))
    assert same_posting(edited, posting())
    assert not same_posting(posting(description="Other work altogether. " * 20), posting())


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://Jobs.Example.org/a/?utm_source=x&id=7#top", "https://jobs.example.org/a?id=7"),
        (
            "https://dk.linkedin.com/jobs/view/cook-at-x-3123456789?trk=a",
            "https://www.linkedin.com/jobs/view/3123456789",
        ),
        ("http://example.org", "http://example.org/"),
        ("javascript:alert(1)", None),
        ("https://example.org:99999/", None),
        (None, None),
    ],
)
def test_addresses_lose_what_only_tracks(address: str | None, clean: str | None) -> None:
    assert canonical(address) == clean


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$95k–$120k", (95000, 120000, "USD", "year")),
        ("£15.50 per hour", (15.5, None, "GBP", "hour")),
        ("70.000 - 85.000 EUR pro Jahr", (70000, 85000, "EUR", "year")),
        ("CHF 6'500 bis 7'200 pro Monat", (6500, 7200, "CHF", "month")),
        ("up to €60,000 per year", (None, 60000, "EUR", "year")),
    ],
)
def test_salaries_are_read(text: str, values: tuple[object, ...]) -> None:
    salary = read_salary(text)
    assert salary is not None
    assert (salary.minimum, salary.maximum, salary.currency, salary.period) == values


@pytest.mark.parametrize("text", ["competitive", "401(k)", "5 years", "room 1200", "", None])
def test_what_is_no_salary_is_none(text: str | None) -> None:
    assert read_salary(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04T10:00:00Z", "2026-03-04"),
        (1772582400000, "2026-03-04"),
        ("4 March 2026", "2026-03-04"),
        ("4. März 2026", "2026-03-04"),
        ("2026-13-45", None),
        ("soon", None),
    ],
)
def test_dates_are_read(text: object, day: str | None) -> None:
    found = read_date(text)
    assert (found.isoformat() if found else None) == day
