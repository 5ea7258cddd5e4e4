#!/usr/bin/env bash
# What runs, where, and how high the ledger stands: each process with its memory, then what each enterprise's peer,
# chaincode and IPFS node say. --json prints one object. Exit code 5 if something is down.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

kind=$(running_kind)
[ -n "$kind" ] || die 5 "The network is not up. Start it with: ./test-network.sh up"
[ "$kind" = fabric ] || exec bin/fedfabric status --network "$NETWORK_STATE" "$@"

# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
json=
for argument in "$@"; do [ "$argument" != --json ] || json=1; done

# health NAME: what a running process says of itself over its operations address.
health() {
  local folder port
  case $1 in
    peer-*)
      folder=$(peer_folder "${1#peer-}")/tls
      port=$(port "$(number_of "${1#peer-}")" "$PEER_OPERATIONS_PORT")
      ;;
    orderer-*)
      folder=$(orderers | awk -v o="$1" '$2 == o {print $3}')
      folder=$(name_of "$folder")
      folder=$(orderer_org "$folder")/orderers/$1.orderers.$folder/tls
      port=$(port "$(orderers | awk -v o="$1" '$2 == o {print $1}')" "$ORDERER_OPERATIONS_PORT")
      ;;
    *)
      # Chaincodes and IPFS nodes are asked by the command below.
      printf 'runs'
      return
      ;;
  esac
  if answers "$1" "https://127.0.0.1:$port/healthz" "$folder/ca.crt" "$folder/server.crt" "$folder/server.key"; then
    printf 'healthy'
  else
    printf 'does not answer'
  fi
}

# processes: rows "name pid health memory-kB seconds" with tabs between, of every process that was started or should be.
processes() {
  local name pid ticks
  ticks=$(getconf CLK_TCK)
  {
    orderers | awk '{print $2}'
    enterprises | awk '{print "peer-" $2; print "chaincode-" $2; print "kubo-" $2}'
  } | while read -r name; do
    pid=$(process_pid "$name")
    if [ -z "$pid" ]; then
      printf '%s\t-\tdown\t-\t-\n' "$name"
    else
      printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$pid" "$(health "$name")" \
        "$(awk '/^VmRSS:/ {print $2}' "/proc/$pid/status")" \
        "$(awk -v hertz="$ticks" -v up="$(cut -d' ' -f1 /proc/uptime)" '{sub(/.*\) /, ""); print int(up - $20 / hertz)}' "/proc/$pid/stat")"
    fi
  done
}

rows=$(processes)
code=0
[ -z "$(awk -F'\t' '$3 != "healthy" && $3 != "runs"' <<<"$rows")" ] || code=5
if [ -n "$json" ]; then
  answer=$(bin/fedfabric status --network "$NETWORK_STATE" "$@") || code=$?
  jq --rawfile rows <(printf '%s\n' "$rows") '{processes: [$rows | split("\n")[] | select(. != "") | split("\t")
    | {name: .[0], pid: (.[1] | tonumber? // null), health: .[2],
       residentBytes: ((.[3] | tonumber? // 0) * 1024), uptimeSeconds: (.[4] | tonumber? // null)}]} + .' <<<"$answer"
else
  awk -F'\t' 'BEGIN {printf "%-24s %8s  %-16s %8s  %8s\n", "process", "pid", "health", "MB", "seconds"}
    {printf "%-24s %8s  %-16s %8s  %8s\n", $1, $2, $3, $4 == "-" ? "-" : int($4 / 1024), $5; sum += $4}
    END {printf "%-24s %8s  %-16s %8d\n\n", "all", "", "", sum / 1024}' <<<"$rows"
  bin/fedfabric status --network "$NETWORK_STATE" "$@" || code=$?
fi
exit "$code"
