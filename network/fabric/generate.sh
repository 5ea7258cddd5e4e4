#!/usr/bin/env bash
# Makes what must exist before anything starts: every enterprise's authorities, certificates and keys, the TLS identities of
# its chaincode, the secrets of its IPFS node, and the connection profiles. Does nothing where it has been done.
#
#   network/fabric/generate.sh [--bft]      the rest is in network.env
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

count=$ENTERPRISES participants=$PARTICIPANTS consensus=raft
[ "${1:-}" != --bft ] || consensus=bft
if [ -f "$NETWORK_STATE/generated" ]; then
  # Those that were removed were asked for once.
  [ "$(cat "$NETWORK_STATE/enterprises" "$NETWORK_STATE/removed" 2>/dev/null | wc -l)" -ge "$count" ] ||
    die 11 "The network in $NETWORK_STATE has $(enterprises | wc -l) enterprises, not $count. Add one with network/fabric/add-enterprise.sh, or begin anew: ./test-network.sh clean"
  exit 0
fi
# Half of it is of no use.
rm -rf "$NETWORK_STATE"
mkdir -p "$NETWORK_STATE"/{admin,connection,users,secrets}
printf '%s\n' "$FABRIC_BASE_PORT" >"$NETWORK_STATE/base-port"
# shellcheck disable=SC2086 # one a line
printf '%s\n' $ADDRESSES >"$NETWORK_STATE/addresses"

letters=ABCDEFGHIJKLMNOPQRSTUVWXYZ
for n in $(seq "$count"); do
  letter=${letters:n-1:1}
  printf '%s enterprise-%s Enterprise%sMSP\n' "$n" "${letter,,}" "$letter"
done >"$NETWORK_STATE/enterprises"
# One orderer an enterprise, and no fewer than consensus needs to survive the loss of one.
least=3
[ "$consensus" = raft ] || least=4
for n in $(seq $((count > least ? count : least))); do printf '%s orderer-%s %s\n' "$n" "$n" $(((n - 1) % count + 1)); done \
  >"$NETWORK_STATE/orderers"
printf '%s\n' "$consensus" >"$NETWORK_STATE/consensus"

# names WHO: what its certificate is good for: the address others use, and loopback for the own machine.
names() { printf '%s\n' 127.0.0.1 localhost "$(address "$1")" | sort -u | paste -sd, -; }

# One user more than there are participants: its TLS certificate is the one the enterprise's trainers connect with.
{
  printf 'PeerOrgs:\n'
  while read -r n name _; do
    printf '  - {Name: %s, Domain: %s, EnableNodeOUs: true, Specs: [{Hostname: peer, SANS: [%s]}], Users: {Count: %s}}\n' \
      "$name" "$name" "$(names "$n")" $((participants + 1))
  done < <(enterprises)
  printf 'OrdererOrgs:\n'
  while read -r number name _; do
    printf '  - Name: orderers-of-%s\n    Domain: orderers.%s\n    EnableNodeOUs: true\n    Specs:\n' "$name" "$name"
    while read -r _ orderer owner; do
      [ "$owner" != "$number" ] || printf '      - {Hostname: %s, SANS: [%s]}\n' "$orderer" "$(names "$orderer")"
    done < <(orderers)
  done < <(enterprises)
} >"$NETWORK_STATE/crypto-config.yaml"
cryptogen generate --config "$NETWORK_STATE/crypto-config.yaml" --output "$CRYPTO" >/dev/null

# Shared by all IPFS nodes: whoever lacks it cannot speak to them.
printf '/key/swarm/psk/1.0.0/\n/base16/\n%s\n' "$(openssl rand -hex 32)" >"$NETWORK_STATE/secrets/swarm.key"
while read -r n name msp; do
  network/fabric/enterprise.sh "$n" "$name" "$msp" "$participants"
done < <(enterprises)
cat "$CRYPTO"/ordererOrganizations/*/tlsca/*.pem >"$NETWORK_STATE/orderer-cas.pem"
network/fabric/profiles.sh
touch "$NETWORK_STATE/generated"
