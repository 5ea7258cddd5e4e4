#!/usr/bin/env bash
# Puts FedFabric's chaincode into force on the channels: package, processes, install, approve, commit. Repeating it does
# nothing; after a new build it upgrades to the next sequence, and tasks that exist go on or stay readable.
#
#   network/fabric/deploy.sh            on the network of these scripts
#
# On a network of your own: network/fabric/deploy-existing.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

network/build.sh
package=$NETWORK_STATE/package/fedfabric.tgz
mkdir -p "$(dirname "$package")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
id=$(network/fabric/package.sh "$package")
printf '%s\n' "$id" >"$NETWORK_STATE/package/id"
# The JVMs take longest: the first time they start while the peers install. An upgrade leaves the old ones at work until
# everybody has approved.
[ -f "$NETWORK_STATE/deployed" ] || network/fabric/chaincode.sh

# members CHANNEL: the enterprises of a channel.
members() { if [ "$1" = "$CHANNEL" ]; then enterprises | awk '{print $2}'; else printf '%s\n' "$1"; fi; }

# sequence CHANNEL ENTERPRISE: which sequence to put into force; nothing if this package is in force already.
sequence() {
  local committed approved
  committed=$(as_admin "$2" peer lifecycle chaincode querycommitted -C "$1" -n "$CHAINCODE" -O json 2>/dev/null | jq .sequence) || committed=0
  approved=$(as_admin "$2" peer lifecycle chaincode queryapproved -C "$1" -n "$CHAINCODE" --sequence "${committed:-0}" -O json 2>/dev/null |
    jq -r '.source.Type.LocalPackage.package_id // empty') || approved=
  [ "$approved" = "$id" ] || printf '%s' $((${committed:-0} + 1))
}

# approve_on CHANNEL: every enterprise of it approves, unless this package is in force there.
approve_on() {
  local channel=$1 next member log=$STATE/logs/deploy-$1.log
  local -a orderer approvals=()
  next=$(sequence "$channel" "$(members "$channel" | head -n 1)")
  [ -n "$next" ] || { say "The chaincode is in force on $channel."; return 0; }
  while read -r member; do
    mapfile -t orderer < <(orderer_options "$channel" "$member")
    as_admin "$member" peer lifecycle chaincode approveformyorg "${orderer[@]}" -C "$channel" -n "$CHAINCODE" \
      -v "$CHAINCODE_VERSION" --sequence "$next" --package-id "$id" >>"$log" 2>&1 &
    approvals+=($!)
  done < <(members "$channel")
  for job in "${approvals[@]}"; do wait "$job" || die 1 "Every enterprise must approve the chaincode on $channel. The log is $log: $(tail -n 1 "$log")"; done
  printf '%s\n' "$next" >"$work/$channel"
}

# commit_on CHANNEL: put what was approved into force.
commit_on() {
  local channel=$1 next first member number log=$STATE/logs/deploy-$1.log
  local -a orderer peers=()
  [ -f "$work/$channel" ] || return 0
  next=$(cat "$work/$channel")
  first=$(members "$channel" | head -n 1)
  while read -r member; do
    number=$(number_of "$member")
    peers+=(--peerAddresses "$(address "$number"):$(port "$number" "$PEER_PORT")"
      --tlsRootCertFiles "$(peer_folder "$member")/tls/ca.crt")
  done < <(members "$channel")
  mapfile -t orderer < <(orderer_options "$channel" "$first")
  as_admin "$first" peer lifecycle chaincode commit "${orderer[@]}" -C "$channel" -n "$CHAINCODE" \
    -v "$CHAINCODE_VERSION" --sequence "$next" "${peers[@]}" >>"$log" 2>&1 ||
    die 1 "The chaincode must be committed on $channel. The log is $log: $(tail -n 1 "$log")"
  say "Chaincode $id is in force on $channel (sequence $next)."
}

while read -r _ name _; do install_package "$name" "$package" "$id" & done < <(enterprises)
wait_all
mapfile -t channels < <(printf '%s\n' "$CHANNEL"; while read -r _ name _; do [ ! -f "$NETWORK_STATE/channels/$name.block" ] || printf '%s\n' "$name"; done < <(enterprises))
for channel in "${channels[@]}"; do approve_on "$channel" & done
wait_all
# A peer connects to a new sequence's chaincode while it commits the block that brings it, and commits nothing meanwhile: the
# process of the new package must listen before. Until the commit, a moment later, endorsements fail and are asked for again.
network/fabric/chaincode.sh
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
while read -r n name _; do
  wait_for "$START_TIMEOUT_SECONDS" "chaincode-$name's listening" "$STATE/logs/chaincode-$name.log" listens "$(port "$n" "$CHAINCODE_PORT")"
done < <(enterprises)
for channel in "${channels[@]}"; do commit_on "$channel" & done
wait_all
touch "$NETWORK_STATE/deployed"

while read -r _ name _; do await_chaincode "$name"; done < <(enterprises)
