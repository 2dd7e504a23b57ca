"""Which section a heading opens.

A heading is known by its words: every word belongs to one section's vocabulary or is filler. So
"Relevant Work Experience" and "Education and Training" need no entry of their own.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from copilot.documents.resumes.folding import fold, words_of


class Kind(StrEnum):
    HEADER = "header"
    SUMMARY = "summary"
    WORK = "work"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CERTIFICATES = "certificates"
    PROJECTS = "projects"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    VOLUNTEER = "volunteer"
    INTERESTS = "interests"
    REFERENCES = "references"
    CONTACT = "contact"
    OTHER = "other"


# Whole headings that words alone would misjudge, folded.
_PHRASES: dict[Kind, str] = {
    Kind.SUMMARY: (
        "summary|profile|about|about me|objective|objectives|career objective|career goal"
        "|career goals|job objective|professional objective|professional profile|career profile"
        "|executive profile|executive summary|personal statement|personal profile|personal summary"
        "|professional summary|career summary|career overview|professional overview|overview"
        "|introduction|summary of qualifications|qualifications summary|summary statement"
        "|qualifications profile|experience summary|summary of experience|brief summary|bio|biography|description|professional background"
        "|who i am|in brief|at a glance|profil|kurzprofil|zusammenfassung|uber mich|ueber mich|persoenliches profil|berufsprofil|persoenliches"
        "|karriereziel|berufsziel|zielsetzung|podsumowanie|o mnie|podsumowanie zawodowe|profil zawodowy|cel zawodowy"
        "|a propos|a propos de moi|profil professionnel|resume professionnel|objectif|objectif professionnel|presentation"
        "|perfil|perfil profesional|sobre mi|resumen|resumen profesional|objetivo|objetivo profesional|extracto"
        "|profilo|profilo professionale|chi sono|sobre mim|perfil profissional|resumo|profiel|over mij|samenvatting|om mig|profil zawodowy"
        "|o mne|о себе|обо мне|про мене|цель"
    ),
    Kind.WORK: (
        "experience|work|employment|career|work history|employment history|job history|career history|professional history"
        "|work experience|professional experience|employment experience|career experience|relevant experience|industry experience|industrial experience"
        "|positions held|positions|professional positions|work record|employment record|employment details|career path|jobs|job experience"
        "|internships|internship|internship experience|internship details|military experience|military service|teaching experience|clinical experience"
        "|professional career|career progression|organizational experience|organisational experience|work expirience|experiance|work experiance"
        "|company experience|working experience|practical experience|previous experience|past experience|other experience|additional experience|company details"
        "|berufserfahrung|berufspraxis|beruflicher werdegang|werdegang|berufliche stationen|berufliche laufbahn|berufliche erfahrung|praktika|praktische erfahrung|arbeitserfahrung|berufstatigkeit|taetigkeiten|beschaftigung|berufsweg|beruflicher hintergrund"
        "|doswiadczenie|doswiadczenie zawodowe|historia zatrudnienia|przebieg kariery|kariera zawodowa|przebieg kariery zawodowej|praktyki|staze|praktyki i staze|praca|zatrudnienie|doswiadczenie zawodowe i praktyki"
        "|experience professionnelle|experiences professionnelles|experiences|parcours professionnel|parcours|stages|emplois|expérience"
        "|experiencia|experiencia laboral|experiencia profesional|trayectoria|trayectoria profesional|historial laboral|practicas|vida laboral"
        "|esperienza|esperienze|esperienza lavorativa|esperienze lavorative|esperienza professionale|esperienze professionali"
        "|experiencia profissional|historico profissional|werkervaring|ervaring|arbetslivserfarenhet|erfarenhet|arbejdserfaring|erhvervserfaring|arbeidserfaring"
        "|pracovni zkusenosti|praxe|pracovne skusenosti|опыт|опыт работы|досвід роботи|досвід|трудовая деятельность|designations promotions"
    ),
    Kind.EDUCATION: (
        "education|educational background|education background|academic background|academics|academic qualifications|academic qualification|academic details|academic profile|academia"
        "|educational qualifications|educational qualification|education qualification|education details|educational details|qualification|studies|schooling|academic history|scholastics|academic credentials|educational credentials"
        "|education and training|education training|training|professional training|trainings|academic record|formal education|educations and curses|education and courses|professional education|degrees"
        "|ausbildung|bildung|bildungsweg|studium|schulbildung|akademische ausbildung|aus und weiterbildung|ausbildung und studium|schulische ausbildung|bildungsgang|schulausbildung|akademischer werdegang|hochschulbildung|studium und ausbildung|berufsausbildung"
        "|wyksztalcenie|edukacja|nauka|wyksztalcenie i kursy|przebieg edukacji"
        "|formation|formations|etudes|diplomes|parcours academique|formation academique|cursus|scolarite|education et formation|formation et diplomes|etudes et formations"
        "|educacion|formacion|formacion academica|estudios|educacion y formacion|formacion complementaria|titulacion"
        "|istruzione|formazione|istruzione e formazione|studi|educacao|formacao|formacao academica|opleiding|opleidingen|utbildning|uddannelse|utdanning|utdannelse"
        "|vzdelani|vzdelanie|образование|освіта"
    ),
    Kind.SKILLS: (
        "skills|skill set|skillset|technical skills|key skills|core skills|professional skills|soft skills|hard skills|computer skills|it skills|software skills|personal skills|additional skills|other skills|skill highlights|skills summary|skills overview|skills abilities|skills and abilities|relevant skills|top skills|interpersonal skills|programming skills"
        "|competencies|core competencies|key competencies|competences|areas of expertise|expertise|core expertise|area of expertise|technical expertise|technical proficiency|technical proficiencies|proficiencies|proficiency|strengths|key strengths|personal strengths|strength|capabilities|core qualifications|qualifications|key qualifications|professional qualifications"
        "|highlights|technologies|technology|tools|tech stack|technical stack|technology stack|stack|technical knowledge|knowledge|technical summary|technical background|technical profile|technical environment|programming languages|programming|software|specialties|specialities|specializations|areas of strength|areas of experience|core strengths|key areas|tools and technologies|it proficiency|software proficiency|computer proficiency|computer knowledge|software knowledge|technical qualifications|it expertise|technical exposure|skills tools|key skills and tools|technical competencies|technical skill set|abilities"
        "|kenntnisse|fahigkeiten|faehigkeiten|kompetenzen|edv kenntnisse|it kenntnisse|fachkenntnisse|besondere kenntnisse|qualifikationen|kernkompetenzen|fachliche kompetenzen|technische kenntnisse|starken|weitere kenntnisse|kenntnisse und fahigkeiten|fahigkeiten und kenntnisse|personliche starken|fertigkeiten|soziale kompetenzen|methodenkompetenzen"
        "|umiejetnosci|kompetencje|umiejetnosci techniczne|umiejetnosci miekkie|kluczowe umiejetnosci|kwalifikacje|technologie|znajomosc programow|mocne strony|dodatkowe umiejetnosci|umiejetnosci zawodowe|umiejetnosci komputerowe|umiejetnosci i kompetencje"
        "|competences|competences techniques|competences cles|savoir faire|informatique|outils|compétences|competences informatiques|atouts|logiciels|competences professionnelles|savoir etre|qualites"
        "|habilidades|competencias|conocimientos|aptitudes|habilidades tecnicas|competencias tecnicas|conocimientos tecnicos|conocimientos informaticos|informatica|destrezas|capacidades"
        "|competenze|competenze tecniche|capacita|abilita|conoscenze informatiche|competenze informatiche|vaardigheden|competenties|kompetenser|fardigheter|kompetencer|kompetanse|ferdigheter|dovednosti|znalosti|schopnosti|zrucnosti|навыки|ключевые навыки|навички|умения|профессиональные навыки"
    ),
    Kind.LANGUAGES: (
        "languages|language|language skills|languages known|spoken languages|foreign languages|linguistic skills|language proficiency|languages spoken|sprachen|sprachkenntnisse|fremdsprachen|jezyki|jezyki obce|znajomosc jezykow|znajomosc jezykow obcych|langues|langue|langues etrangeres|competences linguistiques|idiomas|lenguas|lingue|lingue straniere|linguas|talen|talenkennis|sprak|sprog|jazyky|jazykove znalosti|языки|знание языков|иностранные языки|мови"
    ),
    Kind.CERTIFICATES: (
        "certifications|certification|certificates|certificate|certified|licenses|licences|license|licensure|licenses and certifications|certifications and licenses|professional certifications|professional licenses|credentials|courses|course|courses and certifications|training and certifications|certifications and training|trainings and certifications|additional training|additional courses|continuing education|professional development|coursework|relevant coursework|online courses|workshops|seminars|training courses|moocs|accreditations|courses trainings|certifications trainings|computer courses|certifications courses"
        "|zertifikate|zertifizierungen|weiterbildung|weiterbildungen|fortbildung|fortbildungen|kurse|lizenzen|schulungen|kurse und zertifikate|fuhrerschein|zusatzqualifikationen"
        "|certyfikaty|kursy|szkolenia|kursy i szkolenia|szkolenia i kursy|kursy i certyfikaty|szkolenia i certyfikaty|certyfikaty i szkolenia|uprawnienia|licencje|dodatkowe kursy|prawo jazdy|kursy szkolenia certyfikaty"
        "|certificats|certifications|habilitations|permis|formations complementaires|certificaciones|certificados|cursos|cursos y certificaciones|licencias|certificazioni|corsi|attestati|certificacoes|certificaten|cursussen|certifieringar|kurser|certifikater|certifikaty|kurzy|сертификаты|курсы|курси|повышение квалификации"
    ),
    Kind.PROJECTS: (
        "projects|project|personal projects|key projects|selected projects|academic projects|side projects|project details|project experience|projects undertaken|projects handled|open source|open source projects|open source contributions|portfolio|project work|major projects|recent projects|research projects|research experience|research|projects done|academic project|professional projects|project profile|pet projects|freelance projects"
        "|projekte|projekterfahrung|ausgewahlte projekte|eigene projekte|projekty|wybrane projekty|projekty wlasne|projets|projets personnels|realisations|proyectos|proyectos personales|progetti|projetos|projecten|projekt|prosjekter|projekter|проекты|проєкти"
    ),
    Kind.PUBLICATIONS: (
        "publications|publication|papers|selected publications|articles|patents|patents and publications|research papers|journal publications|conference papers|books|publikationen|veroffentlichungen|publikacje|publikacje naukowe|articulos|publicaciones|pubblicazioni|publicacoes|publicaties|publikationer|publikace|публикации|публікації|presentations|publications and presentations|presentations and publications"
    ),
    Kind.AWARDS: (
        "awards|award|honors|honours|honors and awards|awards and honors|achievements|accomplishments|key achievements|professional accomplishments|selected accomplishments|key accomplishments|career accomplishments|career highlights|recognition|recognitions|awards and recognition|awards and achievements|scholarships|fellowships|grants|achievements and awards|prizes|honors awards|selected achievements|awards received|accolades|distinctions|major achievements|academic achievements|career achievements|rewards and recognition"
        "|auszeichnungen|preise|erfolge|stipendien|ehrungen|auszeichnungen und preise|osiagniecia|nagrody|wyroznienia|nagrody i wyroznienia|stypendia|prix|recompenses|prix et distinctions|distinctions|bourses|premios|logros|reconocimientos|becas|premi|riconoscimenti|premios e distincoes|prijzen|utmarkelser|priser|oceneni|награды|достижения|нагороди|досягнення"
    ),
    Kind.VOLUNTEER: (
        "volunteer|volunteering|volunteer experience|volunteer work|community service|community involvement|community|volunteer activities|civic involvement|social engagement|charity|volunteerism|volunteer service|civic activities|service"
        "|ehrenamt|ehrenamtliches engagement|ehrenamtliche tatigkeit|ehrenamtliche tatigkeiten|soziales engagement|engagement|wolontariat|dzialalnosc spoleczna|dzialalnosc dodatkowa|benevolat|engagement associatif|vie associative|voluntariado|volontariato|vrijwilligerswerk|ideellt arbete|frivilligt arbejde|frivillig|dobrovolnictvi|волонтерство"
    ),
    Kind.INTERESTS: (
        "interests|hobbies|hobbies and interests|interests and hobbies|personal interests|hobby|activities|activities and interests|leisure|pastimes|extracurricular activities|extra curricular activities|co curricular activities|passions|other interests|leisure activities|interessen|hobbys|hobbies und interessen|interessen und hobbys|freizeit|zainteresowania|hobby i zainteresowania|zainteresowania i hobby|centres d interet|centre d interet|loisirs|interets|intereses|aficiones|interessi|interesses|interesse|intressen|fritidsinteresser|zajmy|konicky|zaliby|увлечения|хобби|интересы|захоплення"
    ),
    Kind.REFERENCES: (
        "references|reference|referees|recommendations|testimonials|referenzen|referencje|references professionnelles|referencias|referenze|referenties|referenser|рекомендации|рекомендації"
    ),
    Kind.CONTACT: (
        "contact|contacts|contact information|contact info|contact details|contact me|personal information|personal details|personal data|personal info|personal|details|address|links|social|social media|online|find me online|profiles|social links|web|kontakt|kontaktdaten|personliche daten|persoenliche daten|persoenliche angaben|personliche angaben|zur person|angaben zur person|dane|dane kontaktowe|dane osobowe|coordonnees|informations personnelles|etat civil|contacto|datos personales|datos de contacto|contatti|dati personali|informazioni personali|contato|dados pessoais|contactgegevens|persoonlijke gegevens|personuppgifter|kontaktuppgifter|osobni udaje|контакты|контакти|личные данные|личная информация|bio data|personal profile details|personal dossier"
    ),
    Kind.OTHER: (
        "additional information|other|miscellaneous|additional|other information|further information|affiliations|professional affiliations|memberships|membership|professional memberships|professional associations|associations|organizations|professional organizations|declaration|availability|notice period|willing to relocate|relocate|groups|affiliations and memberships|extras|security clearance|clearance|work authorization|visa status|additional details|other details|transfer of memberships and professional affiliations"
        "|sonstiges|weitere informationen|weiteres|mitgliedschaften|zusatzliche informationen|inne|dodatkowe informacje|informacje dodatkowe|czlonkostwo|klauzula|rodo|autres|divers|informations complementaires|affiliations professionnelles|otros|otros datos|informacion adicional|otros datos de interes|altro|ulteriori informazioni|outros|overig|ovrigt|andet|ostatni|дополнительная информация|дополнительно|додаткова інформація"
    ),
}
_BY_PHRASE = {
    phrase: kind for kind, text in _PHRASES.items() for phrase in map(fold, text.split("|"))
}

_FILLERS = frozenset(
    ["and", "or", "of", "the", "a", "an", "my", "in", "for", "with", "other", "additional", "relevant", "key", "core", "main", "selected", "recent", "professional", "personal", "general", "summary", "overview", "details", "highlights", "history", "background", "related", "current", "previous", "special", "major", "technical", "more", "further", "academic", "career", "areas", "area", "und", "oder", "der", "die", "das", "meine", "weitere", "i", "oraz", "moje", "inne", "et", "ou", "de", "des", "la", "le", "les", "mes", "du", "y", "e", "mis", "da", "do", "dos", "en", "sur", "con", "og", "och", "&", "/"]
)
_SINGLE = {phrase: kind for phrase, kind in _BY_PHRASE.items() if " " not in phrase}
# In combined headings the section that holds more of the document decides.
_ORDER = list(Kind)
_STRONG = (
    Kind.WORK, Kind.EDUCATION, Kind.SKILLS, Kind.PROJECTS, Kind.CERTIFICATES, Kind.LANGUAGES,
    Kind.PUBLICATIONS, Kind.AWARDS, Kind.VOLUNTEER, Kind.INTERESTS, Kind.REFERENCES, Kind.SUMMARY,
    Kind.CONTACT, Kind.OTHER,
)  # fmt: skip
_MAX_WORDS = 7
_DECORATION = re.compile(r"^[\W_\uf000-\uf0ff]+|[\W_]+$")
_DIGITS = re.compile(r"\d")


@lru_cache(maxsize=16384)
def section_of(text: str) -> Kind | None:
    """The section that ``text`` opens if it is a heading and nothing else."""
    bare = _DECORATION.sub("", text.strip())
    if not bare or len(bare) > 70 or _DIGITS.search(bare) or ("," in bare and len(bare) > 50):
        return None
    if "\t" in bare or bare.endswith((".", "!")):
        return None
    words = words_of(bare)
    if not 1 <= len(words) <= _MAX_WORDS:
        return None
    phrase = " ".join(words)
    if phrase in _BY_PHRASE:
        return _BY_PHRASE[phrase]
    joined = phrase.replace(" ", "")
    if len(joined) > 4 and joined in _JOINED:
        return _JOINED[joined]
    without = " ".join(word for word in words if word not in ("and", "und", "i", "et", "y", "e"))
    if without in _BY_PHRASE:
        return _BY_PHRASE[without]
    return _combined(words)


_JOINED = {phrase.replace(" ", ""): kind for phrase, kind in _BY_PHRASE.items()}


def _combined(words: list[str]) -> Kind | None:
    kinds = {
        kind for word in words if (kind := _SINGLE.get(word)) is not None and word not in _FILLERS
    }
    if not kinds or any(word not in _SINGLE and word not in _FILLERS for word in words):
        return None
    return next(kind for kind in _STRONG if kind in kinds)
