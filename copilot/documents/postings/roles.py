"""Which words name a role: the heads of job titles, in the languages that postings come in."""

from __future__ import annotations

import re
from functools import cache

from copilot.documents.postings.cleaning import fold

# Heads of job titles; the last word of a noun phrase in English ("staff nurse").
_ENGLISH = """
accountant actuary adjuster administrator admin adviser advisor advocate agent aide allocator analyst
anesthetist animator apprentice architect archivist artist assembler assessor assistant associate
attendant attorney auditor author ambassador baker banker barber barista bartender beautician biologist
bookkeeper broker builder butcher buyer captain caregiver caretaker carer carpenter cashier caterer chair
chef chemist chiropractor clerk cleaner clinician coach collector companion compounder concierge
conductor consultant contractor controller cook coordinator copywriter correspondent counsel counsellor
counselor courier crafter creator crew curator custodian dba dealer dean dentist deputy designer
detailer detective developer devops dietitian director dispatcher diver doctor dramaturge drafter
draftsman driver ecologist economist editor educator electrician engineer epidemiologist estimator
evangelist examiner executive expert fabricator facilitator farmer fellow fighter finisher firefighter
fitter florist foreman forester fundraiser gardener generalist geologist gofer governess grader
groundskeeper guard guide hacker hairdresser handler handyman head helper host hostess housekeeper hunter
hygienist illustrator inspector installer instructor interior intern internship interpreter interviewer
investigator janitor journalist judge keeper laborer labourer landscaper lead leader lecturer lender
librarian lifeguard linguist loader locksmith machinist maker manager marketer mason master
mathematician mechanic mechatronics mediator mentor merchandiser messenger meteorologist midwife miner
modeler moderator mover musician nanny negotiator nurse nutritionist officer operative operator
optician optometrist orderly organizer organiser owner packager packer painter paralegal paramedic
partner pathologist pharmacist phlebotomist photographer physician physicist physiotherapist picker
pilot pipefitter planner plasterer plumber porter postdoc practitioner preparer presenter president
principal printer processor producer professional professor programmer promoter prosecutor provider
psychiatrist psychologist publicist purchaser radiographer radiologist ranger realtor receiver receptionist
recruiter registrar rep reporter representative researcher reviewer rigger roofer sailor salesman
salesperson saleswoman scheduler scholar scientist scrummaster scribe seamstress secretary seller
sergeant server servant shopper shelver singer sitter socialworker solicitor sonographer sourcer specialist
sre statistician steward stewardess stocker stocktaker strategist stylist superintendent supervisor
surgeon surveyor sweeper sysadmin tailor taster teacher technician technologist telemarketer teller
tester therapist toolmaker tradesman trader trainee trainer translator treasurer tutor typist underwriter
upholsterer usher valet vet veterinarian videographer waiter waitress ward warden washer welder worker
wrangler writer cto ceo cfo coo cio ciso cmo vp
"""
_OTHER = """
entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin mitarbeiter
mitarbeiterin sachbearbeiter sachbearbeiterin verkaufer verkauferin kaufmann kauffrau fachkraft pfleger
pflegerin pflegefachkraft arzt arztin lehrer lehrerin techniker technikerin mechaniker mechatroniker
elektriker elektroniker koch kochin fahrer fahrerin assistent assistentin assistenz referent referentin
architekt architektin buchhalter buchhalterin erzieher erzieherin werkstudent werkstudentin praktikant
praktikantin praktikum auszubildende auszubildender ausbildung fachinformatiker informatiker monteur
administrator spezialist spezialistin manager managerin programmierer softwareentwickler
softwareentwicklerin krankenpfleger krankenschwester controller fachverkaufer helfer lagerist
developpeur developpeuse ingenieure responsable infirmier infirmiere vendeur vendeuse comptable
conseiller conseillere technicien technicienne assistante directeur directrice chef cheffe charge chargee
chauffeur cuisinier cuisiniere gestionnaire consultante stagiaire alternant alternante enseignant
enseignante medecin pharmacien serveur serveuse employe employee agent analyste redacteur redactrice
desarrollador desarrolladora ingeniero ingeniera gerente enfermero enfermera profesor profesora contable
tecnico tecnica vendedor vendedora jefe jefa encargado encargada camarero camarera cocinero cocinera
director directora administrativo administrativa programador programadora medico conductor auxiliar
ontwikkelaar verpleegkundige medewerker beheerder adviseur leraar monteur verkoper chauffeur kok
programista programistka inzynier specjalista specjalistka kierownik kierowca ksiegowy ksiegowa
pielegniarka sprzedawca sprzedawczyni asystent asystentka analityk konsultant nauczyciel
sviluppatore sviluppatrice ingegnere infermiere infermiera impiegato impiegata commesso cuoco contabile
desenvolvedor desenvolvedora engenheiro engenheira enfermeiro professor professora analista estagiario
utvecklare sjukskoterska ingenjor saljare larare lakare chef utvikler sykepleier udvikler sygeplejerske
kehittaja hoitaja
"""
# Heads that are a role only beside another word: "team lead", "head of data", "crew member".
_WEAK = frozenset(["head", "lead", "leader", "master", "partner", "interior", "ward", "maker", "keeper", "hunter", "crew", "host", "author", "captain", "chair", "expert", "professional", "provider", "owner", "server", "worker", "processor", "printer", "fellow", "deputy", "principal", "agent", "controller", "conductor", "reader", "receiver", "helper", "mover", "fighter", "sitter", "guide", "guard", "judge", "model", "admin", "scribe", "charge", "associate", "executive", "operator", "employee", "employe", "washer", "usher", "ranger", "cook", "creator", "editor", "dealer", "builder", "driver", "handler", "loader", "buyer", "seller", "trader", "coach", "mentor", "president", "internship", "devops", "professionals", "representative", "rep", "tutor"])  # fmt: skip
_HEAD_OF = re.compile(r"\b(?:head|director|vp|vice president|chief|manager) of \w")
_CHIEF = re.compile(r"\bchief [\w ]{2,30} officer\b|\b(?:team|crew|staff|faculty) member\b")
_GENDER_MARK = re.compile(
    r"\((?:m|w|f|d|x|h|gn|all genders?)\s*[/|*]\s*(?:m|w|f|d|x|h)(?:\s*[/|*]\s*[mwfdx])?\)|\ball genders\b",
    re.IGNORECASE,
)

_STRONG = frozenset((_ENGLISH + _OTHER).split()) - _WEAK
_ENDINGS = (
    "entwickler", "entwicklerin", "ingenieur", "ingenieurin", "leiter", "leiterin", "berater",
    "mitarbeiter", "techniker", "mechaniker", "kaufmann", "kauffrau", "pfleger", "assistent",
    "assistenz", "verkaufer", "fahrer", "arbeiter", "fachkraft", "meister", "lehrer", "arzt",
    "medewerker", "ontwikkelaar", "utvecklare",
)  # fmt: skip


def singular(word: str) -> str:
    """The folded word without an English plural ending, if a role is left."""
    if word in _STRONG or word in _WEAK:
        return word
    for ending, put in (("ies", "y"), ("men", "man"), ("ses", "s"), ("s", "")):
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] + put
            if stem in _STRONG or stem in _WEAK:
                return stem
    return word


@cache
def is_role_word(word: str) -> bool:
    """True if a folded word heads titles on its own."""
    word = singular(word)
    return word in _STRONG or any(word.endswith(e) and len(word) > len(e) for e in _ENDINGS)


@cache
def is_weak_role_word(word: str) -> bool:
    return singular(word) in _WEAK


def names_role(text: str) -> bool:
    """True if a short text reads like a job title."""
    folded = fold(text)
    words = folded.split()
    if not words or len(words) > 16:
        return False
    if any(is_role_word(word) for word in words) or _GENDER_MARK.search(text):
        return True
    if _HEAD_OF.search(folded) or _CHIEF.search(folded):
        return True
    return len(words) > 1 and any(is_weak_role_word(word) for word in words[1:])
