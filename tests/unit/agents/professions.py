"""Ten candidates and ten postings, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from copilot.domain.posting import Posting
from copilot.domain.resume import Resume


@dataclass(frozen=True)
class Case:
    name: str
    resume: Resume
    posting: Posting


def _work(
    name: str, position: str, start: str, end: str | None, *highlights: str
) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": name,
        "position": position,
        "startDate": start,
        "highlights": list(highlights),
    }
    if end:
        entry["endDate"] = end
    return entry


def _case(
    name: str,
    person: str,
    label: str,
    work: list[dict[str, Any]],
    posting: tuple[str, str, str],
    **sections: Any,
) -> Case:
    summary = sections.pop("summary", None)
    basics = {"name": person, "label": label, "email": f"{name}@example.org"}
    if summary:
        basics["summary"] = summary
    title, company, description = posting
    return Case(
        name,
        Resume.from_json({"basics": basics, "work": work, **sections}),
        Posting(title=title, company=company, description=description.strip()),
    )


NURSE = _case(
    "nurse",
    "Imke Brandsma",
    "Registered Nurse",
    [
        _work(
            "Lindenhof Hospital",
            "Registered Nurse",
            "2018-03",
            None,
            "Cared for up to 6 patients a shift on a 28-bed surgical ward",
            "Trained 9 new nurses in wound care and medication safety",
            "Introduced a handover checklist that cut medication errors by 30%",
            "Triage of walk-in patients during weekend shifts",
        ),
        _work(
            "Seeblick Clinic",
            "Staff Nurse",
            "2014-08",
            "2018-02",
            "Administered IV therapy and monitored vital signs after surgery",
            "Documented care plans in the electronic health record",
        ),
    ],
    (
        "Registered Nurse - Surgical Ward (f/m/d)",
        "Hillcrest Medical Center",
        """
Hillcrest Medical Center is a 400-bed teaching hospital that has served the valley since 1952.

## What you will do
- Care for patients before and after surgery
- Take part in handovers and discharge planning

## Requirements
- Valid RN license
- At least 3 years of experience in acute care nursing
- Experience with wound care and IV therapy
- Strong communication skills
- BLS certification preferred

## Benefits
- Paid time off and health insurance
- Tuition support

Hillcrest is an equal opportunity employer.
All applicants are considered regardless of race, religion or age.
""",
    ),
    skills=[
        {
            "name": "Clinical",
            "keywords": ["Wound care", "Medication administration", "Patient education"],
        }
    ],
    certificates=[{"name": "Basic Life Support (BLS)", "date": "2023-05"}],
    education=[
        {
            "institution": "Noordzee College",
            "studyType": "Bachelor of Science",
            "area": "Nursing",
            "endDate": "2014",
        }
    ],
    languages=[
        {"language": "English", "fluency": "Fluent"},
        {"language": "Dutch", "fluency": "Native"},
    ],
)

DEVELOPER = _case(
    "developer",
    "Tomás Okafor",
    "Backend Engineer",
    [
        _work(
            "Ferrymoor",
            "Backend Engineer",
            "2020-01",
            None,
            "Moved 14 services from virtual machines to Kubernetes",
            "Reduced deploy time from 40 to 8 minutes with GitLab CI",
            "Wrote the billing service in Python and PostgreSQL",
            "On-call rotation for payments",
        ),
        _work(
            "Quillbase",
            "Software Developer",
            "2016-06",
            "2019-12",
            "Built a REST API in Django for 300 partner shops",
            "Maintained the search index",
        ),
    ],
    (
        "Senior Python Engineer | Remote EU",
        "Tidewater Labs",
        """
We build scheduling software for ferries and ports. Our team has 22 people in four countries.

**About you**

* 5+ years of experience with Python
* Solid knowledge of PostgreSQL and Docker
* You have run services on Kubernetes in production
* Experience with Terraform is a must
* Nice to have: Go

**The job**

* Design and build APIs for port operators
* Improve our deployment pipeline

**We offer** 30 days of vacation and a training budget.

To apply, send your CV to jobs@tidewater.example.
""",
    ),
    skills=[
        {"name": "Languages", "keywords": ["JavaScript", "Python", "SQL"]},
        {"name": "Tools", "keywords": ["Docker", "GitLab CI"]},
    ],
    projects=[
        {
            "name": "tidecalc",
            "description": "Command line tool for tide tables",
            "highlights": ["Published on PyPI with 2,000 downloads a month"],
        }
    ],
)

ACCOUNTANT = _case(
    "accountant",
    "Marguerite Solheim",
    "Accountant",
    [
        _work(
            "Brightwater Foods",
            "Senior Accountant",
            "2019-04",
            None,
            "Closed the monthly books for three entities within four working days",
            "Prepared VAT returns and the annual financial statements",
            "Responsible for payroll of 85 employees",
            "Led the move from spreadsheets to SAP",
        ),
        _work(
            "Castellan & Co",
            "Junior Accountant",
            "2015-09",
            "2019-03",
            "Reconciled bank accounts and supplier statements",
        ),
    ],
    (
        "Accountant (Part-time)",
        "Rosewood Care Homes",
        """
Rosewood Care Homes is looking for an accountant for its head office.

Responsibilities:
Prepare monthly and annual accounts for five care homes
Manage accounts payable and payroll

Qualifications:
Degree in accounting or finance
Minimum of 4 years experience in accounting, including payroll
Proficiency in Excel and SAP
ACCA is an advantage
Attention to detail
""",
    ),
    skills=[{"name": "SAP"}, {"name": "Excel"}, {"name": "Payroll"}],
    education=[{"institution": "Harbour University", "studyType": "BSc", "area": "Accounting"}],
)

TEACHER = _case(
    "teacher",
    "Ines Castellano",
    "Secondary School Teacher",
    [
        _work(
            "Westbrook School",
            "Mathematics Teacher",
            "2017-08",
            None,
            "Teach mathematics to classes of up to 30 students aged 12 to 16",
            "Raised the exam pass rate from 71% to 88% in two years",
            "Coordinate the school's peer tutoring programme",
        ),
        _work(
            "Avenida Academy",
            "Teaching Assistant",
            "2015-09",
            "2017-07",
            "Supporting students with special educational needs",
        ),
    ],
    (
        "Maths Teacher",
        "Oakfield Academy",
        """
Oakfield Academy is a school of 900 students. We are looking for a maths teacher who can teach up to
GCSE level. You must have qualified teacher status and a degree in mathematics or a related
subject. Experience with peer tutoring would be great.
You will plan lessons, assess students and report to parents. We offer a relocation package.
""",
    ),
    education=[
        {"institution": "Universidad de Lavapiés", "studyType": "Degree", "area": "Mathematics"}
    ],
    skills=[{"name": "Lesson planning"}, {"name": "Classroom management"}],
)

CHEF = _case(
    "chef",
    "Dario Venturelli",
    "Sous Chef",
    [
        _work(
            "Osteria Galleggiante",
            "Sous Chef",
            "2019-05",
            "2024-10",
            "Ran the evening service for 120 covers with a brigade of 7",
            "Cut food waste by a fifth through new portion plans",
            "Wrote seasonal menus with local suppliers",
        ),
        _work(
            "Hotel Marivent",
            "Commis Chef",
            "2016-03",
            "2019-04",
            "Prepared sauces and starters",
            "HACCP records and kitchen hygiene",
        ),
    ],
    (
        "Head Chef",
        "The Copper Kettle",
        """
The Copper Kettle is a family-owned restaurant with 80 seats by the old harbour.

Your profile:
- Several years of experience in a busy kitchen
- Experience in menu planning and food cost control
- Knowledge of HACCP
- You lead a team calmly

What we offer:
- Competitive salary and free meals
""",
    ),
    skills=[{"name": "Menu planning"}, {"name": "HACCP"}, {"name": "Italian cuisine"}],
)

SALES = _case(
    "sales",
    "Priya Ravindran",
    "Account Manager",
    [
        _work(
            "Clarion Packaging",
            "Account Manager",
            "2018-01",
            None,
            "Manages 45 key accounts in food and retail",
            "Grew revenue in the region from 1.2 to 1.9 million euros",
            "Negotiated framework contracts with two supermarket chains",
        ),
        _work(
            "Bluefin Office Supplies",
            "Sales Representative",
            "2014-05",
            "2017-12",
            "Visited 15 customers a week",
            "Won the regional sales award in 2016",
        ),
    ],
    (
        "Key Account Manager – Food Industry (Ref. 20391)",
        "Norvik Cartons",
        """
ABOUT NORVIK CARTONS
Norvik Cartons makes cardboard packaging from recycled fibre in three plants.

KEY RESPONSIBILITIES
• Develop key accounts in the food industry
• Negotiate annual contracts

REQUIREMENTS
• Proven experience in key account management
• Experience in the packaging industry preferred
• Knowledge of Salesforce
• Willingness to travel up to 40%
""",
    ),
    skills=[
        {"name": "Key account management"},
        {"name": "Contract negotiation"},
        {"name": "Salesforce"},
    ],
)

ELECTRICIAN = _case(
    "elektriker",
    "Jörg Wiesenthal",
    "Elektroniker für Energie- und Gebäudetechnik",
    [
        _work(
            "Elektro Habermann GmbH",
            "Elektroniker",
            "2016-09",
            None,
            "Installation von Photovoltaikanlagen bis 100 kWp",
            "Prüfung ortsfester Anlagen nach DIN VDE 0100-600",
            "Betreuung von zwei Auszubildenden",
        ),
        _work(
            "Stadtwerke Grünau",
            "Monteur",
            "2012-08",
            "2016-08",
            "Wartung von Schaltanlagen und Trafostationen",
        ),
    ],
    (
        "Elektroniker (m/w/d) für Photovoltaik",
        "Sonnfeld Energietechnik GmbH",
        """
Wir sind ein Familienbetrieb mit 60 Mitarbeitern und bauen seit 1998 Solaranlagen in der Region.

**Ihre Aufgaben**
- Montage und Inbetriebnahme von Photovoltaikanlagen
- Fehlersuche und Wartung beim Kunden

**Ihr Profil**
- Abgeschlossene Ausbildung als Elektroniker
- Mindestens drei Jahre Berufserfahrung
- Kenntnisse der DIN VDE Normen
- Führerschein Klasse B
- Erfahrung mit Batteriespeichern von Vorteil

**Wir bieten**
- Unbefristete Stelle und 30 Tage Urlaub

Bewerben Sie sich per E-Mail.
""",
    ),
    skills=[{"name": "Photovoltaik"}, {"name": "DIN VDE 0100"}],
    education=[
        {
            "institution": "Handwerkskammer Grünau",
            "studyType": "Gesellenbrief",
            "area": "Elektroniker",
        }
    ],
)

WAREHOUSE = _case(
    "magazynier",
    "Łukasz Żurawski",
    "Magazynier",
    [
        _work(
            "Spedycja Wilga",
            "Magazynier",
            "2019-02",
            None,
            "Obsługa wózków widłowych i kompletacja zamówień",
            "Prowadzenie inwentaryzacji magazynu wysokiego składowania",
            "Szkolenie nowych pracowników z zasad BHP",
        ),
    ],
    (
        "Magazynier / Operator wózka widłowego",
        "Hurtownia Dębowa",
        """
O nas
Jesteśmy hurtownią materiałów budowlanych i działamy od 1994 roku.

Zakres obowiązków
- Przyjmowanie i wydawanie towaru
- Kompletacja zamówień

Wymagania
- Minimum 2 lata doświadczenia na podobnym stanowisku
- Uprawnienia na wózki widłowe
- Dokładność i sumienność
- Mile widziana znajomość systemu WMS

Oferujemy
- Umowę o pracę i premie
""",
    ),
    skills=[{"name": "Wózki widłowe"}, {"name": "Kompletacja zamówień"}, {"name": "BHP"}],
    certificates=[{"name": "Uprawnienia UDT na wózki widłowe"}],
)

SOCIAL_WORKER = _case(
    "educatrice",
    "Océane Delacourt",
    "Éducatrice spécialisée",
    [
        _work(
            "Association La Passerelle",
            "Éducatrice spécialisée",
            "2018-09",
            None,
            "Accompagnement de 12 jeunes en hébergement",
            "Animation d'ateliers de cuisine et de sport",
            "Rédaction des projets personnalisés",
        ),
    ],
    (
        "Éducateur spécialisé (H/F)",
        "Fondation Belrive",
        """
À propos de nous
La Fondation Belrive accueille 140 enfants et adolescents dans huit maisons.

Vos missions
- Accompagner les jeunes au quotidien
- Rédiger les projets personnalisés

Profil recherché
- Diplôme d'État d'éducateur spécialisé exigé
- Expérience de l'hébergement souhaitée
- Permis B indispensable
- Sens de l'écoute

Avantages
- Mutuelle et congés supplémentaires

Envoyez votre CV à l'adresse indiquée.
""",
    ),
    skills=[{"name": "Animation d'ateliers"}, {"name": "Projets personnalisés"}],
    education=[
        {
            "institution": "Institut Montclair",
            "studyType": "Diplôme d'État",
            "area": "Éducateur spécialisé",
        }
    ],
)

RECEPTIONIST = _case(
    "recepcionista",
    "Noelia Ibarrondo",
    "Recepcionista de hotel",
    [
        _work(
            "Hotel Miralba",
            "Recepcionista",
            "2020-04",
            None,
            "Atención a huéspedes en un hotel de 90 habitaciones",
            "Gestión de reservas con Opera",
            "Resolución de reclamaciones en tres idiomas",
        ),
    ],
    (
        "Recepcionista de hotel",
        "Hotel Costa Serena",
        """
Sobre nosotros
Somos un hotel de 120 habitaciones frente al mar, abierto desde 1985.

Funciones
- Recibir y atender a los huéspedes
- Gestionar reservas

Requisitos
- Al menos 2 años de experiencia en recepción
- Inglés nivel alto
- Conocimientos de Opera
- Se valorará francés

Ofrecemos
- Contrato indefinido
""",
    ),
    skills=[{"name": "Opera"}, {"name": "Atención al cliente"}],
    languages=[
        {"language": "Español", "fluency": "Nativo"},
        {"language": "Inglés", "fluency": "C1"},
    ],
)

CASES = (
    NURSE,
    DEVELOPER,
    ACCOUNTANT,
    TEACHER,
    CHEF,
    SALES,
    ELECTRICIAN,
    WAREHOUSE,
    SOCIAL_WORKER,
    RECEPTIONIST,
)
