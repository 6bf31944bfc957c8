"""Generates the client code for the protocol before the package is built; pyproject.toml says the rest."""

import sys
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import generate  # noqa: E402

if generate.PROTOS.is_dir():
    if generate.main() != 0:
        sys.exit(1)
elif not (HERE / "fluxentropy" / "v1").is_dir():
    sys.exit(f"{generate.PROTOS}: the protocol is not there. Install from a clone of the repository: pip install ./src/python")

setup()
