"""A batch, and the means of its losses by bin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Tuple

import numpy as np


@dataclass(frozen=True)
class Batch:
    """One consumer's rows of a global batch."""

    step: int
    """Step of the session, from 0."""
    curriculum_version: int
    """The curriculum version that the whole step was planned under."""
    tokens: np.ndarray
    """Token ids, int64, [rows, time + 1]: inputs are ``tokens[:, :-1]``, targets ``tokens[:, 1:]``."""
    bins: np.ndarray
    """Bin that each target was drawn from, uint8, [rows, time]."""
    token_hash: int
    """XXH3-64 of the tokens, returned with the report."""

    @property
    def input_ids(self) -> np.ndarray:
        return self.tokens[:, :-1]

    @property
    def labels(self) -> np.ndarray:
        return self.tokens[:, 1:]


def per_bin(losses: np.ndarray, bins: np.ndarray) -> Mapping[int, Tuple[float, int]]:
    """Mean loss and number of targets of each bin that has any.

    Args:
        losses: loss of each target in nats, with the shape of ``bins``.
        bins: bin of each target, from the batch.
    """
    losses = np.asarray(losses, dtype=np.float64)
    if losses.shape != bins.shape:
        raise ValueError(f"losses: shape {losses.shape} differs from that of the bins, {bins.shape}")
    targets = np.bincount(bins.ravel())
    sums = np.bincount(bins.ravel(), weights=losses.ravel())
    return {int(b): (float(sums[b] / targets[b]), int(targets[b])) for b in np.flatnonzero(targets)}
