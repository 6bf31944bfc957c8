"""How the server is reached: the channel, and what its failures mean."""

from __future__ import annotations

import ipaddress
from typing import Optional, Tuple
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment

import grpc

MAX_MESSAGE_BYTES = 256 << 20

# A stream that ends in one of these may be opened again: the server was stopped, killed or hung, or is not up yet.
_LOST = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}
_BROKEN = ("RST_STREAM", "Stream removed", "Connection reset", "Socket closed")  # said of a stream that broke off


class RunSuperseded(RuntimeError):
    """Another run took over the session: start again from a checkpoint."""


def is_lost(error: grpc.RpcError) -> bool:
    """Whether the connection was lost, rather than a request refused."""
    return error.code() in _LOST or any(said in (error.details() or "") for said in _BROKEN)


def translated(error: grpc.RpcError) -> Exception:
    """A refusal as the exception that callers of this package know; most are raised as they are."""
    details = error.details() or ""
    if error.code() == grpc.StatusCode.ABORTED:
        return RunSuperseded(details)
    if details.startswith(("join.session_id", "join.parent_branch")):
        return ValueError(f"state: {details.split(':', 1)[1].strip()}")
    return error


def endpoint(url: str) -> Tuple[str, bool, bool]:
    """What gRPC calls the server of an address, whether it is spoken to by TLS, and whether no proxy is asked.

    This machine is never asked through a proxy, whatever the environment says of proxies. Other servers are, if ``http_proxy``,
    ``https_proxy`` or ``grpc_proxy`` names one and ``no_proxy`` does not name them.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
        raise ValueError(f"url: '{url}' is not an address such as http://127.0.0.1:5080 or http://[::1]:5080")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    target = f"{host}:{port or (443 if parts.scheme == 'https' else 80)}"
    is_direct = _is_loopback(parts.hostname) or bool(proxy_bypass_environment(target))
    return target, parts.scheme == "https", is_direct


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def open_channel(url: str, keepalive: float = 10) -> grpc.Channel:
    """Opens a channel that notices within two times ``keepalive`` seconds that the server is hung or unreachable."""
    target, is_secure, is_direct = endpoint(url)
    milliseconds = int(keepalive * 1000)
    options = [
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
        ("grpc.keepalive_time_ms", milliseconds),
        ("grpc.keepalive_timeout_ms", milliseconds),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.http2.min_time_between_pings_ms", milliseconds),
        ("grpc.http2.min_ping_interval_without_data_ms", milliseconds),
        ("grpc.min_reconnect_backoff_ms", milliseconds),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    if is_direct:
        options.append(("grpc.enable_http_proxy", 0))
    if is_secure:
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(), options)
    return grpc.insecure_channel(target, options)


def session_id(url: str, session: str, timeout: float = 5) -> Optional[str]:
    """The id of a session; None if the server cannot be asked now."""
    from .v1 import training_pb2, training_pb2_grpc

    with open_channel(url) as channel:
        try:
            request = training_pb2.GetSessionRequest(session=session)
            return training_pb2_grpc.SessionsStub(channel).Get(request, timeout=timeout).id
        except grpc.RpcError as error:
            if is_lost(error):
                return None
            raise
