#!/usr/bin/env bash
# The simulated hall and the kiosk beside it, until either ends or Ctrl-C.
#
#   scripts/run.sh [KIOSK OPTION...]
#
# With a display, the kiosk is a window. Without one it draws on Qt's VNC platform, and the bench page of
# the hall shows it live in a browser. VNC has no password and listens on every address of the machine:
# good for a desk, never for a hall.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

room=${KIOSK_RUN_DIR:-out/run}
mkdir -p "$room"
rm -f "$room/hall.json"

# Each child gets a process group of its own, so that Ctrl-C reaches this script alone and the order of
# leaving is ours.
set -m
hall='' kiosk=''

leave() {
    local child=$1
    [[ -n $child ]] && kill -TERM "$child" 2>/dev/null || return 0
    for _ in {1..80}; do
        kill -0 "$child" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$child" 2>/dev/null || true
}

finish() {
    trap '' INT TERM
    # The kiosk first: it must not take the end of the hall for a fault.
    leave "$kiosk"
    leave "$hall"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The hall says where everything is in one line of JSON, once all of it is there.
announced() {
    "$VENV/bin/python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
        "$room/hall.json" "$1"
}

"$VENV/bin/python" -m sim hall --config config/sim.toml --run-dir "$room" --announce "$room/hall.json" &
hall=$!
until [[ -s $room/hall.json ]]; do
    kill -0 "$hall" 2>/dev/null || fail "the hall did not start"
    sleep 0.1
done
say "the bench, to place cards and pay: $(announced bench_url)"

if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-} ]]; then
    QT_QPA_PLATFORM=$(announced qt_platform)
    export QT_QPA_PLATFORM
    say "no display here: the bench page shows the kiosk's screen, to be used with the mouse"
fi
"$VENV/bin/python" -m kiosk run --config "$(announced kiosk_config)" "$@" &
kiosk=$!

wait -n "$hall" "$kiosk"
