#!/usr/bin/env bash
# Copies what one enterprise cannot get from anybody else, so that network/fabric/restore.sh can bring it back.
#
#   network/fabric/backup.sh ENTERPRISE DIR [TRAINER-STATE...]
#
# DIR must not exist. It gets: keys (TO BE KEPT SECRET: whoever has them is the enterprise), the peer's blocks and databases,
# the pinned contents of its IPFS node as CAR files, and the state folders of its trainers (sealed updates, secrets of hash
# chains, checkpoint) that are named; without names, those of demos. The peer is stopped for the copy, a second or two, as its
# databases can only be copied at rest; the others go on endorsing meanwhile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

[ $# -ge 2 ] || { usage "$0" >&2; die 2 "Name an enterprise and a folder."; }
name=$1 target=$2
shift 2
number=$(number_of "$name")
[ -n "$number" ] || die 2 "There is no enterprise '$name'. There are: $(enterprises | awk '{print $2}' | paste -sd' ')."
[ ! -e "$target" ] || die 2 "$target exists already. Name a folder that does not, one for each backup."
process_alive "kubo-$name" || die 5 "kubo-$name must run, to hand out what it has pinned. Start it with: network/fabric/kubo.sh $name"
api() { curl -fsS --max-time 60 -X POST -H "@$(authorization "$name")" "http://127.0.0.1:$(port "$number" "$KUBO_API_PORT")/api/v0/$1" "${@:2}"; }

# Made under another name: a backup that was cut off is never taken for a whole one.
work=$target.unfinished
rm -rf "$work"
mkdir -p "$work/cars"
trap '[ ! -d "$work" ] || rm -rf "$work"' EXIT

# Whatever is secret or tied to a secret; links stay links.
keys=("crypto/peerOrganizations/$name" "users/$name" "secrets/$name" secrets/swarm.key "admin/$name.env" "connection/$name.yaml"
  "data/kubo-$name/config")
[ ! -d "$(orderer_org "$name")" ] || keys+=("crypto/ordererOrganizations/orderers.$name")
tar -C "$NETWORK_STATE" -cf "$work/keys.tar" "${keys[@]}"

# Contents, while the peer still works: an address says whether its bytes are the right ones.
api 'pin/ls?type=recursive' | jq -r '.Keys // {} | keys[]' >"$work/pins"
while read -r cid; do api "dag/export?arg=$cid&progress=false" -o "$work/cars/$cid.car"; done <"$work/pins"

# The trainers' folders before the ledger: a sealed update may be missing here that the ledger has, never the other way round.
if [ $# -eq 0 ]; then
  mapfile -t states < <(find "$STATE"/demo* -type d -path "*/state/$name" 2>/dev/null)
else
  states=("$@")
fi
printf '%s\n' ${states[@]+"${states[@]}"} | sed '/^$/d' | while read -r folder; do readlink -f "$folder"; done >"$work/trainers"
if [ -s "$work/trainers" ]; then
  # 1: a file went away or was replaced meanwhile, whole, as trainers do; each version's files are whole by themselves.
  tar -C / --warning=no-file-changed --warning=no-file-removed -cf "$work/trainers.tar" \
    --files-from <(sed 's:^/::' "$work/trainers") || [ $? -eq 1 ]
fi

pid=$(process_pid "peer-$name")
begun=$(date +%s.%N)
[ -z "$pid" ] || stop "$pid" "peer-$name" >/dev/null
tar -C "$NETWORK_STATE/data" -cf "$work/peer.tar" "peer-$name"
[ -z "$pid" ] || network/fabric/peers.sh "$name"
jq -n --arg enterprise "$name" --arg made "$(date -u +%FT%TZ)" --argjson pins "$(wc -l <"$work/pins")" \
  --arg trainers "$(wc -l <"$work/trainers")" \
  '{schema: 1, enterprise: $enterprise, made: $made, pins: $pins, trainerFolders: ($trainers | tonumber)}' >"$work/backup.json"
sums=$(cd "$work" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
printf "%s\n" "$sums" >"$work/SHA256SUMS"
sync -f "$work"
mv "$work" "$target"
say "Backed up $name to $target: $(du -sh "$target" | cut -f1), $(wc -l <"$target/pins") pinned contents, $(wc -l <"$target/trainers") trainer folders; the peer was away for $(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN {printf "%.1f", b - a}') s."
say "KEEP IT SECRET: $target/keys.tar holds every private key of $name, $target/peer.tar its peer's, and trainers.tar what opens its hash chains."
