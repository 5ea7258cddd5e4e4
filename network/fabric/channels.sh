#!/usr/bin/env bash
# Creates the channels and lets every orderer and peer join those it belongs to, unless it has.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

blocks=$NETWORK_STATE/channels
config=$NETWORK_STATE/configtx
genesis() {
  [ ! -f "$blocks/$1.block" ] || return 0
  FABRIC_CFG_PATH=$config configtxgen -profile "$1" -channelID "$1" -outputBlock "$blocks/$1.block.new" 2>"$STATE/logs/configtxgen-$1.log" ||
    die 1 "The first block of channel $1 cannot be made: $(tail -n 2 "$STATE/logs/configtxgen-$1.log")"
  mv "$blocks/$1.block.new" "$blocks/$1.block"
}

# join_orderer CHANNEL NUMBER NAME OWNER
join_orderer() {
  local marker=$NETWORK_STATE/joined/$3-$1 enterprise org node
  [ ! -f "$marker" ] || return 0
  enterprise=$(name_of "$4")
  org=$(orderer_org "$enterprise")
  node=(-o "127.0.0.1:$(port "$2" "$ORDERER_ADMIN_PORT")" --ca-file "$org/tlsca/tlsca.orderers.$enterprise-cert.pem"
    --client-cert "$org/users/Admin@orderers.$enterprise/tls/client.crt" --client-key "$org/users/Admin@orderers.$enterprise/tls/client.key")
  # Joined by a start that was interrupted: the orderer says so.
  if ! osnadmin channel list --channelID "$1" "${node[@]}" 2>/dev/null | grep -q 'Status: 200'; then
    show osnadmin channel join --channelID "$1" --config-block "$blocks/$1.block" "${node[@]}"
    osnadmin channel join --channelID "$1" --config-block "$blocks/$1.block" "${node[@]}" >"$STATE/logs/join-$3-$1.log" 2>&1
    grep -q 'Status: 201' "$STATE/logs/join-$3-$1.log" || die 1 "$3 must be able to join channel $1. It answered: $(tail -n 3 "$STATE/logs/join-$3-$1.log")"
  fi
  touch "$marker"
}

# join_peer CHANNEL ENTERPRISE
join_peer() {
  local marker=$NETWORK_STATE/joined/peer-$2-$1
  [ ! -f "$marker" ] || return 0
  if ! as_admin "$2" peer channel list 2>/dev/null | grep -qx "$1"; then
    as_admin "$2" peer channel join -b "$blocks/$1.block" >"$STATE/logs/join-peer-$2-$1.log" 2>&1 ||
      die 1 "The peer of $2 must be able to join channel $1. It answered: $(tail -n 1 "$STATE/logs/join-peer-$2-$1.log")"
  fi
  touch "$marker"
}

mkdir -p "$blocks" "$config" "$NETWORK_STATE/joined"
[ -f "$config/configtx.yaml" ] || { network/fabric/configtx.sh >"$config/configtx.yaml.new" && mv "$config/configtx.yaml.new" "$config/configtx.yaml"; }
genesis "$CHANNEL" &
# Who has no orderer has no channel of its own.
while read -r _ name _; do [ ! -d "$(orderer_org "$name")" ] || genesis "$name" & done < <(enterprises)
wait_all
while read -r n name owner; do
  join_orderer "$CHANNEL" "$n" "$name" "$owner" &
done < <(orderers)
while read -r n name _; do
  read -r i orderer owner < <(orderers | awk -v n="$n" '$3 == n' | head -n 1) || continue
  [ -z "$orderer" ] || join_orderer "$name" "$i" "$orderer" "$owner" &
done < <(enterprises)
wait_all
while read -r _ name _; do
  { join_peer "$CHANNEL" "$name"; [ ! -f "$blocks/$name.block" ] || join_peer "$name" "$name"; } &
done < <(enterprises)
wait_all
