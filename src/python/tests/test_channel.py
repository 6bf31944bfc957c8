"""How the server is reached: over IPv6, and past proxies."""

import os
import socket
import threading
import unittest
from unittest import mock
from urllib.parse import urlsplit

import server
from fluxentropy.channel import endpoint, open_channel
from fluxentropy.v1 import training_pb2, training_pb2_grpc

NOBODY = "http://127.0.0.1:9"  # a proxy that does not answer


def ask(url):
    """The id of the tests' session, as the server at an address knows it."""
    with open_channel(url) as channel:
        request = training_pb2.GetSessionRequest(session=server.SESSION)
        return training_pb2_grpc.SessionsStub(channel).Get(request, timeout=30).id


def forward(listener, target):
    """Hands the connections of a listener to the server."""

    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            sink.close()

    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        upstream = socket.create_connection(target)
        for pair in ((client, upstream), (upstream, client)):
            threading.Thread(target=copy, args=pair, daemon=True).start()


class ChannelTests(unittest.TestCase):
    def test_an_address_of_ipv6_is_reached(self):
        try:
            listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
        except OSError as error:
            self.skipTest(f"this machine has no ::1: {error}")
        parts = urlsplit(server.URL)
        with listener:
            threading.Thread(target=forward, args=(listener, (parts.hostname, parts.port)), daemon=True).start()
            url = f"http://[::1]:{listener.getsockname()[1]}"
            self.assertEqual(ask(url), server.session(server.SESSION).id)

    def test_this_machine_is_not_asked_through_a_proxy(self):
        with mock.patch.dict(os.environ, {"http_proxy": NOBODY, "https_proxy": NOBODY, "grpc_proxy": NOBODY, "no_proxy": ""}):
            self.assertEqual(ask(server.URL), server.session(server.SESSION).id)

    def test_addresses_are_what_grpc_calls_them(self):
        with mock.patch.dict(os.environ, {"http_proxy": NOBODY, "no_proxy": "near.example,10.0.0.1"}):
            for url, expected in [
                ("http://[::1]:5080", ("[::1]:5080", False, True)),
                ("http://[fe80::1]", ("[fe80::1]:80", False, False)),
                ("http://127.3.2.1:5080", ("127.3.2.1:5080", False, True)),
                ("http://localhost:5080", ("localhost:5080", False, True)),
                ("https://far.example", ("far.example:443", True, False)),
                ("https://near.example:8443", ("near.example:8443", True, True)),
                ("http://10.0.0.1:5080", ("10.0.0.1:5080", False, True)),
            ]:
                with self.subTest(url):
                    self.assertEqual(endpoint(url), expected)

    def test_what_is_no_address_is_named(self):
        for url in ("127.0.0.1:5080", "ftp://127.0.0.1", "http://", "http://127.0.0.1:http"):
            with self.subTest(url), self.assertRaisesRegex(ValueError, "is not an address such as http://127.0.0.1:5080"):
                endpoint(url)


if __name__ == "__main__":
    unittest.main()
