#!/usr/bin/env bash
# A FedFabric consortium on this machine.
#
#   ./test-network.sh demo [OPTIONS]   build what is not built, start a network, train a model together, report
#   ./test-network.sh up [OPTIONS]     start a network and leave it running
#   ./test-network.sh status           what runs, where, and how high the ledger stands
#   ./test-network.sh logs [NAME]      show the last lines of every log, or follow one
#   ./test-network.sh identity E NAME  issue a further certificate of enterprise E for NAME
#   ./test-network.sh down             stop the network; the ledger stays
#   ./test-network.sh clean            stop the network and remove its ledger, keys and logs
#
# up:   --enterprises N (3)  --participants N (2 each)  --base-port P  --embedded | --fabric  --separate-chaincode
# demo: ./test-network.sh demo --help
#
# Exit codes: 0 done · 1 failed · 2 wrong usage · 3 Java missing or too old · 4 build failed · 5 network not up
# 6 port in use · 7 disk full · 8 data cannot be read · 9 the task did not complete · 10 refused by the ledger (FF-nnnn)
# 11 state folder in use or of another shape · 12 a chaincode did not come up · 13 ledger damaged · 130 Ctrl-C
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=network/lib.sh
source network/lib.sh

verb=${1:-help}
[ $# -eq 0 ] || shift
case $verb in
  up) exec network/up.sh "$@" ;;
  demo) exec network/demo.sh "$@" ;;
  status) exec network/status.sh "$@" ;;
  logs) exec network/logs.sh "$@" ;;
  identity) exec network/identity.sh "$@" ;;
  down) exec network/down.sh "$@" ;;
  clean) exec network/clean.sh "$@" ;;
  help | -h | --help) usage "$0" ;;
  *)
    usage "$0" >&2
    die 2 "'$verb' is not one of: up demo status logs identity down clean."
    ;;
esac
