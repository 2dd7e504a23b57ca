#!/usr/bin/env python3
"""Trains copilot/skills/data/tagger.npz; a developer runs it where torch is installed.

    python scripts/train_tagger.py --data DIR

DIR holds SkillSpan's ``train.json`` and ``dev.json`` (lines of tokens, tags_skill,
tags_knowledge). The encoder stays as it is; only the head is trained, on ``train.json`` alone.
The figures on ``dev.json`` are printed as it learns; nothing is chosen by them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from copilot.embeddings import load_encoder  # noqa: E402
from copilot.skills.tagger import MAX_WORDS, SHAPES, decode, spans, word_shapes  # noqa: E402

TARGET = ROOT / "copilot" / "skills" / "data" / "tagger.npz"
TAGS = {"O": 0, "B": 1, "I": 2}
FEATURES, HIDDEN, FORMED, WINDOW = 1152, 160, 32, 5
EPOCHS, BATCH, RATE = 8, 32, 2e-3
# Most words are outside; what begins weighs more, so that a faint span is not lost.
CLASS_WEIGHTS = (1.0, 1.6, 1.3)


class Head(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.3)
        self.inp = nn.Linear(FEATURES, HIDDEN)
        self.f = nn.Linear(SHAPES, FORMED)
        self.c1 = nn.Conv1d(HIDDEN + FORMED, HIDDEN, WINDOW, padding=WINDOW // 2)
        self.c2 = nn.Conv1d(HIDDEN, HIDDEN, WINDOW, padding=WINDOW // 2)
        self.o = nn.Linear(HIDDEN, 6)

    def forward(self, x: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        seen = torch.relu(self.inp(self.drop(x)))
        rows = torch.cat([seen, torch.relu(self.f(shapes))], -1) * mask[..., None]
        wide = mask[:, None]
        first = torch.relu(self.c1(self.drop(rows).transpose(1, 2))) * wide
        second = torch.relu(self.c2(self.drop(first))) * wide
        return self.o(self.drop((first + second).transpose(1, 2)))


def read(path: Path) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    encoder = load_encoder()
    examples = []
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        words = entry["tokens"][:MAX_WORDS]
        tags = [
            np.array([TAGS[tag[0]] for tag in entry[name][:MAX_WORDS]])
            for name in ("tags_skill", "tags_knowledge")
        ]
        features = encoder.word_features(words).astype(np.float16)
        examples.append((features, word_shapes(words), *tags))
    return examples


def padded(batch: list[Any]) -> tuple[torch.Tensor, ...]:
    longest = max(len(example[2]) for example in batch)
    x = torch.zeros(len(batch), longest, FEATURES)
    shapes = torch.zeros(len(batch), longest, SHAPES)
    skill = torch.zeros(len(batch), longest, dtype=torch.long)
    knowledge = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, (features, formed, a, b) in enumerate(batch):
        size = len(a)
        x[row, :size] = torch.from_numpy(features.astype(np.float32))
        shapes[row, :size] = torch.from_numpy(formed)
        skill[row, :size], knowledge[row, :size] = torch.from_numpy(a), torch.from_numpy(b)
        mask[row, :size] = True
    return x, shapes, skill, knowledge, mask


def exact_f1(model: Head, examples: list[Any]) -> float:
    model.eval()
    right = said = true = 0
    with torch.no_grad():
        for at in range(0, len(examples), 64):
            batch = examples[at : at + 64]
            x, shapes, _, _, mask = padded(batch)
            scores = model(x, shapes, mask.float()).numpy()
            for row, (_, _, a, b) in zip(scores, batch, strict=True):
                gold = set(spans(a)) | set(spans(b))
                found = set(spans(decode(row[: len(a), :3]))) | set(
                    spans(decode(row[: len(a), 3:]))
                )
                right, said, true = right + len(gold & found), said + len(found), true + len(gold)
    return 2 * right / max(1, said + true)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    torch.manual_seed(0)
    pick = random.Random(0)  # noqa: S311 - not for secrets
    train = [e for e in read(options.data / "train.json") if len(e[2])]
    dev = [e for e in read(options.data / "dev.json") if len(e[2])]
    model = Head()
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-2)
    weights = torch.tensor(CLASS_WEIGHTS)
    for epoch in range(EPOCHS):
        model.train()
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS) + 1e-5
        order = sorted(range(len(train)), key=lambda at: len(train[at][2]) + 6 * pick.random())
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        pick.shuffle(batches)
        for batch in batches:
            x, shapes, skill, knowledge, mask = padded([train[at] for at in batch])
            scores = model(x, shapes, mask.float())
            loss = nn.functional.cross_entropy(scores[..., :3][mask], skill[mask], weight=weights)
            loss = loss + nn.functional.cross_entropy(
                scores[..., 3:][mask], knowledge[mask], weight=weights
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5)
            optimiser.step()
        sys.stdout.write(f"epoch {epoch + 1}: exact F1 on dev {exact_f1(model, dev):.4f}\n")
    arrays = {name: value.numpy().astype(np.float16) for name, value in model.state_dict().items()}
    np.savez_compressed(TARGET, **arrays)
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
