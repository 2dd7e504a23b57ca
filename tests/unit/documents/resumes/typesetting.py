# ruff: noqa: E501
"""Résumés of the invented people, typeset in the layouts that people use."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.unit.documents.resumes.people import Job, Person, School

HEADINGS = {
    "en": ("Profile", "Work Experience", "Education", "Skills", "Languages", "Certifications", "Contact"),
    "de": ("Profil", "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen", "Zertifikate", "Kontakt"),
    "pl": ("Podsumowanie", "Doświadczenie zawodowe", "Wykształcenie", "Umiejętności", "Języki", "Certyfikaty", "Kontakt"),
    "fr": ("Profil", "Expérience professionnelle", "Formation", "Compétences", "Langues", "Certificats", "Contact"),
    "es": ("Perfil", "Experiencia laboral", "Formación académica", "Habilidades", "Idiomas", "Certificados", "Contacto"),
    "uk": ("Про мене", "Досвід роботи", "Освіта", "Навички", "Мови", "Курси", "Контакти"),
}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
}  # fmt: skip
PRESENT = {
    "en": "Present",
    "de": "heute",
    "pl": "obecnie",
    "fr": "aujourd’hui",
    "es": "actualidad",
    "uk": "дотепер",
}


def date_text(person: Person, date: str | None) -> str:
    if date is None:
        return PRESENT[person.language]
    year, _, month = date.partition("-")
    if not month or person.dates == "year":
        return year
    if person.dates == "slash":
        return f"{month}/{year}"
    return f"{MONTHS[person.language].split()[int(month) - 1]} {year}"


def period_text(person: Person, entry: Job | School) -> str:
    return f"{date_text(person, entry.start)} – {date_text(person, entry.end)}"


def _data(person: Person) -> dict[str, object]:
    names = ("profile", "work", "education", "skills", "languages", "certificates", "contact")
    return {
        "lang": person.language,
        "h": dict(zip(names, HEADINGS[person.language], strict=True)),
        "name": person.name, "label": person.label, "email": person.email, "phone": person.phone,
        "city": person.city, "summary": person.summary, "links": person.links,
        "jobs": [
            {"position": j.position, "employer": j.employer, "place": j.place,
             "period": period_text(person, j), "points": j.points}
            for j in person.jobs
        ],
        "schools": [
            {"degree": f"{s.degree} {s.area}" if s.degree.endswith("zum") else f"{s.degree}, {s.area}",
             "institution": s.institution, "period": period_text(person, s)}
            for s in person.schools
        ],
        "skills": [{"name": name, "words": ", ".join(words)} for name, words in person.skills.items()],
        "languages": [{"name": name, "level": level} for name, level in person.languages],
        "certificates": person.certificates,
    }  # fmt: skip


_COMMON = """
#let d = json(bytes(sys.inputs.data))
#set text(lang: d.lang, size: 10pt, font: ("Libertinus Serif", "DejaVu Sans"))
#set page(paper: "a4", margin: 2cm)
#let head(t) = block(above: 1.4em, below: 0.8em, text(weight: "bold", size: 12pt, t))
#let upper-head(t) = block(above: 1.4em, below: 0.8em, text(weight: "bold", size: 11pt, upper(t)))
#let name-block = [#text(size: 20pt, weight: "bold", d.name) \\ #text(size: 12pt, d.label)]
#let contacts = (d.city, d.email, d.phone) + d.links
#let skills-block = for g in d.skills [*#g.name:* #g.words \\ ]
#let languages-block = for l in d.languages [#l.name – #l.level \\ ]
#let job-head(j) = [*#j.position* #h(1fr) #j.period \\ #j.employer, #j.place]
#let jobs-block = for j in d.jobs [
  #block(above: 1.2em, job-head(j))
  #list(..j.points.map(p => [#p]))
]
#let schools-block = for s in d.schools [
  #block(above: 1.0em)[*#s.degree* #h(1fr) #s.period \\ #s.institution]
]
"""
_ONE_COLUMN = """
#align(center)[#name-block \\ #contacts.join("  |  ")]
#head(d.h.profile) #d.summary
#head(d.h.work) #jobs-block
#head(d.h.education) #schools-block
#head(d.h.skills) #skills-block
#if d.languages.len() > 0 [#head(d.h.languages) #languages-block]
#if d.certificates.len() > 0 [#head(d.h.certificates) #list(..d.certificates.map(c => [#c]))]
"""
_SIDE = """
#let side = [
  #upper-head(d.h.contact) #contacts.join(linebreak())
  #upper-head(d.h.skills) #skills-block
  #if d.languages.len() > 0 [#upper-head(d.h.languages) #languages-block]
]
#let main = [
  #upper-head(d.h.profile) #d.summary
  #upper-head(d.h.work) #jobs-block
  #upper-head(d.h.education) #schools-block
]
"""
_LAYOUTS = {
    "one-column": _ONE_COLUMN,
    "long": "#set text(size: 14pt)\n" + _ONE_COLUMN,
    "sidebar-left": _SIDE
    + "#grid(columns: (5cm, 1fr), gutter: 1cm, [], name-block)\n"
    + "#grid(columns: (5cm, 1fr), gutter: 1cm, side, main)",
    "sidebar-right": _SIDE
    + "#name-block\n#grid(columns: (1fr, 5cm), gutter: 1cm, main, side)",
    "two-columns": """
#align(center)[#name-block \\ #contacts.join("  ·  ")]
#columns(2, gutter: 1cm)[
#head(d.h.profile) #d.summary
#head(d.h.work) #jobs-block
#colbreak()
#head(d.h.education) #schools-block
#head(d.h.skills) #skills-block
]
""",
    "table": """
#name-block \\ #contacts.join("  •  ")
#head(d.h.profile) #d.summary
#head(d.h.work)
#grid(columns: (4cm, 1fr), row-gutter: 1em, column-gutter: 0.6cm,
  ..d.jobs.map(j => (j.period, [*#j.position* \\ #j.employer, #j.place #list(..j.points.map(p => [#p]))])).flatten())
#head(d.h.education)
#grid(columns: (4cm, 1fr), column-gutter: 0.6cm, ..d.schools.map(s => (s.period, [#s.degree \\ #s.institution])).flatten())
#head(d.h.skills)
#grid(columns: (4cm, 1fr), row-gutter: 0.6em, ..d.skills.map(g => (g.name, g.words)).flatten())
""",
    "label-column": """
#name-block \\ #contacts.join("  |  ")
#let row(t, body) = grid(columns: (4.2cm, 1fr), column-gutter: 0.6cm, text(weight: "bold", upper(t)), body)
#v(1em) #row(d.h.profile, d.summary)
#v(1em) #row(d.h.work, jobs-block)
#v(1em) #row(d.h.education, schools-block)
#v(1em) #row(d.h.skills, skills-block)
""",
    "band": _SIDE
    + """
#block(fill: rgb("#1f3a5f"), width: 100%, inset: 14pt, text(fill: white)[#name-block \\ #contacts.join("   ")])
#grid(columns: (1fr, 4.6cm), gutter: 0.9cm,
  main, block(fill: luma(235), inset: 8pt, [
    #upper-head(d.h.skills) #skills-block
    #if d.languages.len() > 0 [#upper-head(d.h.languages) #languages-block]]))
""",
    "timeline": """
#name-block \\ #contacts.join("  |  ")
#head(d.h.profile) #d.summary
#head(d.h.work)
#for j in d.jobs [
  #block(stroke: (left: 1.5pt + rgb("#999999")), inset: (left: 10pt, y: 2pt))[
    #text(fill: luma(110), j.period) \\ *#j.position* \\ #emph[#j.employer] · #j.place
    #list(marker: [▪], ..j.points.map(p => [#p]))]
]
#head(d.h.education) #schools-block
#head(d.h.skills) #skills-block
#if d.languages.len() > 0 [#head(d.h.languages) #languages-block]
""",
    "two-page-sidebar": "#set page(height: 15cm)\n" + _SIDE + """
#name-block
#grid(columns: (6.2cm, 1fr), gutter: 0.8cm, side, main)
""",
    "ruled-table": """
#name-block \\ #contacts.join("  |  ")
#table(columns: (4cm, 1fr), stroke: 0.5pt,
  [*#d.h.profile*], d.summary,
  [*#d.h.work*], jobs-block,
  [*#d.h.education*], schools-block,
  [*#d.h.skills*], skills-block)
""",
}  # fmt: skip


def pdf(person: Person, layout: str | None = None) -> bytes:
    source = _COMMON + _LAYOUTS[layout or person.layout]
    return bytes(
        typst.compile(source.encode(), sys_inputs={"data": json.dumps(_data(person))}, format="pdf")
    )


def _parts(person: Person) -> Iterator[tuple[str, str]]:
    """Kind of line and its text: what the flowing formats share."""
    h = HEADINGS[person.language]
    yield "name", person.name
    yield "label", person.label
    yield "contact", " | ".join((person.city, person.email, person.phone))
    yield "head", h[0]
    yield "text", person.summary
    yield "head", h[1]
    for job in person.jobs:
        yield "entry", f"{job.position}\t{period_text(person, job)}"
        yield "below", f"{job.employer}, {job.place}"
        for point in job.points:
            yield "item", point
    yield "head", h[2]
    for school in person.schools:
        joint = " " if school.degree.endswith("zum") else ", "
        yield "entry", f"{school.degree}{joint}{school.area}\t{period_text(person, school)}"
        yield "below", school.institution
    yield "head", h[3]
    for name, words in person.skills.items():
        yield "text", f"{name}: {', '.join(words)}"
    if person.languages:
        yield "head", h[4]
        for name, level in person.languages:
            yield "item", f"{name} – {level}"


def text(person: Person) -> bytes:
    lines = []
    for kind, words in _parts(person):
        if kind == "head":
            lines += ["", words.upper(), ""]
        elif kind == "entry":
            lines += ["", words.replace("\t", "     ")]
        elif kind == "item":
            lines.append(f"- {words}")
        else:
            lines.append(words)
    return "\n".join(lines).encode()


def markdown(person: Person) -> bytes:
    lines = []
    for kind, words in _parts(person):
        form = {"name": "# {}", "head": "\n## {}\n", "item": "* {}", "below": "*{}*  ",
                "label": "**{}**  "}.get(kind, "{}")  # fmt: skip
        if kind == "entry":
            position, _, period = words.partition("\t")
            lines.append(f"\n### {position} | {period}")
        else:
            lines.append(form.format(words))
    return "\n".join(lines).encode()


def docx_flowing(person: Person) -> bytes:
    document = docx.Document()
    for kind, words in _parts(person):
        if kind == "name":
            document.add_paragraph(words, style="Title")
        elif kind == "head":
            document.add_heading(words, level=1)
        elif kind == "item":
            document.add_paragraph(words, style="List Bullet")
        elif kind == "entry":
            document.add_paragraph().add_run(words).bold = True
        else:
            document.add_paragraph(words)
    return _saved(document)


def docx_with_table(person: Person) -> bytes:
    """Name and contacts in the page header, side bar and main part as cells of one table."""
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = person.name
    header.add_paragraph(f"{person.email} | {person.phone} | {person.city}")
    document.add_paragraph(person.label)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    cell = right
    for kind, words in _parts(person):
        if kind in ("name", "label", "contact"):
            continue
        if kind == "head":
            skills = words in HEADINGS[person.language][3:5]
            cell = left if skills else right
            cell.add_paragraph().add_run(words).bold = True
        elif kind == "item":
            cell.add_paragraph(words, style="List Bullet")
        else:
            cell.add_paragraph(words)
    return _saved(document)


def docx_with_text_box(person: Person) -> bytes:
    """Contacts in a text box, as side bars of Word templates have them."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    lines = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in (person.email, person.phone, person.city)
    )
    box = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{lines}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph.add_run(person.name)
    paragraph._p.append(parse_xml(box))
    for kind, words in _parts(person):
        if kind == "head":
            document.add_heading(words, level=2)
        elif kind == "item":
            document.add_paragraph(words, style="List Bullet")
        elif kind not in ("name", "contact"):
            document.add_paragraph(words)
    return _saved(document)


def docx_with_dates_in_a_table(person: Person) -> bytes:
    """Periods in the left column of a table, what was done in the right one."""
    document = docx.Document()
    table = None
    row = None
    for kind, words in _parts(person):
        if kind == "head":
            document.add_heading(words, level=1)
            table = row = None
        elif kind == "name":
            document.add_paragraph(words, style="Title")
        elif kind == "entry":
            table = table or document.add_table(rows=0, cols=2)
            row = table.add_row()
            what, _, period = words.partition("\t")
            row.cells[0].text = period
            row.cells[1].paragraphs[0].add_run(what).bold = True
        elif row is not None:
            style = "List Bullet" if kind == "item" else None
            row.cells[1].add_paragraph(words, style=style)
        else:
            document.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    return _saved(document)


def docx_with_side_bar_in_a_drawing(person: Person) -> bytes:
    """Skills and languages in a text box as Word draws it today, with the fallback of old Word."""
    document = docx.Document()
    document.add_paragraph(person.name, style="Title")
    boxed = []
    heads = HEADINGS[person.language]
    in_box = False
    for kind, words in _parts(person):
        if kind == "head":
            in_box = words in heads[3:5]
        if kind == "name":
            continue
        if in_box:
            bold = "<w:rPr><w:b/></w:rPr>" if kind == "head" else ""
            boxed.append(f"<w:p><w:r>{bold}<w:t>{escape(words)}</w:t></w:r></w:p>")
        elif kind == "head":
            document.add_heading(words, level=1)
        else:
            document.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    content = f"<w:txbxContent>{''.join(boxed)}</w:txbxContent>"
    document.add_paragraph()._p.append(
        parse_xml(
            f"<w:r {nsdecls('w', 'wp', 'a')} "
            "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
            "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
            "xmlns:v='urn:schemas-microsoft-com:vml'><mc:AlternateContent><mc:Choice "
            "Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
            f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape>"
            "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    return _saved(document)


def docx_with_controls(person: Person) -> bytes:
    """Each part in a content control, as Word's own templates have them."""
    document = docx.Document(io.BytesIO(docx_flowing(person)))
    body = document.element.body
    for paragraph in list(body.iterchildren(qn("w:p"))):
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        paragraph.addprevious(control)
        control[0].append(paragraph)
    return _saved(document)


def _saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
