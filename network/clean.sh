#!/usr/bin/env bash
# Stops the network and removes everything it made: ledger, keys, blobs, logs, reports.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

network/down.sh
rm -rf "$STATE"
say "Removed $STATE."
