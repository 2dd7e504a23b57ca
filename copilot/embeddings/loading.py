"""The encoders that ship with the product, loaded once per process."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from copilot.embeddings.encoder import OnnxEncoder
from copilot.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class ModelFiles:
    version: str
    model: str
    model_sha256: str
    tokenizer: str
    tokenizer_sha256: str


DEFAULT_ENCODER = "all-MiniLM-L6-v2-int8"

# A changed file needs a new version: stored vectors name the version they were made with.
ENCODERS = {
    DEFAULT_ENCODER: ModelFiles(
        version="1",
        model="all-MiniLM-L6-v2-int8.onnx",
        model_sha256="c9fadd6124e0a65bc1e7a5063b3e32197b923d8ecfb4616260328550240fd805",
        tokenizer="all-MiniLM-L6-v2-tokenizer.json",
        tokenizer_sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    )
}

_loaded: dict[str, OnnxEncoder] = {}
_lock = threading.Lock()


def load_encoder(name: str = DEFAULT_ENCODER, *, threads: int = 1) -> OnnxEncoder:
    """The encoder of this name, loaded by the first call of the process and kept.

    ``threads`` texts are encoded at once; it counts for the call that loads. Raises Misconfigured
    if there is no such encoder or its files are not the published ones.
    """
    with _lock:
        if name not in _loaded:
            _loaded[name] = _load(name, threads)
        return _loaded[name]


def _load(name: str, threads: int) -> OnnxEncoder:
    files = ENCODERS.get(name)
    if files is None:
        raise Misconfigured(
            f"There is no encoder {name!r}. The product ships {', '.join(sorted(ENCODERS))}."
        )
    folder = resources.files("copilot.embeddings").joinpath("models")
    model, tokenizer = Path(str(folder / files.model)), Path(str(folder / files.tokenizer))
    _verify(model, files.model_sha256)
    _verify(tokenizer, files.tokenizer_sha256)
    return OnnxEncoder(name, files.version, model, tokenizer, threads)


def _verify(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise Misconfigured(f"The encoder's file {path.name} is missing.") from None
    if found != expected:
        raise Misconfigured(
            f"The encoder's file {path.name} is damaged: its checksum is not the published one."
        )
