"""Reads FluxEntropy sessions: global batches planned by a live curriculum, with exact resume."""

from .dataset import FluxDataset
from .stream import Batch, RunSuperseded, SessionStream, per_bin

__all__ = ["Batch", "FluxDataset", "RunSuperseded", "SessionStream", "per_bin"]
