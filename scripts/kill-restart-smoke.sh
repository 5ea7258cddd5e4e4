#!/usr/bin/env bash
# Kills (kill -9) trainers at different steps, the trainer that is just publishing a version, and the whole network in the
# middle of a demo; starts the network again, and checks that the task ends with the same final model as an undisturbed
# run with the same seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=network/lib.sh
source network/lib.sh

out=$ROOT/target/kill-restart
rm -rf "$out"
mkdir -p "$out"
# On a loaded machine a trainer may take a minute to be back; whoever misses a deadline changes the model.
options=(--enterprises 3 --participants 1 --versions 5 --train-count 3000 --baselines off --deadline 300 --seed 11)
trap 'network/down.sh >/dev/null 2>&1 || true' EXIT
cid() { sed -n 's/.*"finalModelCid": "\([^"]*\)".*/\1/p' "$1"; }

# has_done ENTERPRISE STEP VERSION: the trainer's progress file tells of it; ENTERPRISE may be a pattern.
# shellcheck disable=SC2086
has_done() { grep -q "\"version\":$3,\"step\":\"$2\"" "$STATE"/demo/progress/$1.progress 2>/dev/null; }

# kill_trainer ENTERPRISE STEP VERSION: kill it as soon as it tells of the step.
kill_trainer() {
  local victim
  wait_for 120 "$2 of version $3 by $1" "$out/disturbed.log" has_done "$1" "$2" "$3"
  victim=$(cat "$STATE/demo/$1.pid")
  kill -9 "$victim"
  say "killed the trainer of $1 after $2 of version $3 (process $victim)"
}

endpoints() { grep -h -o '127.0.0.1:[0-9]*' "$NETWORK_STATE"/connection/*.yaml; }

say "undisturbed run"
./test-network.sh demo "${options[@]}" --json "$out/undisturbed.json" >"$out/undisturbed.log" 2>&1 ||
  { tail -n 20 "$out/undisturbed.log" >&2; die 1 "The undisturbed run failed."; }

say "disturbed run"
rm -rf "$STATE/demo/progress"
./test-network.sh demo "${options[@]}" --json "$out/disturbed.json" >"$out/disturbed.log" 2>&1 &
demo=$!
kill_trainer enterprise-b sealed 0
kill_trainer enterprise-c submitted 1
wait_for 120 "The publication of version 3" "$out/disturbed.log" has_done 'enterprise-*' advance-started 2
publisher=$(basename "$(grep -l '"version":2,"step":"advance-started"' "$STATE"/demo/progress/*.progress | head -n 1)" .progress)
kill_trainer "$publisher" advance-started 2
wait_for 120 "Training of version 4" "$out/disturbed.log" has_done 'enterprise-*' training-started 3
before=$(endpoints)
victim=$(network_pid)
kill -9 "$victim"
say "killed the network (process $victim)"
network/up.sh --enterprises 3 --participants 1
[ "$before" = "$(endpoints)" ] || die 1 "The network must come back where its clients look for it: before $before, after $(endpoints)"
wait "$demo" || { tail -n 30 "$out/disturbed.log" >&2; die 1 "The disturbed run did not complete."; }

expected=$(cid "$out/undisturbed.json")
actual=$(cid "$out/disturbed.json")
if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
  die 1 "The final models must be equal: undisturbed $expected, disturbed $actual."
fi
say "same final model: $actual"
