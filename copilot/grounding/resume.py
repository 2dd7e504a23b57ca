"""A tailored résumé against the profile, section by section."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import BaseModel

from copilot.domain.resume import Resume, Skill
from copilot.grounding import fields, lexicon
from copilot.grounding.category import Category, listed
from copilot.grounding.facts import Entry, Fact, ProfileFacts, leaves
from copilot.grounding.ledger import ClaimLedger
from copilot.grounding.prose import check_sentence
from copilot.grounding.reading import Issue, Rules
from copilot.grounding.support import PostingWords, Scope
from copilot.grounding.titles import self_titles, title_issue, told
from copilot.grounding.words import Token, clean, plain, sentences, tokens

_DATES = {
    "start_date": "start", "end_date": "end", "date": "date", "release_date": "release date",
}  # fmt: skip
# Sections of entries that tell what was done: field that names the entry, class, word for it.
_TOLD: dict[str, tuple[str, Category, str]] = {
    "work": ("name", Category.EMPLOYER, "employer"),
    "volunteer": ("organization", Category.EMPLOYER, "organisation"),
    "education": ("institution", Category.EDUCATION, "school"),
    "projects": ("name", Category.CLAIM, "project"),
}
# Sections whose entries are restated or left out.
_LISTED: dict[str, Category] = {
    "certificates": Category.CREDENTIAL,
    "awards": Category.CREDENTIAL,
    "publications": Category.CREDENTIAL,
    "references": Category.CLAIM,
    "interests": Category.CLAIM,
}
# Fields that state a value: no word of them is neutral.
_VALUES = frozenset({"area", "study_type", "score", "courses", "entity", "type", "location"})


class ResumeCheck:
    """Judges one résumé into a ledger."""

    def __init__(
        self, document: Resume, profile: ProfileFacts, posting: tuple[Fact, ...], today: date
    ) -> None:
        self.document = document
        self.profile = profile
        self.posting = PostingWords.of(posting)
        self.ledger = ClaimLedger()
        self.whole = Scope(profile.facts, self.posting)
        everything = (*profile.employments, *profile.section("education"))
        dated = (*profile.section("certificates"), *profile.section("awards"),
                 *profile.section("publications"), *profile.section("projects"))  # fmt: skip
        self.rules = Rules(
            lexicon.neutral(profile.language, letter=False), profile.language,
            today=today, entries=(*everything, *dated),
        )  # fmt: skip
        self.values = replace(self.rules, vocabulary=lexicon.NOTHING_NEUTRAL)
        self._scopes: dict[str, Scope] = {}

    def run(self) -> ClaimLedger:
        self._basics()
        for section in _TOLD:
            for index, element in enumerate(getattr(self.document, section)):
                self._entry(section, f"{section}[{index}]", element)
        for section in _LISTED:
            for index, element in enumerate(getattr(self.document, section)):
                self._listed(section, f"{section}[{index}]", element)
        for index, skill in enumerate(self.document.skills):
            self._skill(f"skills[{index}]", skill)
        for index, language in enumerate(self.document.languages):
            self._language(f"languages[{index}]", language)
        self._extra(self.document, "", self.whole)
        return self.ledger

    def _prose(self, path: str, text: str, scope: Scope, rules: Rules) -> None:
        if self._verbatim(path, text, scope):
            return
        for _, sentence in sentences(clean(text)):
            found = check_sentence(sentence.strip(), scope, rules)
            self.ledger.add(path, sentence.strip(), found.evidence, found.issues)

    def _verbatim(self, path: str, text: str, scope: Scope) -> bool:
        """Whether the whole text stands in the profile as it is, in one or more sentences."""
        parts = [scope.verbatim(s) for _, s in sentences(clean(text))]
        if not parts or any(p is None for p in parts):
            return False
        self.ledger.add(path, text, [p for p in parts if p is not None], ())
        return True

    def _extra(self, element: BaseModel, path: str, scope: Scope) -> None:
        """Fields that the JSON Resume schema does not name."""
        for name, value in (element.model_extra or {}).items():
            for where, text, _ in leaves(value, f"{path}.{name}" if path else name):
                self._prose(where, text, scope, self.rules)

    # basics

    def _basics(self) -> None:
        stated, held = self.document.basics, self.profile.profile.basics
        for name, same in (
            ("name", fields.same_text), ("email", fields.same_link), ("phone", fields.same_phone),
            ("url", fields.same_link), ("image", fields.same_link),
        ):  # fmt: skip
            value, known = getattr(stated, name), getattr(held, name)
            if value and not (known and same(value, known)):
                reason = f"This is not the profile's {name}."
                self.ledger.refuse(f"basics.{name}", value, Category.CONTACT, reason)
        for where, text, _ in leaves(stated.location, "basics.location"):
            self._prose(where, text, self.whole, self.values)
        links = [p.url for p in held.profiles if p.url]
        names = {plain(p.username or "") for p in held.profiles}
        for i, online in enumerate(stated.profiles):
            path = f"basics.profiles[{i}]"
            if online.url and not any(fields.same_link(online.url, link) for link in links):
                reason = "The profile does not hold this link."
                self.ledger.refuse(f"{path}.url", online.url, Category.CONTACT, reason)
            if online.username and plain(online.username) not in names:
                reason = "The profile does not hold this user name."
                self.ledger.refuse(f"{path}.username", online.username, Category.CONTACT, reason)
        if stated.label:
            title, within = fields.apart(stated.label)
            self._title("basics.label", title, self.profile.titles)
            if within and title:
                self._prose("basics.label", within, self.whole, self.rules)
        if stated.summary:
            self._summary(stated.summary)
        self._extra(stated, "basics", self.whole)

    def _summary(self, summary: str) -> None:
        rules = replace(self.rules, free=True)
        for position, (_, sentence) in enumerate(sentences(clean(summary))):
            found = check_sentence(sentence.strip(), self.whole, rules)
            issues = list(found.issues)
            if not found.evidence or plain(sentence) not in {f.plain for f in found.evidence}:
                words = tokens(sentence.strip(), self.profile.language)
                issues += self._named_titles(words, opening=position == 0)
            self.ledger.add("basics.summary", sentence.strip(), found.evidence, issues)

    def _named_titles(self, words: list[Token], opening: bool) -> list[Issue]:
        issues = []
        for phrase in self_titles(words, opening):
            title = told(phrase, self.profile.titles, self.rules.vocabulary)
            if title:
                issue = title_issue(" ".join(t.text for t in title), self.profile.titles)
                issues += [issue] if issue else []
        return issues

    def _title(self, path: str, text: str, held: list[Fact]) -> None:
        issue = title_issue(text, held, self.profile.language)
        self.ledger.add(path, text, held[:1], [issue] if issue else [])

    # entries

    def _scope(self, entry: Entry) -> Scope:
        if entry.path not in self._scopes:
            self._scopes[entry.path] = Scope(entry.facts, self.posting)
        return self._scopes[entry.path]

    def _entry(self, section: str, path: str, element: BaseModel) -> None:
        attribute, category, what = _TOLD[section]
        entry = fields.best_entry(element, self.profile.section(section))
        if entry is None:
            stated = next((t for _, t, _ in leaves(element, path)), "")
            self.ledger.refuse(path, stated, category, f"The profile has no such {what}.")
            return
        value, held = getattr(element, attribute), getattr(entry.value, attribute)
        if value and not (held and fields.held_name(value, [held])):
            reason = f"The profile does not name this {what} here."
            self.ledger.refuse(f"{path}.{attribute}", value, category, reason)
        elif value:
            self.ledger.add(f"{path}.{attribute}", value, entry.facts[:1], ())
        self._dates(path, element, entry)
        self._link(path, element, entry)
        scope = self._scope(entry)
        rules = replace(self.rules, entries=(entry,), deeds=section != "education")
        for where, text, leaf in leaves(element, path):
            if leaf == attribute:
                continue
            if leaf in {"position", "roles"}:
                titles = [f for f in entry.facts if f.field in {"position", "roles"}]
                self._title(where, text, titles)
            elif leaf in _VALUES:
                self._value(where, text, scope, category)
            elif leaf == "keywords":
                self._prose(where, text, scope, self.values)
            else:
                self._prose(where, text, scope, rules)
                self._claimed_role(where, text, entry)

    def _claimed_role(self, path: str, text: str, entry: Entry) -> None:
        """A bullet such as "Team leader for sales" gives a title."""
        if all(self._scope(entry).verbatim(s) for _, s in sentences(clean(text))):
            return
        words = tokens(clean(text), self.profile.language)
        held = [
            f for f in entry.facts if f.field in {"position", "roles"} or plain(text) == f.plain
        ]
        for phrase in self_titles(words, summary=True):
            if listed(phrase[-1]) is Category.TITLE and not _is_deed(phrase[0]):
                issue = title_issue(" ".join(t.text for t in phrase), held)
                if issue:
                    self.ledger.add(path, text, (), [issue])

    def _value(self, path: str, text: str, scope: Scope, category: Category) -> None:
        found = check_sentence(clean(text), scope, self.values)
        issues = [Issue(category, i.words, i.reason) for i in found.issues]
        self.ledger.add(path, text, found.evidence, issues)

    def _link(self, path: str, element: BaseModel, entry: Entry) -> None:
        url, held = getattr(element, "url", None), getattr(entry.value, "url", None)
        if url and not (held and fields.same_link(url, held)):
            reason = "The profile does not hold this link."
            self.ledger.refuse(f"{path}.url", url, Category.CONTACT, reason)

    def _dates(self, path: str, element: BaseModel, entry: Entry) -> None:
        for attribute, what in _DATES.items():
            stated = getattr(element, attribute, None)
            held = getattr(entry.value, attribute, None)
            reason = fields.date_fault(stated, held, what)
            if stated and reason:
                self.ledger.refuse(
                    f"{path}.{fields.camel(attribute)}", stated, Category.DATE, reason
                )
            elif stated:
                self.ledger.add(f"{path}.{fields.camel(attribute)}", stated, entry.facts[:1], ())
        ended, started = entry.end, getattr(element, "start_date", None)
        if ended and started and not getattr(element, "end_date", None):
            reason = f"The profile says that this ended in {ended}."
            self.ledger.refuse(f"{path}.endDate", "until today", Category.DATE, reason)

    def _listed(self, section: str, path: str, element: BaseModel) -> None:
        category = _LISTED[section]
        entry = fields.best_entry(element, self.profile.section(section))
        if entry is None:
            stated = next((t for _, t, _ in leaves(element, path)), "")
            self.ledger.refuse(path, stated, category, "The profile has no such entry.")
            return
        self._dates(path, element, entry)
        self._link(path, element, entry)
        for where, text, _ in leaves(element, path):
            whole = self._scope(entry).verbatim(text) is not None
            parts = [text] if whole else [s for _, s in sentences(clean(text))]
            for sentence in parts:
                self._value(where, sentence.strip(), self._scope(entry), category)

    # skills and languages

    def _skill(self, path: str, skill: Skill) -> None:
        if skill.name:
            heads = lexicon.skill_groups() if skill.keywords else lexicon.NOTHING_NEUTRAL
            self._term(f"{path}.name", skill.name, replace(self.values, vocabulary=heads))
        for i, keyword in enumerate(skill.keywords):
            self._term(f"{path}.keywords[{i}]", keyword, self.values)
        if skill.level:
            self._level(path, skill.name or "", skill.level)
        self._extra(skill, path, self.whole)

    def _term(self, path: str, term: str, rules: Rules) -> None:
        found = check_sentence(clean(term), self.whole, rules)
        issues = [Issue(Category.SKILL, term, i.reason) for i in found.issues[:1]]
        self.ledger.add(path, term, found.evidence, issues)

    def _level(self, path: str, name: str, level: str) -> None:
        held = fields.skill_levels(name, self.profile)
        if any(fields.same_text(level, h) for h in held):
            return
        stated, known = fields.level_of(level), [fields.level_of(h) for h in held]
        ranks = [r for r in known if r is not None]
        if stated is None or not ranks or stated > max(ranks):
            reason = f"The profile gives {held[0] if held else 'no level'} for {name or 'this'}."
            self.ledger.refuse(f"{path}.level", level, Category.PROFICIENCY, reason)

    def _language(self, path: str, stated: BaseModel) -> None:
        name, fluency = getattr(stated, "language", None) or "", getattr(stated, "fluency", None)
        known = fields.held_language(name, self.profile)
        if known is None:
            found = check_sentence(clean(name), self.whole, self.values)
            if found.issues:
                reason = "The profile does not name this language."
                self.ledger.refuse(f"{path}.language", name, Category.PROFICIENCY, reason)
            elif fluency:
                reason = f"The profile gives no level for {name}."
                self.ledger.refuse(f"{path}.fluency", fluency, Category.PROFICIENCY, reason)
            return
        if fluency and not fields.same_text(fluency, known.fluency):
            now, then = fields.level_of(fluency), fields.level_of(known.fluency or "")
            if now is None or then is None or now > then:
                reason = f"The profile says {known.fluency or 'nothing'} of {known.language}."
                self.ledger.refuse(f"{path}.fluency", fluency, Category.PROFICIENCY, reason)
        self._extra(stated, path, self.whole)


def _is_deed(word: Token) -> bool:
    """Whether a word tells what was done, as "counselled" in "Counselled pet owners"."""
    told = word.key.endswith(("ed", "ing")) or lexicon.is_past(word.key)
    return told or lexicon.ladder().get(word.root) == 1
