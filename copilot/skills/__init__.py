"""Names of skills: which skills a text names, and which names stand for the same one."""

from copilot.skills.gazetteer import SkillMention, find_skills
from copilot.skills.taxonomy import aliases, canonical, same_skill

__all__ = ["SkillMention", "aliases", "canonical", "find_skills", "same_skill"]
