# shellcheck shell=bash
# What the real network's ledger holds before and after a fault: whatever was committed must still be there, at every peer.

# block ENTERPRISE NUMBER FILTER: what the filter finds in a block of the channel, as that enterprise's peer has it.
block() {
  local file=$out/$1.block
  as_admin "$1" peer channel fetch "$2" "$file" -c "$CHANNEL" >/dev/null 2>&1 &&
    configtxlator proto_decode --type common.Block --input "$file" | jq -r "$3"
}

# chain_info ENTERPRISE: the height of its peer and the hash of its last block.
chain_info() {
  as_admin "$1" peer channel getinfo -c "$CHANNEL" 2>/dev/null | sed 's/^[^{]*//' | jq -r '"\(.height) \(.currentBlockHash)"'
}

# metric PROCESS PORT TLS-FOLDER NAME: the value of a figure of the channel at the process's operations endpoint.
metric() {
  within "$1" curl -fsS --max-time 2 --cacert "$3/ca.crt" --cert "$3/server.crt" --key "$3/server.key" \
    "https://127.0.0.1:$2/metrics" 2>/dev/null | sed -n "s/^$4{channel=\"$CHANNEL\"} //p"
}

# validation_code ENTERPRISE TRANSACTION: what its peer noted beside the transaction; 0 is VALID. Nothing if it has none.
validation_code() {
  local hex
  hex=$(as_admin "$1" peer chaincode query -C "$CHANNEL" -n qscc -x \
    -c "{\"Args\":[\"GetTransactionByID\",\"$CHANNEL\",\"$2\"]}" 2>/dev/null) || return 1
  # shellcheck disable=SC2001 # every pair of digits
  printf '%b' "$(sed 's/../\\x&/g' <<<"$hex")" >"$out/transaction"
  configtxlator proto_decode --type protos.ProcessedTransaction --input "$out/transaction" |
    jq 'if .transactionEnvelope then .validationCode else empty end'
}


# height ENTERPRISE: how many blocks its peer has; 0 if it does not answer.
height() {
  local blocks
  blocks=$(metric "peer-$1" "$(port "$(number_of "$1")" "$PEER_OPERATIONS_PORT")" "$(peer_folder "$1")/tls" ledger_blockchain_height) || true
  printf '%.0f' "${blocks:-0}"
}

# highest: the height of the peer that has most blocks.
highest() {
  local name most=0 own
  for name in "${ENTERPRISE_NAMES[@]}"; do
    own=$(height "$name")
    [ "$own" -le "$most" ] || most=$own
  done
  printf '%s' "$most"
}

# note_ledger: remember height and last block of every peer, in $known.
declare -A known=()
note_ledger() {
  local name
  for name in "${ENTERPRISE_NAMES[@]}"; do known[$name]=$(chain_info "$name"); done
}

same_height() {
  local name
  for name in "${ENTERPRISE_NAMES[@]}"; do [ "$(height "$name")" -eq "$(highest)" ] || return 1; done
}

# nothing_lost: every block known before is the same at all peers; the peers agree on the last block, its validity flags and
# all state written so far; and every transaction that a trainer was told of is valid. Says what does not hold.
nothing_lost() {
  local name noted of hash now first='' state transaction verdict
  for _ in $(seq 600); do
    if same_height; then break; fi
    sleep 0.1
  done
  same_height || { say "       the peers must come to the same height: $(for name in "${ENTERPRISE_NAMES[@]}"; do printf '%s %s, ' "$name" "$(height "$name")"; done)"; return 1; }
  for name in "${ENTERPRISE_NAMES[@]}"; do
    for noted in "${!known[@]}"; do
      read -r of hash <<<"${known[$noted]}"
      # A block names the hash of the one before, and so of all before it.
      now=$(block "$name" "$of" .header.previous_hash) || now=
      [ "$now" = "$hash" ] || { say "       block $((of - 1)) must be the same after the fault: $noted had $hash, $name has ${now:-none}"; return 1; }
    done
    # The commit hash (the fifth entry) covers validity and writes of all blocks up to this one.
    state=$(block "$name" newest '.header.number + " " + .metadata.metadata[4]') || state=
    [ -n "$first" ] || first=$state
    [ -n "$state" ] && [ "$state" = "$first" ] || { say "       all peers must have the same last block and state: $name has ${state:-none}, ${ENTERPRISE_NAMES[0]} has $first"; return 1; }
  done
  while read -r transaction; do
    verdict=$(validation_code "${ENTERPRISE_NAMES[0]}" "$transaction") || verdict=
    verdict=${verdict:-not there}
    [ "$verdict" = 0 ] || { say "       a trainer was told that transaction $transaction is valid; the ledger says: $verdict"; return 1; }
    transactions=$((transactions + 1))
  done < <(sed -n 's/.*"txId":"\([0-9a-f]*\)".*/\1/p' "$STATE"/demo/progress/*.progress)
  [ "$transactions" -gt 0 ] || { say "       the trainers must have been told of transactions"; return 1; }
}

# first_after MILLIS PATTERN: seconds from then to the first step that matches, as the trainers wrote it down.
first_after() {
  sed -n "s/^{\"t\":\([0-9]*\),.*$2.*/\1/p" "$STATE"/demo/progress/*.progress | sort -n |
    awk -v from="$1" '$1 > from {printf "%.1f s", ($1 - from) / 1000; found = 1; exit} END {if (!found) printf "never"}'
}
