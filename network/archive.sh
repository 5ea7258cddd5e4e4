#!/usr/bin/env bash
# Runs the smallest possible demo once and keeps, for each role, an archive of the classes it loaded (AppCDS).
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

export STATE=$ROOT/target/cds/state FEDFABRIC_RECORD_CDS=1 NETWORK_KIND=embedded
rm -rf "$STATE"
trap 'network/down.sh >/dev/null 2>&1 || true; rm -rf "$STATE"' EXIT
network/demo.sh --enterprises 2 --participants 1 --versions 1 --train-count 400 --baselines off
# Archives are written when a JVM ends: stop the network before looking.
network/down.sh

# The chaincode as a process of its own, as it starts beside a real peer; it needs none to start.
need_java
mapfile -t flags < <(java_flags chaincode)
log=$STATE/logs/chaincode.log
CHAINCODE_ID=fedfabric:archive CHAINCODE_SERVER_ADDRESS=127.0.0.1:0 KUBO_API=http://127.0.0.1:1 \
  "$JAVA" "${flags[@]}" -jar chaincode/target/chaincode.jar >"$log" 2>&1 &
chaincode=$!
started() { grep -q 'starts on' "$log"; }
wait_for "$START_TIMEOUT_SECONDS" "The start of the chaincode" "$log" started
# It says so just before it listens.
sleep 1
kill "$chaincode"
wait "$chaincode" || true
[ -n "$(find target/cds -name '*.jsa' -print -quit)" ]
