"""A session as a PyTorch dataset with exact resume; without PyTorch, the same with NumPy arrays."""

from __future__ import annotations

import os
import uuid
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

from .stream import Batch, SessionStream, per_bin

try:
    import torch
    from torch.utils.data import IterableDataset, get_worker_info
except ImportError:  # everything works without it
    torch = None  # type: ignore[assignment]
    IterableDataset = object  # type: ignore[assignment,misc]


class FluxDataset(IterableDataset):  # type: ignore[misc,valid-type]
    """Global batches of a session, one per item: use it with ``DataLoader(dataset, batch_size=None)``, or iterate it.

    An item is a dictionary: ``input_ids`` and ``labels``, int64 [rows, time]; ``bins``, uint8 [rows, time], the bin of each
    target; ``step`` and ``curriculum_version``, int. Arrays are tensors if PyTorch is installed, unless ``numpy`` is set.

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
        numpy: return NumPy arrays even if PyTorch is installed.
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
        numpy: bool = False,
    ) -> None:
        super().__init__()
        self._url, self._session, self._credits = url, session, credits
        self._rank = int(os.environ.get("RANK", 0)) if rank is None else rank
        self._world_size = int(os.environ.get("WORLD_SIZE", 1)) if world_size is None else world_size
        self._run = run
        self._replan = replan
        self._numpy = numpy or torch is None
        self._step = 0  # the next one to train on
        self._stream: Optional[SessionStream] = None

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        if torch is not None and get_worker_info() is not None:
            raise RuntimeError(
                "FluxDataset prefetches by itself: use DataLoader(dataset, batch_size=None, num_workers=0)"
            )
        self.close()
        self._stream = SessionStream(
            self._url,
            self._session,
            step=self._step,
            rank=self._rank,
            world_size=self._world_size,
            run=self._run_name(),
            credits=self._credits,
            replan=self._replan,
        )
        self._replan = False  # only once
        for batch in self._stream:
            self._step = batch.step + 1
            yield self._item(batch)

    def report(self, step: int, loss: Any, losses: Any = None, bins: Any = None) -> None:
        """Reports the loss of a step, in nats per token.

        Args:
            step: the item's ``step``.
            loss: mean over the targets, a number or a tensor with one element.
            losses: loss of each target, [rows, time], to report means by bin as well; needs the item's ``bins``.
        """
        if self._stream is None:
            raise RuntimeError("there is nothing to report before the first batch")
        means: Optional[Mapping[int, Tuple[float, int]]] = None
        if losses is not None:
            means = per_bin(_array(losses), _array(bins))
        self._stream.report(int(step), float(loss), means)

    def state_dict(self) -> Dict[str, Any]:
        """What a checkpoint must contain for the run to resume with exactly the next batch."""
        return {"session": self._session, "step": self._step}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Resumes from a checkpoint at the next iteration.

        Raises:
            ValueError: the state belongs to another session.
        """
        if state["session"] != self._session:
            raise ValueError(f"state: it belongs to session '{state['session']}', not to '{self._session}'")
        self._step = int(state["step"])

    def close(self) -> None:
        """Waits until the server has received all reports, and disconnects."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

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
        return {**arrays, "step": batch.step, "curriculum_version": batch.curriculum_version}


def _array(values: Any) -> Any:
    return values.detach().cpu().numpy() if hasattr(values, "detach") else values
