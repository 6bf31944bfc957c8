#!/usr/bin/env python3
"""Generates the client code for the protocol, fluxentropy/v1, from the repository's protos."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROTOS = HERE.parent.parent / "protos"


def main() -> int:
    files = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.glob("fluxentropy/v1/*.proto"))
    arguments = [f"-I{PROTOS}", f"--python_out={HERE}"]
    plugin = shutil.which("grpc_python_plugin")
    if shutil.which("protoc") and plugin:
        command = ["protoc", "-I/usr/include", f"--plugin=protoc-gen-grpc_python={plugin}", f"--grpc_python_out={HERE}"]
    else:
        try:
            import grpc_tools  # noqa: F401
        except ImportError:
            print(
                "Install protoc with its Python plug-in for gRPC (Debian: protobuf-compiler-grpc, libprotobuf-dev), "
                "or the package grpcio-tools.",
                file=sys.stderr,
            )
            return 1
        command = [sys.executable, "-m", "grpc_tools.protoc", f"--grpc_python_out={HERE}"]
    subprocess.run(command + arguments + files, cwd=PROTOS, check=True)
    (HERE / "fluxentropy" / "v1" / "__init__.py").touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
