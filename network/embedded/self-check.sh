#!/usr/bin/env bash
# Lists everything that the embedded network listens on and tries what claims to ask for authentication: its gateways, which
# take signed calls only. Its content stores and chaincodes ask nobody: it is one process of one person, for development, and
# the lines say so. One line for each: ok, FAIL, or note. Exit code 1 if anything fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/lib.sh
source network/lib.sh
# shellcheck source=network/probes.sh
source network/probes.sh
# shellcheck source=network/proposals.sh
source network/proposals.sh

NETWORK_STATE=$STATE/embedded
prepare
pid=$(network_pid)
[ -n "$pid" ] || die 5 "The embedded network is not up. Start it with: ./test-network.sh up --embedded"

# A port is known by what the network says of itself, or is a chaincode's.
declare -A known=()
while IFS='.=' read -r enterprise service at; do known[$at]="$service $enterprise"; done <"$NETWORK_STATE/ports.properties"
chaincodes=0
while read -r protocol address at; do
  read -r service enterprise <<<"${known[$at]:-}"
  where=127.0.0.1:$at
  if [ "$protocol" != tcp ] || [ "$address" != 127.0.0.1 ]; then
    fail embedded-network "*:$at" "must listen on 127.0.0.1 only, by TCP; it listens by $protocol on address $address"
  elif [ "${service:-}" = grpc ]; then
    begin
    plain_text "$where"
    must_answer "TLS" "$(status "https://$where/")"
    verdict "$enterprise" "$where" "gateway, peer and orderer: gRPC, TLS, no client certificate, signed calls"
    msp=$(sed -n 's/^mspId: *//p' "$NETWORK_STATE/connection/$enterprise.yaml")
    try_proposals "$enterprise" "$where" "$msp" "$NETWORK_STATE/crypto/$enterprise/users/admin/msp"
  elif [ "${service:-}" = content ]; then
    printf 'note  %-24s %-16s content store: HTTP without authentication; whoever is on this machine may read and write it\n' "$enterprise" "$where"
  else
    chaincodes=$((chaincodes + 1))
    printf 'note  %-24s %-16s chaincode: gRPC without TLS; whoever is on this machine may call it, but a result without an endorser'"'"'s signature counts nowhere\n' chaincode "$where"
  fi
done < <(listeners_of "$pid")
enterprises=$(grep -c '\.grpc=' "$NETWORK_STATE/ports.properties")
[ "$chaincodes" -le "$enterprises" ] || fail embedded-network - "has $chaincodes listeners of unknown purpose for $enterprises chaincodes: one of them is something else"

mapfile -t keys < <(private_files "$NETWORK_STATE/crypto" | sort)
owner_only "private keys" "${keys[@]}"
[ "$failures" -eq 0 ] || die 1 "$failures of the lines above say FAIL: somebody is answered who must not be."
say "Nothing that asks for authentication answers a stranger. The embedded network is for development on a machine of your own."
