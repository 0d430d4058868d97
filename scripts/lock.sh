#!/usr/bin/env bash
# Re-lock every dependency set with the hashes of all its published files.
#
#   scripts/lock.sh                 newest versions that pyproject.toml allows
#   scripts/lock.sh --keep          keep what is locked, add or drop only what changed
#   scripts/lock.sh --only NAME     as --keep, but upgrade NAME
#
# The resolver runs from a throw-away environment and reads no local configuration, so a machine with
# extra wheel folders or mirrors writes the same lock as one without. One lock serves Python 3.11 and up.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

mode=(--upgrade)
case "${1:-}" in
    "") ;;
    --keep) mode=() ;;
    --only) mode=(--upgrade-package "${2:?name a package}") ;;
    *) sed -n '2,8p' "$0" >&2; exit 2 ;;
esac

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$(find_python)" -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv

# What is published as source alone (pyscard) is built here, with these: pinned like everything else.
build_tools() {
    sed -n 's/^requires = \["\(.*\)"\]$/\1/p' pyproject.toml
    echo "setuptools>=80"
}

# resolve LOCK EXTRA... [-- OPTION...]: pin the program and the named extras.
resolve() {
    local lock=$1 extras=()
    shift
    while [[ $# -gt 0 && $1 != -- ]]; do
        extras+=(--extra "$1")
        shift
    done
    [[ $# -eq 0 ]] || shift
    compile "$lock" pyproject.toml "${extras[@]}" "$@"
}

compile() {
    local lock=$1
    shift
    "$tools/bin/uv" pip compile "$@" \
        --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header --output-file "scripts/lock/$lock"
}

resolve dev.lock sim postgres dev -- "${mode[@]}"
# The smaller sets are cut from the same cloth: the tests run the versions that the halls get.
resolve sim.lock sim postgres -- --upgrade --constraint scripts/lock/dev.lock
resolve run.lock -- --upgrade --constraint scripts/lock/dev.lock
build_tools | compile build.lock - "${mode[@]}"
wc -l scripts/lock/*.lock
