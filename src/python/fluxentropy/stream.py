"""The stream of a session's batches, as NumPy arrays: credits out, batches in, losses back. It survives the server's restarts."""

from __future__ import annotations

import collections
import logging
import math
import queue
import time as clock
from typing import Any, Deque, Dict, Iterator, Mapping, Optional, Tuple

import grpc
import numpy as np

try:
    from .v1 import curriculum_pb2, training_pb2, training_pb2_grpc
except ImportError as error:  # the only file that is not in the repository
    raise ImportError("fluxentropy.v1 is missing: generate it with 'python3 src/python/generate.py'") from error

from .batch import Batch
from .channel import is_lost, open_channel, translated

MAX_UNREPORTED = 4096  # steps; the server accepts no reports of older ones
MAX_SERVED_AGAIN = 64  # steps that a new connection asks for again, so that their losses can still be reported
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds between two attempts to connect

log = logging.getLogger("fluxentropy")


class SessionStream:
    """Batches of one session for one consumer, in order, starting at a step.

    A connection that is lost is opened again, and the stream goes on with the same bytes: each step is seen once.

    Args:
        url: address of a gateway, such as ``http://127.0.0.1:5080``; https for TLS.
        session: name of the session.
        step: first step to serve: 0 for a new run, otherwise the step to resume with.
        rank: rank of this consumer, 0 to ``world_size`` - 1.
        world_size: consumers that share each global batch, at most as many as it has rows.
        run: name shared by the consumers of one start; a new one for each start or resume.
        replan: plan the first step and those after it again, instead of serving what the log has.
        credits: batches that may be in flight, 1 to 64. A curriculum update is delayed by at most that many steps.
        session_id: id that the session must have, from a checkpoint; the default does not check.
        parent_branch: branch that the checkpoint was made on; refused if the steps before it were planned again since.
        curriculum: curriculum from ``step`` on, in the place of all that were set for later; implies ``replan``. A
            schedule such as ``"uniform"``, or a mapping with the fields of CurriculumSpec.
        reconnect: seconds for which a lost server is tried again before the stream gives up.
        keepalive: seconds of silence after which the server is asked whether it lives.

    Raises:
        RunSuperseded: while iterating, if another run took over the session.
        ValueError: the checkpoint belongs to another session, or to steps that were planned again.
        ConnectionError: while iterating, if the server did not come back in time.
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
        session_id: Optional[str] = None,
        parent_branch: int = 0,
        curriculum: Any = None,
        reconnect: float = 300,
        keepalive: float = 10,
    ) -> None:
        if not 1 <= credits <= 64:
            raise ValueError(f"credits: {credits} is outside 1 to 64")
        self._url, self._credits, self._reconnect, self._keepalive = url, credits, reconnect, keepalive
        self._join = training_pb2.JoinRun(
            session=session,
            rank=rank,
            world_size=world_size,
            step=step,
            run=run,
            replan=replan,
            notices=True,
            session_id=session_id or "",
            parent_branch=parent_branch,
            curriculum=_curriculum(curriculum),
        )
        self._next = step  # the first that was not yielded
        self._hashes: Dict[int, int] = {}  # of what was yielded and not reported
        self._unacknowledged: Dict[int, "training_pb2.StepLosses"] = {}
        self._ahead: Deque[Batch] = collections.deque()  # received and not yielded
        self._owes_credit = self._is_closed = False
        self._lost_at: Optional[float] = None  # when the connection was lost, until something arrives again
        self.position = step
        """The first step that was not trained on: moved by :meth:`report` and :meth:`step_done`."""
        try:
            joined = self._connect()
        except grpc.RpcError as error:
            raise translated(error) from error
        self.rows: int = joined.rows
        self.global_batch: int = joined.batch
        self.time: int = joined.time
        self.total_steps: int = joined.total_steps
        self.vocabulary_size: int = joined.vocabulary_size
        self.branch: int = joined.branch
        self.session_id: str = joined.session_id
        self.loss_weight: float = joined.rows * max(1, world_size) / joined.batch
        """Factor of this consumer's loss with which the mean over all consumers is the mean over all rows."""
        if self._next >= self.total_steps:
            log.warning("session %s is finished: all of its %d steps were served", session, self.total_steps)

    def __iter__(self) -> Iterator[Batch]:
        return self

    def __next__(self) -> Batch:
        if self._is_closed or self._next >= self.total_steps:
            raise StopIteration
        if self._owes_credit:
            self._owes_credit = False
            self._send(training_pb2.ConsumeRequest(credits=1))
        while not self._ahead:
            self._receive()
        batch = self._ahead.popleft()
        self._next = batch.step + 1
        self._hashes[batch.step] = batch.token_hash
        self._hashes.pop(batch.step - MAX_UNREPORTED, None)
        self._owes_credit = self._next < self.total_steps
        return batch

    def report(self, step: int, loss: float, bins: Optional[Mapping[int, Tuple[float, int]]] = None) -> None:
        """Reports the loss of a step, for the log and for schedules that follow losses; the step counts as trained on.

        Args:
            step: one of the last 4,096 steps that this stream served, not yet reported.
            loss: mean cross-entropy over this consumer's targets, in nats per token.
            bins: the same by bin, with the number of targets (see :func:`per_bin`).

        Raises:
            ValueError: the loss is not a finite number, or the step was not served; nothing was reported.
        """
        for name, value in [("loss", loss), *((f"bins[{b}]", mean) for b, (mean, _) in (bins or {}).items())]:
            if not math.isfinite(value):
                raise ValueError(f"{name}: {value} is not a loss; step {step} is not reported")
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
        self._unacknowledged[step] = report
        self.position = max(self.position, step + 1)
        self._send(training_pb2.ConsumeRequest(report=report))

    def step_done(self, step: int) -> None:
        """Says that all steps up to this one were trained on; those without a report will not get one."""
        self.position = max(self.position, step + 1)
        self._hashes = {other: value for other, value in self._hashes.items() if other > step}

    @property
    def is_done(self) -> bool:
        """Whether every step of the run was yielded and trained on."""
        return min(self._next, self.position) >= self.total_steps

    def flush(self) -> None:
        """Waits until every report is in the server's log."""
        while self._unacknowledged and self._acknowledges:
            self._receive()

    def close(self, reconnect: Optional[float] = None) -> None:
        """Waits until every report is in the server's log, and disconnects.

        Args:
            reconnect: seconds for which a lost server is tried again. The default is that of the stream.
        """
        if self._is_closed:
            return
        self._reconnect = self._reconnect if reconnect is None else reconnect
        try:
            self.flush()
            self._outgoing.put(None)
            for _ in self._incoming:
                pass  # batches in flight: the next stream is served them again
        except grpc.RpcError as error:
            if not is_lost(error):
                raise translated(error) from error
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Disconnects at once; reports that are under way may be lost."""
        self._is_closed = True
        self._incoming.cancel()
        self._outgoing.put(None)
        self._channel.close()

    def __enter__(self) -> "SessionStream":
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _receive(self) -> None:
        """Takes one message in, from a new connection if the last one was lost."""
        try:
            message = next(self._incoming)
        except StopIteration:
            self._connect_again("the server ended the stream")
            return
        except grpc.RpcError as error:
            if self._is_closed or not is_lost(error):
                self.abandon()
                raise translated(error) from error
            self._connect_again(f"{error.code().name}: {error.details()}")
            return
        self._lost_at = None
        kind = message.WhichOneof("message")
        if kind == "batch":
            self._take(message.batch)
        elif kind == "notice":
            self._note(message.notice)

    def _take(self, message: "training_pb2.TokenBatch") -> None:
        report = self._unacknowledged.get(message.step)
        known = self._hashes.get(message.step, report.token_hash if report else message.token_hash)
        if known != message.token_hash:
            self.abandon()
            raise RuntimeError(
                f"step {message.step} has other tokens than before the connection was lost: "
                f"{message.token_hash:016x}, not {known:016x}"
            )
        if message.step < self._next + len(self._ahead):  # it was served before the connection was lost
            if report:
                self._send(training_pb2.ConsumeRequest(report=report))
            self._send(training_pb2.ConsumeRequest(credits=1))
            return
        tokens = np.frombuffer(message.tokens, dtype="<u2" if message.token_bytes == 2 else "<i4")
        self._ahead.append(
            Batch(
                step=message.step,
                curriculum_version=message.curriculum_version,
                tokens=tokens.reshape(self.rows, self.time + 1).astype(np.int64),
                bins=np.frombuffer(message.bins, dtype=np.uint8).reshape(self.rows, self.time),
                token_hash=message.token_hash,
            )
        )

    def _note(self, notice: "training_pb2.RunNotice") -> None:
        kind = notice.WhichOneof("notice")
        if kind == "reported":
            self._unacknowledged.pop(notice.reported, None)
        elif kind == "waiting":
            log.warning(
                "session %s waits for %d more tokens in ranked documents (%d of the %d that a step takes)",
                self._join.session,
                notice.waiting.needed_tokens - notice.waiting.ranked_tokens,
                notice.waiting.ranked_tokens,
                notice.waiting.needed_tokens,
            )
        elif kind == "refused":
            self._unacknowledged.pop(notice.refused.step, None)
            log.error("the report of step %d was refused: %s", notice.refused.step, notice.refused.problem)

    def _connect(self) -> "training_pb2.RunJoined":
        """Joins at the first step that is not safe yet: one whose report is under way, or may still be made, or the next."""
        known = [step for step in {**self._hashes, **self._unacknowledged} if step >= self._next - MAX_SERVED_AGAIN]
        self._join.step = min([self._next, *known])
        self._ahead.clear()
        self._channel = open_channel(self._url, self._keepalive)
        self._outgoing: "queue.SimpleQueue[Optional[training_pb2.ConsumeRequest]]" = queue.SimpleQueue()
        self._send(training_pb2.ConsumeRequest(join=self._join))
        # Of the batches that may be in flight, the last one yielded is one until the next is asked for.
        self._send(training_pb2.ConsumeRequest(credits=self._credits))
        self._owes_credit = False
        self._incoming = training_pb2_grpc.BatchesStub(self._channel).Consume(iter(self._outgoing.get, None))
        try:
            joined = next(self._incoming).joined
        except BaseException:
            self._outgoing.put(None)
            self._channel.close()
            raise
        self._acknowledges: bool = joined.acknowledges
        # What the first connection opened is not opened again.
        self._join.replan = False
        self._join.ClearField("curriculum")
        self._join.session_id = joined.session_id
        self._join.parent_branch, self._join.branch = 0, joined.branch if joined.acknowledges else 0
        return joined

    def _connect_again(self, why: str) -> None:
        """Connects until it works or the time is over."""
        log.warning("the connection to %s was lost (%s); connecting again for up to %g s", self._url, why, self._reconnect)
        self._lost_at = clock.monotonic() if self._lost_at is None else self._lost_at
        end, pause = self._lost_at + self._reconnect, FIRST_PAUSE
        self._outgoing.put(None)
        self._channel.close()
        while True:
            try:
                self._connect()
                log.warning("connected to %s again; the run goes on at step %d", self._url, self._next)
                return
            except StopIteration:
                why = "the server ended the stream"
            except grpc.RpcError as error:
                if not is_lost(error):
                    self._is_closed = True
                    raise translated(error) from error
                why = f"{error.code().name}: {error.details()}"
            if clock.monotonic() >= end:
                self._is_closed = True
                raise ConnectionError(
                    f"{self._url} did not answer for {self._reconnect:g} s ({why}); see that the server runs, and resume "
                    "from your checkpoint"
                )
            clock.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _send(self, message: "training_pb2.ConsumeRequest") -> None:
        self._outgoing.put(message)


def _curriculum(wanted: Any) -> Optional["curriculum_pb2.CurriculumSpec"]:
    if isinstance(wanted, str):
        return curriculum_pb2.CurriculumSpec(schedule=wanted)
    return curriculum_pb2.CurriculumSpec(**wanted) if isinstance(wanted, Mapping) else wanted
