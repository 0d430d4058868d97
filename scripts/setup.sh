#!/usr/bin/env bash
# Bring this machine to the point where the kiosk runs. Idempotent, and quick when nothing changed.
#
#   scripts/setup.sh run     the kiosk itself
#   scripts/setup.sh sim     … and the simulated hall (default)
#   scripts/setup.sh dev     … and the tests and checks
#
# Debian packages are installed only where missing, and only as root or with sudo; otherwise the missing
# ones are named. Python packages go to .venv, from a lock that carries every file's hash.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

level=${1:-sim}

qt_libraries=(
    libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
)
# Smart cards: the daemon, and what its Python binding is built with.
card_packages=(pcscd libpcsclite-dev swig gcc libc6-dev python3-dev)
# The A4 printer of the simulated hall: ippeveprinter, and the D-Bus it wants.
hall_packages=(vsmartcard-vpcd cups-ipp-utils dbus-daemon)
packages=(python3-venv libusb-1.0-0 fonts-noto-cjk "${card_packages[@]}" "${qt_libraries[@]}")
case $level in
    run) lock=scripts/lock/run.lock ;;
    sim) lock=scripts/lock/sim.lock; packages+=("${hall_packages[@]}") ;;
    dev) lock=scripts/lock/dev.lock; packages+=("${hall_packages[@]}" chromium chromium-driver) ;;
    *) fail "unknown level '$level': run, sim or dev" ;;
esac

installed() {
    local status
    # Newer Ubuntu renamed some libraries to NAMEt64; dpkg-query fails when it knows one of the two only.
    status=$(dpkg-query --show --showformat='${db:Status-Abbrev}\n' "$1" "$1t64" 2>/dev/null) || true
    [[ $status == *ii* ]]
}

# Ubuntu has Chromium as a snap alone; the tests that drive it say so and skip.
obtainable() {
    local policy
    [[ $1 == chromium* ]] || return 0
    # Not into a pipe: grep -q stops reading at once, and apt-cache then dies of it.
    policy=$(apt-cache policy "$1")
    [[ $policy == *"Candidate: "[!\(]* ]]
}

install_packages() {
    local missing=() chosen=() package become=()
    for package in "${packages[@]}"; do
        installed "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if ! command -v apt-get >/dev/null; then
        say "not a Debian machine: provide the equivalents of ${missing[*]}"
        return 0
    fi
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || fail "neither root nor sudo, and these are missing: ${missing[*]}"
        become=(sudo)
    fi
    become+=(env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --option DPkg::Lock::Timeout=300)
    "${become[@]}" update
    for package in "${missing[@]}"; do
        if obtainable "$package"; then chosen+=("$package"); else say "not to be had here: $package"; fi
    done
    [[ ${#chosen[@]} -gt 0 ]] || return 0
    say "installing ${chosen[*]}"
    "${become[@]}" install --yes --no-install-recommends "${chosen[@]}" >/dev/null
}

install_python() {
    local python set
    if [[ ! -x $VENV/bin/python ]]; then
        python=$(find_python)
        say "creating $VENV with $("$python" --version)"
        "$python" -m venv --clear "$VENV"
    fi
    say "installing $lock"
    # First what the others are built with, so that nothing is fetched that the locks do not name.
    for set in scripts/lock/build.lock "$lock"; do
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
            --require-hashes --no-deps --no-build-isolation --requirement "$set"
    done
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --no-index --editable .
}

# A bigger set holds the smaller ones, so its stamp answers for them too.
stamp() {
    { pwd; cat scripts/lock/build.lock "scripts/lock/$1.lock" pyproject.toml scripts/setup.sh; } | sha256sum | cut -d' ' -f1
}

done_before() {
    local bigger
    for bigger in run sim dev; do
        [[ $bigger == "$level" ]] && local reached=1
        [[ -n ${reached:-} ]] || continue
        [[ -f $VENV/.ready-$bigger && $(<"$VENV/.ready-$bigger") == $(stamp "$bigger") ]] && return 0
    done
    return 1
}

done_before && exit 0
install_packages
install_python
stamp "$level" >"$VENV/.ready-$level"
say "ready ($level)"
