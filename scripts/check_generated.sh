#!/usr/bin/env bash
# Files that are written by a program must be what it would write now.
#
# Every scripts/generate_*.py takes --check: it writes nothing and fails when a file is out of date.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh
shopt -s nullglob

stale=0
for generator in scripts/generate_*.py; do
    "$VENV/bin/python" "$generator" --check || { say "out of date: run $VENV/bin/python $generator"; stale=1; }
done
exit $stale
