"""What would be waited for without a word has an answer."""

import os
import signal
import threading
import unittest
import uuid

import server
from fluxentropy import FluxDataset, SessionStream


def stream(session, **options):
    return SessionStream(server.URL, session, run=uuid.uuid4().hex, **options)


class SilenceTests(unittest.TestCase):
    def test_a_finished_run_ends_at_once_and_says_so(self):
        session = server.create(steps=3).name
        data = FluxDataset(server.URL, session, numpy=True)
        for batch in data:
            data.report(batch["step"], 1.0)
        with self.assertLogs("fluxentropy", "WARNING") as said:
            self.assertEqual(list(data), [])
        self.assertIn("is finished: all of its 3 steps were served", said.output[0])

    def test_a_corpus_that_is_too_small_for_a_batch_says_how_many_tokens_are_missing(self):
        session = server.create(steps=3, batch=1024, time=8192)
        self.assertIn("There is no first step yet", session.notes[0])
        waiting = stream(session.name)
        with self.assertLogs("fluxentropy", "WARNING") as said:
            threading.Timer(2, waiting.abandon).start()
            with self.assertRaises(Exception):
                next(waiting)
        self.assertRegex(said.output[0], r"waits for \d+ more tokens in ranked documents")

    def test_a_server_that_hangs_is_noticed_and_goes_on_when_it_wakes(self):
        session = server.create(steps=40).name
        reader = stream(session, keepalive=1, reconnect=60)
        first = next(reader)
        os.kill(server.PID, signal.SIGSTOP)
        try:
            threading.Timer(6, os.kill, (server.PID, signal.SIGCONT)).start()
            with self.assertLogs("fluxentropy", "WARNING") as said:
                rest = [batch.step for batch in reader]
        finally:
            os.kill(server.PID, signal.SIGCONT)
        reader.close()
        self.assertEqual([first.step, *rest], list(range(40)))
        self.assertIn("was lost", said.output[0])

    def test_a_server_that_stays_away_is_an_error_with_what_to_do(self):
        session = server.create(steps=40).name
        reader = stream(session, keepalive=1, reconnect=1)
        next(reader)
        os.kill(server.PID, signal.SIGSTOP)
        try:
            with self.assertRaisesRegex(ConnectionError, "resume from your checkpoint"):
                list(reader)
        finally:
            os.kill(server.PID, signal.SIGCONT)


if __name__ == "__main__":
    unittest.main()
