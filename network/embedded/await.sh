#!/usr/bin/env bash
# Waits until the network that was started is ready, or says why it is not.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

ready_or_dead() { [ -f "$NETWORK_STATE/ready.json" ] || [ -z "$(network_pid)" ]; }
wait_for "$START_TIMEOUT_SECONDS" "The start of the network" "$STATE/logs/network.log" ready_or_dead
[ -n "$(network_pid)" ] || network_failed
