# shellcheck shell=bash
# Makes and sends a signed proposal with nothing but openssl and curl, so that what a peer refuses is not what some client
# library would not send. Messages are Fabric's protobuf: a field is its number and type, its length, its bytes.

varint() {
  local value=$1 text=
  while [ "$value" -ge 128 ]; do
    text+=$(printf '\\x%02x' $((value & 127 | 128)))
    value=$((value >> 7))
  done
  printf '%b' "$text$(printf '\\x%02x' "$value")"
}
# number FIELD VALUE, bytes FIELD FILE, text FIELD TEXT: one field.
number() { varint $(($1 << 3)); varint "$2"; }
bytes() { varint $(($1 << 3 | 2)); varint "$(stat -c %s "$2")"; cat "$2"; }
text() { printf '%s' "$2" >"$WORK/text"; bytes "$1" "$WORK/text"; }

# The larger half of the possible signatures is refused: they could be turned into others that are as valid.
HALF_ORDER=7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8
sign() {
  local s
  while :; do
    openssl dgst -sha256 -sign "$1" -out "$3" "$2"
    s=$(openssl asn1parse -inform DER -in "$3" | sed -n '3s/.*://p')
    s=$(printf '%64s' "$s" | tr ' ' 0)
    [[ ! $s > $HALF_ORDER ]] || continue
    return 0
  done
}

# proposal MSP-ID CERTIFICATE KEY SECONDS-OLD FILE: a query of the chaincode, as a gRPC frame.
proposal() {
  local msp=$1 certificate=$2 key=$3 old=$4 file=$5 id
  { text 1 "$msp"; bytes 2 "$certificate"; } >"$WORK/creator"
  openssl rand -out "$WORK/nonce" 24
  id=$(cat "$WORK/nonce" "$WORK/creator" | sha256sum | cut -d' ' -f1)
  number 1 $(($(date +%s) - old)) >"$WORK/time"
  text 2 "$CHAINCODE" >"$WORK/name"
  bytes 2 "$WORK/name" >"$WORK/extension"
  { number 1 3; bytes 3 "$WORK/time"; text 4 "$CHANNEL"; text 5 "$id"; bytes 7 "$WORK/extension"; } >"$WORK/channel-header"
  { bytes 1 "$WORK/creator"; bytes 2 "$WORK/nonce"; } >"$WORK/signature-header"
  { bytes 1 "$WORK/channel-header"; bytes 2 "$WORK/signature-header"; } >"$WORK/header"
  { text 1 task:List; text 1 1; text 1 ""; } >"$WORK/arguments"
  { number 1 1; bytes 2 "$WORK/name"; bytes 3 "$WORK/arguments"; } >"$WORK/specification"
  bytes 1 "$WORK/specification" >"$WORK/invocation"
  bytes 1 "$WORK/invocation" >"$WORK/payload"
  { bytes 1 "$WORK/header"; bytes 2 "$WORK/payload"; } >"$WORK/proposal"
  sign "$key" "$WORK/proposal" "$WORK/signature"
  { bytes 1 "$WORK/proposal"; bytes 2 "$WORK/signature"; } >"$WORK/signed"
  {
    printf '%b' "$(printf '\\x00\\x%02x\\x%02x\\x%02x\\x%02x' $(($(stat -c %s "$WORK/signed") >> 24 & 255)) \
      $(($(stat -c %s "$WORK/signed") >> 16 & 255)) $(($(stat -c %s "$WORK/signed") >> 8 & 255)) $(($(stat -c %s "$WORK/signed") & 255)))"
    cat "$WORK/signed"
  } >"$file"
}

# endorse ADDRESS FRAME [CURL OPTIONS]: what the peer at that address answers to the proposal, in words; empty if it endorses.
endorse() {
  local answer=$WORK/answer trailers=$WORK/trailers address=$1 frame=$2
  shift 2
  rm -f "$answer" "$trailers"
  curl -sk --max-time 20 --http2 -D "$trailers" -o "$answer" "$@" -H 'Content-Type: application/grpc' -H 'TE: trailers' \
    --data-binary "@$frame" "https://$address/protos.Endorser/ProcessProposal" || true
  # Fabric puts a refusal into the status of the call, or into the response of the message.
  if grep -qiE '^grpc-status: *[1-9]' "$trailers" 2>/dev/null; then
    sed -n 's/^grpc-message: *//Ip' "$trailers" | tr -d '\r'
  elif ! grep -qi '^grpc-status: *0' "$trailers" 2>/dev/null; then
    printf 'no answer'
  elif ! grep -qa 'BEGIN CERTIFICATE' "$answer"; then
    # An endorsement carries the endorser's certificate.
    printf 'no endorsement: %s' "$(tr -dc '[:print:]' <"$answer" | cut -c1-200)"
  fi
}

# refuses WHAT PATTERN ANSWER: note that a proposal was refused, for the reason that the pattern stands for.
refuses() {
  if [[ $3 =~ $2 ]]; then refused+=("$1"); else accepted+=("$1 (${3:-endorsed})"); fi
}

# try_proposals PROCESS ADDRESS MSP-ID MSP-FOLDER [CURL OPTIONS]: a peer takes a signed proposal of now, and neither an old one
# nor one that somebody else signed.
try_proposals() {
  local process=$1 address=$2 msp=$3 answer
  local certificate=("$4"/signcerts/*) key=("$4"/keystore/*) frame=$WORK/proposal.frame
  shift 4
  ask() {
    proposal "$msp" "$1" "$2" "$3" "$frame"
    endorse "$address" "$frame" "${options[@]}"
  }
  local options=("$@")
  begin
  answer=$(ask "${certificate[0]}" "${key[0]}" 0)
  [ -z "$answer" ] || accepted+=("nothing, not even a signed proposal of now: $answer")
  refuses "one of 31 seconds ago" timestamp "$(ask "${certificate[0]}" "${key[0]}" 31)"
  refuses "one of a minute ahead" timestamp "$(ask "${certificate[0]}" "${key[0]}" -60)"
  refuses "another's signature" "signature|denied" "$(ask "${certificate[0]}" "$WORK/foreign.key" 0)"
  refuses "a foreign authority's identity" "denied|identity|creator" "$(ask "$WORK/foreign.crt" "$WORK/foreign.key" 0)"
  verdict "$process" "$address" "proposals: signed by a member, of the last 30 s"
}
