"""How well postings are ordered for a résumé, beside BM25, TF-IDF, MiniLM and a hybrid.

    python -m benchmarks.matching --data DIR

DIR (or a folder in it called match_resume_jd_relevance) holds ``resume.txt`` and ``jobs.jsonl``:
lines of {"text": title on the first line, then the posting; "relevant": bool}. Nothing is trained
or fitted on it. ``ours`` is ``copilot.matching.ranking.rank_score``; ``match_score`` is the
explained score of one match. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.retrieval import bm25, bootstrap_gain, ndcg, roc_auc, tfidf
from copilot.agents.extractive import ExtractiveEngine
from copilot.agents.job_analyzer import analyze_posting
from copilot.documents.resumes import read_resume
from copilot.domain.posting import Posting
from copilot.domain.profile import Goals, Weights
from copilot.embeddings import encode_document, load_encoder
from copilot.matching import dimension_texts_for_posting, dimension_texts_for_profile, match
from copilot.matching.ranking import RankedProfile, rank_score

FOLDER = "match_resume_jd_relevance"
TODAY = date(2024, 11, 1)
"""When the postings were saved; what a résumé calls current ends here."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    folder = options.data / FOLDER if (options.data / FOLDER).is_dir() else options.data
    resume_text = (folder / "resume.txt").read_text("utf-8")
    lines = (folder / "jobs.jsonl").read_text("utf-8").splitlines()
    labelled = [json.loads(line) for line in lines if line.strip()]
    relevant = np.array([bool(entry["relevant"]) for entry in labelled])
    texts = [str(entry["text"]) for entry in labelled]
    encoder = load_encoder(threads=options.threads)

    started = time.perf_counter()
    meaning = np.array([encode_document(encoder, [text])[0] for text in texts])
    minilm = (meaning @ encode_document(encoder, [resume_text])[0]).astype(float)
    words = tfidf(resume_text, texts)
    scores = {
        "bm25": bm25(resume_text, texts),
        "tfidf": words,
        "minilm": minilm,
        "hybrid": 0.25 * minilm + 0.75 * words,
    }

    resume = read_resume(resume_text.encode(), "text/plain").resume
    engine = ExtractiveEngine()
    profile = RankedProfile(
        resume,
        {
            dimension: encode_document(encoder, parts)[0]
            for dimension, parts in dimension_texts_for_profile(resume, Goals()).items()
        },
        TODAY,
    )
    ranked, explained = [], []
    for at, text in enumerate(texts):
        title, _, description = text.partition("\n")
        posting = Posting(title=title.strip() or "Untitled", description=description or title)
        analysis = analyze_posting(posting, engine)
        vectors = {
            dimension: encode_document(encoder, parts)[0]
            for dimension, parts in dimension_texts_for_posting(posting, analysis).items()
        }
        ranked.append(rank_score(profile, posting, analysis, vectors))
        found = match(resume, Goals(), Weights(), posting, analysis, encoder, today=TODAY)
        explained.append(found.score)
        if at % 50 == 0:
            sys.stderr.write(f"{at}/{len(texts)}\n")
    scores["ours"] = np.array(ranked)

    auc = {name: round(roc_auc(relevant, values), 4) for name, values in scores.items()}
    best = max((name for name in auc if name != "ours"), key=lambda name: auc[name])
    low, high = bootstrap_gain(relevant, scores["ours"], scores[best])
    report = {
        "postings": len(texts),
        "relevant": int(relevant.sum()),
        "auc": auc,
        "ndcg20": {name: round(ndcg(relevant, values, 20), 4) for name, values in scores.items()},
        "best_baseline": best,
        "gain_interval": [round(low, 4), round(high, 4)],
        "match_score_auc": round(roc_auc(relevant, explained), 4),
        "seconds": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
