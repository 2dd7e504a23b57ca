# ruff: noqa: E501
"""Invented people of several professions, lengths of career, languages."""

from __future__ import annotations

from typing import Any

from copilot.domain.resume import Resume

EVERYTHING = Resume.from_json(
    {
        "basics": {
            "name": "Ottilie Vandersteen",
            "label": "Harbour Pilot",
            "image": "https://example.org/portrait.png",
            "email": "ottilie@pilotage.example",
            "phone": "+32 470 555 019",
            "url": "https://www.vandersteen.example/",
            "summary": "Summaryone of pilotage.\n\nSummarytwo of harbours.",
            "location": {
                "address": "Quayside 7",
                "postalCode": "8380",
                "city": "Zeebrugge",
                "countryCode": "BE",
                "region": "West Flanders",
            },
            "profiles": [
                {"network": "LinkedIn", "username": "ottiliev", "url": "https://linkedin.com/in/ottiliev"},
                {"network": "Mastodon", "username": "@ottilie"},
            ],
        },
        "work": [
            {
                "name": "Workname",
                "location": "Worktown",
                "description": "Workdescription",
                "position": "Workposition",
                "url": "https://workurl.example/path",
                "startDate": "2019-05-06",
                "summary": "Worksummary",
                "highlights": ["Workhighlightone", "Workhighlighttwo"],
            }
        ],
        "volunteer": [
            {
                "organization": "Volorganization",
                "position": "Volposition",
                "url": "https://volurl.example",
                "startDate": "2015",
                "endDate": "2017",
                "summary": "Volsummary",
                "highlights": ["Volhighlight"],
            }
        ],
        "education": [
            {
                "institution": "Eduinstitution",
                "url": "https://eduurl.example",
                "area": "Eduarea",
                "studyType": "Edutype",
                "startDate": "2009-09",
                "endDate": "2013-06",
                "score": "Eduscore",
                "courses": ["Coursealpha", "Coursebeta"],
            }
        ],
        "awards": [
            {"title": "Awardtitle", "date": "2020-11-30", "awarder": "Awardgiver", "summary": "Awardsummary"}
        ],
        "certificates": [
            {"name": "Certname", "date": "2018-02", "url": "https://certurl.example", "issuer": "Certissuer"}
        ],
        "publications": [
            {
                "name": "Pubname",
                "publisher": "Pubpublisher",
                "releaseDate": "2014-10-01",
                "url": "https://puburl.example",
                "summary": "Pubsummary",
            }
        ],
        "skills": [
            {"name": "Skillgroup", "level": "Skilllevel", "keywords": ["Keywordone", "Keywordtwo"]},
            {"name": "Flatskillone"},
            {"name": "Flatskilltwo", "level": "Flatlevel"},
        ],
        "languages": [{"language": "Flemish", "fluency": "Mothertongue"}, {"language": "Danish"}],
        "interests": [{"name": "Interestname", "keywords": ["Interestkeyword"]}],
        "references": [{"name": "Refname", "reference": "Reftext"}],
        "projects": [
            {
                "name": "Projname",
                "description": "Projdescription",
                "highlights": ["Projhighlight"],
                "keywords": ["Projkeyword"],
                "startDate": "2016-01",
                "endDate": "2016-01",
                "url": "https://projurl.example",
                "roles": ["Projrole"],
                "entity": "Projentity",
                "type": "Projtype",
            }
        ],
    }
)  # fmt: skip

EVERYTHING_IN_ORDER = (
    "Ottilie Vandersteen", "Harbour Pilot", "Quayside 7", "8380 Zeebrugge", "West Flanders",
    "Belgium", "+32 470 555 019", "ottilie@pilotage.example", "vandersteen.example",
    "linkedin.com/in/ottiliev", "Mastodon", "@ottilie",
    "Summaryone of pilotage.", "Summarytwo of harbours.",
    "Workposition", "Workname", "Worktown", "workurl.example/path", "Workdescription",
    "Worksummary", "Workhighlightone", "Workhighlighttwo",
    "Projname", "Projrole", "Projentity", "Projtype", "projurl.example", "Projdescription",
    "Projhighlight", "Projkeyword",
    "Volposition", "Volorganization", "volurl.example", "Volsummary", "Volhighlight",
    "Edutype", "Eduarea", "Eduinstitution", "eduurl.example", "Eduscore", "Coursealpha",
    "Coursebeta",
    "Certname", "Certissuer", "certurl.example",
    "Skillgroup", "Skilllevel", "Keywordone", "Keywordtwo", "Flatskillone", "Flatskilltwo",
    "Flatlevel",
    "Flemish", "Mothertongue", "Danish",
    "Pubname", "Pubpublisher", "puburl.example", "Pubsummary",
    "Awardtitle", "Awardgiver", "Awardsummary",
    "Interestname", "Interestkeyword",
    "Refname", "Reftext",
)  # fmt: skip
"""All that EVERYTHING says but its dates, as a reader meets it."""

EVERYTHING_DATES = (
    "May 2019 – present", "Jan 2016", "2015 – 2017", "Sept 2009 – Jun 2013", "Feb 2018",
    "1 Oct 2014", "30 Nov 2020",
)  # fmt: skip


def _job(position: str, name: str, place: str, start: str, end: str | None, *done: str) -> Any:
    return {
        "position": position, "name": name, "location": place, "startDate": start,
        "endDate": end, "highlights": list(done),
    }  # fmt: skip


NURSE = Resume.from_json(
    {
        "basics": {
            "name": "Maureen Adeyemi-O’Connell",
            "label": "Registered Nurse, Intensive Care",
            "email": "m.adeyemi@postbox.example",
            "phone": "+353 85 555 0142",
            "location": {"city": "Cork", "countryCode": "IE"},
            "summary": "Intensive care nurse, calm at the bedside and exact in the notes. Eleven "
            "years on adult wards, six of them in critical care.",
        },
        "work": [
            _job("Staff Nurse, ICU", "St Brendan’s Hospital", "Cork", "2019-03", None,
                 "Care for ventilated adults on an 18-bed unit, one patient to one nurse.",
                 "Wrote the unit’s checklist for central lines; infections fell from 2.1 to 0.6 per 1,000 line days.",
                 "Preceptor for 14 newly qualified nurses."),
            _job("Staff Nurse, Cardiology", "Lough Mahon Clinic", "Cork", "2015-09", "2019-02",
                 "Looked after up to eight patients a shift after interventions.",
                 "Organised telemetry training for 40 colleagues."),
        ],
        "education": [{"institution": "University of Munster", "studyType": "BSc", "area": "Nursing",
                       "startDate": "2011-09", "endDate": "2015-06"}],
        "certificates": [
            {"name": "Advanced Cardiac Life Support", "issuer": "Resuscitation Council", "date": "2024-05"},
            {"name": "Critical Care Nursing, postgraduate certificate", "issuer": "University of Munster", "date": "2021"},
        ],
        "skills": [{"name": name} for name in
                   ("Mechanical ventilation", "Haemofiltration", "Central lines", "Wound care", "Triage")],
        "languages": [{"language": "English", "fluency": "native"}, {"language": "Yoruba", "fluency": "conversational"}],
    }
)  # fmt: skip

ELECTRICIAN_DE = Resume.from_json(
    {
        "basics": {
            "name": "Jürgen Großmüller-Weiß",
            "label": "Elektroniker für Energie- und Gebäudetechnik",
            "email": "j.grossmueller@postfach.example",
            "phone": "+49 341 5550177",
            "location": {"address": "Käthe-Straße 12", "postalCode": "04109", "city": "Leipzig", "countryCode": "DE"},
            "summary": "Elektroniker mit zwölf Jahren Erfahrung in Wohn- und Gewerbebauten, seit 2020 "
            "verantwortlich für Photovoltaikanlagen und Wärmepumpenanschlüsse.",
        },
        "work": [
            _job("Obermonteur", "Elektro Süßkind GmbH", "Leipzig", "2020-01", None,
                 "Plane und montiere Photovoltaikanlagen bis 90 kWp; 64 Anlagen in fünf Jahren.",
                 "Führe einen Trupp von vier Monteuren und zwei Auszubildenden.",
                 "Prüfprotokolle nach DIN VDE 0100-600; keine Beanstandung bei der Netzbetreiberabnahme."),
            _job("Geselle", "Haustechnik Köhler & Söhne", "Halle (Saale)", "2013-08", "2019-12",
                 "Erneuerte die Verteilungen von 210 Wohnungen im laufenden Betrieb.",
                 "Fehlersuche und Instandsetzung in Donaudampfschifffahrtselektrizitätenhauptbetriebswerken."),
        ],
        "education": [{"institution": "Berufliches Schulzentrum Leipzig", "studyType": "Gesellenbrief",
                       "area": "Elektroniker", "startDate": "2010-09", "endDate": "2013-07", "score": "1,9"}],
        "skills": [{"name": "Installation", "keywords": ["KNX", "Verteilerbau", "Zählerschränke"]},
                   {"name": "Messen", "keywords": ["Isolationswiderstand", "Schleifenimpedanz"]}],
        "languages": [{"language": "Deutsch", "fluency": "Muttersprache"}, {"language": "Englisch", "fluency": "B1"}],
    }
)  # fmt: skip

TEACHER_PL = Resume.from_json(
    {
        "basics": {
            "name": "Żaneta Śćibór-Gżegżółka",
            "label": "Nauczycielka matematyki",
            "email": "zaneta@poczta.example",
            "phone": "+48 600 555 021",
            "location": {"city": "Łódź", "countryCode": "PL"},
            "summary": "Uczę matematyki w liceum od dziewięciu lat. Prowadzę koło olimpijskie i zajęcia wyrównawcze.",
        },
        "work": [
            _job("Nauczycielka matematyki", "LXVI Liceum Ogólnokształcące", "Łódź", "2017-09", None,
                 "Średni wynik matury rozszerzonej wzrósł z 41 % do 63 % w ciągu pięciu lat.",
                 "Troje uczniów zostało laureatami olimpiady.",
                 "Opiekuję się dwojgiem praktykantów rocznie."),
            _job("Korepetytorka", "Pracownia „Źdźbło”", "Zgierz", "2014-10", "2017-06",
                 "Prowadziłam zajęcia dla grup od trzech do ośmiu osób."),
        ],
        "education": [{"institution": "Uniwersytet Łódzki", "studyType": "mgr", "area": "Matematyka",
                       "startDate": "2012-10", "endDate": "2017-06", "courses": ["Dydaktyka", "Teoria liczb"]}],
        "skills": [{"name": "GeoGebra"}, {"name": "LaTeX"}, {"name": "Python"}],
        "languages": [{"language": "polski", "fluency": "ojczysty"}, {"language": "angielski", "fluency": "C1"}],
    }
)  # fmt: skip

LONG_NAME = Resume.from_json(
    {
        "basics": {
            "name": "Wolfeschlegelsteinhausenbergerdorff-Thiruvananthapuram Maximiliane "
            "Konstantina Theodorakopoulou-Papadimitriou de la Santísima Trinidad",
            "label": "Assistant Deputy Head of Interdepartmental Procurement Coordination and "
            "Supplier Relationship Development for Northern and Central Europe",
            "email": "maximiliane.konstantina.theodorakopoulou-papadimitriou@a-very-long-company-domain.example",
            "url": "https://example.com/" + "averylongpathsegmentwithoutanybreak" * 4,
            "location": {"city": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"},
            "profiles": [{"network": "GitHub", "username": "x" * 90}],
        },
        "work": [
            {
                "position": "Senior Principal Interdepartmental Procurement Coordination Specialist for "
                "Northern and Central Europe including the Baltic States",
                "name": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgesellschaft mbH & Co. KG",
                "location": "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu",
                "url": "https://procurement.example/" + "x1y2z3" * 30,
                "startDate": "2010-09",
                "endDate": "2021-12",
                "highlights": ["Cut " + "supercalifragilistic" * 12 + " in half.", "W" * 200],
            }
        ],
        "skills": [{"name": "N" * 120, "keywords": ["k" * 160, "short"]}],
    }
)  # fmt: skip

GRADUATE = Resume.from_json(
    {
        "basics": {
            "name": "Tomás Quiroga",
            "label": "Logistics graduate",
            "email": "tomas.quiroga@correo.example",
            "location": {"city": "Valencia", "countryCode": "ES"},
        },
        "work": [
            _job("Warehouse Intern", "Almacenes Turia", "Valencia", "2025-02", "2025-06",
                 "Counted and relabelled 4,200 storage bins; stock differences fell by 17 %.")
        ],
        "education": [{"institution": "Universitat de Llevant", "studyType": "BSc", "area": "Logistics",
                       "startDate": "2021-09", "endDate": "2025-07", "courses": ["Queueing theory", "Transport law"]}],
        "skills": [{"name": "Excel"}, {"name": "SAP EWM"}, {"name": "SQL"}],
        "languages": [{"language": "Spanish", "fluency": "native"}, {"language": "English", "fluency": "C1"}],
    }
)  # fmt: skip

_STATIONS = (
    ("Head Chef", "Restaurant Kvarnen", "Malmö"), ("Executive Sous Chef", "Hotel Drottningen", "Stockholm"),
    ("Sous Chef", "Brasserie du Quai", "Lyon"), ("Chef de Partie", "The Otter & Oar", "Bristol"),
    ("Chef de Partie", "Osteria Lucciola", "Bologna"), ("Commis Chef", "Gasthof Adler", "Innsbruck"),
    ("Kitchen Assistant", "Café Linden", "Lund"), ("Apprentice Cook", "Skolköket", "Lund"),
)  # fmt: skip

CHEF_25_YEARS = Resume.from_json(
    {
        "basics": {
            "name": "Ingrid Åkerström",
            "label": "Head Chef",
            "email": "ingrid@kok.example",
            "phone": "+46 70 555 01 23",
            "location": {"city": "Malmö", "countryCode": "SE"},
            "summary": "Twenty-five years in kitchens of 4 to 60 cooks, in five countries. I plan menus that "
            "a tired team can cook well on a Friday night.",
        },
        "work": [
            _job(position, name, place, f"{2023 - 3 * i}-04", None if i == 0 else f"{2026 - 3 * i}-03",
                 f"Ran a station of {12 - i} cooks for up to {220 - 15 * i} covers an evening.",
                 f"Brought the cost of goods from {36 - i} % to {29 - i} % by weekly menus and one shared stock list.",
                 "Trained apprentices in butchery, sauces and the writing of order sheets, and took them "
                 f"through their examinations; {9 - i} of them passed.",
                 "Introduced a waste log, read out every Monday.")
            for i, (position, name, place) in enumerate(_STATIONS)
        ],
        "education": [{"institution": "Malmö Restaurangskola", "studyType": "Diploma", "area": "Professional Cookery",
                       "startDate": "1999-08", "endDate": "2002-06"}],
        "awards": [{"title": "Regional Chef of the Year", "awarder": "Skåne Table", "date": "2019-10"}],
        "certificates": [{"name": "Food Safety Level 4", "issuer": "Hygiene Board", "date": "2016-01"}],
        "skills": [{"name": "Kitchen", "keywords": ["Menu design", "Butchery", "Pastry", "Fermentation"]},
                   {"name": "Office", "keywords": ["Costing", "Rota planning", "Purchasing"]}],
        "languages": [{"language": "Swedish", "fluency": "native"}, {"language": "French", "fluency": "B2"},
                      {"language": "Italian", "fluency": "B1"}],
        "references": [{"name": "Pelle Nyström, owner of Kvarnen", "reference": "She leaves a kitchen cleaner and a team kinder than she finds them."}],
    }
)  # fmt: skip

PLANNER = Resume.from_json(
    {
        "basics": {
            "name": "Devon Achterberg",
            "label": "Supply Planner",
            "email": "devon@planning.example",
            "phone": "+1 (614) 555-0163",
            "location": {"city": "Columbus", "region": "Ohio", "countryCode": "US"},
            "profiles": [{"network": "LinkedIn", "url": "https://www.linkedin.com/in/devon-achterberg"}],
        },
        "work": [
            _job("Supply Planner", "Buckeye Fasteners", "Columbus, OH", "2020-06", None,
                 "Plan 1,900 items across three plants; stock-outs fell from 6.2% to 1.9% in two years.",
                 "Run the monthly S&OP meeting with sales, finance and production."),
            _job("Inventory Analyst", "Midland Tool & Die", "Dayton, OH", "2017-01", "2020-05",
                 "Cleared $1.4M of dead stock.", "Wrote the cycle-count plan used by all four sites."),
        ],
        "education": [{"institution": "Scioto State University", "studyType": "B.S.", "area": "Supply Chain Management",
                       "startDate": "2012-08", "endDate": "2016-12", "score": "3.6"}],
        "skills": [{"name": "Systems", "keywords": ["SAP IBP", "Excel", "Power BI"]},
                   {"name": "Methods", "keywords": ["MRP", "S&OP", "ABC/XYZ analysis", "safety stock"]}],
        "certificates": [{"name": "CPIM", "issuer": "Planning Institute", "date": "2022"}],
    }
)  # fmt: skip

HOSTILE_TEXTS = (
    '#eval("1+1") #panic() #read("/etc/passwd") #import "x"',
    "$ x^2 $ @reference <label> *strong* _emph_ `raw` = heading / term: - + 1. ~ -- --- ...",
    r"\ \# \u{41} C:\new\table \textbf{x} \\",
    "]) } { [ ( \"quoted\" 'single' // comment /* block */",
    "<script>alert(1)</script> &amp; &#x41; ]]> <?xml ?> <!-- -->",
    "bell\x07 null\x00 escape\x1b[31m vertical\x0bfeed\x0c delete\x7f next\x85line",
    "\ufffe\uffff\ufdd0 \U000e0041\U000e0042 \u202eoverride\u202c \u200bzero\u200dwidth",
    "שלום עולם مرحبا بالعالم mixed ltr",
    "👩‍💻 🎉 🇵🇱 ❤️ é ﬁ 中文 한국어 ไทย 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "# heading\n## second\n- bullet\n1. one\n> quote\n| a | b |\n![i](javascript:alert(1))",
    "javascript:alert(1)",
    " ",
    "\ud800 lone surrogate",
)


def hostile() -> Resume:
    """Every hostile text in every kind of field. Built without validation: a document from the
    database may hold what today's rules would refuse."""
    texts = list(HOSTILE_TEXTS)
    long = " ".join(texts)
    return Resume.model_construct(
        **{
            **{name: getattr(EVERYTHING, name) for name in type(EVERYTHING).model_fields},
            "basics": EVERYTHING.basics.model_copy(
                update={"name": texts[0], "label": texts[1], "email": texts[10], "phone": texts[5],
                        "url": "javascript:alert(1)", "summary": "\n".join(texts)}
            ),
            "work": tuple(
                EVERYTHING.work[0].model_copy(
                    update={"position": text, "name": text, "location": text, "url": text,
                            "description": text, "summary": long, "highlights": tuple(texts)}
                )
                for text in texts
            ),
            "skills": tuple(
                EVERYTHING.skills[0].model_copy(update={"name": text, "keywords": tuple(texts)})
                for text in texts
            ),
        }
    )  # fmt: skip


PEOPLE: dict[str, tuple[Resume, str]] = {
    "everything": (EVERYTHING, "en"),
    "nurse": (NURSE, "en"),
    "electrician": (ELECTRICIAN_DE, "de"),
    "teacher": (TEACHER_PL, "pl"),
    "long-name": (LONG_NAME, "en"),
    "graduate": (GRADUATE, "en"),
    "chef": (CHEF_25_YEARS, "en"),
    "planner": (PLANNER, "en"),
}
