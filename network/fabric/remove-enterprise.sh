#!/usr/bin/env bash
# Removes an enterprise from the running network: the others retire it by votes, which ends its part in selections; its MSP
# and its orderers leave the channel's configuration; the IPFS nodes that stay get a new swarm key, one after the other; its
# processes stop. Its records stay on the ledger. Repeating it completes what was interrupted.
#
#   network/fabric/remove-enterprise.sh NAME      a letter, or enterprise-LETTER
# shellcheck disable=SC2016 # the variables of jq's programs are jq's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

[ $# -eq 1 ] || { usage "$0" >&2; die 2 "remove-enterprise takes the name of an enterprise."; }
letter=${1#enterprise-}
name=enterprise-${letter,,}
rotating=$NETWORK_STATE/rotating
# rotate: a new swarm key for the nodes that stay, one after the other.
rotate() {
  local apart other
  apart=$(date +%s%3N)
  while read -r _ other _; do
    stop "$(process_pid "kubo-$other")" "kubo-$other" >/dev/null
    network/fabric/kubo.sh "$other"
  done < <(enterprises)
  say "New swarm key: the nodes spoke to one another only in part for $(($(date +%s%3N) - apart)) ms."
  rm -f "$NETWORK_STATE/connection/$name.yaml"
  network/fabric/profiles.sh
  network/fabric/ready.sh
  cat "$rotating" >>"$NETWORK_STATE/removed"
  rm "$rotating"
  say "$name is removed; $(enterprises | wc -l) enterprises stay."
}
if ! enterprises | grep -q " $name "; then
  if grep -qs " $name " "$rotating"; then rotate; exit 0; fi
  grep -qs " $name " "$NETWORK_STATE/removed" || die 2 "There is no enterprise '$name' in $NETWORK_STATE."
  say "$name has been removed."
  exit 0
fi
read -r number _ msp < <(enterprises | grep " $name ")
mapfile -t stay < <(enterprises | awk -v own="$name" '$2 != own {print $2}')
[ ${#stay[@]} -ge 2 ] || die 2 "Two enterprises must stay. Provided value: ${#stay[@]}"
# More than half of all, itself among them: what votes and the channel's configuration ask for.
majority=$(((${#stay[@]} + 1) / 2 + 1))
signers=${stay[*]:0:majority}

# Who has enrolled nobody does not exist on the ledger, and neither votes nor is voted on.
registered=$(bin/fedfabric enterprise list --network "$NETWORK_STATE" --enterprise "${stay[0]}" | awk 'NR > 1 {print $1}')
for voter in "${stay[@]}"; do
  voter_msp=$(msp_of "$voter")
  if grep -qx "$msp" <<<"$registered" && grep -qx "$voter_msp" <<<"$registered"; then
    bin/fedfabric enterprise vote "$msp" retire --network "$NETWORK_STATE" --enterprise "$voter" | sed -n "s/^state */$voter votes on $msp, which is /p"
  fi
done

say "$msp in the configuration of $CHANNEL: $(network/fabric/config-update.sh "$CHANNEL" \
  'del(.channel_group.groups.Application.groups[$msp])' "$signers" --arg msp "$msp")."
# Its orderers, one at a time: consensus takes one change after the other.
while read -r n orderer owner; do
  [ "$owner" = "$number" ] || continue
  [ "$(cat "$NETWORK_STATE/consensus")" = raft ] || die 2 "Orderers are taken out of a Raft network only. With SmartBFT, $orderer keeps ordering."
  [ "$(orderers | wc -l)" -gt 2 ] || die 2 "Two orderers must stay. Provided value: $(orderers | wc -l)"
  owners=()
  for other in "${stay[@]}"; do [ ! -d "$(orderer_org "$other")" ] || owners+=("orderers-of-$other"); done
  say "$orderer in the configuration of $CHANNEL: $(network/fabric/config-update.sh "$CHANNEL" \
    '.channel_group.groups.Orderer.values.ConsensusType.value.metadata.consenters |= map(select(.port != ($port | tonumber)))
      | del(.channel_group.groups.Orderer.groups[$msp])' "${owners[*]}" \
    --arg port "$(port "$n" "$ORDERER_PORT")" --arg msp "${msp%MSP}OrdererMSP")."
done < <(orderers)

# end NAME...: its processes, clients first.
end() {
  local process
  for process in "$@"; do
    stop "$(process_pid "$process")" "$process"
    rm -f "$NETWORK_STATE/pids/$process.pid"
  done
}
mapfile -t ordering < <(orderers | awk -v n="$number" '$3 == n {print $2}')
end "peer-$name" "chaincode-$name" ${ordering[@]+"${ordering[@]}"} "kubo-$name"

# From here on the lists do not have it; a repetition goes on with the key.
orderers | awk -v n="$number" '$3 != n' >"$NETWORK_STATE/orderers.new"
enterprises | grep -v " $name " >"$NETWORK_STATE/enterprises.new"
printf '/key/swarm/psk/1.0.0/\n/base16/\n%s\n' "$(openssl rand -hex 32)" >"$NETWORK_STATE/secrets/swarm.key.new"
printf '%s %s %s\n' "$number" "$name" "$msp" >"$rotating"
mv "$NETWORK_STATE/secrets/swarm.key.new" "$NETWORK_STATE/secrets/swarm.key"
mv "$NETWORK_STATE/orderers.new" "$NETWORK_STATE/orderers"
mv "$NETWORK_STATE/enterprises.new" "$NETWORK_STATE/enterprises"
rotate
