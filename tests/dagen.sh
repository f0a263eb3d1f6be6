#!/usr/bin/env bash
# Run tests with the clock of the machine on days that are easily got wrong: all of core, charts and app, or what is named.
set -euo pipefail
cd "$(dirname "$0")/.."
# The ends of months and quarters, 29 February, both clock changes, New Year, Sundays, and three years on; some a little
# before the day or the hour changes.
dagen=(
    "2026-12-31 23:55" "2027-01-01 00:05" "2027-01-31 12:00" "2027-02-28 23:55" "2027-03-28 01:55" "2027-03-31 12:00"
    "2027-05-16 12:00" "2027-06-30 23:55" "2027-09-30 12:00" "2027-10-31 02:55" "2028-02-29 12:00" "2029-11-30 12:00"
)
[ $# -gt 0 ] || set -- tests/core tests/charts tests/app
mislukt=()
for dag in "${dagen[@]}"; do
    echo "== $dag"
    # What is measured between two moments, as a time-out, goes on as it is: else waiting for a thread never ends. On the
    # path is what sleeps in spite of that.
    # So many seconds later than it is: a moment would begin again in each process that a test starts.
    later=$(($(TZ=Europe/Amsterdam date -d "$dag" +%s) - $(date +%s)))
    TZ=Europe/Amsterdam FAKETIME_DONT_FAKE_MONOTONIC=1 PYTHONPATH="$PWD/tests/vaste_dag" faketime -f "+$later" \
        .venv/bin/python -m pytest -n "${TEST_WORKERS:-2}" --dist loadfile --no-loadscope-reorder "$@" || mislukt+=("$dag")
done
[ ${#mislukt[@]} -eq 0 ] || { printf 'mislukt op %s\n' "${mislukt[@]}"; exit 1; }
