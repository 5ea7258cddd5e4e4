#!/usr/bin/env bash
# Notes what runs, for whoever uses the network's folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

fabric=$(peer version | sed -n 's/^ *Version: v\{0,1\}//p' | head -n 1)
jq -n --arg fabric "$fabric" --arg kubo "$(ipfs version --number)" --arg consensus "$(cat "$NETWORK_STATE/consensus")" \
  --argjson enterprises "$(enterprises | wc -l)" --argjson orderers "$(orderers | wc -l)" \
  '{kind: "fabric", fabric: $fabric, kubo: $kubo, consensus: $consensus, enterprises: $enterprises, orderers: $orderers}' \
  >"$NETWORK_STATE/ready.json.new"
mv "$NETWORK_STATE/ready.json.new" "$NETWORK_STATE/ready.json"
