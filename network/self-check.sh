#!/usr/bin/env bash
# Lists everything the running network listens on, and tries each as a stranger would. Exit code 1 if one is let in.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=network/lib.sh
source network/lib.sh

kind=$(running_kind)
[ -n "$kind" ] || die 5 "The network is not up. Start it with: ./test-network.sh up"
exec "network/$kind/self-check.sh"
