"""Reads a session to its end as the README does, and prints each step and a hash of its tokens: follow.py URL SESSION."""

import hashlib
import sys

from fluxentropy import FluxDataset

dataset = FluxDataset(sys.argv[1], sys.argv[2], numpy=True, keepalive=2)
for batch in dataset:
    tokens = batch["input_ids"].tobytes() + batch["labels"].tobytes()
    print(batch["step"], hashlib.sha256(tokens).hexdigest(), flush=True)
    dataset.report(batch["step"], 1.0)
