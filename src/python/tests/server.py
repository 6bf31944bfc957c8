"""The server that the tests run against, as the environment names it, and sessions of their own on it."""

import os
import uuid

from fluxentropy.channel import open_channel
from fluxentropy.v1 import curriculum_pb2, curriculum_pb2_grpc, training_pb2, training_pb2_grpc

URL = os.environ["FLUXENTROPY_URL"]
SESSION = os.environ["FLUXENTROPY_SESSION"]
PID = int(os.environ["FLUXENTROPY_SERVER_PID"])


def call(stub, method, request):
    with open_channel(URL) as channel:
        return getattr(stub(channel), method)(request, timeout=30)


def session(name):
    return call(training_pb2_grpc.SessionsStub, "Get", training_pb2.GetSessionRequest(session=name))


def history(name):
    request = curriculum_pb2.GetCurriculumRequest(session=name)
    return call(curriculum_pb2_grpc.CurriculumStub, "History", request).versions


def create(steps, batch=4, time=32, schedule="sequential"):
    """A session with a name of its own on the corpus of the tests."""
    request = training_pb2.CreateSessionRequest(
        name=uuid.uuid4().hex,
        corpus=session(SESSION).corpus,
        batch=batch,
        time=time,
        total_steps=steps,
        seed=7,
        curriculum=curriculum_pb2.CurriculumSpec(bins=4, schedule=schedule),
    )
    return call(training_pb2_grpc.SessionsStub, "Create", request)
