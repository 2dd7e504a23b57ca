"""Speaks the wire protocols of OpenAI and Anthropic, for the real clients, without a model.

Answers follow a behaviour (good, fabricating, obedient to what a posting says), come after a set
time, fail as told, and are counted: the simulator's own record of paid calls is what a ledger is
compared with. The same seed and the same requests give the same answers, whatever their order.
"""
