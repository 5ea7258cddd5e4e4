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
[ -n "$(find target/cds -name '*.jsa' -print -quit)" ]
