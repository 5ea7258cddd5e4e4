#!/usr/bin/env bash
# Stops the network and what the last demo left running; the ledger stays.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

# Trainers first, then the network: clients before servers.
for file in "$STATE"/demo/*.pid; do
  [ -f "$file" ] || continue
  stop "$(cat "$file")" "$(basename "$file" .pid)"
  rm -f "$file"
done
if [ "$(running_kind)" = fabric ]; then
  network/fabric/down.sh
  exit 0
fi
NETWORK_STATE=$STATE/embedded
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
