"""A cover letter against the profile and the posting, sentence by sentence."""

from __future__ import annotations

import re
from datetime import date

from copilot.grounding import gaps, lexicon, modes, personal
from copilot.grounding.category import Category
from copilot.grounding.category import listed as listed_category
from copilot.grounding.facts import Entry, Fact, ProfileFacts
from copilot.grounding.ledger import ClaimLedger
from copilot.grounding.modes import Source
from copilot.grounding.prose import check_sentence
from copilot.grounding.reading import Issue, Rules, listed
from copilot.grounding.support import PostingWords, Scope
from copilot.grounding.titles import self_titles, title_issue, told
from copilot.grounding.words import Token, clean, plain, sentences, tokens

_GREETING = re.compile(
    r"^(?:dear|hello|hi|good (?:morning|day|afternoon)|to whom|sehr geehrte|liebe|guten tag|hallo|"
    r"madame|monsieur|bonjour|cher|estimad|hola|buenos|szanown|dzien dobry|drog)\w*\b"
)
# Letters may close in another language than they are written in.
_CLOSING = re.compile(
    r"^(?:mit (?:\w+ )?(?:grussen|gruss)|(?:viele|beste|liebe|freundliche) grusse|"
    r"(?:med|met|venlig|vanlig|med vanlig) (?:\w+ )?(?:hilsen|halsning\w*|groet\w*)|hilsen|"
    r"cordialement|bien cordialement|salutations|saludos|un (?:cordial )?saludo|atentamente|"
    r"cordiali saluti|distinti saluti|saluti|com os melhores cumprimentos|atenciosamente|"
    r"z powazaniem|pozdrawiam|s pozdravem|ystavallisin terveisin|udvozlettel|le gach dea ghui|"
    r"sla(?:inte|n)|yn gywir)\W*$"
)
_LONGEST_GREETING = 9
_ANAPHORA = frozenset({"there", "dort", "there,"})
# Availability for an interview is courtesy, not a claim.
_INTERVIEW = frozenset(
    {"interview", "call", "conversation", "discussion", "meeting", "chat", "questions"}
)


class LetterCheck:
    """Judges one letter into a ledger."""

    def __init__(
        self, letter: str, profile: ProfileFacts, posting: tuple[Fact, ...], today: date
    ) -> None:
        self.letter = letter
        self.profile = profile
        self.posting = posting
        self.ledger = ClaimLedger()
        self.scope = Scope(profile.facts, PostingWords.of(posting))
        entries = tuple(
            e for e in profile.entries.values() if e.dates or e.section in {"work", "volunteer"}
        )
        self.rules = Rules(
            lexicon.neutral(profile.language, letter=True), profile.language,
            free=True, today=today, entries=entries,
        )  # fmt: skip
        self.names = employer_names(posting)
        self.held = " ".join(" ".join(t.key for t in f.tokens) for f in profile.facts)

    def run(self) -> ClaimLedger:
        paragraphs = [p for p in re.split(r"\n\s*\n", clean(self.letter)) if p.strip()]
        named: tuple[Entry, ...] = ()
        for i, paragraph in enumerate(paragraphs):
            for j, (_, sentence) in enumerate(sentences(paragraph.strip())):
                path = f"paragraphs[{i}].sentences[{j}]"
                named = self._sentence(path, sentence.strip(), named)
        return self.ledger

    def _sentence(self, path: str, sentence: str, named: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Judge one sentence; returns the employers that it was about."""
        words = tokens(sentence, self.profile.language)
        if self._is_frame(sentence, words):
            self.ledger.add(path, sentence, (), ())
            return named
        sources = modes.sources(words, self.names, self.profile.language)
        gaps.leave_gaps(sources, words)
        for index, token in enumerate(words):
            if token.key in self.names and token.text[:1].isupper():
                sources[index] = Source.POSTING
        self._courtesy(words, sources)
        carried = named if words and words[0].key in _ANAPHORA else ()
        check = check_sentence(sentence, self.scope, self.rules, sources, carried)
        issues = [
            *check.issues,
            *self._titles(words, sources),
            *gaps.boasts(words, self.held),
            *personal.relationship(words, self.names, self.held),
            *personal.story(words, self.held),
            *personal.standing(words, self.held),
        ]
        evidence = check.evidence or (self.posting[:1] if check.from_posting else ())
        self.ledger.add(path, sentence, evidence, issues)
        stated = set(plain(sentence).split())
        about = (e for e in self.rules.entries if e.section in {"work", "volunteer"})
        return tuple(e for e in about if set(plain(e.name).split()[:1]) & stated) or carried

    def _is_frame(self, sentence: str, words: list[Token]) -> bool:
        """A salutation or the candidate's own name."""
        if len(words) > _LONGEST_GREETING + 3:
            return False
        stated = plain(sentence)
        if _CLOSING.match(stated):
            return True
        return bool(_GREETING.match(stated)) or stated == plain(
            self.profile.profile.basics.name or ""
        )

    def _courtesy(self, words: list[Token], sources: list[Source]) -> None:
        if {t.key for t in words} & _INTERVIEW:
            for index, token in enumerate(words):
                if token.key in {"available", "availability", "visit"}:
                    sources[index] = Source.NONE
        keys = {t.key for t in words}
        opening = [t.key for t in words[:3]]
        if opening and opening[0] in listed("inviting") and {"me", "us"} & set(opening):
            sources[:] = [Source.NONE] * len(sources)
        if keys & listed("moving-help") and keys & {"you", "your"}:
            for index, token in enumerate(words):
                if token.key.startswith("relocat") and words[index - 1].key != "to":
                    sources[index] = Source.NONE
        for index, token in enumerate(words[:-1]):
            after = words[index + 1]
            if token.key == "set" and after.key == "up" and keys & listed("appointment"):
                sources[index] = Source.NONE
            if token.key in {"you", "you've"} and listed_category(after) is Category.OWNERSHIP:
                sources[index + 1] = Source.NONE
            if token.key == "you" and after.key == "set":
                sources[index + 1] = Source.NONE
            if token.key == "curriculum" and words[index + 1].key == "vitae":
                sources[index] = Source.NONE
            if token.key in {"taught", "showed", "shown"} and words[index + 1].key == "me":
                sources[index] = Source.NONE

    def _titles(self, words: list[Token], sources: list[Source]) -> list[Issue]:
        issues: list[Issue] = []
        for phrase in self_titles(words, summary=False):
            at = words.index(phrase[0])
            title = told(phrase, self.profile.titles, self.rules.vocabulary)
            if not title or sources[at] is not Source.PROFILE:
                continue
            issue = title_issue(" ".join(t.text for t in title), self.profile.titles)
            issues += [issue] if issue else []
        return issues


_SEEKS = re.compile(
    r"\b(?:seeks?|is (?:looking|hiring|seeking|opening|searching|recruiting)|"
    r"looks? (?:for|to)|needs?|wants?|"
    r"hires?|sucht|recherche|cherche|szuka|poszukuje|busca|requires?|invites?|runs?|treats?|serves?|employs?)\b"
)


def employer_names(posting: tuple[Fact, ...]) -> frozenset[str]:
    """The words of the employer's name: what stands capitalised before "seeks", "is hiring"."""
    found: set[str] = set()
    for fact in posting:
        match = _SEEKS.search(fact.text)
        if match:
            head = tokens(fact.text[: match.start()].strip(" ,"))
            if head and all(t.text[:1].isupper() or not t.is_content for t in head):
                found |= {t.key for t in head if t.is_content and t.text[:1].isupper()}
    return frozenset(found)


def unknown_language(letter: str, profile: ProfileFacts) -> ClaimLedger:
    """Of a letter in a language that the gate does not know only the profile's own words pass."""
    ledger = ClaimLedger()
    held = {f.plain: f for f in profile.facts}
    for i, paragraph in enumerate(p for p in re.split(r"\n\s*\n", clean(letter)) if p.strip()):
        for j, (_, sentence) in enumerate(sentences(paragraph.strip())):
            path, fact = f"paragraphs[{i}].sentences[{j}]", held.get(plain(sentence))
            if fact is not None:
                ledger.add(path, sentence.strip(), [fact], ())
            else:
                ledger.refuse(path, sentence.strip(), Category.LANGUAGE, NOT_KNOWN)
    return ledger


NOT_KNOWN = (
    "The gate does not know this language, so only the profile's own words can be confirmed in it."
)
