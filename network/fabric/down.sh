#!/usr/bin/env bash
# Stops the processes of the real network, clients before servers; ledger, keys and bytes stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

# end PATTERN: ask all processes of that kind to end, then wait for each.
end() {
  local name pid
  local -a names=()
  while IFS= read -r name; do names+=("$(basename "$name" .pid)"); done < <(find "$NETWORK_STATE/pids" -name "$1.pid" 2>/dev/null | sort)
  for name in ${names[@]+"${names[@]}"}; do
    pid=$(process_pid "$name")
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; ended=$((ended + 1)); fi
  done
  for name in ${names[@]+"${names[@]}"}; do
    stop "$(process_pid "$name")" "$name" >/dev/null
    rm -f "$NETWORK_STATE/pids/$name.pid"
  done
}

ended=0
rm -f "$NETWORK_STATE/ready.json"
for kind in 'peer-*' 'chaincode-*' 'orderer-*' 'kubo-*'; do end "$kind"; done
say "Stopped the real network: $ended processes."
