"""The truth gate: nothing invented passes.

Pure and deterministic: no database, no network, no model.
"""

from copilot.grounding.gate import GATE_VERSION, check_letter, check_resume, warm_up

__all__ = ["GATE_VERSION", "check_letter", "check_resume", "warm_up"]
