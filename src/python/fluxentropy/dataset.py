"""A session as a PyTorch dataset with exact resume; without PyTorch, the same with NumPy arrays."""

from __future__ import annotations

import logging
import os
import uuid
import weakref
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

from .batch import Batch, per_bin
from .channel import session_id
from .stream import SessionStream

try:
    import torch
    from torch.utils.data import IterableDataset, get_worker_info
except ImportError:  # everything works without it
    torch = None  # type: ignore[assignment]
    IterableDataset = object  # type: ignore[assignment,misc]

AT_EXIT = 5.0  # seconds for which a lost server is tried again when the process ends

log = logging.getLogger("fluxentropy")


class FluxDataset(IterableDataset):  # type: ignore[misc,valid-type]
    """Global batches of a session, one per item: use it with ``DataLoader(dataset, batch_size=None)``, or iterate it.

    An item is a dictionary: ``input_ids`` and ``labels``, int64 [rows, time]; ``bins``, uint8 [rows, time], the bin of each
    target; ``step`` and ``curriculum_version``, int. Arrays are tensors if PyTorch is installed, unless ``numpy`` is set.

    The position is the first step that was not trained on. It moves when a step is reported (:meth:`report`), or said to
    be done (:meth:`step_done`), and not when a batch is taken: a peek or a prefetcher skips nothing. Each iteration begins
    at the position.

    Args:
        url: address of a gateway, such as ``http://127.0.0.1:5080``.
        session: name of the session.
        rank: rank of this consumer, 0 to ``world_size`` - 1. The default is the environment variable RANK, or 0.
        world_size: consumers that share each global batch. The default is the environment variable WORLD_SIZE, or 1.
        run: name shared by all consumers of one start. Required if there are several, unless torchrun sets
            TORCHELASTIC_RUN_ID.
        credits: batches that may be in flight, 1 to 64.
        replan: after a resume, plan the following steps again, instead of serving those that the log has from a run that
            went further.
        curriculum: after a resume, the curriculum from the position on, in the place of all that were set for later;
            implies ``replan``. A schedule such as ``"uniform"``, or a mapping with the fields of CurriculumSpec.
        uneven: allow a batch whose rows do not divide by ``world_size``. Multiply the loss by the item's ``loss_weight``
            then: DDP's mean over consumers is not the mean over rows otherwise. The default refuses such a batch.
        numpy: return NumPy arrays even if PyTorch is installed.
        reconnect: seconds for which a lost server is tried again before an iteration gives up.
        keepalive: seconds of silence after which the server is asked whether it lives.
    """

    def __init__(
        self,
        url: str,
        session: str,
        *,
        rank: Optional[int] = None,
        world_size: Optional[int] = None,
        run: Optional[str] = None,
        credits: int = 2,
        replan: bool = False,
        curriculum: Any = None,
        uneven: bool = False,
        numpy: bool = False,
        reconnect: float = 300,
        keepalive: float = 10,
    ) -> None:
        super().__init__()
        self._url, self._session, self._credits = url, session, credits
        self._rank = int(os.environ.get("RANK", 0)) if rank is None else rank
        self._world_size = int(os.environ.get("WORLD_SIZE", 1)) if world_size is None else world_size
        self._run = run
        self._replan, self._curriculum = replan, curriculum
        self._uneven = uneven
        self._numpy = numpy or torch is None
        self._reconnect, self._keepalive = reconnect, keepalive
        self._step = 0  # the first that was not trained on
        self._id: Optional[str] = None  # of the session, once it is known
        self._branch = 0  # that the position is of
        self._stream: Optional[SessionStream] = None
        self._is_exhausted = False

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        if torch is not None and get_worker_info() is not None:
            raise RuntimeError(
                "FluxDataset prefetches by itself: use DataLoader(dataset, batch_size=None, num_workers=0)"
            )
        stream = self._open()
        for batch in stream:
            yield self._item(batch)
            if stream is not self._stream:
                return  # another iteration began
        if stream is self._stream:
            self._is_exhausted = True
            self._close_if_done()

    def report(self, step: int, loss: Any, losses: Any = None, bins: Any = None) -> None:
        """Reports the loss of a step, in nats per token: it, and all before it, count as trained on.

        Args:
            step: the item's ``step``.
            loss: mean over the targets, a number or a tensor with one element.
            losses: loss of each target, [rows, time], to report means by bin as well; needs the item's ``bins``.

        Raises:
            ValueError: the loss is not a finite number, or the step was not served; nothing was reported.
        """
        if self._stream is None:
            raise RuntimeError("there is nothing to report: no batch was taken, or all were reported")
        means: Optional[Mapping[int, Tuple[float, int]]] = None
        if losses is not None:
            means = per_bin(_array(losses), _array(bins))
        self._stream.report(int(step), float(loss), means)
        self._moved()

    def step_done(self, step: int) -> None:
        """Says that a step, and all before it, were trained on, without a loss."""
        if self._stream is None:
            raise RuntimeError("no batch was taken")
        self._stream.step_done(int(step))
        self._moved()

    def state_dict(self) -> Dict[str, Any]:
        """What a checkpoint must contain for the run to resume with exactly the first step that was not trained on."""
        return {"session": self._session, "session_id": self._id, "branch": self._branch, "step": self._step}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Resumes from a checkpoint at the next iteration.

        Raises:
            ValueError: the state belongs to another session, or to one of the same name that was made again.
        """
        if state["session"] != self._session:
            raise ValueError(f"state: it belongs to session '{state['session']}', not to '{self._session}'")
        wanted = state.get("session_id")
        known = session_id(self._url, self._session) if wanted else None
        if known is not None and known != wanted:
            raise ValueError(
                f"state: it belongs to a session '{self._session}' with the id {wanted}; the one that is there now was made "
                f"again, with the id {known}"
            )
        self._drop()
        self._id, self._branch, self._step = wanted, int(state.get("branch", 0)), int(state["step"])

    def close(self) -> None:
        """Waits until every report is in the server's log, and disconnects."""
        if self._stream is not None:
            stream, self._stream = self._stream, None
            self._at_exit.detach()
            stream.close()

    def __enter__(self) -> "FluxDataset":
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            self.close()
        else:
            self._drop()

    def _open(self) -> SessionStream:
        self._drop()
        stream = SessionStream(
            self._url,
            self._session,
            step=self._step,
            rank=self._rank,
            world_size=self._world_size,
            run=self._run_name(),
            credits=self._credits,
            replan=self._replan,
            session_id=self._id,
            parent_branch=self._branch,
            curriculum=self._curriculum,
            reconnect=self._reconnect,
            keepalive=self._keepalive,
        )
        if stream.global_batch % self._world_size and not self._uneven:
            stream.abandon()
            raise ValueError(
                f"world_size: the {stream.global_batch} rows of a batch do not divide by {self._world_size} consumers, so that "
                "the mean of their losses, as DDP takes it, is not that of the rows: use a number that divides, or uneven=True "
                "with each loss times the item's loss_weight"
            )
        self._replan, self._curriculum = False, None  # only once
        self._id, self._branch = stream.session_id or self._id, stream.branch
        self._stream, self._is_exhausted = stream, False
        self._at_exit = weakref.finalize(self, _close_at_exit, stream)
        return stream

    def _moved(self) -> None:
        self._step = self._stream.position
        self._close_if_done()

    def _close_if_done(self) -> None:
        """The last loss is in the log when the loop over the batches ends, whether or not it closes the dataset."""
        if self._is_exhausted and self._stream is not None and self._stream.is_done:
            self.close()

    def _drop(self) -> None:
        """Leaves a stream whatever became of it: the next iteration has one of its own."""
        if self._stream is None:
            return
        stream, self._stream = self._stream, None
        self._at_exit.detach()
        try:
            stream.close(reconnect=0)
        except Exception as error:  # what went wrong was said where it happened
            log.info("the last stream ended with: %s", error)

    def _run_name(self) -> str:
        if self._run is not None:
            return self._run
        if self._world_size == 1:
            return uuid.uuid4().hex
        run = os.environ.get("TORCHELASTIC_RUN_ID", "none")
        if run == "none":
            raise ValueError(
                "run: several consumers need a common name; give the same one to all consumers of a start, and a new one "
                "at the next start"
            )
        return f"{run}-{os.environ.get('TORCHELASTIC_RESTART_COUNT', '0')}-{self._step}"

    def _item(self, batch: Batch) -> Dict[str, Any]:
        arrays = {"input_ids": batch.input_ids, "labels": batch.labels, "bins": batch.bins}
        if not self._numpy:
            arrays = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
        item = {**arrays, "step": batch.step, "curriculum_version": batch.curriculum_version}
        return {**item, "loss_weight": self._stream.loss_weight} if self._uneven else item


def _array(values: Any) -> Any:
    return values.detach().cpu().numpy() if hasattr(values, "detach") else values


def _close_at_exit(stream: SessionStream) -> None:
    try:
        stream.close(reconnect=AT_EXIT)
    except Exception as error:
        log.warning("reports may be lost: %s", error)
