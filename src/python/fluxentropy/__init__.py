"""Reads FluxEntropy sessions: global batches planned by a live curriculum, with exact resume."""

from .batch import Batch, per_bin
from .channel import RunSuperseded
from .dataset import FluxDataset
from .stream import SessionStream

__all__ = ["Batch", "FluxDataset", "RunSuperseded", "SessionStream", "per_bin"]
