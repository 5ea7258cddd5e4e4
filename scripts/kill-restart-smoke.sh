#!/usr/bin/env bash
# Kills a trainer and then the whole network (kill -9) in the middle of a demo, starts the network again, and checks that
# the task ends with the same final model as an undisturbed run with the same seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=network/lib.sh
source network/lib.sh

out=$ROOT/target/kill-restart
mkdir -p "$out"
options=(--enterprises 3 --participants 1 --versions 6 --train-count 3000 --baselines off --seed 11)
cid() { sed -n 's/.*"finalModelCid": "\([^"]*\)".*/\1/p' "$1"; }
published() { cat "$STATE"/demo/progress/*.progress 2>/dev/null | grep -q "\"version\":$1,\"step\":\"training-started\""; }

say "undisturbed run"
./test-network.sh demo "${options[@]}" --json "$out/undisturbed.json" >"$out/undisturbed.log" 2>&1 ||
  { tail -n 20 "$out/undisturbed.log" >&2; die 1 "The undisturbed run failed."; }

say "disturbed run"
rm -rf "$STATE/demo/progress"
./test-network.sh demo "${options[@]}" --json "$out/disturbed.json" >"$out/disturbed.log" 2>&1 &
demo=$!
wait_for 90 "Training of version 1" "$out/disturbed.log" published 1
victim=$(cat "$STATE/demo/enterprise-b.pid")
kill -9 "$victim"
say "killed the trainer of enterprise-b (process $victim)"
wait_for 90 "Training of version 3" "$out/disturbed.log" published 3
victim=$(network_pid)
kill -9 "$victim"
say "killed the network (process $victim)"
network/up.sh --enterprises 3 --participants 1
wait "$demo" || { tail -n 30 "$out/disturbed.log" >&2; die 1 "The disturbed run did not complete."; }

expected=$(cid "$out/undisturbed.json")
actual=$(cid "$out/disturbed.json")
if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
  die 1 "The final models must be equal: undisturbed $expected, disturbed $actual."
fi
say "same final model: $actual"
