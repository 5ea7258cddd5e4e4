#!/usr/bin/env bash
# Puts FedFabric's chaincode into force: package, install, approve, commit; after a new build, the next sequence.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

case ${1:-} in -h | --help) usage "$0"; exit 0 ;; esac
case $(running_kind) in
  fabric) exec network/fabric/deploy.sh "$@" ;;
  embedded) say "The embedded network has the chaincode built in: nothing to deploy." ;;
  *) die 5 "The network is not up. Start it with: ./test-network.sh up" ;;
esac
