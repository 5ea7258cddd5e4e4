#!/usr/bin/env bash
# Stops the network and what the last demo left running; the ledger stays.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

# Trainers first, then the network: clients before servers.
stop() {
  local pid=$1 what=$2
  alive "$pid" || return 0
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 200); do
    alive "$pid" || { say "Stopped $what."; return 0; }
    sleep 0.05
  done
  kill -9 "$pid" 2>/dev/null || true
  say "Stopped $what, which did not answer for 10 seconds."
}

for file in "$STATE"/demo/*.pid; do
  [ -f "$file" ] || continue
  stop "$(cat "$file")" "$(basename "$file" .pid)"
  rm -f "$file"
done
pid=$(network_pid)
if [ -n "$pid" ]; then
  stop "$pid" "the network"
  # The shell beside it notes the end; nothing of the network is left when this returns.
  for _ in $(seq 50); do
    [ -z "$(network_end)" ] || break
    sleep 0.02
  done
else
  say "The network is not running."
fi
rm -f "$NETWORK_STATE/network.exit" "$NETWORK_STATE/network.pid" "$NETWORK_STATE/ready.json"
