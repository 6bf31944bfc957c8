#!/usr/bin/env bash
# Makes golden data folders: tests/Golden/NAME/{stopped,killed}, with what the version that made them answers out of them.
#
#   tests/Golden/make.sh FLUX NAME
#
# FLUX is flux.dll of the version whose format is to be kept, built or published with its Shipped folder beside it; NAME says
# which version that is. The texts are made by this repository (GoldenTexts). The model is copied to MODELS (/srv/models) for
# the time, because its path is recorded in the folder: a path that later readers do not have, as after a move to another machine.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
flux=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
golden="$here/$2"
models=${MODELS:-/srv/models}
[ ! -e "$golden" ] || { echo "$golden exists: a golden folder is never changed; take another name, or delete it first." >&2; exit 2; }
[ ! -e "$models/flux-1m" ] || { echo "$models/flux-1m exists: set MODELS to a folder to copy the model to." >&2; exit 2; }

mkdir -p "$models"
cp -r "$(dirname "$flux")/Shipped/flux-1m" "$models/flux-1m"
trap 'rm -r "$models/flux-1m"' EXIT

FLUXENTROPY_EXECUTABLE=$flux FLUXENTROPY_GOLDEN=$golden FLUXENTROPY_GOLDEN_MODEL=$models/flux-1m \
  dotnet run -c Release --no-launch-profile --project "$here/../FluxEntropy.Server.Tests" -- -explicit only -class FluxEntropy.Server.Tests.Golden.GoldenMaker

find "$golden" -type d -empty -delete # as git does
find "$golden" -type f -printf '%s\n' | awk '{ bytes += $1 } END { print NR " files, " bytes " bytes" }'
