"""Words by which employers, positions, degrees, schools and places are told apart.

All folded (lower case, no accents). The lists hold general words of each language, no names of
companies or people, so that they hold for any profession and country.
"""

from __future__ import annotations

import re

from copilot.documents.resumes.folding import fold, words_of

ROLE_WORDS = frozenset(
    ["accountant", "actor", "actress", "actuary", "adjuster", "administrator", "admin", "advisor", "adviser", "advocate", "agent", "aide", "ambassador", "analyst", "anesthetist", "animator", "announcer", "apprentice", "architect", "archivist", "artist", "assembler", "assistant", "asst", "associate", "assessor", "astronomer", "athlete", "attendant", "attorney", "auditor", "author", "babysitter", "baker", "banker", "barber", "barista", "bartender", "biologist", "bookkeeper", "broker", "builder", "butcher", "buyer", "captain", "caregiver", "carer", "caretaker", "carpenter", "cashier", "ceo", "cfo", "chair", "chairman", "chairperson", "chauffeur", "chef", "chemist", "chief", "cio", "clerk", "clinician", "cmo", "coach", "collector", "columnist", "commander", "commissioner", "compositor", "conductor", "consultant", "contractor", "controller", "coo", "cook", "coordinator", "co-ordinator", "copywriter", "corporal", "counsel", "counselor", "counsellor", "courier", "creator", "crew", "cto", "curator", "custodian", "cutter", "dealer", "dean", "dentist", "deputy", "designer", "detailer", "detective", "developer", "devops", "dietitian", "director", "dispatcher", "doctor", "draftsman", "drafter", "driver", "economist", "editor", "educator", "electrician", "employee", "engineer", "entrepreneur", "estimator", "evaluator", "examiner", "executive", "executor", "expert", "fabricator", "facilitator", "faculty", "farmer", "fellow", "filmmaker", "financier", "firefighter", "fitter", "florist", "foreman", "founder", "co-founder", "cofounder", "freelance", "freelancer", "fundraiser", "gardener", "geologist", "geographer", "grader", "guard", "guide", "hairdresser", "hand", "handler", "handyman", "head", "helper", "host", "hostess", "housekeeper", "hr", "hygienist", "illustrator", "inspector", "installer", "instructor", "intern", "internship", "interpreter", "interviewer", "investigator", "investor", "janitor", "journalist", "judge", "keeper", "laborer", "labourer", "lawyer", "lead", "leader", "learner", "lecturer", "librarian", "lieutenant", "lifeguard", "loader", "lobbyist", "machinist", "maker", "manager", "mason", "mechanic", "mediator", "mentor", "merchandiser", "messenger", "microbiologist", "midwife", "miner", "model", "moderator", "modeler", "mover", "musician", "nanny", "negotiator", "nurse", "nutritionist", "observer", "officer", "operative", "operator", "optician", "organizer", "organiser", "owner", "packer", "painter", "paralegal", "paramedic", "partner", "pastor", "pathologist", "performer", "pharmacist", "photographer", "physician", "physicist", "physiotherapist", "pilot", "planner", "plumber", "police", "policeman", "porter", "practitioner", "preparer", "president", "presenter", "principal", "printer", "processor", "producer", "professional", "professor", "programmer", "promoter", "proprietor", "psychologist", "psychiatrist", "publicist", "publisher", "purchaser", "radiographer", "ranger", "realtor", "receptionist", "recruiter", "registrar", "rep", "reporter", "representative", "researcher", "reservist", "resident", "retailer", "reviewer", "roofer", "sailor", "salesman", "salesperson", "salesforce", "saleswoman", "scholar", "scientist", "scout", "screener", "scrum", "secretary", "seller", "sergeant", "server", "servicer", "shopper", "singer", "soldier", "solicitor", "specialist", "staff", "statistician", "steward", "stewardess", "stocker", "strategist", "student", "stylist", "superintendent", "supervisor", "surgeon", "surveyor", "tailor", "teacher", "teaching", "technician", "technologist", "teller", "tester", "therapist", "trader", "trainee", "trainer", "translator", "treasurer", "tutor", "typist", "underwriter", "usher", "validator", "vendor", "vet", "veterinarian", "videographer", "vp", "waiter", "waitress", "warden", "watchman", "welder", "worker", "workstudent", "writer", "sme", "sdet", "qa", "sre", "dba", "ae", "werkstudent", "praktikant", "praktikantin", "praktikum", "azubi", "auszubildender", "auszubildende", "leiter", "leiterin", "entwickler", "entwicklerin", "berater", "beraterin", "mitarbeiter", "mitarbeiterin", "kaufmann", "kauffrau", "ingenieur", "ingenieurin", "lehrer", "lehrerin", "arzt", "arztin", "krankenpfleger", "krankenschwester", "pflegefachkraft", "pflegefachfrau", "pflegefachmann", "techniker", "technikerin", "geschaftsfuhrer", "geschaftsfuhrerin", "verkaufer", "verkauferin", "koch", "kochin", "referent", "referentin", "sachbearbeiter", "sachbearbeiterin", "assistent", "assistentin", "architektin", "erzieher", "erzieherin", "elektriker", "elektrikerin", "mechaniker", "mechatroniker", "buchhalter", "buchhalterin", "redakteur", "redakteurin", "hausmeister", "fahrer", "fahrerin", "volontar", "trainerin", "wissenschaftlicher", "wissenschaftliche", "projektleiter", "projektleiterin", "teamleiter", "teamleiterin", "meister", "geselle", "hilfskraft", "aushilfe", "fachkraft", "chefarzt", "oberarzt", "kellner", "kellnerin", "tischler", "stellvertretender", "stellvertretende", "kierownik", "kierowniczka", "specjalista", "specjalistka", "programista", "programistka", "inzynier", "ksiegowy", "ksiegowa", "analityk", "asystent", "asystentka", "dyrektor", "dyrektorka", "nauczyciel", "nauczycielka", "pielegniarka", "pielegniarz", "sprzedawca", "sprzedawczyni", "magazynier", "kierowca", "kucharz", "kucharka", "lekarz", "lekarka", "koordynator", "koordynatorka", "konsultant", "konsultantka", "praktykant", "praktykantka", "stazysta", "stazystka", "technik", "mechanik", "elektryk", "projektant", "projektantka", "grafik", "tester", "testerka", "doradca", "referentka", "handlowiec", "przedstawiciel", "przedstawicielka", "kelner", "kelnerka", "barman", "recepcjonista", "recepcjonistka", "fryzjer", "pracownik", "pracowniczka", "lider", "liderka", "prezes", "wlasciciel", "mlodszy", "starszy", "glowny", "ratownik", "operatorka", "redaktor", "redaktorka", "tlumacz", "tlumaczka", "pedagog", "psycholog", "opiekun", "opiekunka", "mistrz", "brygadzista", "spawacz", "ingenieure", "developpeur", "developpeuse", "responsable", "charge", "chargee", "directeur", "directrice", "comptable", "assistante", "infirmier", "infirmiere", "enseignant", "enseignante", "professeur", "conseiller", "conseillere", "commercial", "commerciale", "vendeur", "vendeuse", "technicien", "technicienne", "chauffeur", "cuisinier", "cuisiniere", "serveur", "serveuse", "stagiaire", "alternant", "alternante", "apprenti", "apprentie", "coordinateur", "coordinatrice", "redacteur", "redactrice", "graphiste", "formateur", "formatrice", "animateur", "animatrice", "gestionnaire", "gerant", "gerante", "adjoint", "adjointe", "employe", "employee", "ouvrier", "ouvriere", "acheteur", "acheteuse", "medecin", "avocat", "avocate", "juriste", "architecte", "caissier", "caissiere", "preparateur", "consultante", "cheffe", "desarrollador", "desarrolladora", "ingeniero", "ingeniera", "gerente", "contador", "contadora", "enfermero", "enfermera", "profesor", "profesora", "maestro", "maestra", "camarero", "camarera", "cocinero", "cocinera", "dependiente", "dependienta", "becario", "becaria", "tecnico", "tecnica", "jefe", "jefa", "responsable", "director", "directora", "auxiliar", "administrativo", "administrativa", "comercial", "abogado", "abogada", "medico", "medica", "conductor", "conductora", "analista", "programador", "programadora", "disenador", "disenadora", "coordinador", "coordinadora", "encargado", "encargada", "vendedor", "vendedora", "asesor", "asesora", "recepcionista", "operario", "operaria", "educador", "educadora", "sviluppatore", "ingegnere", "impiegato", "impiegata", "responsabile", "commesso", "commessa", "insegnante", "infermiera", "infermiere", "cuoco", "cameriere", "cameriera", "tirocinante", "stagista", "addetto", "addetta", "consulente", "contabile", "desenvolvedor", "desenvolvedora", "engenheiro", "engenheira", "gerente", "professor", "professora", "enfermeiro", "enfermeira", "estagiario", "estagiaria", "vendedor", "ontwikkelaar", "medewerker", "verpleegkundige", "docent", "leraar", "adviseur", "stagiair", "beheerder", "verkoper", "utvecklare", "larare", "sjukskoterska", "ingenjor", "saljare", "projektledare", "chef", "praktikant", "udvikler", "laerer", "sygeplejerske", "sykepleier", "utvikler", "radgiver", "vyvojar", "ucitel", "ucitelka", "manazer", "ucetni", "разработчик", "программист", "инженер", "менеджер", "бухгалтер", "учитель", "врач", "медсестра", "директор", "специалист", "аналитик", "администратор", "консультант", "продавец", "водитель", "повар", "стажер", "преподаватель", "руководитель", "розробник", "програміст", "інженер", "вчитель", "лікар", "керівник"]
)  # fmt: skip
_ROLE_ENDINGS = re.compile(
    r"(?:entwickler|leiter|berater|ingenieur|techniker|mechaniker|arzt|lehrer|kaufmann|kauffrau"
    r"|verkaufer|pfleger|schwester|assistent|praktikant|mitarbeiter|meister|fuhrer|redakteur"
    r"|manager|koch|student|kraft|elektroniker|informatiker|helfer|fahrer|gestalter|planer"
    r"|forscher|therapeut|padagoge|trainer|referent|hilfe|fachmann|fachfrau|bauer)(?:in)?$"
)
ROLE_MODIFIERS = frozenset(
    ["senior", "junior", "sr", "jr", "principal", "staff", "chief", "head", "lead", "assistant", "associate", "deputy", "vice", "interim", "acting", "freelance", "certified", "licensed", "registered", "graduate", "trainee", "regional", "national", "global", "general", "executive", "seniorin", "stellvertretender"]
)

ORG_WORDS = frozenset(
    ["inc", "incorporated", "llc", "llp", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "companies", "gmbh", "ag", "kg", "ohg", "ug", "se", "mbh", "kgaa", "ev", "gbr", "sa", "sas", "sarl", "spa", "srl", "sl", "slu", "bv", "nv", "ab", "as", "asa", "oy", "oyj", "aps", "sp", "spolka", "zoo", "sro", "kft", "pvt", "pte", "pty", "group", "holding", "holdings", "gruppe", "grupa", "groupe", "grupo", "gruppo", "technologies", "technology", "solutions", "systems", "services", "consulting", "consultants", "consultancy", "partners", "associates", "labs", "laboratories", "laboratory", "enterprises", "enterprise", "industries", "industrial", "international", "bank", "banque", "banco", "banca", "hospital", "clinic", "clinics", "klinik", "klinikum", "krankenhaus", "szpital", "przychodnia", "hopital", "clinique", "school", "schools", "schule", "gymnasium", "szkola", "liceum", "ecole", "lycee", "escuela", "colegio", "scuola", "university", "universitat", "universitaet", "uniwersytet", "universite", "universidad", "universita", "politechnika", "college", "academy", "akademie", "akademia", "academie", "institute", "institut", "instytut", "institution", "instituto", "foundation", "stiftung", "fundacja", "fondation", "fundacion", "association", "verein", "stowarzyszenie", "society", "union", "agency", "agentur", "agencja", "agence", "agencia", "studio", "studios", "store", "stores", "shop", "supermarket", "market", "markets", "restaurant", "restauracja", "ristorante", "cafe", "bistro", "bakery", "backerei", "hotel", "hotels", "resort", "resorts", "spa", "inn", "airlines", "airways", "army", "navy", "marine", "corps", "force", "department", "ministry", "ministerium", "council", "stadtwerke", "stadt", "city", "county", "district", "government", "authority", "commission", "center", "centre", "zentrum", "centrum", "insurance", "versicherung", "assurances", "seguros", "logistics", "logistik", "transport", "motors", "automotive", "electric", "energy", "power", "pharma", "pharmaceuticals", "pharmacy", "apotheke", "apteka", "pharmacie", "farmacia", "healthcare", "medical", "health", "media", "press", "publishing", "verlag", "wydawnictwo", "editions", "telecom", "telecommunications", "networks", "network", "software", "interactive", "digital", "design", "designs", "construction", "builders", "properties", "realty", "estate", "law", "legal", "church", "ministries", "museum", "library", "theatre", "theater", "bibliothek", "biblioteka", "zaklad", "przedsiebiorstwo", "firma", "kancelaria", "biuro", "praxis", "kanzlei", "werke", "werk", "fabrik", "fabryka", "autohaus", "mairie", "pharmacies", "ayuntamiento", "companyname", "freelance", "self-employed", "selbststandig"]
)
_ORG_ENDINGS = re.compile(
    r"(?:werke?|bank|haus|klinik|verlag|versicherung|schule|bau|technik|tech|soft)$"
)
_ORG_FORM = re.compile(
    r"(?i)\b(?:inc|llc|llp|ltd|plc|corp|gmbh|ag|kg|s\.?a\.?|s\.?r\.?l|s\.?p\.?a|sp\.? ?z ?o\.? ?o|s\.?l|b\.?v|n\.?v"
    r"|a\.?/?s|oyj?|pvt|pty|s\.?r\.?o|e\.?v|d\.?o\.?o|sp\.? ?j|s\.?c)\b\.?"
)

INSTITUTION_WORDS = frozenset(
    ["university", "univ", "college", "school", "institute", "institution", "academy", "polytechnic", "universitat", "universitaet", "hochschule", "fachhochschule", "gymnasium", "schule", "berufsschule", "realschule", "gesamtschule", "berufskolleg", "akademie", "uniwersytet", "politechnika", "szkola", "liceum", "technikum", "akademia", "uczelnia", "universite", "ecole", "lycee", "faculte", "iut", "universidad", "escuela", "colegio", "instituto", "facultad", "universita", "politecnico", "scuola", "liceo", "istituto", "universidade", "faculdade", "escola", "universiteit", "hogeschool", "universitet", "universitetet", "hogskola", "hogskolan", "univerzita", "gymnazium", "vysoke", "institut", "iit", "nit", "iiit", "mit", "vidyalaya", "vidyapeeth", "vidhyalaya", "vidyalay", "mahavidyalaya", "board", "cbse", "icse", "seminary", "conservatory", "konservatorium", "kolleg", "campus", "университет", "институт", "академия", "школа", "колледж", "університет", "інститут", "академія", "bootcamp", "polytech", "polytechnique", "sorbonne", "iut", "ensa", "insa", "inhouse"]
)
_INSTITUTION_ENDINGS = re.compile(
    r"(?:universitat|hochschule|schule|gymnasium|akademie|kolleg|college|institut|university)$"
)

_DEGREES = re.compile(
    r"""(?ix)
    (?<![\w.])(?:
      bachelor(?:[’']?s)?(?:\s+degree)?|master(?:[’']?s)?(?:\s+degree)?|bachelors|masters|associate(?:[’']?s)?(?:\s+(?:degree|of|in))
     |associates(?=\s*[,:(]|$)|doctor(?:ate)?(?:\s+(?:of|degree|in))|ph\.?\s?d\.?|d\.?phil|dba(?=\W*$)|m\.?b\.?a\.?|e\.?m\.?b\.?a
     |b\.?\s?tech\.?|m\.?\s?tech\.?|b\.?\s?sc\.?|m\.?\s?sc\.?|b\.?\s?com\.?|m\.?\s?com\.?|b\.\s?e\.?|m\.\s?e\.|b\.?\s?eng\.?|m\.?\s?eng\.?
     |be(?=\s+(?:in|[-(,]|computer|mechanical|electr))|b\.?c\.?a\.?|m\.?c\.?a\.?|b\.?b\.?a\.?|b\.?b\.?m\.?|m\.?b\.?b\.?s|b\.?a\.?(?=[\s,:;)-]|$)|m\.?a\.?(?=[\s,:;)-]|$)|b\.s\.?|m\.s\.?|bs(?=[\s,:;)-]|$)|ms(?=\s+in|\s*[:,])
     |b\.?f\.?a\.?|m\.?f\.?a\.?|b\.?ed\.?|m\.?ed\.?|b\.?s\.?n\.?|m\.?s\.?n\.?|m\.?s\.?w\.?|b\.?arch|m\.?arch|ll\.?b\.?|ll\.?m\.?|j\.?d\.?(?=[\s,:;)-]|$)|juris\s+doctor|m\.?d\.?(?=[\s,:;)]|$)|pharm\.?d|d\.?d\.?s
     |a\.?a\.?s?\.?(?=[\s,:;)-]|$)|a\.s\.|bsba|mphil|m\.?\s?phil|a\s?level(?:s)?|a-levels?|gcses?|o-levels?|ged(?=\W|$)|hnd|hnc|btec|nvq|pg\s?d(?:m|ca|ba)?|pgp(?:m)?|pgdm|pgdca|pgdbm|post\s?graduat\w*|under\s?graduat\w*|graduation|graduate(?:d)?(?=\s+(?:in|of|degree|diploma|certificate))
     |diploma|dip\.|high\s+school(?:\s+diploma)?|higher\s+secondary|senior\s+secondary|secondary\s+(?:school|education)|h\.?s\.?c\.?|s\.?s\.?c\.?|s\.?s\.?l\.?c\.?|intermediate|matriculation|x(?:ii)?th|1[02]\s?th|\+2|plus\s+two|class\s+x(?:ii)?|licentiate
     |diplom(?:-?\w+)?|staatsexamen|magister|magistra|abitur|fachabitur|mittlere\s+reife|promotion|ausbildung(?:\s+(?:zum|zur))|lehre(?:\s+(?:als|zum|zur))|realschulabschluss|hauptschulabschluss|geselle\w*|meisterbrief|allgemeine\s+hochschulreife
     |licencjat|inzynier|inz\.|mgr(?:\s+inz)?\.?|doktor(?:at)?|studia\s+\w+|matura|tytul\s+\w+|technik\s+\w+|swiadectwo|studia
     |licence|maitrise|baccalaureat|bac(?:\s*\+\s*\d)?(?=\W|$)|b\.?t\.?s\.?(?=\W|$)|d\.?u\.?t\.?(?=\W|$)|dess|dea|doctorat|diplome|cap(?=\s)|mastere
     |licenciatura|licenciad[oa]|grado|bachillerato|ingenieria|tecnico\s+superior|maestria|doctorado|diplomatura|postgrado|ciclo\s+formativo|fp(?=\W)
     |laurea|dottorato|maturita|bacharelado|graduacao|mestrado|doutorado|kandidat\w*|kandidatexamen|bakalar\w*|ing\.|бакалавр|магистр|магістр|специалист|высшее|аспирантура
    )(?![\w])"""
)
DEGREE_IN_FIELD = re.compile(
    r"(?i)\s+(?:in|of|im|w|z|na kierunku|kierunek|en|em|di|i|fach|fachrichtung|specialization|specialisation|specialty|major|mention|specialite)\s*:?\s+|\s*[:–—,|-]\s+|:\s*"
)

US_STATES = ["alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida", "georgia", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota", "mississippi", "missouri", "montana", "nebraska", "nevada", "ohio", "oklahoma", "oregon", "pennsylvania", "tennessee", "texas", "utah", "vermont", "virginia", "washington", "wisconsin", "wyoming", "ontario", "quebec", "alberta", "manitoba", "saskatchewan", "karnataka", "maharashtra", "telangana", "kerala", "gujarat", "punjab", "haryana", "rajasthan", "bihar", "assam", "odisha", "goa", "jharkhand", "uttarakhand", "chhattisgarh", "bavaria", "bayern", "hessen", "sachsen", "brandenburg", "mazowieckie", "slaskie", "malopolskie", "dolnoslaskie", "wielkopolskie", "catalunya", "andalucia"]
_PLACE_PHRASES = (
    "new york|new jersey|new mexico|new hampshire|north carolina|south carolina|north dakota|"
    "south dakota|west virginia|rhode island|british columbia|nova scotia|new brunswick|"
    "tamil nadu|uttar pradesh|madhya pradesh|andhra pradesh|himachal pradesh|west bengal|jammu and kashmir|"
    "united states|united states of america|united kingdom|great britain|northern ireland|new zealand|south africa|"
    "saudi arabia|united arab emirates|czech republic|south korea|hong kong|sri lanka|costa rica|"
    "puerto rico|dominican republic|nordrhein-westfalen|baden-wurttemberg|los angeles|san francisco|san diego|new delhi|tel aviv"
)
COUNTRIES = ["usa", "us", "uk", "uae", "england", "scotland", "wales", "ireland", "germany", "deutschland", "austria", "osterreich", "switzerland", "schweiz", "suisse", "svizzera", "poland", "polska", "france", "spain", "espana", "italy", "italia", "portugal", "netherlands", "nederland", "belgium", "belgique", "belgien", "luxembourg", "denmark", "danmark", "sweden", "sverige", "norway", "norge", "finland", "suomi", "iceland", "estonia", "latvia", "lithuania", "litwa", "ukraine", "ukraina", "russia", "belarus", "moldova", "romania", "bulgaria", "hungary", "slovakia", "slovenia", "croatia", "serbia", "bosnia", "montenegro", "macedonia", "albania", "greece", "turkey", "cyprus", "malta", "czechia", "cesko", "israel", "egypt", "morocco", "tunisia", "algeria", "nigeria", "kenya", "ghana", "ethiopia", "india", "pakistan", "bangladesh", "nepal", "china", "taiwan", "japan", "korea", "vietnam", "thailand", "malaysia", "singapore", "indonesia", "philippines", "australia", "canada", "mexico", "brazil", "brasil", "argentina", "chile", "colombia", "peru", "venezuela", "ecuador", "uruguay", "bolivia", "qatar", "kuwait", "bahrain", "oman", "lebanon", "jordan", "iran", "iraq", "georgia", "armenia", "azerbaijan", "kazakhstan", "niemcy", "francja", "wielka", "brytania", "allemagne", "alemania", "österreich", "россия", "украина", "беларусь"]
_CITIES = ["london", "paris", "berlin", "munich", "munchen", "hamburg", "koln", "cologne", "frankfurt", "stuttgart", "dusseldorf", "leipzig", "dresden", "hannover", "bremen", "nurnberg", "dortmund", "essen", "bonn", "mannheim", "karlsruhe", "augsburg", "vienna", "wien", "graz", "linz", "zurich", "bern", "basel", "geneva", "geneve", "warsaw", "warszawa", "krakow", "wroclaw", "poznan", "gdansk", "gdynia", "lodz", "katowice", "lublin", "szczecin", "bydgoszcz", "bialystok", "rzeszow", "torun", "kielce", "olsztyn", "prague", "praha", "brno", "budapest", "bratislava", "madrid", "barcelona", "valencia", "sevilla", "seville", "bilbao", "malaga", "zaragoza", "lisbon", "lisboa", "porto", "rome", "roma", "milan", "milano", "turin", "torino", "naples", "napoli", "amsterdam", "rotterdam", "utrecht", "eindhoven", "brussels", "bruxelles", "antwerp", "copenhagen", "stockholm", "goteborg", "malmo", "oslo", "bergen", "helsinki", "dublin", "cork", "belfast", "edinburgh", "glasgow", "manchester", "birmingham", "leeds", "liverpool", "bristol", "lyon", "marseille", "toulouse", "bordeaux", "lille", "nantes", "strasbourg", "nice", "rennes", "grenoble", "montpellier", "kyiv", "kiev", "lviv", "kharkiv", "odessa", "moscow", "minsk", "bucharest", "sofia", "athens", "istanbul", "ankara", "jerusalem", "haifa", "dubai", "cairo", "nairobi", "lagos", "johannesburg", "mumbai", "pune", "delhi", "bangalore", "bengaluru", "hyderabad", "chennai", "kolkata", "noida", "gurgaon", "gurugram", "ahmedabad", "jaipur", "kochi", "coimbatore", "bhopal", "indore", "nagpur", "lucknow", "chandigarh", "mysore", "thane", "karachi", "lahore", "dhaka", "beijing", "shanghai", "tokyo", "seoul", "singapore", "sydney", "melbourne", "brisbane", "perth", "auckland", "toronto", "montreal", "vancouver", "ottawa", "calgary", "boston", "chicago", "houston", "dallas", "austin", "seattle", "portland", "denver", "phoenix", "atlanta", "miami", "orlando", "detroit", "philadelphia", "baltimore", "cleveland", "minneapolis", "nashville", "remote"]
PLACES = frozenset((*US_STATES, *COUNTRIES, *_CITIES, *_PLACE_PHRASES.split("|"), "city", "state"))
_REMOTE = re.compile(r"^(?:remote|home ?office|hybrid|on-?site|zdalnie|teletravail|remoto)$")
_STATE_CODE = re.compile(r"^[A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)?$")
_NAME_PART = re.compile(r"^[A-ZÀ-ÝŁŚŻŹĆĄĘŃÓА-Я][\w.'’-]*(?:[ -][A-ZÀ-ÝŁŚŻŹa-zà-ÿ][\w.'’-]*){0,3}$")


def role_score(text: str) -> float:
    """0 to 1: how much ``text`` looks like a position."""
    words = words_of(text)
    if not words:
        return 0.0
    hits = [word for word in words if word in ROLE_WORDS or _ROLE_ENDINGS.search(word)]
    if not hits:
        return 0.0
    score = 0.7
    if words[-1] in ROLE_WORDS or _ROLE_ENDINGS.search(words[-1]):
        score += 0.2
    if words[0] in ROLE_MODIFIERS or words[0] in ROLE_WORDS:
        score += 0.1
    if len(words) > 10:
        score -= 0.4
    return max(min(score, 1.0), 0.0)


def organisation_score(text: str) -> float:
    """0 to 1: how much ``text`` looks like a company, an authority or a school."""
    words = words_of(text)
    if not words:
        return 0.0
    if words[0] == "companyname" or words[:2] == ["company", "name"]:
        return 1.0
    score = 0.0
    if _ORG_FORM.search(text) and len(words) > 1:
        score = 0.8
    hits = sum(word in ORG_WORDS or bool(_ORG_ENDINGS.search(word)) for word in words)
    if hits:
        score = max(score, 0.6 + 0.1 * min(hits, 3))
    if len(words) > 12:
        score -= 0.4
    return max(score, 0.0)


def institution_score(text: str) -> float:
    words = words_of(text)
    hits = sum(
        word in INSTITUTION_WORDS or bool(_INSTITUTION_ENDINGS.search(word)) for word in words
    )
    return min(1.0, 0.7 + 0.1 * hits) if hits else 0.0


def find_degree(text: str) -> re.Match[str] | None:
    return _DEGREES.search(fold(text, keep_length=True))


def is_place(text: str) -> bool:
    """Whether ``text`` is a place and nothing else, such as "Gdynia, Poland" or "Austin, TX"."""
    parts = [part.strip(" .()") for part in text.split(",")]
    parts = [part for part in parts if part]
    if not parts or len(parts) > 4 or len(text) > 60:
        return False
    known = [
        fold(part) in PLACES or bool(_STATE_CODE.match(part)) or bool(_REMOTE.match(fold(part)))
        for part in parts
    ]
    if all(known):
        return len(parts) > 1 or not _STATE_CODE.match(parts[0])
    return any(known) and all(
        ok or (_NAME_PART.match(part) and not role_score(part) and not organisation_score(part))
        for ok, part in zip(known, parts, strict=True)
    )
