"""The position moves when a step was trained on, and a checkpoint only fits the run that it was made of."""

import gc
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np

import server
from fluxentropy import FluxDataset, RunSuperseded, SessionStream


def dataset(session, **options):
    return FluxDataset(server.URL, session, numpy=True, **options)


class PositionTests(unittest.TestCase):
    def setUp(self):
        self.session = server.create(steps=12).name

    def test_a_peek_skips_nothing(self):
        with dataset(self.session) as data:
            peeked = next(iter(data))
            first = next(iter(data))
            self.assertEqual((peeked["step"], first["step"], data.state_dict()["step"]), (0, 0, 0))
            np.testing.assert_array_equal(peeked["input_ids"], first["input_ids"])

    def test_a_prefetcher_that_is_ahead_skips_nothing(self):
        data = dataset(self.session)
        batches = iter(data)
        ahead = [next(batches) for _ in range(5)]
        data.report(ahead[1]["step"], 1.0)  # reported every second step
        self.assertEqual(data.state_dict()["step"], 2)
        data.step_done(ahead[2]["step"])
        state = data.state_dict()
        data.close()
        resumed = dataset(self.session)
        resumed.load_state_dict(state)
        self.assertEqual([batch["step"] for batch in resumed], list(range(3, 12)))

    def test_the_last_loss_is_kept_by_a_loop_that_closes_nothing(self):
        data = dataset(self.session)
        for batch in data:
            data.report(batch["step"], 1.0)
        self.assertEqual(server.session(self.session).reported_steps, 12)
        self.assertEqual(data.state_dict()["step"], 12)

    def test_losses_that_come_after_the_loop_are_kept_too(self):
        data = dataset(self.session)
        batches = list(data)
        for batch in batches:
            data.report(batch["step"], 1.0)
        self.assertEqual(server.session(self.session).reported_steps, 12)

    def test_the_loss_before_a_break_is_kept_when_the_process_ends(self):
        code = (
            "import sys; from fluxentropy import FluxDataset\n"
            "data = FluxDataset(*sys.argv[1:], numpy=True)\n"
            "for batch in data:\n"
            "    data.report(batch['step'], 1.0)\n"
            "    if batch['step'] == 6: break\n"
        )
        subprocess.run([sys.executable, "-c", code, server.URL, self.session], check=True, timeout=60)
        self.assertEqual(server.session(self.session).reported_steps, 7)

    def test_a_state_of_another_session_or_of_one_that_was_made_again_is_refused(self):
        data = dataset(self.session)
        data.report(next(iter(data))["step"], 1.0)
        state = data.state_dict()
        data.close()
        with self.assertRaisesRegex(ValueError, "belongs to session"):
            dataset(server.SESSION).load_state_dict(state)
        with self.assertRaisesRegex(ValueError, "made again"):
            dataset(self.session).load_state_dict({**state, "session_id": "0" * 16})
        with self.assertRaisesRegex(ValueError, "made again"):
            SessionStream(server.URL, self.session, run="r", session_id="0" * 16)
        old = dataset(self.session)  # a state of before there were ids and branches
        old.load_state_dict({"session": self.session, "step": 1})
        self.assertEqual(next(iter(old))["step"], 1)
        old.close()

    def test_a_run_resumes_under_another_curriculum_and_a_state_of_the_steps_it_replaced_is_refused(self):
        data = dataset(self.session)
        first = {}
        states = {}
        for batch in data:
            first[batch["step"]] = batch["input_ids"]
            data.report(batch["step"], 1.0)
            states[batch["step"] + 1] = data.state_dict()
        resumed = dataset(self.session, curriculum="manual(0, 0, 0, 1)")
        resumed.load_state_dict(states[5])
        second = {}
        for batch in resumed:
            second[batch["step"]] = batch
            resumed.report(batch["step"], 1.0)
        self.assertEqual(sorted(second), list(range(5, 12)))
        self.assertEqual({batch["curriculum_version"] for batch in second.values()}, {2})
        self.assertTrue(all((batch["bins"] == 3).all() for batch in second.values()))
        self.assertEqual([version.from_step for version in server.history(self.session)], [0, 5])
        late = dataset(self.session)
        late.load_state_dict(states[8])
        with self.assertRaisesRegex(ValueError, "planned again"):
            next(iter(late))
        early = dataset(self.session)
        early.load_state_dict(states[4])
        np.testing.assert_array_equal(next(iter(early))["input_ids"], first[4])
        early.close()

    def test_rows_that_do_not_divide_are_refused_or_weighed(self):
        with self.assertRaisesRegex(ValueError, "do not divide by 3"):
            next(iter(dataset(self.session, rank=0, world_size=3, run="uneven")))
        items = []
        for rank in range(3):
            data = dataset(self.session, rank=rank, world_size=3, run="weighed", uneven=True)
            items.append(next(iter(data)))
            data.close()
        rows = np.concatenate([item["input_ids"] for item in items])
        ddp = np.mean([item["loss_weight"] * item["input_ids"].mean() for item in items])
        self.assertAlmostEqual(ddp, rows.mean())

    def test_an_error_does_not_stay(self):
        data = dataset(self.session)
        batches = iter(data)
        next(batches)
        other = SessionStream(server.URL, self.session, run="other")
        with self.assertRaises(RunSuperseded):
            for _ in range(5):
                next(batches)
        self.assertEqual(next(iter(data))["step"], 0)
        data.close()
        other.abandon()

    def test_a_loss_that_is_no_number_is_refused_and_the_stream_goes_on(self):
        data = dataset(self.session)
        for batch in data:
            for loss in (float("nan"), float("inf")):
                with self.assertRaisesRegex(ValueError, "is not a loss"):
                    data.report(batch["step"], loss)
            data.report(batch["step"], 1.0)
        self.assertEqual(server.session(self.session).reported_steps, 12)

    def test_a_dataset_that_is_let_go_of_closes_its_stream(self):
        data = dataset(self.session)
        batches = iter(data)
        data.report(next(batches)["step"], 1.0)
        del batches, data
        gc.collect()
        self.assertEqual(server.session(self.session).reported_steps, 1)


if __name__ == "__main__":
    unittest.main()
