#!/usr/bin/env bash
# A FedFabric consortium on this machine.
#
#   ./test-network.sh demo [OPTIONS]    build what is not built, start a network, train a model together, report
#   ./test-network.sh up [OPTIONS]      start a network and leave it running
#   ./test-network.sh deploy            put the chaincode into force (real network), or upgrade it
#   ./test-network.sh status            what runs, where, and how high the ledger stands
#   ./test-network.sh logs [NAME]       show the last lines of every log, or follow one
#   ./test-network.sh self-check        list every open port and prove that none answers a stranger
#   ./test-network.sh identity E NAME   issue a further certificate of enterprise E for NAME
#   ./test-network.sh down              stop the network; the ledger stays
#   ./test-network.sh clean             stop the network and remove its ledger, keys and logs
#
# up, deploy and down can stand before another verb: ./test-network.sh up --enterprises 4 deploy demo --versions 5
#
# The network is real Hyperledger Fabric and Kubo where their programs are found (FABRIC_BIN, else PATH), and the embedded
# one otherwise; --fabric and --embedded say which. Nothing is downloaded.
#
# up:   --enterprises N (3)  --participants N (2 each)  --base-port P  --embedded | --fabric [--bft]  --separate-chaincode
# demo: ./test-network.sh demo --help
#
# Exit codes: 0 done · 1 failed · 2 wrong usage · 3 Java, Fabric or Kubo missing or too old · 4 build failed · 5 network not up
# 6 port in use · 7 disk full · 8 data cannot be read · 9 the task did not complete · 10 refused by the ledger (FF-nnnn)
# 11 state folder in use or of another shape · 12 a chaincode did not come up · 13 ledger damaged · 14 the audit found a divergence
# 15 evidence is missing · 16 a chaincode is not its package · 130 Ctrl-C
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=network/lib.sh
source network/lib.sh

VERBS="up deploy demo status logs self-check identity down clean"

is_verb() {
  local verb
  for verb in $VERBS; do [ "$verb" != "$1" ] || return 0; done
  return 1
}
# check VERB: help is printed here, and a wrong verb refused.
check() {
  case $1 in help | -h | --help) usage "$0"; exit 0 ;; esac
  is_verb "$1" || { usage "$0" >&2; die 2 "'$1' is not one of: $VERBS."; }
}
# run VERB [OPTIONS]; last replaces this shell, so that a signal reaches whoever must end things in order.
run() { check "$1" && "network/$1.sh" "${@:2}"; }
last() { check "$1" && exec "network/$1.sh" "${@:2}"; }

[ $# -gt 0 ] || set -- help
# up, deploy and down end where the next verb begins (none of their options takes a word); any other verb takes what is left.
while [ $# -gt 0 ]; do
  call=("$1")
  shift
  case ${call[0]} in
    up | deploy | down) while [ $# -gt 0 ] && ! is_verb "$1"; do call+=("$1"); shift; done ;;
    *) call+=("$@"); set -- ;;
  esac
  if [ $# -gt 0 ]; then run "${call[@]}"; else last "${call[@]}"; fi
done
