"""Runs and steps: their states, the ledger that decides who may work, and the work itself."""
