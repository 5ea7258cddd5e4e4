#!/usr/bin/env bash
# Prints enterprises as a channel's configuration describes them: MSP, policies, where peers and orderers are.
#
#   network/fabric/organisation.sh --all    all of them
#   network/fabric/organisation.sh NAME     one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

policies() {
  cat <<YAML
    Policies:
      Readers: {Type: Signature, Rule: "$2"}
      Writers: {Type: Signature, Rule: "$3"}
      Admins: {Type: Signature, Rule: "OR('$1.admin')"}
YAML
}

organisation() {
  local n=$1 name=$2 msp=$3 ordering=${3%MSP}OrdererMSP endpoints
  printf '  - &peers%s\n    Name: %s\n    ID: %s\n    MSPDir: %s\n' "$msp" "$msp" "$msp" "$CRYPTO/peerOrganizations/$name/msp"
  policies "$msp" "OR('$msp.admin','$msp.peer','$msp.client')" "OR('$msp.admin','$msp.client')"
  printf "      Endorsement: {Type: Signature, Rule: \"OR('%s.peer')\"}\n" "$msp"
  printf '    AnchorPeers: [{Host: %s, Port: %s}]\n' "$(address "$n")" "$(port "$n" "$PEER_PORT")"
  [ -d "$(orderer_org "$name")" ] || return 0
  endpoints=$(orderers | while read -r i orderer owner; do [ "$owner" != "$n" ] || printf '"%s:%s", ' "$(address "$orderer")" "$(port "$i" "$ORDERER_PORT")"; done)
  printf '  - &orderers%s\n    Name: %s\n    ID: %s\n    MSPDir: %s\n' "$msp" "$ordering" "$ordering" "$(orderer_org "$name")/msp"
  policies "$ordering" "OR('$ordering.member')" "OR('$ordering.member')"
  printf '    OrdererEndpoints: [%s]\n' "${endpoints%, }"
}

[ $# -eq 1 ] || { usage "$0" >&2; die 2 "organisation takes the name of an enterprise, or --all."; }
printf 'Organizations:\n'
while read -r n name msp; do
  if [ "$1" = --all ] || [ "$1" = "$name" ]; then organisation "$n" "$name" "$msp"; fi
done < <(enterprises)
