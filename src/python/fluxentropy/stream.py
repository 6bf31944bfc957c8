"""The stream of a session's batches, as NumPy arrays: credits out, batches in, losses back."""

from __future__ import annotations

import queue
from dataclasses import dataclass
from typing import Iterator, Mapping, Optional, Tuple
from urllib.parse import urlsplit

import grpc
import numpy as np

try:
    from .v1 import training_pb2, training_pb2_grpc
except ImportError as error:  # the only file that is not in the repository
    raise ImportError("fluxentropy.v1 is missing: make it with 'python3 src/python/generate.py'") from error

MAX_MESSAGE_BYTES = 256 << 20
MOST_UNREPORTED = 4096  # steps; the server takes no reports of older ones


class RunSuperseded(RuntimeError):
    """Another run took the session over: start again from a checkpoint."""


@dataclass(frozen=True)
class Batch:
    """One consumer's rows of a global batch."""

    step: int
    """Step of the session, from 0."""
    curriculum_version: int
    """The one version of the curriculum that the whole step was planned under."""
    tokens: np.ndarray
    """Token ids, int64, [rows, time + 1]: inputs are ``tokens[:, :-1]``, targets ``tokens[:, 1:]``."""
    bins: np.ndarray
    """Bin that each target was drawn from, uint8, [rows, time]."""
    token_hash: int
    """XXH3-64 of the tokens, sent back with the report."""

    @property
    def input_ids(self) -> np.ndarray:
        return self.tokens[:, :-1]

    @property
    def labels(self) -> np.ndarray:
        return self.tokens[:, 1:]


def per_bin(losses: np.ndarray, bins: np.ndarray) -> Mapping[int, Tuple[float, int]]:
    """Mean loss and number of targets of each bin that has any.

    Args:
        losses: loss of each target in nats, of the shape of ``bins``.
        bins: bin of each target, as a batch brings them.
    """
    losses = np.asarray(losses, dtype=np.float64)
    if losses.shape != bins.shape:
        raise ValueError(f"losses: shape {losses.shape} differs from that of the bins, {bins.shape}")
    targets = np.bincount(bins.ravel())
    sums = np.bincount(bins.ravel(), weights=losses.ravel())
    return {int(b): (float(sums[b] / targets[b]), int(targets[b])) for b in np.flatnonzero(targets)}


class SessionStream:
    """Batches of one session for one consumer, in order, from a step on.

    Args:
        url: address of a gateway, such as ``http://127.0.0.1:5080``; https for TLS.
        session: name of the session.
        step: first step wanted: 0 for a new run, else the step to go on with.
        rank: this consumer among ``world_size``.
        world_size: consumers that share each global batch, at most its rows.
        run: name by which the consumers of one start find each other; new at each start or resume.
        replan: plan the first step and those after it anew, in place of serving what the log has of them.
        credits: batches that may be under way, 1 to 64. A change of the curriculum is late by no more steps than that.

    Raises:
        RunSuperseded: while iterating, when another run took the session over.
        grpc.RpcError: where the server refuses or cannot be reached; its ``details()`` name the field and the remedy.
    """

    def __init__(self, url: str, session: str, *, step: int = 0, rank: int = 0, world_size: int = 1, run: str, credits: int = 2, replan: bool = False) -> None:
        if not 1 <= credits <= 64:
            raise ValueError(f"credits: {credits} is outside 1 to 64")
        self._channel = _channel(url)
        self._outgoing: "queue.SimpleQueue[Optional[training_pb2.ConsumeRequest]]" = queue.SimpleQueue()
        self._hashes: "dict[int, int]" = {}
        join = training_pb2.JoinRun(session=session, rank=rank, world_size=world_size, step=step, run=run, replan=replan)
        self._send(training_pb2.ConsumeRequest(join=join))
        self._send(training_pb2.ConsumeRequest(credits=credits))
        self._incoming = training_pb2_grpc.BatchesStub(self._channel).Consume(iter(self._outgoing.get, None))
        try:
            joined = next(self._incoming).joined
        except BaseException:
            self._channel.close()
            raise
        self.rows: int = joined.rows
        self.global_batch: int = joined.batch
        self.time: int = joined.time
        self.total_steps: int = joined.total_steps
        self.vocabulary_size: int = joined.vocabulary_size
        self.branch: int = joined.branch

    def __iter__(self) -> Iterator[Batch]:
        while True:
            try:
                message = next(self._incoming).batch
            except StopIteration:
                return
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.ABORTED:
                    raise RunSuperseded(error.details()) from error
                raise
            tokens = np.frombuffer(message.tokens, dtype="<u2" if message.token_bytes == 2 else "<i4")
            self._hashes[message.step] = message.token_hash
            self._hashes.pop(message.step - MOST_UNREPORTED, None)
            yield Batch(
                step=message.step,
                curriculum_version=message.curriculum_version,
                tokens=tokens.reshape(self.rows, self.time + 1).astype(np.int64),
                bins=np.frombuffer(message.bins, dtype=np.uint8).reshape(self.rows, self.time),
                token_hash=message.token_hash,
            )
            last = message.step + 1 == self.total_steps
            if last:
                return
            self._send(training_pb2.ConsumeRequest(credits=1))

    def report(self, step: int, loss: float, bins: Optional[Mapping[int, Tuple[float, int]]] = None) -> None:
        """Says what the loss at a step was, for the log and for schedules that follow it.

        Args:
            step: one of the last 4,096 steps that this stream served, not reported yet.
            loss: mean cross-entropy over the targets of the share, in nats a token.
            bins: the same by bin, with the number of targets (see :func:`per_bin`).
        """
        if step not in self._hashes:
            raise ValueError(f"step: {step} is not one of the last {MOST_UNREPORTED} served on this stream, or was reported before")
        report = training_pb2.StepLosses(
            step=step,
            loss=loss,
            token_hash=self._hashes.pop(step),
            bins=[training_pb2.BinLoss(bin=b, loss=mean, targets=count) for b, (mean, count) in (bins or {}).items()],
        )
        self._send(training_pb2.ConsumeRequest(report=report))

    def close(self) -> None:
        """Waits until the server has taken what was reported, and leaves."""
        self._outgoing.put(None)
        try:
            for _ in self._incoming:
                pass  # batches that were under way: the next stream is served them again
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.CANCELLED:
                raise
        finally:
            self._channel.close()

    def __enter__(self) -> "SessionStream":
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            self.close()
        else:
            self._incoming.cancel()
            self._channel.close()

    def _send(self, message: "training_pb2.ConsumeRequest") -> None:
        self._outgoing.put(message)


def _channel(url: str) -> grpc.Channel:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"url: '{url}' is not an address such as http://127.0.0.1:5080")
    target = f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    options = [("grpc.max_receive_message_length", MAX_MESSAGE_BYTES)]
    if parts.scheme == "https":
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(), options)
    return grpc.insecure_channel(target, options)
