#!/usr/bin/env bash
# Everything a person can get wrong, once: each must end with its own exit code and one sentence that names the value and
# the way out, and must leave nothing running and nothing half done. Takes a minute or two.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
BASE_PORT=0
export STATE=$PWD/target/bad-input/state
export NETWORK_KIND=embedded
# shellcheck source=network/lib.sh
source network/lib.sh
network/build.sh
need_java

out=$ROOT/target/bad-input
rm -rf "$out"
mkdir -p "$out/data" "$out/bin"
failures=0
cases=0
holder=
full_disk=
finish() {
  network/down.sh >/dev/null 2>&1 || true
  [ -z "$holder" ] || kill "$holder" 2>/dev/null || true
  [ -z "$full_disk" ] || umount "$full_disk" 2>/dev/null || true
}
trap finish EXIT

complain() {
  failures=$((failures + 1))
  printf 'NOT OK  %s\n' "$1"
  sed 's/^/        /' "$out/output"
}

# expect CODE PHRASE COMMAND...: the command ends with the code, says the phrase in a sentence that begins with "error:",
# shows no stack trace, and leaves no process of this state folder.
expect() {
  local code=$1 phrase=$2 actual=0
  shift 2
  cases=$((cases + 1))
  timeout 90 "$@" >"$out/output" 2>&1 </dev/null || actual=$?
  if [ "$actual" -ne "$code" ]; then
    complain "$* must end with $code, ended with $actual"
  elif ! grep -q '^error: ' "$out/output" || ! grep -F -q -- "$phrase" "$out/output"; then
    complain "$* must say: $phrase"
  elif [ -z "${logs:-}" ] && grep -q $'^\tat ' "$out/output"; then
    complain "$* must not show a stack trace"
  elif [ "${leaves:-nothing}" = nothing ] && [ -n "$(processes)" ]; then
    complain "$* must leave no process running, left: $(processes)"
  else
    printf 'ok  %2d  %s\n' "$code" "$(grep '^error: ' "$out/output" | cut -c 8-160)"
  fi
}

# Processes that were started with this state folder.
processes() { pgrep -f -- "$STATE/" | grep -v "^$$\$" | tr '\n' ' ' || true; }

small=(--enterprises 2 --participants 1 --versions 1 --train-count 400 --baselines off)

say "Wrong usage"
expect 2 "'deplay' is not one of" ./test-network.sh deplay
expect 2 "does not know the option '--enterprise'" ./test-network.sh up --enterprise 3
expect 2 "needs a number" ./test-network.sh up --enterprises
for value in 0 -1 x 1.5 99999999999; do
  expect 2 "Provided value: $value" ./test-network.sh up --enterprises "$value"
  expect 2 "Provided value: $value" ./test-network.sh demo --participants "$value"
done
expect 2 "Provided value: 27" ./test-network.sh up --enterprises 27
expect 2 "Provided value: x" ./test-network.sh up --base-port x
expect 3 "peer is missing" env FABRIC_BIN= ./test-network.sh demo --fabric
expect 2 "'--colour'" ./test-network.sh demo --colour red
expect 2 "Unmatched argument" bin/fedfabric colour
expect 2 "'foo'" ./test-network.sh demo --dataset foo
# The same command without a network beside it, which takes a second less each time.
demo=(bin/fedfabric demo --network "$NETWORK_STATE" --work "$STATE/demo" --logs "$STATE/logs")
expect 2 "needs --data DIR" "${demo[@]}" --dataset mnist
expect 2 "partition must be iid" "${demo[@]}" --partition stripes
expect 2 "partition must be iid" "${demo[@]}" --partition shards:0
expect 2 "--attack must be none or KIND:COUNT" "${demo[@]}" --attack theft:1
expect 2 "--attack must leave an honest participant" "${demo[@]}" --attack sign-flip:6
expect 2 "--select must be all" "${demo[@]}" --select 0.0
expect 2 "--model must be one of" "${demo[@]}" --model transformer
expect 2 "--privacy must be none" "${demo[@]}" --privacy central
for option in versions epochs batch rate validation-count train-count deadline; do
  expect 2 "--$option must" "${demo[@]}" "--$option" 0
  expect 2 "--$option must" "${demo[@]}" "--$option" -3
done
expect 2 "--momentum must" "${demo[@]}" --momentum 1
expect 2 "--rate must" "${demo[@]}" --rate NaN
expect 2 "'many'" "${demo[@]}" --versions many

say "Wrong Java"
mkdir -p "$out/jdk-11/bin"
printf 'JAVA_VERSION="11.0.2"\n' >"$out/jdk-11/release"
printf '#!/bin/sh\nexit 1\n' >"$out/jdk-11/bin/java"
chmod +x "$out/jdk-11/bin/java"
expect 3 "is version 11" env JAVA_HOME="$out/jdk-11" ./test-network.sh up
expect 3 "has no bin/java" env JAVA_HOME="$out/no-jdk" ./test-network.sh demo
expect 3 "is version 11" env JAVA_HOME="$out/jdk-11" bin/fedfabric status
for tool in bash env dirname readlink sed grep cat date mkdir find tail awk; do
  ln -s "$(command -v "$tool")" "$out/bin/$tool"
done
expect 3 "No Java found" env -u JAVA_HOME PATH="$out/bin" ./test-network.sh up

say "Network not up"
# Whatever an earlier case started and stopped has left its logs.
rm -rf "$STATE"
expect 5 "The network is not up" ./test-network.sh status
expect 5 "There is no network" bin/fedfabric status --network "$NETWORK_STATE"
expect 5 "There is no connection profile" bin/fedfabric ledger show demo --network "$NETWORK_STATE"
expect 5 "The network must be up" bin/fedfabric trainer run --network "$NETWORK_STATE" --enterprise enterprise-a \
  --participants p1 --data "$out/data" --task demo --state "$STATE/t" --wait 1
expect 5 "no logs yet" ./test-network.sh logs

say "Data that cannot be read"
expect 8 "There is no bundle" bin/fedfabric audit verify --bundle "$out/nowhere.zip" --genesis-hash "$(printf '0%.0s' {1..64})"
expect 8 "is no bundle" bin/fedfabric audit verify --bundle README.md --genesis-hash "$(printf '0%.0s' {1..64})"
expect 2 "needs --genesis-hash" bin/fedfabric audit verify --bundle "$out/nowhere.zip"
expect 8 "$out/nowhere" ./test-network.sh demo "${small[@]}" --dataset mnist --data "$out/nowhere"
expect 8 "$out/nowhere.csv" ./test-network.sh demo "${small[@]}" --dataset csv --data "$out/nowhere.csv"
mkdir "$out/data/mnist"
for name in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do
  printf 'no images at all' >"$out/data/mnist/$name"
done
expect 8 "idx" ./test-network.sh demo "${small[@]}" --dataset mnist --data "$out/data/mnist"
# A right header for 100 images of 28 × 28 and no images after it.
printf '\000\000\010\003\000\000\000\144\000\000\000\034\000\000\000\034' >"$out/data/mnist/train-images-idx3-ubyte"
expect 8 "train-images-idx3-ubyte" ./test-network.sh demo "${small[@]}" --dataset mnist --data "$out/data/mnist"
{
  printf 'UDI,Product ID,Type,Air temperature [K],Process temperature [K],Rotational speed [rpm],Torque [Nm],Tool wear [min],Machine failure,TWF,HDF,PWF,OSF,RNF\n'
  for row in $(seq 1 60); do printf '%s,M1,M,298.1,308.6,1551,42.8,%s,0,0,0,0,0,0\n' "$row" "$row"; done
  printf '61,M1,M,298.1,308.6,fast,42.8,3,0,0,0,0,0,0\n'
} >"$out/data/text-in-number.csv"
expect 8 "fast" ./test-network.sh demo "${small[@]}" --dataset csv --data "$out/data/text-in-number.csv"
: >"$out/data/empty.csv"
expect 8 "empty.csv" ./test-network.sh demo "${small[@]}" --dataset csv --data "$out/data/empty.csv"

say "Port in use"
cat >"$out/Listen.java" <<'JAVA'
class Listen {
    public static void main(String[] arguments) throws Exception {
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            System.out.println(socket.getLocalPort());
            Thread.sleep(600_000);
        }
    }
}
JAVA
"$JAVA" "$out/Listen.java" >"$out/port" &
holder=$!
holds() { [ -s "$out/port" ]; }
wait_for 30 "Listening on a port" "$out/port" holds
port=$(cat "$out/port")
expect 6 "Port $port" ./test-network.sh up --enterprises 2 --base-port $((port - 1))
expect 6 "Port $port" env BASE_PORT=$((port - 5)) ./test-network.sh demo "${small[@]}"
kill "$holder"
holder=

say "Disk full"
expect 7 "must have 1000000000 MB free" env MIN_FREE_MB=1000000000 ./test-network.sh up
network/down.sh >/dev/null 2>&1
rm -rf "$STATE"
mkdir -p "$NETWORK_STATE"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=48m tmpfs "$NETWORK_STATE" 2>/dev/null; then
  full_disk=$NETWORK_STATE
  MIN_FREE_MB=1 ./test-network.sh up --enterprises 2 --participants 1 >"$out/output" 2>&1
  head -c 100M /dev/zero >"$full_disk/filler" 2>/dev/null || true
  # The network fails under the demo's feet: what its threads log comes before the sentence.
  logs=allowed leaves=network expect 7 "disk" env MIN_FREE_MB=0 ./test-network.sh demo "${small[@]}"
  network/down.sh >/dev/null
  rm "$full_disk/filler"
  cases=$((cases + 1))
  if MIN_FREE_MB=1 ./test-network.sh up --enterprises 2 --participants 1 >"$out/output" 2>&1; then
    printf 'ok   0  with room again, the same network goes on\n'
  else
    complain "with room again, the same network must go on"
  fi
  network/down.sh >/dev/null
  umount "$full_disk"
  full_disk=
  rm -rf "$STATE"
else
  say "skipped: only root can mount a tiny disk to fill"
fi

say "Interrupted"
cases=$((cases + 1))
./test-network.sh demo --enterprises 2 --participants 1 --versions 50 --baselines off >"$out/output" 2>&1 &
running=$!
training() { grep -q training-started "$STATE"/demo/progress/*.progress 2>/dev/null; }
wait_for 120 "The first training" "$out/output" training
kill "$running"
code=0
wait "$running" || code=$?
if [ "$code" -ne 143 ] || [ -n "$(processes)" ]; then
  complain "a demo that is told to stop must end with 143 and stop what it started: $code, left: $(processes)"
else
  printf 'ok 143  a demo that is told to stop stops its trainers and its network\n'
fi

say "Right input after all that"
cases=$((cases + 1))
if ./test-network.sh demo "${small[@]}" --json "$out/right.json" >"$out/output" 2>&1; then
  printf 'ok   0  a right command works\n'
else
  complain "a right command must work after wrong ones"
fi
cp "$NETWORK_STATE/ready.json" "$out/ready.json"
expect 8 "$out/nowhere" ./test-network.sh demo "${small[@]}" --dataset mnist --data "$out/nowhere"
cases=$((cases + 1))
if [ -f "$STATE/demo/report/report.json" ] && ./test-network.sh up --enterprises 2 --participants 1 >"$out/output" 2>&1 &&
  bin/fedfabric ledger show demo --network "$NETWORK_STATE" >"$out/output" 2>&1; then
  printf 'ok   0  a demo with a mistyped folder leaves the last ledger as it was\n'
else
  complain "a demo with a mistyped folder must leave the last ledger as it was"
fi
leaves=network expect 8 "$out/nowhere" ./test-network.sh demo "${small[@]}" --dataset mnist --data "$out/nowhere"
leaves=network expect 2 "There is no enterprise" ./test-network.sh identity enterprise-z p1
leaves=network expect 5 "no connection profile for enterprise-z" bin/fedfabric ledger show demo --network "$NETWORK_STATE" \
  --enterprise enterprise-z
leaves=network expect 11 "cannot be given 3" bash -c 'network/down.sh >/dev/null; network/up.sh --enterprises 3'

printf '%s cases, %s not as they should be\n' "$cases" "$failures"
[ "$failures" -eq 0 ]
