#!/usr/bin/env bash
# Adds an enterprise to the running network while tasks go on: network/add-enterprise.sh D [--participants N]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=network/lib.sh
source network/lib.sh

case ${1:-} in -h | --help | '') usage "$0"; exit 0 ;; esac
case $(running_kind) in
  fabric) exec network/fabric/add-enterprise.sh "$@" ;;
  embedded) die 2 "The embedded network has the enterprises it was started with: ./test-network.sh up --enterprises N" ;;
  *) die 5 "The network is not up. Start it with: ./test-network.sh up" ;;
esac
