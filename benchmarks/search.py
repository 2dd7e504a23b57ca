"""How fast and how exactly the nearest postings are found: HNSW, IVFFlat and no index.

    python -m benchmarks.search --data DIR [--rows 200000]

The vectors are real texts' (``benchmarks.search_vectors``), the server is the product's own
embedded PostgreSQL, the index options are those of ``copilot.database.models.vector``, the settings
those of ``copilot.database.repositories.search``. Recall is the share of the ten nearest (by the
stored half-precision vectors, computed outside the database) that a query returns. The filter keeps
one row in a hundred, and no index helps with it. Queries go over one connection, one after the
other. Prints one JSON object last:

* ``recall``, ``qps``, ``build_s``, ``index_mb``: of HNSW at the smallest setting that reaches a
  recall of 0.98, or the best there is; ``filtered_recall``: with the filter, at the same setting;
* ``qps_ratio_at_equal_recall``: HNSW's queries a second over IVFFlat's where both have that recall,
  between two measured settings by interpolation; null if IVFFlat does not reach it. Seconds here
  are those that the server computed, so that a busy machine does not decide;
* ``sweep``: every setting of every index.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import psycopg
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from benchmarks.search_vectors import Chunks, Vectors, encode_chunks, pool, read_chunks
from copilot.database.models.vector import HNSW_OPTIONS, WIDTH
from copilot.database.repositories.search import CANDIDATES, MAX_SCAN_TUPLES, SCAN_MEMORY
from copilot.embeddings import load_encoder
from devstack import folders
from devstack.postgres import Postgres

CHUNKS = 20_000
QUERIES = 200
FILTERED_QUERIES = 50
EXACT_QUERIES = 10
ROUNDS = 3
"""All queries without filter are asked so often; the fastest round counts, as others may use the
machine."""
NEAREST = 10
WANTED_RECALL = 0.98
FILTERED_SHARE = 100
"""The filter keeps one row of so many."""
EF_SEARCH = (40, 80, 130, 200, 400)
PROBES = (4, 8, 16, 32, 64, 128)
BATCH = 20_000

SERVER = {"shared_buffers": "768MB", "maintenance_work_mem": "768MB", "max_wal_size": "4GB"}
_ALL = "select id from measured order by vector <=> %(asked)s limit 10"
# As the product searches: more candidates than are shown, in exact order afterwards.
_SOME = f"""
with candidates as materialized (
  select id, vector <=> %(asked)s as distance from measured where part = 0
  order by vector <=> %(asked)s limit {CANDIDATES})
select id from candidates order by distance limit 10
"""


@dataclass(frozen=True, slots=True)
class Point:
    index: str
    setting: int | None
    """ef_search, or probes."""
    recall: float
    qps: float
    cpu_qps: float
    """Queries for each second that the server's process computed: what others do does not count."""
    filtered_recall: float
    filtered_qps: float


@dataclass(frozen=True, slots=True)
class Built:
    build_s: float
    index_mb: float
    points: Sequence[Point]


class Measurement:
    """One table of vectors, its queries and their exact answers."""

    def __init__(self, connection: psycopg.Connection[Any], chunks: Chunks, rows: int) -> None:
        self.connection = connection
        self._backend = psutil.Process(connection.info.backend_pid)
        random = np.random.default_rng(1)
        self.queries = pool(chunks, QUERIES, np.random.default_rng(2))
        connection.execute(
            f"create table measured (id integer, part smallint, vector halfvec({WIDTH}))"
        )
        best = _Nearest(self.queries)
        best_of_part = _Nearest(self.queries)
        for begin in range(0, rows, BATCH):
            vectors = pool(chunks, min(BATCH, rows - begin), random).astype(np.float16)
            ids = np.arange(begin, begin + len(vectors))
            self._copy(ids, vectors)
            best.see(ids, vectors)
            kept = ids % FILTERED_SHARE == 0
            best_of_part.see(ids[kept], vectors[kept])
            say(f"{begin + len(vectors)} of {rows} rows")
        connection.execute("vacuum analyze measured")
        self.exact, self.exact_of_part = best.answers(), best_of_part.answers()

    def _copy(self, ids: np.ndarray, vectors: np.ndarray) -> None:
        with (
            self.connection.cursor() as cursor,
            cursor.copy("copy measured from stdin (format binary)") as copy,
        ):
            copy.set_types(["integer", "smallint", "halfvec"])
            for number, vector in zip(ids.tolist(), vectors, strict=True):
                copy.write_row((number, number % FILTERED_SHARE, HalfVector(vector)))

    def index(self, options: str, name: str, setting: str, values: Sequence[int]) -> Built:
        began = time.perf_counter()
        self.connection.execute(f"create index nearest on measured using {options}")
        build_s = time.perf_counter() - began
        size = self.connection.execute("select pg_relation_size('nearest')").fetchone()
        assert size is not None
        self.connection.execute("select pg_prewarm('nearest')")
        self.connection.execute(f"set {name}.iterative_scan = relaxed_order")
        self.connection.execute(f"set hnsw.max_scan_tuples = {MAX_SCAN_TUPLES}")
        self.connection.execute(f"set hnsw.scan_mem_multiplier = {SCAN_MEMORY}")
        points = []
        for value in values:
            self.connection.execute(f"set {setting} = {value}")
            points.append(self.point(name, value, QUERIES))
        self.connection.execute("drop index nearest")
        return Built(round(build_s, 1), round(size[0] / 2**20, 1), points)

    def point(self, index: str, setting: int | None, queries: int) -> Point:
        # Without these the planner may well choose to sort a table of this size.
        with self.off("enable_seqscan" if setting is not None else "enable_indexscan"):
            recall, qps, cpu_qps = self.ask(_ALL, self.exact, queries, ROUNDS)
            filtered_recall, filtered_qps, _ = self.ask(
                _SOME, self.exact_of_part, min(queries, FILTERED_QUERIES), 1
            )
        point = Point(index, setting, recall, qps, cpu_qps, filtered_recall, filtered_qps)
        say(json.dumps(asdict(point)))
        return point

    @contextmanager
    def off(self, option: str) -> Iterator[None]:
        self.connection.execute(f"set {option} = off")
        yield
        self.connection.execute(f"reset {option}")

    def ask(
        self, statement: str, exact: Sequence[set[int]], queries: int, rounds: int
    ) -> tuple[float, float, float]:
        vectors = [HalfVector(vector) for vector in self.queries[:queries]]
        seconds = computed = float("inf")
        for _ in range(rounds):
            began, computed_before = time.perf_counter(), self._computed()
            found = [
                self.connection.execute(statement, {"asked": vector}).fetchall()
                for vector in vectors
            ]
            seconds = min(seconds, time.perf_counter() - began)
            computed = min(computed, self._computed() - computed_before)
        hits = sum(
            len({row[0] for row in rows} & wanted)
            for rows, wanted in zip(found, exact[:queries], strict=True)
        )
        total = sum(len(wanted) for wanted in exact[:queries])
        # The kernel counts in hundredths of a second.
        computed = max(computed, 0.01)
        return round(hits / total, 4), round(queries / seconds, 1), round(queries / computed, 1)

    def _computed(self) -> float:
        times = self._backend.cpu_times()
        return float(times.user + times.system)


class _Nearest:
    """The nearest rows of each query, batch by batch."""

    def __init__(self, queries: Vectors) -> None:
        self._queries = queries.astype(np.float16).astype(np.float32)
        self._ids = np.empty((len(queries), 0), dtype=np.int64)
        self._likeness = np.empty((len(queries), 0), dtype=np.float32)

    def see(self, ids: np.ndarray, vectors: np.ndarray) -> None:
        wide = vectors.astype(np.float32)
        wide /= np.linalg.norm(wide, axis=1, keepdims=True)
        likeness = np.concatenate([self._likeness, self._queries @ wide.T], axis=1)
        every = np.concatenate([self._ids, np.broadcast_to(ids, (len(likeness), len(ids)))], axis=1)
        order = np.argsort(-likeness, axis=1, kind="stable")[:, :NEAREST]
        self._likeness = np.take_along_axis(likeness, order, axis=1)
        self._ids = np.take_along_axis(every, order, axis=1)

    def answers(self) -> list[set[int]]:
        return [set(row.tolist()) for row in self._ids]


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def chosen(points: Sequence[Point]) -> Point:
    """The fastest that reaches the wanted recall, or the most exact."""
    enough = [point for point in points if point.recall >= WANTED_RECALL]
    if enough:
        return max(enough, key=lambda point: point.qps)
    return max(points, key=lambda point: point.recall)


def speed_at(points: Sequence[Point], recall: float) -> float | None:
    """Queries for a computed second at this recall, between two points; None beyond them."""
    known = sorted(points, key=lambda point: point.recall)
    if not known or not known[0].recall <= recall <= known[-1].recall:
        return None
    # Speed is about inverse to the work, and the work grows with the recall.
    seconds = np.interp(recall, [p.recall for p in known], [1 / p.cpu_qps for p in known])
    return float(1 / seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--threads", type=int, default=2, help="for encoding")
    options = parser.parse_args()
    texts = read_chunks(options.data, CHUNKS)
    if not texts:
        raise SystemExit(f"There are no postings in {options.data}.")
    chunks = encode_chunks(load_encoder(threads=options.threads), texts)
    with_server(lambda connection: measure(connection, chunks, options.rows))


def with_server(work: Callable[[psycopg.Connection[Any]], None]) -> None:
    folder = folders.temporary("bench-")
    try:
        with (
            Postgres(folder / "postgres", durable=False, settings=SERVER) as server,
            psycopg.connect(server.admin_url, autocommit=True) as connection,
        ):
            connection.execute("create extension vector")
            connection.execute("create extension pg_prewarm")
            register_vector(connection)
            work(connection)
    finally:
        folders.remove(folder)


def measure(connection: psycopg.Connection[Any], chunks: Chunks, rows: int) -> None:
    measured = Measurement(connection, chunks, rows)
    exact = measured.point("none", None, EXACT_QUERIES)
    with_options = ", ".join(f"{name} = {value}" for name, value in HNSW_OPTIONS.items())
    hnsw = measured.index(
        f"hnsw (vector halfvec_cosine_ops) with ({with_options})",
        "hnsw",
        "hnsw.ef_search",
        EF_SEARCH,
    )
    lists = max(1, round(rows**0.5))
    ivfflat = measured.index(
        f"ivfflat (vector halfvec_cosine_ops) with (lists = {lists})",
        "ivfflat",
        "ivfflat.probes",
        [probes for probes in PROBES if probes <= lists],
    )
    best = chosen(hnsw.points)
    other = speed_at(ivfflat.points, best.recall)
    report = {
        "rows": rows,
        "chunks": len(chunks.vectors),
        "recall": best.recall,
        "ef_search": best.setting,
        "qps": best.qps,
        "qps_ratio_at_equal_recall": round(best.cpu_qps / other, 2) if other else None,
        "filtered_recall": best.filtered_recall,
        "build_s": hnsw.build_s,
        "index_mb": hnsw.index_mb,
        "ivfflat": {"lists": lists, "build_s": ivfflat.build_s, "index_mb": ivfflat.index_mb},
        "exact_qps": exact.qps,
        "sweep": [asdict(point) for point in (*hnsw.points, *ivfflat.points, exact)],
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
