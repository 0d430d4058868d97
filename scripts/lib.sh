# shellcheck shell=bash
# Shared by the scripts beside it; sourced, never run. Works from the root of the repository.

# shellcheck disable=SC2034
VENV=.venv

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# find_python: the interpreter to build .venv with. 3.11 is what the halls run, so it goes first;
# each candidate is started, for a version manager may leave a name on the PATH that cannot run.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; on Debian 12: apt-get install python3 python3-venv"
}
