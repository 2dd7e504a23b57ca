"""The graph that every agent runs, whatever its engine:

    draft → verify ─┬─ clean ───────────────→ accept
      ↑             ├─ faults, drafts left ─→ (draft again, with the faults)
      └─────────────┘
                    └─ faults, none left ───→ fall back

An engine that answers with nothing usable ends in the fallback at once. Transient errors and a
spent budget pass through: the step is tried later, or ends in that state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, Protocol, TypedDict, TypeVar, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from copilot.agents.contracts import Engine
from copilot.errors import UnusableResponse

MAX_DRAFTS = 3
"""The first draft and two revisions."""


class Check(Protocol):
    """What verifying a draft found."""

    @property
    def clean(self) -> bool: ...


JobT = TypeVar("JobT")
DraftT = TypeVar("DraftT")
CheckT = TypeVar("CheckT", bound=Check)
OutcomeT = TypeVar("OutcomeT")


@dataclass(frozen=True, slots=True)
class Progress(Generic[JobT, DraftT, CheckT]):
    """Where a job stands: what the last two nodes of the graph are told."""

    engine: Engine
    job: JobT
    draft: DraftT | None
    check: CheckT | None
    drafts: int
    failure: str | None
    """Why the engine made no further draft."""


class _State(TypedDict, total=False):
    engine: Engine
    job: Any
    draft: Any
    check: Any
    drafts: int
    failure: str | None
    outcome: Any


@dataclass(frozen=True)
class DraftingAgent(Generic[JobT, DraftT, CheckT, OutcomeT]):
    """One agent: four functions and the graph that joins them, compiled once per process."""

    name: str
    draft: Callable[[Engine, JobT, DraftT | None, CheckT | None], DraftT]
    verify: Callable[[JobT, DraftT], CheckT]
    accept: Callable[[Progress[JobT, DraftT, CheckT]], OutcomeT]
    fall_back: Callable[[Progress[JobT, DraftT, CheckT]], OutcomeT]

    def run(self, job: JobT, engine: Engine) -> OutcomeT:
        final = self.graph.invoke({"engine": engine, "job": job, "drafts": 0})
        return cast(OutcomeT, final["outcome"])

    @cached_property
    def graph(self) -> CompiledStateGraph[Any, Any, Any, Any]:
        graph = StateGraph(_State)
        graph.add_node("draft", self._draft)
        graph.add_node("verify", self._verify)
        graph.add_node("accept", self._accept)
        graph.add_node("fall_back", self._fall_back)
        graph.add_edge(START, "draft")
        graph.add_conditional_edges("draft", _after_draft, ["verify", "fall_back"])
        graph.add_conditional_edges("verify", _after_verify, ["draft", "accept", "fall_back"])
        graph.add_edge("accept", END)
        graph.add_edge("fall_back", END)
        return graph.compile(name=self.name)

    def _draft(self, state: _State) -> _State:
        try:
            draft = self.draft(
                state["engine"], state["job"], state.get("draft"), state.get("check")
            )
        except UnusableResponse as error:
            return {"failure": error.detail, "drafts": state["drafts"] + 1}
        return {"draft": draft, "drafts": state["drafts"] + 1}

    def _verify(self, state: _State) -> _State:
        return {"check": self.verify(state["job"], state["draft"])}

    def _accept(self, state: _State) -> _State:
        return {"outcome": self.accept(_progress(state))}

    def _fall_back(self, state: _State) -> _State:
        return {"outcome": self.fall_back(_progress(state))}


def _progress(state: _State) -> Progress[Any, Any, Any]:
    return Progress(
        engine=state["engine"],
        job=state["job"],
        draft=state.get("draft"),
        check=state.get("check"),
        drafts=state["drafts"],
        failure=state.get("failure"),
    )


def _after_draft(state: _State) -> Literal["verify", "fall_back"]:
    return "fall_back" if state.get("failure") else "verify"


def _after_verify(state: _State) -> Literal["draft", "accept", "fall_back"]:
    if state["check"].clean:
        return "accept"
    return "draft" if state["drafts"] < MAX_DRAFTS else "fall_back"
