"""A tailored résumé against the profile, section by section."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from copilot.domain.claims import Claim, Finding
from copilot.domain.match import Evidence
from copilot.domain.resume import Resume
from copilot.grounding import fields, lexicon
from copilot.grounding.category import Category
from copilot.grounding.facts import Entry, Fact, ProfileFacts, _leaves, make_fact
from copilot.grounding.prose import Check, Issue, Rules, check_sentence
from copilot.grounding.support import Scope
from copilot.grounding.words import clean, plain, sentences

_DATES = {
    "start_date": "start", "end_date": "end", "date": "date", "release_date": "release date",
}  # fmt: skip
_NAMES = {
    "work": ("name", Category.EMPLOYER, "employer"),
    "volunteer": ("organization", Category.EMPLOYER, "organisation"),
    "education": ("institution", Category.EDUCATION, "school"),
}


class ResumeCheck:
    """Collects claims and findings of one résumé."""

    def __init__(self, document: Resume, profile: ProfileFacts, posting: tuple[Fact, ...]) -> None:
        self.document = document
        self.profile = profile
        self.posting = posting
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []
        self.whole = Scope(profile.facts, posting)
        self.rules = Rules(lexicon.neutral_roots())
        self._scopes: dict[str, Scope] = {}

    def run(self) -> None:
        self._basics()
        for section in ("work", "volunteer", "education", "projects"):
            for index, element in enumerate(getattr(self.document, section)):
                self._entry(section, f"{section}[{index}]", element)
        for section in ("certificates", "awards", "publications", "references", "interests"):
            for index, element in enumerate(getattr(self.document, section)):
                self._listed(section, f"{section}[{index}]", element)
        self._skills()
        self._languages()
        for name, value in (self.document.model_extra or {}).items():
            for path, text, _ in _leaves(value, name):
                self._prose(path, text, self.whole)

    def _claim(self, path: str, text: str, evidence: list[Fact], issues: list[Issue]) -> None:
        self.claims.append(
            Claim(
                path=path,
                text=text,
                evidence=tuple(
                    Evidence(path=f.path, quote=f.text, strength=1.0 if i == 0 else 0.5)
                    for i, f in enumerate(evidence)
                )
                if not issues
                else (),
            )
        )
        for issue in issues:
            self.findings.append(
                Finding(path=path, category=issue.category, words=issue.words, reason=issue.reason)
            )

    def _prose(self, path: str, text: str, scope: Scope, rules: Rules | None = None) -> None:
        for _, sentence in sentences(clean(text)):
            check: Check = check_sentence(sentence.strip(), scope, rules or self.rules)
            self._claim(path, sentence.strip(), check.evidence, check.issues)

    def _basics(self) -> None:
        stated, held = self.document.basics, self.profile.profile.basics
        for name, same in (
            ("name", fields.same_text), ("email", fields.same_link), ("phone", fields.same_phone),
            ("url", fields.same_link), ("image", fields.same_link),
        ):  # fmt: skip
            value, known = getattr(stated, name), getattr(held, name)
            if value and not (known and same(value, known)):
                self._claim(
                    f"basics.{name}", value, [],
                    [Issue(Category.CONTACT, value, f"This is not the profile's {name}.")],
                )  # fmt: skip
        for path, text, _ in _leaves(stated.location, "basics.location"):
            self._prose(path, text, self.whole, Rules(frozenset()))
        links = [p.url for p in held.profiles if p.url]
        for i, online in enumerate(stated.profiles):
            if online.url and not any(fields.same_link(online.url, link) for link in links):
                self._claim(
                    f"basics.profiles[{i}].url", online.url, [],
                    [Issue(Category.CONTACT, online.url, "The profile does not hold this link.")],
                )  # fmt: skip
            known_names = {plain(p.username or "") for p in held.profiles}
            if online.username and plain(online.username) not in known_names:
                self._claim(
                    f"basics.profiles[{i}].username", online.username, [],
                    [Issue(Category.CONTACT, online.username, "The profile does not hold this name.")],
                )  # fmt: skip
        if stated.label:
            self._title("basics.label", stated.label, None)
        if stated.summary:
            self._prose("basics.summary", stated.summary, self.whole)
        for name, value in (stated.model_extra or {}).items():
            for path, text, _ in _leaves(value, f"basics.{name}"):
                self._prose(path, text, self.whole)

    def _title(self, path: str, text: str, entry: Entry | None) -> None:
        entries = [entry] if entry else list(self.profile.entries.values())
        held = [
            f for e in entries for f in e.facts
            if f.field in {"position", "label", "roles", "name"}
            and (f.field != "name" or e.section == "certificates")
        ]  # fmt: skip
        issue = None
        for part in [p for p in text.replace("/", "|").replace("·", "|").split("|") if p.strip()]:
            issue = issue or fields.title_issue(clean(part), held)
        self._claim(path, text, held[:1], [issue] if issue else [])

    def _scope(self, entry: Entry) -> Scope:
        if entry.path not in self._scopes:
            self._scopes[entry.path] = Scope(entry.facts, self.posting)
        return self._scopes[entry.path]

    def _entry(self, section: str, path: str, element: BaseModel) -> None:
        entry = fields.best_entry(element, self.profile.section(section))
        if entry is None:
            stated = next((t for _, t, _ in _leaves(element, path)), "")
            category = _NAMES.get(section, ("", Category.CLAIM, ""))[1]
            self._claim(
                path, stated, [], [Issue(category, stated, "The profile has no such entry.")]
            )
            return
        if section in _NAMES:
            attribute, category, what = _NAMES[section]
            value, held = getattr(element, attribute), getattr(entry.value, attribute)
            if value and not (held and fields.held_name(value, [held])):
                self._claim(
                    f"{path}.{attribute}", value, [],
                    [Issue(category, value, f"The profile does not name this {what} here.")],
                )  # fmt: skip
        self._dates(path, element, entry)
        url, held_url = getattr(element, "url", None), getattr(entry.value, "url", None)
        if url and not (held_url and fields.same_link(url, held_url)):
            self._claim(
                f"{path}.url", url, [], [Issue(Category.CONTACT, url, "Not in the profile.")]
            )
        scope = self._scope(entry)
        for where, text, leaf in _leaves(element, path):
            if section in _NAMES and leaf == _NAMES[section][0]:
                continue
            if leaf in {"position", "roles"}:
                self._title(where, text, entry)
            elif leaf in {
                "area",
                "study_type",
                "score",
                "courses",
                "entity",
                "type",
                "location",
            } or (leaf == "name" and section == "projects"):
                self._prose(where, text, scope, Rules(frozenset()))
            else:
                self._prose(where, text, scope)

    def _dates(self, path: str, element: BaseModel, entry: Entry) -> None:
        for attribute, what in _DATES.items():
            stated = getattr(element, attribute, None)
            issue = fields.date_issue(stated, getattr(entry.value, attribute, None), what)
            if issue:
                self._claim(f"{path}.{attribute}", str(stated), [], [issue])
        ended = getattr(entry.value, "end_date", None)
        if (
            ended
            and getattr(element, "start_date", None)
            and not getattr(element, "end_date", None)
        ):
            self._claim(
                f"{path}.endDate", "", [],
                [Issue(Category.DATE, "present", f"The profile says that this ended in {ended}.")],
            )  # fmt: skip

    def _listed(self, section: str, path: str, element: BaseModel) -> None:
        strict = Rules(frozenset())
        entry = fields.best_entry(element, self.profile.section(section))
        category = Category.CREDENTIAL if section in {"certificates", "awards"} else Category.CLAIM
        if entry is None:
            for where, text, _ in _leaves(element, path):
                self._claim(
                    where, text, [], [Issue(category, text, "The profile has no such entry.")]
                )
                break
            return
        self._dates(path, element, entry)
        for where, text, _ in _leaves(element, path):
            for _, sentence in sentences(clean(text)):
                check = check_sentence(sentence, self._scope(entry), strict)
                issues = [Issue(category, i.words, i.reason) for i in check.issues]
                self._claim(where, sentence, check.evidence, issues)

    def _skills(self) -> None:
        generic = Rules(lexicon.neutral_roots() | lexicon.skill_group_roots())
        for index, skill in enumerate(self.document.skills):
            path = f"skills[{index}]"
            if skill.name:
                self._term(
                    f"{path}.name", skill.name, generic if skill.keywords else Rules(frozenset())
                )
            for i, keyword in enumerate(skill.keywords):
                self._term(f"{path}.keywords[{i}]", keyword, Rules(frozenset()))
            if skill.level:
                self._level(path, skill.name or "", skill.level)
            for name, value in (skill.model_extra or {}).items():
                for where, text, _ in _leaves(value, f"{path}.{name}"):
                    self._prose(where, text, self.whole)

    def _term(self, path: str, term: str, rules: Rules) -> None:
        check = check_sentence(clean(term), self.whole, rules)
        issues = [Issue(Category.SKILL, term, i.reason) for i in check.issues[:1]]
        self._claim(path, term, check.evidence, issues)

    def _level(self, path: str, name: str, level: str) -> None:
        held = fields.skill_level_facts(name, self.profile)
        stated_rank = fields.level_of(level)
        ranks = [r for r in map(fields.level_of, held) if r is not None]
        if any(fields.same_text(level, h) for h in held):
            return
        if stated_rank is None or not ranks or stated_rank > max(ranks):
            reason = f"The profile gives {held[0] if held else 'no level'} for {name or 'this'}."
            self._claim(f"{path}.level", level, [], [Issue(Category.PROFICIENCY, level, reason)])

    def _languages(self) -> None:
        held = {plain(x.language or ""): x for x in self.profile.profile.languages}
        for index, stated in enumerate(self.document.languages):
            path = f"languages[{index}]"
            known = held.get(plain(stated.language or ""))
            if known is None:
                text = stated.language or ""
                check = check_sentence(clean(text), self.whole, Rules(frozenset()))
                issues = [
                    Issue(Category.PROFICIENCY, text, "The profile does not name this language.")
                ]
                self._claim(
                    f"{path}.language", text, check.evidence, issues if check.issues else []
                )
                if stated.fluency and not check.issues:
                    self._prose(f"{path}.fluency", stated.fluency, self.whole)
                continue
            if stated.fluency and not fields.same_text(stated.fluency, known.fluency):
                now, then = fields.level_of(stated.fluency), fields.level_of(known.fluency or "")
                if now is None or then is None or now > then:
                    reason = f"The profile says {known.fluency or 'nothing'} of {known.language}."
                    self._claim(
                        f"{path}.fluency", stated.fluency, [],
                        [Issue(Category.PROFICIENCY, stated.fluency, reason)],
                    )  # fmt: skip


def posting_facts(posting_text: str | None) -> tuple[Fact, ...]:
    """The sentences of a posting as facts about the company."""

    def made() -> Iterator[Fact]:
        for index, (_, sentence) in enumerate(sentences(clean(posting_text or ""))):
            yield make_fact(f"posting.sentences[{index}]", sentence.strip(), "posting", "posting")

    return tuple(made())
