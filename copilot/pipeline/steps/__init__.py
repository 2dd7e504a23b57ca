"""The work of each step, one module a step: ``load``, ``compute``, ``store``."""
