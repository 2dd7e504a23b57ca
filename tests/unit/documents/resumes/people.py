# ruff: noqa: E501
"""Invented people, as the source from which résumés are typeset and to which readings compare."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    position: str
    employer: str
    place: str
    start: str
    end: str | None
    points: tuple[str, ...]


@dataclass(frozen=True)
class School:
    degree: str
    area: str
    institution: str
    start: str
    end: str


@dataclass(frozen=True)
class Person:
    key: str
    language: str
    layout: str
    name: str
    label: str
    email: str
    phone: str
    city: str
    summary: str
    jobs: tuple[Job, ...]
    schools: tuple[School, ...]
    skills: dict[str, tuple[str, ...]]
    languages: tuple[tuple[str, str], ...] = ()
    certificates: tuple[str, ...] = ()
    dates: str = "name"
    """How dates are written: name, slash, year."""
    links: tuple[str, ...] = field(default=())


PEOPLE: tuple[Person, ...] = (
    Person(
        "nurse",
        "en",
        "one-column",
        "Marian Holloway",
        "Registered Nurse",
        "marian.holloway@example.org",
        "+44 20 7946 0018",
        "Leeds, United Kingdom",
        "Ward nurse with nine years in acute care and a liking for calm handovers.",
        (
            Job(
                "Senior Staff Nurse",
                "Aldermoor Hospital",
                "Leeds, United Kingdom",
                "2019-03",
                None,
                (
                    "Coordinate a ward of 28 beds on night shifts.",
                    "Cut medication errors by 18% with a two-person check at handover.",
                    "Mentor four newly qualified nurses each year.",
                ),
            ),
            Job(
                "Staff Nurse",
                "Wexcombe Clinic",
                "Bristol, United Kingdom",
                "2014-09",
                "2019-02",
                (
                    "Cared for patients after abdominal surgery.",
                    "Introduced a pain chart that three other wards took over.",
                ),
            ),
        ),
        (School("BSc", "Adult Nursing", "University of Northmere", "2011-09", "2014-07"),),
        {"Clinical": ("Triage", "Wound care", "IV therapy"), "Systems": ("SystmOne", "Datix")},
        (("English", "native"), ("Welsh", "basic")),
        ("Advanced Life Support",),
    ),
    Person(
        "welder",
        "en",
        "table",
        "Theo Brannigan",
        "Pipe Welder",
        "theo@brannigan-welding.example",
        "+1 212 555 0147",
        "Tulsa, OK",
        "Coded welder for pressure pipe, at home on refineries and in the shop.",
        (
            Job(
                "Pipe Welder",
                "Redstone Fabrication LLC",
                "Tulsa, OK",
                "2018-01",
                None,
                (
                    "Weld carbon and stainless pipe up to 24 inches.",
                    "Passed 412 of 415 X-ray tests in a row.",
                ),
            ),
            Job(
                "Apprentice Welder",
                "Prairie Tank Works Inc.",
                "Wichita, KS",
                "2015-06",
                "2017-12",
                ("Prepared joints and repaired storage tanks.",),
            ),
        ),
        (
            School(
                "Diploma", "Welding Technology", "Green Valley Technical College", "2013", "2015"
            ),
        ),
        {"Welding": ("TIG", "MIG", "Stick"), "Codes": ("ASME IX", "API 1104")},
        dates="slash",
    ),
    Person(
        "developer",
        "en",
        "sidebar-left",
        "Priya Raghunath",
        "Backend Engineer",
        "priya.r@example.com",
        "+353 1 555 0199",
        "Dublin, Ireland",
        "Engineer who likes small services, honest metrics and quiet on-call weeks.",
        (
            Job(
                "Senior Backend Engineer",
                "Quillbridge Ltd",
                "Dublin, Ireland",
                "2021-05",
                None,
                (
                    "Moved the billing ledger from nightly batches to an event stream without downtime.",
                    "Lowered the p99 of the pricing API from 900 ms to 140 ms.",
                    "Run the weekly incident review for six teams.",
                ),
            ),
            Job(
                "Software Engineer",
                "Tallow Systems GmbH",
                "Berlin, Germany",
                "2017-10",
                "2021-04",
                (
                    "Wrote the import of 40 supplier formats.",
                    "Replaced hand-made deployment scripts by one pipeline.",
                ),
            ),
        ),
        (School("MSc", "Computer Science", "University of Eastmarch", "2015-09", "2017-09"),),
        {
            "Languages and runtimes": ("Python", "Go", "SQL"),
            "Platform": ("PostgreSQL", "Kafka", "Kubernetes"),
        },
        (("English", "fluent"), ("German", "B2"), ("Tamil", "native")),
        links=("https://github.com/priya-raghunath-example",),
    ),
    Person(
        "teacher",
        "en",
        "two-columns",
        "Oluwaseun Adebayo-Finch",
        "Mathematics Teacher",
        "o.finch@example.net",
        "+44 161 496 0333",
        "Manchester, United Kingdom",
        "Teacher of mathematics who brings timid pupils to enjoy proofs.",
        (
            Job(
                "Head of Mathematics",
                "Brookvale Academy",
                "Manchester, United Kingdom",
                "2016-09",
                None,
                ("Lead a department of nine.", "Raised the share of top grades from 22% to 31%."),
            ),
            Job(
                "Mathematics Teacher",
                "St. Aldate School",
                "Oxford, United Kingdom",
                "2010-09",
                "2016-08",
                ("Taught years 7 to 13.", "Founded a chess club of sixty pupils."),
            ),
        ),
        (School("PGCE", "Mathematics", "University of Harrowdene", "2009-09", "2010-07"),),
        {"Teaching": ("Curriculum design", "Assessment"), "Tools": ("GeoGebra", "LaTeX")},
    ),
    Person(
        "accountant",
        "en",
        "one-column",
        "Delphine Marrow",
        "Management Accountant",
        "delphine.marrow@example.com",
        "+1 312 555 0112",
        "Chicago, IL",
        "Accountant for manufacturing firms with a clear view of cost.",
        (
            Job(
                "Management Accountant",
                "Corvane Industries",
                "Chicago, IL",
                "2020",
                None,
                (
                    "Close the books of three plants within five days.",
                    "Built a standard cost model for 1,200 parts.",
                ),
            ),
            Job(
                "Junior Accountant",
                "Hadley & Pruitt LLP",
                "Milwaukee, WI",
                "2016",
                "2020",
                ("Prepared monthly statements for forty clients.",),
            ),
        ),
        (School("Bachelor of Science", "Accounting", "Lakemont University", "2012", "2016"),),
        {"Accounting": ("IFRS", "Cost accounting", "Budgeting"), "Software": ("SAP FI", "Excel")},
        dates="year",
    ),
    Person(
        "chef",
        "en",
        "sidebar-right",
        "Rosalind Quaye",
        "Sous Chef",
        "rosalind.quaye@example.org",
        "+44 131 496 0787",
        "Edinburgh, Scotland",
        "Chef with a light hand for fish and a firm one for stock costs.",
        (
            Job(
                "Sous Chef",
                "The Copper Heron Restaurant",
                "Edinburgh, Scotland",
                "2018-04",
                None,
                ("Run the pass for 120 covers a night.", "Brought food waste down by a third."),
            ),
            Job(
                "Commis Chef",
                "Hotel Strathmoor",
                "Perth, Scotland",
                "2014-02",
                "2018-03",
                ("Cooked the fish section.", "Trained six apprentices."),
            ),
        ),
        (School("Diploma", "Professional Cookery", "Forthside College", "2012-09", "2014-01"),),
        {
            "Kitchen": ("Menu planning", "Butchery", "HACCP"),
            "Office": ("Stock control", "Rostering"),
        },
        (("English", "native"), ("French", "conversational")),
    ),
    Person(
        "librarian",
        "en",
        "label-column",
        "Gwendolyn Asher",
        "Academic Librarian",
        "g.asher@example.edu",
        "+1 617 555 0171",
        "Boston, MA",
        "Librarian who makes archives easy to find and pleasant to use.",
        (
            Job(
                "Academic Librarian",
                "Penhallow University Library",
                "Boston, MA",
                "2017-08",
                None,
                (
                    "Catalogued 14,000 letters of two private estates.",
                    "Teach source criticism to first-year students.",
                ),
            ),
            Job(
                "Library Assistant",
                "Marsh Lane Public Library",
                "Salem, MA",
                "2013-01",
                "2017-07",
                ("Opened a repair café with volunteers.",),
            ),
        ),
        (
            School(
                "Master of Arts", "Library Science", "Penhallow University", "2011-09", "2013-05"
            ),
        ),
        {"Archives": ("MARC", "Dublin Core"), "Service": ("Reference interviews", "Exhibitions")},
    ),
    Person(
        "logistics",
        "en",
        "long",
        "Cormac Delahunt",
        "Warehouse Manager",
        "cormac.delahunt@example.ie",
        "+353 21 555 0123",
        "Cork, Ireland",
        "Warehouse manager with twenty years between dock doors and spreadsheets.",
        tuple(
            Job(
                position,
                employer,
                "Cork, Ireland",
                start,
                end,
                tuple(
                    f"{verb} {thing} at the {employer.split()[0]} site, round {number}."
                    for number, (verb, thing) in enumerate(
                        (
                            ("Planned", "the picking routes"),
                            ("Trained", "forklift drivers"),
                            ("Counted", "the high-bay stock"),
                            ("Renewed", "the safety signs"),
                            ("Negotiated", "carrier rates"),
                            ("Halved", "the waiting time of lorries"),
                        ),
                        1,
                    )
                ),
            )
            for position, employer, start, end in (
                ("Warehouse Manager", "Lanternfish Logistics Ltd", "2019-06", None),
                ("Shift Manager", "Oakum Freight Ltd", "2014-03", "2019-05"),
                ("Team Leader", "Brinewater Cold Stores Ltd", "2010-01", "2014-02"),
                ("Forklift Driver", "Harbour Crate Company", "2007-05", "2009-12"),
                ("Picker", "Millrace Mail Order Ltd", "2004-09", "2007-04"),
            )
        ),
        (
            School(
                "Certificate",
                "Supply Chain Management",
                "Leeside Institute of Technology",
                "2012-09",
                "2013-06",
            ),
        ),
        {"Warehouse": ("Slotting", "Cycle counting"), "Systems": ("SAP EWM", "Körber WMS")},
    ),
    Person(
        "entwicklerin",
        "de",
        "one-column",
        "Annegret Überlinger",
        "Softwareentwicklerin",
        "annegret.ueberlinger@example.de",
        "+49 30 23125 017",
        "Berlin, Deutschland",
        "Entwicklerin mit zehn Jahren Erfahrung in Fachanwendungen für Kommunen.",
        (
            Job(
                "Senior Softwareentwicklerin",
                "Kiebitz Software GmbH",
                "Berlin, Deutschland",
                "2018-04",
                None,
                (
                    "Entwicklung einer Antragsplattform für 60 Gemeinden.",
                    "Einführung automatischer Oberflächentests.",
                ),
            ),
            Job(
                "Softwareentwicklerin",
                "Nordlicht Datenwerk AG",
                "Hamburg, Deutschland",
                "2013-10",
                "2018-03",
                ("Pflege der Schnittstellen zum Melderegister.",),
            ),
        ),
        (
            School(
                "Master of Science",
                "Informatik",
                "Technische Universität Elbtal",
                "2011-10",
                "2013-09",
            ),
        ),
        {
            "Sprachen und Werkzeuge": ("Java", "TypeScript", "Gradle"),
            "Methoden": ("Scrum", "Pair Programming"),
        },
        (("Deutsch", "Muttersprache"), ("Englisch", "fließend")),
    ),
    Person(
        "pfleger",
        "de",
        "sidebar-left",
        "Jörg Weißmüller",
        "Pflegefachmann",
        "joerg.weissmueller@example.de",
        "+49 89 32168 044",
        "München, Deutschland",
        "Pflegefachmann mit Schwerpunkt Geriatrie und ruhiger Hand im Nachtdienst.",
        (
            Job(
                "Pflegefachmann",
                "Klinikum Sonnenhang",
                "München, Deutschland",
                "2016-02",
                None,
                (
                    "Betreuung von zwölf Patienten je Schicht.",
                    "Anleitung von Auszubildenden im zweiten Lehrjahr.",
                ),
            ),
            Job(
                "Krankenpfleger",
                "Seniorenhaus Lindenhof",
                "Augsburg, Deutschland",
                "2011-09",
                "2016-01",
                ("Grundpflege und Wundversorgung.",),
            ),
        ),
        (
            School(
                "Ausbildung zum",
                "Gesundheits- und Krankenpfleger",
                "Berufsschule Isarwinkel",
                "2008-09",
                "2011-08",
            ),
        ),
        {"Pflege": ("Wundmanagement", "Palliativpflege"), "EDV": ("ORBIS", "Medifox")},
        (("Deutsch", "Muttersprache"), ("Kroatisch", "gut")),
        dates="slash",
    ),
    Person(
        "einkaeufer",
        "de",
        "table",
        "Friederike Stöcklein",
        "Strategische Einkäuferin",
        "f.stoecklein@example.de",
        "+49 711 55501 23",
        "Stuttgart, Deutschland",
        "Einkäuferin für Gussteile, die Lieferanten lieber besucht als mahnt.",
        (
            Job(
                "Strategische Einkäuferin",
                "Falkenried Motoren GmbH",
                "Stuttgart, Deutschland",
                "2017-07",
                None,
                (
                    "Verantwortung für ein Volumen von 14 Mio. Euro.",
                    "Senkung der Fehlerquote bei Gussteilen um 40 %.",
                ),
            ),
            Job(
                "Sachbearbeiterin Einkauf",
                "Hohlweg Pumpen KG",
                "Ulm, Deutschland",
                "2012-03",
                "2017-06",
                ("Disposition von Normteilen.",),
            ),
        ),
        (
            School(
                "Bachelor of Arts",
                "Betriebswirtschaft",
                "Hochschule Neckartal",
                "2008-10",
                "2012-02",
            ),
        ),
        {"Einkauf": ("Verhandlung", "Lieferantenaudit"), "Systeme": ("SAP MM", "Ariba")},
        dates="slash",
    ),
    Person(
        "tischler",
        "de",
        "label-column",
        "Ruprecht Altenfelder",
        "Tischlermeister",
        "ruprecht@altenfelder-holz.example",
        "+43 1 55512 88",
        "Graz, Österreich",
        "Tischlermeister für Treppen und Einbauten aus heimischem Holz.",
        (
            Job(
                "Werkstattleiter",
                "Zirbenholz Werkstätten GmbH",
                "Graz, Österreich",
                "2015-01",
                None,
                (
                    "Leitung von sieben Gesellen und zwei Lehrlingen.",
                    "Umbau der Werkstatt auf CNC.",
                ),
            ),
            Job(
                "Tischler",
                "Bauernmöbel Harrach",
                "Linz, Österreich",
                "2008-07",
                "2014-12",
                ("Fertigung von Stiegen und Türen.",),
            ),
        ),
        (School("Meisterbrief", "Tischlerhandwerk", "Akademie Murtal", "2013", "2014"),),
        {"Handwerk": ("Treppenbau", "Furnieren"), "Maschinen": ("CNC", "AutoCAD")},
        dates="year",
    ),
    Person(
        "ksiegowa",
        "pl",
        "one-column",
        "Bożena Świerczyńska",
        "Główna księgowa",
        "bozena.swierczynska@example.pl",
        "+48 22 555 01 23",
        "Łódź, Polska",
        "Księgowa z piętnastoletnim doświadczeniem w firmach produkcyjnych.",
        (
            Job(
                "Główna księgowa",
                "Zakłady Włókiennicze Jaskółka S.A.",
                "Łódź, Polska",
                "2016-05",
                None,
                (
                    "Prowadzę pełną księgowość trzech spółek.",
                    "Skróciłam zamknięcie miesiąca z dziesięciu do czterech dni.",
                ),
            ),
            Job(
                "Specjalistka ds. księgowości",
                "Biuro Rachunkowe Dąbek",
                "Pabianice, Polska",
                "2009-02",
                "2016-04",
                ("Rozliczałam podatki czterdziestu klientów.",),
            ),
        ),
        (School("Magister", "Rachunkowość", "Uniwersytet Ziemi Środkowej", "2003-10", "2008-06"),),
        {"Finanse": ("Ustawa o rachunkowości", "VAT"), "Programy": ("Symfonia", "Excel")},
        (("Polski", "ojczysty"), ("Angielski", "B2")),
        dates="slash",
    ),
    Person(
        "programista",
        "pl",
        "sidebar-left",
        "Żegota Wrzeszczyński",
        "Programista Java",
        "zegota.w@example.pl",
        "+48 61 555 02 34",
        "Poznań, Polska",
        "Programista, który lubi czytelny kod i krótkie zebrania.",
        (
            Job(
                "Starszy programista",
                "Pliszka Software Sp. z o.o.",
                "Poznań, Polska",
                "2019-03",
                None,
                (
                    "Projektuję usługi rozliczeń dla sieci sklepów.",
                    "Zmniejszyłem czas budowania z 20 do 6 minut.",
                ),
            ),
            Job(
                "Młodszy programista",
                "Grodzisk Data Sp. z o.o.",
                "Wrocław, Polska",
                "2015-07",
                "2019-02",
                ("Pisałem testy i raporty.",),
            ),
        ),
        (School("Inżynier", "Informatyka", "Politechnika Wielkoborska", "2011-10", "2015-02"),),
        {"Technologie": ("Java", "Spring", "Oracle"), "Narzędzia": ("Git", "Jenkins")},
        (("Polski", "ojczysty"), ("Angielski", "C1")),
    ),
    Person(
        "magazynier",
        "pl",
        "table",
        "Kazimierz Gąsiorowski",
        "Kierownik magazynu",
        "k.gasiorowski@example.pl",
        "+48 58 555 03 45",
        "Gdynia, Polska",
        "Kierownik magazynu chłodniczego, który zna każdą rampę.",
        (
            Job(
                "Kierownik magazynu",
                "Chłodnie Bałtyckie S.A.",
                "Gdynia, Polska",
                "2014-09",
                None,
                ("Kieruję zmianą trzydziestu osób.", "Wdrożyłem skanery ręczne."),
            ),
            Job(
                "Magazynier",
                "Hurtownia Kaszubska",
                "Wejherowo, Polska",
                "2008-01",
                "2014-08",
                ("Kompletowałem zamówienia.",),
            ),
        ),
        (School("Technik", "Logistyka", "Technikum Morskie", "2003", "2007"),),
        {"Magazyn": ("Inwentaryzacja", "Wózki widłowe"), "Systemy": ("Comarch", "SAP WM")},
        dates="slash",
    ),
    Person(
        "comptable",
        "fr",
        "one-column",
        "Éloïse Carpentras",
        "Responsable comptable",
        "eloise.carpentras@example.fr",
        "+33 1 70 18 55 12",
        "Lyon, France",
        "Comptable habituée aux clôtures rapides et aux audits sans surprise.",
        (
            Job(
                "Responsable comptable",
                "Fonderies Valserine SA",
                "Lyon, France",
                "2017-01",
                None,
                ("Encadrement de cinq personnes.", "Réduction du délai de clôture à quatre jours."),
            ),
            Job(
                "Comptable",
                "Groupe Brémond",
                "Grenoble, France",
                "2011-09",
                "2016-12",
                ("Tenue des comptes fournisseurs.",),
            ),
        ),
        (School("Licence", "Comptabilité", "Université de Valmorin", "2008-09", "2011-06"),),
        {"Finance": ("Consolidation", "Trésorerie"), "Logiciels": ("Sage", "Excel")},
        (("Français", "langue maternelle"), ("Anglais", "courant")),
    ),
    Person(
        "infirmier",
        "fr",
        "sidebar-right",
        "Théophile Garrigou",
        "Infirmier",
        "theophile.garrigou@example.fr",
        "+33 5 70 18 44 09",
        "Toulouse, France",
        "Infirmier attentif, dix ans de réanimation derrière lui.",
        (
            Job(
                "Infirmier",
                "Hôpital des Trois Ormes",
                "Toulouse, France",
                "2015-03",
                None,
                (
                    "Surveillance de patients sous ventilation.",
                    "Tutorat des étudiants de deuxième année.",
                ),
            ),
            Job(
                "Infirmier",
                "Clinique du Vieux Pont",
                "Albi, France",
                "2012-07",
                "2015-02",
                ("Soins postopératoires.",),
            ),
        ),
        (
            School(
                "Diplôme", "Soins infirmiers", "Institut de formation Garonne", "2009-09", "2012-06"
            ),
        ),
        {"Soins": ("Réanimation", "Pansements complexes"), "Outils": ("Hôpital Manager", "Pyxis")},
        dates="slash",
    ),
    Person(
        "ingeniera",
        "es",
        "one-column",
        "Begoña Ibarrola Núñez",
        "Ingeniera industrial",
        "begona.ibarrola@example.es",
        "+34 91 555 01 66",
        "Bilbao, España",
        "Ingeniera de procesos con gusto por las líneas de montaje ordenadas.",
        (
            Job(
                "Ingeniera de procesos",
                "Talleres Urdazubi S.L.",
                "Bilbao, España",
                "2018-02",
                None,
                (
                    "Reduje los cambios de útil de 50 a 18 minutos.",
                    "Coordino un equipo de ocho técnicos.",
                ),
            ),
            Job(
                "Ingeniera de calidad",
                "Fundiciones Arrebol S.A.",
                "Vitoria, España",
                "2013-05",
                "2018-01",
                ("Auditorías a proveedores.",),
            ),
        ),
        (
            School(
                "Grado", "Ingeniería industrial", "Universidad de Monteclaro", "2009-09", "2013-04"
            ),
        ),
        {"Procesos": ("Lean", "SMED"), "Programas": ("SolidWorks", "Minitab")},
        (("Español", "nativo"), ("Inglés", "avanzado")),
    ),
    Person(
        "camarero",
        "es",
        "two-columns",
        "Íñigo Valdepeñas",
        "Jefe de sala",
        "inigo.valdepenas@example.es",
        "+34 93 555 02 77",
        "Barcelona, España",
        "Jefe de sala que recuerda el nombre y la mesa de cada cliente.",
        (
            Job(
                "Jefe de sala",
                "Restaurante La Garza",
                "Barcelona, España",
                "2016-06",
                None,
                ("Dirijo a catorce camareros.", "Subí la venta de vino un 25 %."),
            ),
            Job(
                "Camarero",
                "Hotel Miramar del Sur",
                "Málaga, España",
                "2011-04",
                "2016-05",
                ("Servicio de banquetes.",),
            ),
        ),
        (
            School(
                "Técnico superior", "Hostelería", "Escuela de Hostelería Levante", "2009", "2011"
            ),
        ),
        {"Sala": ("Maridaje", "Protocolo"), "Gestión": ("Turnos", "Inventario")},
        dates="slash",
    ),
    Person(
        "analityk-uk",
        "uk",
        "one-column",
        "Соломія Бережанська",
        "Інженер даних",
        "solomiia.berezhanska@example.ua",
        "+380 44 555 01 88",
        "Lviv, Ukraine",
        "Будую сховища даних для мережі аптек і навчаю колег писати запити.",
        (
            Job(
                "Інженер даних",
                "Сойка Аналітика",
                "Lviv, Ukraine",
                "2019-11",
                None,
                ("Побудувала сховище на дванадцять терабайтів.", "Скоротила час звітів удвічі."),
            ),
            Job(
                "Аналітик",
                "Мережа Подорожник",
                "Kyiv, Ukraine",
                "2016-02",
                "2019-10",
                ("Готувала щотижневі звіти.",),
            ),
        ),
        (
            School(
                "Магістр",
                "Прикладна математика",
                "Університет Карпатського краю",
                "2010-09",
                "2015-06",
            ),
        ),
        {"Дані": ("SQL", "Airflow"), "Мови програмування": ("Python", "Scala")},
        dates="slash",
    ),
)
