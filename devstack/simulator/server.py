"""The simulator's HTTP server: one thread for each connection, at 127.0.0.1 only."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from devstack.ports import HOST
from devstack.simulator import wire
from devstack.simulator.behaviour import Behaviour, answer
from devstack.simulator.charges import Call, Charges, PrefixCache
from devstack.simulator.faults import PAID, Fault, Plan, Script
from devstack.simulator.request import CHARACTERS_PER_TOKEN, BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devstack.simulator.request import Request

# How long a call hangs before the simulator gives it up: longer than any client waits.
HANG_SECONDS = 600.0
HANG_POLL_SECONDS = 0.05
MALFORMED = '{"edits": [{"operation": "replace", "text": "cut in the mid'
REFUSED_STATUS = {Fault.RATE_LIMITED: 429, Fault.SERVER_ERROR: 500}
KEYS = ("authorization", "x-api-key")


class Simulator:
    """``with Simulator() as simulator`` listens until the end of the block.

    ``openai_url`` and ``anthropic_url`` are what the client libraries take as base URL.
    """

    def __init__(
        self, script: Script | None = None, *, port: int = 0, ledger: Path | None = None
    ) -> None:
        self.plan = Plan(script or Script())
        self.charges = Charges(ledger)
        self.cache = PrefixCache()
        self.listener: Callable[[Request], None] | None = None
        """Told of each request before it is answered, in the thread that answers it."""
        self.closing = threading.Event()
        self._server = _Server((HOST, port), _Handler)
        self._server.simulator = self
        self.port = int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def openai_url(self) -> str:
        return f"{self.url}/v1"

    @property
    def anthropic_url(self) -> str:
        return self.url

    @property
    def script(self) -> Script:
        return self.plan.script

    def start(self) -> Self:
        threading.Thread(target=self.serve, name="simulator", daemon=True).start()
        return self

    def serve(self) -> None:
        """Answer until `stop`, in this thread."""
        self._server.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    simulator: Simulator

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away, killed workers among them, are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one packet.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """The ledger says more."""

    def do_GET(self) -> None:
        charges = self.server.simulator.charges
        if self.path == "/ledger":
            self._send(200, {"calls": [asdict(call) for call in charges.calls()]})
        elif self.path == "/ledger/summary":
            self._send(200, charges.summary())
        elif self.path == "/health":
            self._send(200, {"status": "ok"})
        else:
            self._send(404, wire.error("openai", 404, f"No resource {self.path}"))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        try:
            body = json.loads(raw)
            if path == "/script":
                self._change_script(body)
            elif path == "/v1/embeddings":
                self._embed(body)
            elif path in wire.PROTOCOLS:
                self._complete(wire.PROTOCOLS[path], body)
            else:
                self._send(404, wire.error("openai", 404, f"No resource {path}"))
        except (BadRequest, ValueError, KeyError, TypeError) as fault:
            provider = "anthropic" if path == "/v1/messages" else "openai"
            self._send(400, wire.error(provider, 400, f"{type(fault).__name__}: {fault}"))

    def _change_script(self, changes: dict[str, Any]) -> None:
        script = self.server.simulator.script
        for name, value in changes.items():
            if name == "behaviour":
                script.behaviour = Behaviour(value)
            elif name == "next_faults":
                script.next_faults = [Fault(fault) for fault in value]
            elif name == "rates":
                script.rates = {Fault(fault): float(rate) for fault, rate in value.items()}
            elif name == "latency":
                script.latency = (float(value[0]), float(value[1]))
            elif name == "retry_after":
                script.retry_after = float(value)
            else:
                raise BadRequest(f"unknown member {name}")
        self._send(200, {})

    def _embed(self, body: dict[str, Any]) -> None:
        written, _ = wire.embeddings(body)
        self._send(200, written)

    def _complete(self, protocol: wire.Protocol, body: dict[str, Any]) -> None:
        simulator = self.server.simulator
        if not any(self.headers.get(name) for name in KEYS):
            self._send(401, wire.error(protocol.provider, 401, "No API key provided."))
            return
        request = protocol.read(body)
        if simulator.listener is not None:
            simulator.listener(request)
        number, started = simulator.charges.begin(), time.time()
        behaviour, fault, latency = simulator.plan.decide(request.hash, request.model)
        time.sleep(latency)
        made = self._answer(request, behaviour, fault)
        status, delivered = self._deliver(protocol, made, fault)
        paid = status == 200 or fault in PAID
        simulator.charges.record(
            Call(
                number=number,
                provider=request.provider,
                model=request.model,
                request_hash=request.hash,
                started=started,
                finished=time.time(),
                status=status,
                fault=fault.value if fault else None,
                paid=paid,
                delivered=delivered,
                input_tokens=request.input_tokens if paid else 0,
                cached_tokens=made.cached_tokens if paid else 0,
                output_tokens=made.output_tokens if paid else 0,
            )
        )

    def _answer(self, request: Request, behaviour: Behaviour, fault: Fault | None) -> wire.Answer:
        simulator = self.server.simulator
        cached = simulator.cache.cached_characters(request.model, request.prompt)
        text = answer(request, behaviour, simulator.script.seed)
        if fault is Fault.MALFORMED:
            text = MALFORMED
        elif fault is Fault.WRONG_SCHEMA:
            text = json.dumps({"unexpected": ["not", "what", "was", "asked", "for"]})
        elif fault is Fault.REFUSAL:
            text = wire.DECLINED
        return wire.Answer(
            request, text, cached // CHARACTERS_PER_TOKEN, refused=fault is Fault.REFUSAL
        )

    def _deliver(
        self, protocol: wire.Protocol, made: wire.Answer, fault: Fault | None
    ) -> tuple[int | None, bool]:
        """Send the answer or its fault; the status, and whether all of it was taken."""
        provider = protocol.provider
        if fault is Fault.TIMEOUT:
            self._hang()
            return None, False
        if fault is Fault.RESET:
            self._reset()
            return None, False
        if fault in {Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.OVERLOADED}:
            status = REFUSED_STATUS.get(fault, 529 if provider == "anthropic" else 503)
            retry = {"Retry-After": f"{self.server.simulator.script.retry_after:g}"}
            headers = retry if fault is not Fault.SERVER_ERROR else {}
            taken = self._send(status, wire.error(provider, status, "Simulated."), headers)
            return status, taken
        if fault is Fault.CUT:
            self._send(200, protocol.write(made), cut=True)
            self._reset()
            return 200, False
        return 200, self._send(200, protocol.write(made))

    def _send(
        self,
        status: int,
        body: dict[str, Any],
        headers: dict[str, str] | None = None,
        *,
        cut: bool = False,
    ) -> bool:
        content = json.dumps(body, ensure_ascii=False).encode()
        if self._client_is_gone():
            self.close_connection = True
            return False
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("x-request-id", f"req_{time.monotonic_ns():x}")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if cut else content)
            self.wfile.flush()
        except OSError:
            self.close_connection = True
            return False
        return True

    def _hang(self) -> None:
        """Until the client gives up."""
        deadline = time.monotonic() + HANG_SECONDS
        while time.monotonic() < deadline and not self.server.simulator.closing.is_set():
            if self._client_is_gone():
                break
            time.sleep(HANG_POLL_SECONDS)
        self.close_connection = True

    def _client_is_gone(self) -> bool:
        try:
            self.connection.setblocking(False)
            waiting: bytes = self.connection.recv(1, socket.MSG_PEEK)
            return waiting == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            self.connection.setblocking(True)

    def _reset(self) -> None:
        """A reset (RST), not an orderly end."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
