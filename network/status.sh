#!/usr/bin/env bash
# What runs, where, and how high the ledger stands.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

[ -n "$(running_kind)" ] || die 5 "The network is not up. Start it with: ./test-network.sh up"
exec bin/fedfabric status --network "$NETWORK_STATE" "$@"
