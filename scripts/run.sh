#!/usr/bin/env bash
# The simulated hall and the kiosk beside it, until either ends or Ctrl-C. A kiosk that is killed or
# breaks down, or was told to restart, is started again beside the same hall, as the service manager of a
# real one does.
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

# Who closes the window has had enough; a restart ends with the same 0, and the log tells them apart.
told_to_restart() {
    grep -i '"phase_changed"' "$room/kiosk.jsonl" 2>/dev/null | tail -n 1 | grep -q '"Closing"'
}

# Even where this script is killed outright, nothing of it goes on and keeps its ports.
with_us=(setpriv --pdeathsig TERM)

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

"${with_us[@]}" "$VENV/bin/python" -m sim hall \
    --config config/sim.toml --run-dir "$room" --announce "$room/hall.json" &
hall=$!
until [[ -s $room/hall.json ]]; do
    kill -0 "$hall" 2>/dev/null || fail "the hall did not start"
    sleep 0.1
done
config=$(announced kiosk_config)
say "the bench, to place cards and pay: $(announced bench_url)"

if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-} ]]; then
    QT_QPA_PLATFORM=$(announced qt_platform)
    export QT_QPA_PLATFORM
    say "no display here: the bench page shows the kiosk's screen, to be used with the mouse"
elif [[ -z ${QT_SCALE_FACTOR:-}${QT_QPA_PLATFORM:-} ]]; then
    # A hall's panel stands upright and is higher than most desks' displays.
    QT_SCALE_FACTOR=$("$VENV/bin/python" scripts/fit.py "$config")
    export QT_SCALE_FACTOR
fi
# The hall begins anew and remembers no order; the ledger of an earlier one would contradict it.
rm -f "$room"/ledger.db*
# Where the hall has a pcscd of its own, that is where the kiosk finds its readers.
mapfile -t surroundings < <("$VENV/bin/python" -c 'import json, sys
for name, value in json.load(open(sys.argv[1]))["cards"]["environment"].items():
    print(f"{name}={value}")' "$room/hall.json")
# As config/systemd/kiosk.service does: what is freed is overwritten, so that no card stays in memory.
forgetful=(env "${surroundings[@]}" PYTHONMALLOC=malloc MALLOC_PERTURB_=165 GLIBC_TUNABLES=glibc.malloc.tcache_count=0)
while :; do
    began=$SECONDS ended=0
    "${with_us[@]}" "${forgetful[@]}" "$VENV/bin/python" -m kiosk run --config "$config" "$@" &
    kiosk=$!
    wait -n "$hall" "$kiosk" || ended=$?
    kill -0 "$hall" 2>/dev/null || fail "the hall ended"
    # 70 says that it broke down, more than 128 that a signal ended it.
    ((ended == 70 || ended > 128)) || told_to_restart || exit "$ended"
    ((SECONDS - began > 5)) || fail "the kiosk does not stay up"
    say "the kiosk ended ($ended) and is started again"
    sleep 1
done
