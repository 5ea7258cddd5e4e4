#!/usr/bin/env bash
# Brings an enterprise back from what network/fabric/backup.sh wrote, after its disk was lost: keys, peer, IPFS node, trainers'
# state. The others must run: what happened since the backup comes from them.
#
#   network/fabric/restore.sh ENTERPRISE DIR
#
# Refuses while the enterprise's processes run, and where data still lies at their place: move it away first. Keys that are
# there are left alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

[ $# -eq 2 ] || { usage "$0" >&2; die 2 "Name an enterprise and a folder."; }
name=$1 source=$2
[ -f "$source/backup.json" ] || die 2 "$source is no backup: it has no backup.json."
[ "$(jq -r .enterprise "$source/backup.json")" = "$name" ] || die 2 "$source is a backup of $(jq -r .enterprise "$source/backup.json"), not of $name."
(cd "$source" && sha256sum --quiet -c SHA256SUMS >&2) || die 8 "$source is damaged: the files above are not what was written. Use another backup."
for process in "peer-$name" "kubo-$name" "chaincode-$name"; do
  ! process_alive "$process" || die 2 "$process runs (process $(process_pid "$process")). Stop it first: kill \$(cat $NETWORK_STATE/pids/$process.pid)"
done
for folder in "peer-$name" "kubo-$name"; do
  [ ! -e "$NETWORK_STATE/data/$folder" ] || die 2 "$NETWORK_STATE/data/$folder exists. Move it away, so that nothing is mixed."
done
while read -r folder; do
  [ ! -e "$folder" ] || die 2 "$folder exists. Move it away: a trainer with two pasts may send one update twice with different noise."
done <"$source/trainers"

begun=$(date +%s.%N)
mkdir -p "$NETWORK_STATE/data"
tar -C "$NETWORK_STATE" --skip-old-files --exclude="data/kubo-$name/config" -xf "$source/keys.tar"
number=$(number_of "$name")
[ -n "$number" ] || die 2 "$NETWORK_STATE/enterprises has no row for $name: restore the network's own files first."
api() { curl -fsS --max-time 60 -X POST -H "@$(authorization "$name")" "http://127.0.0.1:$(port "$number" "$KUBO_API_PORT")/api/v0/$1" "${@:2}"; }

# The IPFS node with its old identity, which the others know it by.
export IPFS_PATH=$NETWORK_STATE/data/kubo-$name
ipfs init --profile=test >/dev/null
tar -C "$NETWORK_STATE" -xf "$source/keys.tar" "data/kubo-$name/config"
touch "$IPFS_PATH/configured"
unset IPFS_PATH
network/fabric/kubo.sh "$name"
imported=0
while read -r cid; do
  if [ -f "$source/cars/$cid.car" ] && api 'dag/import?pin-roots=true&silent=true' -F "file=@$source/cars/$cid.car" -o /dev/null; then
    imported=$((imported + 1))
  else
    api "pin/add?arg=$cid&timeout=10s" -o /dev/null || say "missing: $cid, which no other enterprise has either" >&2
  fi
done <"$source/pins"

tar -C "$NETWORK_STATE/data" -xf "$source/peer.tar"
[ ! -f "$source/trainers.tar" ] || tar -C / -xf "$source/trainers.tar"
# Processes that end with their disk leave their numbers behind.
network/fabric/peers.sh "$name"
network/fabric/chaincode.sh "$name"

height() { as_admin "$1" peer channel getinfo -c "$CHANNEL" 2>/dev/null | sed -n 's/.*"height":\([0-9]*\).*/\1/p'; }
caught_up() {
  local own highest=0 other h
  own=$(height "$name")
  while read -r _ other _; do
    h=$(height "$other") || h=0
    [ "${h:-0}" -le "$highest" ] || highest=$h
  done < <(enterprises)
  [ "${own:-0}" -gt 0 ] && [ "$own" -ge "$highest" ]
}
answers_again() { as_admin "$name" peer chaincode query -C "$CHANNEL" -n "$CHAINCODE" -c '{"Args":["task:List","1",""]}' >/dev/null 2>&1; }
wait_for "$START_TIMEOUT_SECONDS" "Catching up of peer-$name" "$STATE/logs/peer-$name.log" caught_up
wait_for "$START_TIMEOUT_SECONDS" "An answer of chaincode-$name" "$STATE/logs/chaincode-$name.log" answers_again
say "Restored $name in $(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN {printf "%.1f", b - a}') s: height $(height "$name"), $imported of $(wc -l <"$source/pins") contents from the backup, $(wc -l <"$source/trainers") trainer folders. Start its trainers again with their old options."
