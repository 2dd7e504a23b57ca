"""Texts as vectors."""

from copilot.embeddings.documents import encode_document
from copilot.embeddings.encoder import DIMENSIONS, Encoder, HostedEncoder, Vectors, encoder_id
from copilot.embeddings.loading import DEFAULT_ENCODER, load_encoder

__all__ = [
    "DEFAULT_ENCODER",
    "DIMENSIONS",
    "Encoder",
    "HostedEncoder",
    "Vectors",
    "encode_document",
    "encoder_id",
    "load_encoder",
]
