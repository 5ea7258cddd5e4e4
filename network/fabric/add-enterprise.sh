#!/usr/bin/env bash
# Adds an enterprise to the running network: keys, IPFS node, peer and chaincode of its own, a place in the channel's
# configuration that a majority of the present enterprises signs, and its participants on the ledger. Tasks go on meanwhile;
# its trainers can join those that run. Repeating it completes what was interrupted.
#
#   network/fabric/add-enterprise.sh NAME [--participants N]      NAME: a letter that is free, or enterprise-LETTER
#
# It gets no orderer: ordering stays with those who do it, and an enterprise needs none to take part.
# shellcheck disable=SC2016 # the variables of jq's programs are jq's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

[ $# -ge 1 ] || { usage "$0" >&2; die 2 "add-enterprise takes a name, for example: D"; }
[ -f "$NETWORK_STATE/deployed" ] || die 5 "The network must be up, with the chaincode in force. Start it with: ./test-network.sh up deploy --fabric"
letter=${1#enterprise-}
letter=${letter^^}
[[ $letter =~ ^[A-Z]$ ]] || die 2 "An enterprise's name must be one letter, or enterprise-LETTER. Provided value: $1"
participants=$PARTICIPANTS
[ "${2:-}" != --participants ] || participants=${3:?--participants needs a number}
name=enterprise-${letter,,}
msp=Enterprise${letter}MSP
number=$(($(printf '%d' "'$letter") - 64))
mapfile -t present < <(enterprises | awk -v own="$name" '$2 != own {print $2}')
! grep -qs " $name " "$NETWORK_STATE/removed" ||
  die 2 "$name was removed from this network, and its keys with it. Choose another letter."

# Where it is reached, if ADDRESSES says so.
for row in $ADDRESSES; do
  if [ "${row%%=*}" = "$number" ] && ! grep -qsxF "$row" "$NETWORK_STATE/addresses"; then
    printf '%s\n' "$row" >>"$NETWORK_STATE/addresses"
  fi
done
names=$(printf '%s\n' 127.0.0.1 localhost "$(address "$number")" | sort -u | paste -sd, -)

# Keys of its own authority; a folder that is half-made is made again.
if [ ! -d "$CRYPTO/peerOrganizations/$name" ]; then
  work=$(mktemp -d "$NETWORK_STATE/adding.XXXXXX")
  printf 'PeerOrgs:\n  - {Name: %s, Domain: %s, EnableNodeOUs: true, Specs: [{Hostname: peer, SANS: [%s]}], Users: {Count: %s}}\n' \
    "$name" "$name" "$names" $((participants + 1)) >"$work/crypto-config.yaml"
  cryptogen generate --config "$work/crypto-config.yaml" --output "$work/crypto" >/dev/null
  mv "$work/crypto/peerOrganizations/$name" "$CRYPTO/peerOrganizations/$name"
  rm -rf "$work"
fi
network/fabric/enterprise.sh "$number" "$name" "$msp" "$participants"
enterprises | grep -q " $name " || printf '%s %s %s\n' "$number" "$name" "$msp" >>"$NETWORK_STATE/enterprises"

# The channel's configuration: its MSP, policies and anchor peer. Orderers and peers take its TLS authority from there, too.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
network/fabric/organisation.sh "$name" >"$work/configtx.yaml"
configtxgen -configPath "$work" -printOrg "$msp" >"$work/organisation.json" 2>"$STATE/logs/configtxgen-$name.log" ||
  die 1 "The configuration of $name cannot be made: $(tail -n 2 "$STATE/logs/configtxgen-$name.log")"
majority=$((${#present[@]} / 2 + 1))
result=$(network/fabric/config-update.sh "$CHANNEL" \
  'if .channel_group.groups.Application.groups[$msp] then . else .channel_group.groups.Application.groups[$msp] = $organisation[0] end' \
  "${present[*]:0:majority}" --arg msp "$msp" --slurpfile organisation "$work/organisation.json")
say "$msp in the configuration of $CHANNEL: $result, signed by ${present[*]:0:majority}."

# Its own nodes. The IPFS nodes of the others accept it by the swarm's key.
network/fabric/kubo.sh "$name" &
kubo=$!
network/fabric/peers.sh "$name"
network/fabric/channels.sh
wait "$kubo"
network/fabric/chaincode.sh "$name"

# The package that is in force, and its own approval of it: without, its peer would not run it.
package=$NETWORK_STATE/package/fedfabric.tgz
id=$(as_admin "$name" peer lifecycle chaincode calculatepackageid "$package")
install_package "$name" "$package" "$id"
committed() { as_admin "$name" peer lifecycle chaincode querycommitted -C "$CHANNEL" -n "$CHAINCODE" -O json 2>/dev/null; }
# The peer reads the chain from its first block on.
wait_for "$START_TIMEOUT_SECONDS" "The chaincode's definition at $name's peer" "$STATE/logs/peer-$name.log" committed >/dev/null
sequence=$(committed | jq .sequence)
version=$(committed | jq -r .version)
if ! committed | jq -e --arg msp "$msp" '.approvals[$msp]' >/dev/null; then
  mapfile -t orderer < <(orderer_options "$CHANNEL" "$name")
  as_admin "$name" peer lifecycle chaincode approveformyorg "${orderer[@]}" -C "$CHANNEL" -n "$CHAINCODE" -v "$version" \
    --sequence "$sequence" --package-id "$id" >"$STATE/logs/approve-$name.log" 2>&1 ||
    die 1 "$name must be able to approve the chaincode. The log is $STATE/logs/approve-$name.log: $(tail -n 1 "$STATE/logs/approve-$name.log")"
fi
await_chaincode "$name"

# Every profile gets its gateway. Trainers that run keep theirs: their own peer knows the newcomer from the channel.
network/fabric/profiles.sh
network/fabric/ready.sh
enrol() { bin/fedfabric participant enroll "$@" --network "$NETWORK_STATE" --enterprise "$name" >/dev/null; }
enrol admin --roles REQUESTER
for i in $(seq "$participants"); do enrol "p$i"; done
say "$name takes part in $CHANNEL: peer $(address "$number"):$(port "$number" "$PEER_PORT"), participants p1 to p$participants enrolled. Next: register their data, and run a trainer."
