"""Against a real server: FLUXENTROPY_URL names a gateway, FLUXENTROPY_SESSION a session of 30 steps of 4 rows."""

import os
import subprocess
import sys
import tempfile
import threading
import unittest
import uuid
from pathlib import Path

import grpc
import numpy as np

try:
    import torch
    import torch.utils.data
except ImportError:
    torch = None

from fluxentropy import FluxDataset, RunSuperseded, SessionStream, per_bin

URL = os.environ["FLUXENTROPY_URL"]
SESSION = os.environ["FLUXENTROPY_SESSION"]
STEPS = 30


def consume(world_size, start, end):
    """Steps [start, end) as every consumer of a run sees them: {step: rows of all ranks}."""
    run = uuid.uuid4().hex
    seen = [{} for _ in range(world_size)]

    def work(rank):
        with SessionStream(URL, SESSION, step=start, rank=rank, world_size=world_size, run=run, credits=3) as stream:
            for batch in stream:
                seen[rank][batch.step] = batch.tokens
                stream.report(batch.step, 1.0 + rank)
                if batch.step + 1 == end:
                    break

    threads = [threading.Thread(target=work, args=(rank,)) for rank in range(world_size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {step: np.concatenate([seen[rank][step] for rank in range(world_size)]) for step in range(start, end)}


class StreamTests(unittest.TestCase):
    def test_four_consumers_continued_by_three_see_the_order_of_one(self):
        four = consume(4, 0, 12)
        three = consume(3, 12, STEPS)
        one = consume(1, 0, STEPS)
        self.assertEqual(sorted(one), list(range(STEPS)))
        for step, rows in {**four, **three}.items():
            np.testing.assert_array_equal(rows, one[step])

    def test_a_dataset_resumes_with_the_very_next_batch(self):
        dataset = FluxDataset(URL, SESSION, numpy=True)
        batches = iter(dataset)
        first = [next(batches) for _ in range(5)]
        losses = np.ones(first[4]["bins"].shape)
        dataset.report(first[4]["step"], losses.mean(), losses, first[4]["bins"])
        state = dataset.state_dict()
        expected = next(batches)
        dataset.close()
        resumed = FluxDataset(URL, SESSION, numpy=True)
        resumed.load_state_dict(state)
        batch = next(iter(resumed))
        resumed.close()
        self.assertEqual((state["step"], batch["step"]), (5, 5))
        np.testing.assert_array_equal(batch["input_ids"], expected["input_ids"])
        np.testing.assert_array_equal(batch["input_ids"][:, 1:], batch["labels"][:, :-1])

    def test_another_run_takes_over(self):
        stream = SessionStream(URL, SESSION, run="first", credits=1)
        batches = iter(stream)
        next(batches)
        other = SessionStream(URL, SESSION, run="second", credits=1)
        with self.assertRaises(RunSuperseded):
            for _ in range(3):
                next(batches)
        other.close()

    def test_what_is_wrong_is_named(self):
        for arguments, named in [
            (dict(session="nobody", run="r"), "join.session"),
            (dict(session=SESSION, run=""), "join.run"),
            (dict(session=SESSION, run="r", world_size=5), "join.world_size: 5 consumers are more than the 4 rows"),
            (dict(session=SESSION, run="r", world_size=2, rank=2), "join.rank"),
            (dict(session=SESSION, run="r", step=STEPS + 1), "join.step"),
        ]:
            with self.subTest(named), self.assertRaises(grpc.RpcError) as refused:
                SessionStream(URL, **arguments)
            self.assertIn(named, refused.exception.details())
        stream = SessionStream(URL, SESSION, run=uuid.uuid4().hex)
        batch = next(iter(stream))
        with self.assertRaises(ValueError):
            stream.report(batch.step + 20, 1.0)
        stream._hashes[batch.step] ^= 1
        stream.report(batch.step, 1.0)
        with self.assertRaises(grpc.RpcError) as refused:
            stream.close()
        self.assertIn("report.token_hash", refused.exception.details())

    @unittest.skipUnless(torch, "PyTorch is not installed")
    def test_a_data_loader_gives_tensors_and_no_workers_are_taken(self):
        dataset = FluxDataset(URL, SESSION)
        batch = next(iter(torch.utils.data.DataLoader(dataset, batch_size=None)))
        losses = torch.ones(batch["labels"].shape, requires_grad=True)
        dataset.report(batch["step"], losses.mean(), losses, batch["bins"])
        dataset.close()
        self.assertEqual((batch["input_ids"].dtype, batch["labels"].dtype), (torch.int64, torch.int64))
        self.assertTrue(torch.equal(batch["input_ids"][:, 1:], batch["labels"][:, :-1]))
        with self.assertRaisesRegex(RuntimeError, "num_workers=0"):
            next(iter(torch.utils.data.DataLoader(dataset, batch_size=None, num_workers=1)))

    @unittest.skipUnless(torch, "PyTorch is not installed")
    def test_the_example_goes_on_from_its_checkpoint(self):
        example = Path(__file__).parent.parent / "examples" / "train.py"
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, example, URL, SESSION, "--checkpoint", f"{folder}/run.pt", "--every", "10", "--vocabulary", "4096"]
            subprocess.run(command, check=True, timeout=100, capture_output=True)
            saved = torch.load(f"{folder}/run.pt")
            self.assertEqual(saved["data"]["step"], STEPS)
            saved["data"]["step"] = 20
            torch.save(saved, f"{folder}/run.pt")
            resumed = subprocess.run(command, check=True, timeout=100, capture_output=True, text=True)
            self.assertIn("step 30:", resumed.stdout)
            self.assertNotIn("step 20:", resumed.stdout)

    def test_means_by_bin(self):
        bins = np.array([[0, 2], [2, 2]], dtype=np.uint8)
        self.assertEqual(per_bin(np.array([[1.0, 2.0], [3.0, 4.0]]), bins), {0: (1.0, 1), 2: (3.0, 3)})
        with self.assertRaises(ValueError):
            per_bin(np.ones(3), bins)


if __name__ == "__main__":
    unittest.main()
