#!/usr/bin/env bash
# Starts the IPFS nodes that do not run (or the one that is named): a private swarm, no public listener, no telemetry.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

repository() { printf '%s' "$NETWORK_STATE/data/kubo-$1"; }

configure() {
  local n=$1 name=$2 api
  export IPFS_PATH
  IPFS_PATH=$(repository "$name")
  if [ ! -f "$IPFS_PATH/configured" ]; then
    rm -rf "$IPFS_PATH"
    ipfs init --profile=test >/dev/null
    api=/ip4/127.0.0.1/tcp/$(port "$n" "$KUBO_API_PORT")
    # One edit instead of ten starts of the program. The token guards every command of the interface.
    jq --arg api "$api" --arg swarm "/ip4/$(address "$n")/tcp/$(port "$n" "$KUBO_SWARM_PORT")" \
      --arg token "bearer:$(cat "$NETWORK_STATE/secrets/$name/kubo.token")" '
        .Addresses.API = $api | .Addresses.Swarm = [$swarm] | .Addresses.Gateway = []
        | .API.Authorizations = {fedfabric: {AuthSecret: $token, AllowedPaths: ["/api/v0"]}}
        | .Bootstrap = [] | .Routing.Type = "none" | .Discovery.MDNS.Enabled = false
        | .Swarm.Transports.Network = {QUIC: false, WebTransport: false, WebRTCDirect: false, Websocket: false, Relay: false}
        | .Version.SwarmCheckEnabled = false | .Provide.Enabled = false | .AutoConf.Enabled = false' \
      "$IPFS_PATH/config" >"$IPFS_PATH/config.new"
    mv "$IPFS_PATH/config.new" "$IPFS_PATH/config"
    touch "$IPFS_PATH/configured"
  fi
  cp "$NETWORK_STATE/secrets/swarm.key" "$IPFS_PATH/swarm.key"
}

# Every node knows the others: nothing is looked for elsewhere.
introduce() {
  local own=$1 name=$2 peers
  peers=$(while read -r n other _; do
    [ "$n" = "$own" ] || jq -c --arg address "/ip4/$(address "$n")/tcp/$(port "$n" "$KUBO_SWARM_PORT")" \
      '{ID: .Identity.PeerID, Addrs: [$address]}' "$(repository "$other")/config"
  done < <(enterprises) | jq -sc .)
  jq --argjson peers "$peers" '.Peering.Peers = $peers' "$(repository "$name")/config" >"$(repository "$name")/config.new"
  mv "$(repository "$name")/config.new" "$(repository "$name")/config"
}

answering() {
  process_alive "kubo-$2" || die 5 "kubo-$2 ended while starting: $(tail -n 3 "$STATE/logs/kubo-$2.log" | cut -c1-400)"
  curl -fsS --max-time 2 -o /dev/null -X POST -H "@$(authorization "$2")" "http://127.0.0.1:$(port "$1" "$KUBO_API_PORT")/api/v0/id" 2>/dev/null
}

only=${1:-}
chosen() { [ -z "$only" ] || [ "$only" = "$1" ]; }
while read -r n name _; do configure "$n" "$name" & done < <(enterprises)
wait
while read -r n name _; do
  if chosen "$name" && ! process_alive "kubo-$name"; then
    introduce "$n" "$name"
    start_process "kubo-$name" IPFS_PATH="$(repository "$name")" IPFS_TELEMETRY=off LIBP2P_FORCE_PNET=1 ipfs daemon --migrate=false
  fi
done < <(enterprises)
while read -r n name _; do
  ! chosen "$name" || wait_for "$START_TIMEOUT_SECONDS" "An answer of kubo-$name" "$STATE/logs/kubo-$name.log" answering "$n" "$name"
done < <(enterprises)
