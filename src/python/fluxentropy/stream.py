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
    raise ImportError("fluxentropy.v1 is missing: generate it with 'python3 src/python/generate.py'") from error

MAX_MESSAGE_BYTES = 256 << 20
MAX_UNREPORTED = 4096  # steps; the server accepts no reports of older ones


class RunSuperseded(RuntimeError):
    """Another run took over the session: start again from a checkpoint."""


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


class SessionStream:
    """Batches of one session for one consumer, in order, starting at a step.

    Args:
        url: address of a gateway, such as ``http://127.0.0.1:5080``; https for TLS.
        session: name of the session.
        step: first step to serve: 0 for a new run, otherwise the step to resume with.
        rank: rank of this consumer, 0 to ``world_size`` - 1.
        world_size: consumers that share each global batch, at most as many as it has rows.
        run: name shared by the consumers of one start; a new one for each start or resume.
        replan: plan the first step and those after it again, instead of serving what the log has.
        credits: batches that may be in flight, 1 to 64. A curriculum update is delayed by at most that many steps.

    Raises:
        RunSuperseded: while iterating, if another run took over the session.
        grpc.RpcError: if the server refuses or cannot be reached; its ``details()`` name the field and the remedy.
    """

    def __init__(
        self,
        url: str,
        session: str,
        *,
        step: int = 0,
        rank: int = 0,
        world_size: int = 1,
        run: str,
        credits: int = 2,
        replan: bool = False,
    ) -> None:
        if not 1 <= credits <= 64:
            raise ValueError(f"credits: {credits} is outside 1 to 64")
        self._channel = _channel(url)
        self._outgoing: "queue.SimpleQueue[Optional[training_pb2.ConsumeRequest]]" = queue.SimpleQueue()
        self._hashes: "dict[int, int]" = {}
        join = training_pb2.JoinRun(
            session=session, rank=rank, world_size=world_size, step=step, run=run, replan=replan
        )
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
            self._hashes.pop(message.step - MAX_UNREPORTED, None)
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
        """Reports the loss of a step, for the log and for schedules that follow losses.

        Args:
            step: one of the last 4,096 steps that this stream served, not yet reported.
            loss: mean cross-entropy over this consumer's targets, in nats per token.
            bins: the same by bin, with the number of targets (see :func:`per_bin`).
        """
        if step not in self._hashes:
            raise ValueError(
                f"step: {step} is not one of the last {MAX_UNREPORTED} served on this stream, or was already reported"
            )
        report = training_pb2.StepLosses(
            step=step,
            loss=loss,
            token_hash=self._hashes.pop(step),
            bins=[training_pb2.BinLoss(bin=b, loss=mean, targets=count) for b, (mean, count) in (bins or {}).items()],
        )
        self._send(training_pb2.ConsumeRequest(report=report))

    def close(self) -> None:
        """Waits until the server has received all reports, and disconnects."""
        self._outgoing.put(None)
        try:
            for _ in self._incoming:
                pass  # batches in flight: the next stream is served them again
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
