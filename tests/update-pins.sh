#!/usr/bin/env bash
# Writes what the contracts of this build are to tests/FluxEntropy.Server.Tests/Contracts: additions, or with --broken also what
# is gone from the grains' contracts or changed in them. The protocol is only added to.
set -euo pipefail
case "${1:-}" in
  "") what=added ;;
  --broken) what=broken ;;
  *) sed -n '2,3p' "$0" >&2; exit 2 ;;
esac
FLUXENTROPY_UPDATE_PINS=$what dotnet run -c Release --no-launch-profile --project "$(dirname "$0")/FluxEntropy.Server.Tests" -- \
  -class FluxEntropy.Server.Tests.Contracts.ContractPinTests
