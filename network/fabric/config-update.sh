#!/usr/bin/env bash
# Changes a channel's configuration: fetches the present one, applies a jq program to it, has the difference signed, and
# submits it. Does nothing where the program changes nothing, so whoever uses it can be repeated.
#
#   network/fabric/config-update.sh CHANNEL PROGRAM SIGNERS [jq options]
#
# SIGNERS: enterprises whose administrators sign, separated by blanks, the submitting one last; orderers-of-NAME for the
# administrator of an enterprise's orderers. Prints "changed" or "unchanged".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

[ $# -ge 3 ] || { usage "$0" >&2; die 2 "config-update takes a channel, a program and who signs."; }
channel=$1 program=$2
read -ra signers <<<"$3"
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# signed_by SIGNER COMMAND...: run the peer command as that administrator.
signed_by() {
  local who=$1
  shift
  case $who in
    orderers-of-*) as_orderer_admin "${who#orderers-of-}" "$@" ;;
    *) as_admin "$who" "$@" ;;
  esac
}
quietly() {
  "$@" >"$work/log" 2>&1 || die 1 "The configuration of $channel cannot be changed: $(tail -n 1 "$work/log")"
}

submitter=${signers[-1]}
mapfile -t orderer < <(orderer_options "$channel" "${submitter#orderers-of-}")
quietly signed_by "$submitter" peer channel fetch config "$work/config.block" "${orderer[@]}" -c "$channel"
configtxlator proto_decode --input "$work/config.block" --type common.Block |
  jq '.data.data[0].payload.data.config' >"$work/present.json"
jq "$@" "$program" "$work/present.json" >"$work/wanted.json"
if [ "$(jq -S . "$work/present.json")" = "$(jq -S . "$work/wanted.json")" ]; then
  say unchanged
  exit 0
fi

configtxlator proto_encode --input "$work/present.json" --type common.Config --output "$work/present.pb"
configtxlator proto_encode --input "$work/wanted.json" --type common.Config --output "$work/wanted.pb"
configtxlator compute_update --channel_id "$channel" --original "$work/present.pb" --updated "$work/wanted.pb" --output "$work/update.pb"
configtxlator proto_decode --input "$work/update.pb" --type common.ConfigUpdate |
  jq --arg channel "$channel" '{payload: {header: {channel_header: {channel_id: $channel, type: 2}}, data: {config_update: .}}}' |
  configtxlator proto_encode --type common.Envelope --output "$work/envelope.pb"
# The one who submits signs the envelope itself.
for signer in "${signers[@]:0:${#signers[@]}-1}"; do
  quietly signed_by "$signer" peer channel signconfigtx -f "$work/envelope.pb"
done
quietly signed_by "$submitter" peer channel update "${orderer[@]}" -c "$channel" -f "$work/envelope.pb"
say changed
