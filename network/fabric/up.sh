#!/usr/bin/env bash
# Brings up the real network: what was never made is made, what does not run is started, what runs is left alone. So it can
# be repeated, and it completes a start that was interrupted.
#
#   network/fabric/up.sh [--bft]      the rest is in network.env
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

network/fabric/check.sh
mkdir -p "$NETWORK_STATE" "$STATE/logs"
rm -f "$NETWORK_STATE/ready.json"
network/fabric/generate.sh "$@"
network/fabric/kubo.sh &
kubo=$!
network/fabric/orderers.sh &
orderers=$!
network/fabric/peers.sh
wait "$orderers"
network/fabric/channels.sh
wait "$kubo"
# A network that is only resumed has its chaincode already.
[ ! -f "$NETWORK_STATE/deployed" ] || network/fabric/deploy.sh
network/fabric/ready.sh
say "The real network is up: $(jq -r '"Fabric \(.fabric), Kubo \(.kubo), \(.enterprises) enterprises, \(.orderers) orderers (\(.consensus))"' "$NETWORK_STATE/ready.json"), channel $CHANNEL ($NETWORK_STATE)."
[ -f "$NETWORK_STATE/deployed" ] || say "Deploy the chaincode next: ./test-network.sh deploy"
