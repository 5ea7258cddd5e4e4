# shellcheck shell=bash
# Shared by the self-checks: what a process listens on, and what a stranger is answered there.

# processes_of PID: it and what it started: its children, and its session's (each process of the real network leads one).
processes_of() {
  # The command's name, in brackets, may contain anything.
  { cat /proc/[0-9]*/stat 2>/dev/null || true; } |
    awk -v pid="$1" '{ id = $1; sub(/.*\) /, ""); if (id == pid || $2 == pid || $4 == pid) print id }'
}

# sockets_of PID: inodes of their sockets.
sockets_of() {
  processes_of "$1" | while read -r id; do find "/proc/$id/fd" -lname 'socket:*' -printf '%l\n' 2>/dev/null || true; done |
    tr -dc '0-9\n' | sort -u
}

# listeners_of PID: lines "protocol address port" of everything it listens on; loopback, or the address in hexadecimal.
listeners_of() {
  local table
  for table in tcp tcp6 udp udp6; do
    # 0A: a TCP socket that listens; 07: a UDP socket that takes datagrams from anybody.
    awk -v sockets="$(sockets_of "$1" | tr '\n' ' ')" -v table="$table" '
      BEGIN { n = split(sockets, list, " "); for (i = 1; i <= n; i++) own[list[i]] = 1; state = table ~ /tcp/ ? "0A" : "07" }
      NR > 1 && $4 == state && ($10 in own) { split($2, at, ":"); print substr(table, 1, 3), at[1], at[2] }' "/proc/$1/net/$table"
  done | while read -r protocol address port; do
    case $address in
      ??????7F | 0000000000000000FFFF0000??????7F | 00000000000000000000000001000000) address=127.0.0.1 ;;
    esac
    printf '%s %s %d\n' "$protocol" "$address" "0x$port"
  done | sort -u -k3n
}

# status URL [CURL OPTIONS]: the HTTP status of the answer to a call made as gRPC makes it (gRPC is HTTP too), or 000 if there
# was none. The server's certificate is not looked at: what counts is whether it lets us in.
status() {
  local status code=0
  status=$(curl -sk --max-time 10 -o /dev/null -w '%{http_code}' -X POST -H 'Content-Type: application/grpc' --data-binary "@$WORK/frame" "$@") || code=$?
  # 92: the server ended this one stream and not the connection: it did look at the call.
  if [ "$code" = 92 ]; then status=200; fi
  printf '%s' "$status"
}

# The verdict on the listener being looked at: what it refused, what it let in.
begin() { refused=() accepted=(); }
# probe WHAT STATUS [AS-GOOD-AS-NONE]: note whether the call was answered.
probe() {
  if [ "$2" = 000 ] || [ "$2" = "${3:-000}" ]; then refused+=("$1"); else accepted+=("$1 (status $2)"); fi
}
# must_answer WHAT STATUS: the same call with the right credentials; without it a refusal would prove nothing.
must_answer() { [ "$2" != 000 ] && [ "$2" != "${3:-000}" ] || accepted+=("$1, which must be answered, was not (nothing is proved)"); }

join() { local joined; joined=$(printf ', %s' "$@"); printf '%s' "${joined:2}"; }

# verdict PROCESS ADDRESS WHAT: one line; a listener that let anybody in fails the whole check.
failures=0
verdict() {
  if [ ${#accepted[@]} -eq 0 ]; then
    printf 'ok    %-24s %-16s %s; refuses %s\n' "$1" "$2" "$3" "$(join "${refused[@]}")"
  else
    failures=$((failures + 1))
    printf 'FAIL  %-24s %-16s %s; ACCEPTS %s\n' "$1" "$2" "$3" "$(join "${accepted[@]}")"
  fi
}

# fail WHAT WHERE WHY
fail() {
  failures=$((failures + 1))
  printf 'FAIL  %-24s %-16s %s\n' "$1" "$2" "$3"
}

# plain_text ADDRESS: calls without TLS. Go's servers explain in a 400 that they want TLS; that is a refusal.
plain_text() {
  probe "plain HTTP" "$(status "http://$1/")" 400
  probe "plain HTTP/2" "$(status --http2-prior-knowledge "http://$1/")" 400
}

# mutual_tls ADDRESS WRONG-PAIR [RIGHT-PAIR]: pairs are paths without .crt and .key; of the wrong pair an authority of this
# network made the certificate, for something else.
mutual_tls() {
  plain_text "$1"
  probe "TLS without certificate" "$(status "https://$1/")"
  probe "a foreign authority's" "$(status --cert "$WORK/foreign.crt" --key "$WORK/foreign.key" "https://$1/")"
  probe "a certificate for another purpose" "$(status --cert "$2.crt" --key "$2.key" "https://$1/")"
  if [ -n "${3:-}" ]; then
    must_answer "the right certificate" "$(status --cert "$3.crt" --key "$3.key" "https://$1/")"
  else
    # Nobody but the server has the right one: what can be shown is that it does speak TLS and asks.
    must_answer "a TLS handshake" "$(asks_for_certificate "$1")"
  fi
}

# asks_for_certificate ADDRESS: whether a TLS handshake gets as far as the server's wish for a certificate; 000 if not.
asks_for_certificate() {
  local answer
  answer=$(timeout 10 openssl s_client -connect "$1" </dev/null 2>&1) || true
  if [[ $answer == *"client certificate"* ]]; then printf asks; else printf 000; fi
}

# prepare: what the probes need. A certificate that says what a right one says, by an authority of its own.
prepare() {
  [ -d /proc/self/fd ] || die 3 "The self-check reads /proc, which only Linux has."
  local tool
  for tool in curl openssl; do command -v "$tool" >/dev/null || die 3 "$tool is missing. Install it with the system's package manager."; done
  WORK=$(mktemp -d)
  trap 'rm -rf "$WORK"' EXIT
  printf '\0\0\0\0\0' >"$WORK/frame"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$WORK/foreign-ca.key" -out "$WORK/foreign-ca.crt" \
    -subj "/CN=tlsca.enterprise-a" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$WORK/foreign.key" -out "$WORK/foreign.csr" \
    -subj "/CN=Admin@enterprise-a/OU=admin" 2>/dev/null
  openssl x509 -req -in "$WORK/foreign.csr" -CA "$WORK/foreign-ca.crt" -CAkey "$WORK/foreign-ca.key" -CAcreateserial -days 1 \
    -out "$WORK/foreign.crt" -extfile <(printf 'extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n') 2>/dev/null
}

# private_files FOLDER...: every file there that holds a private key, whatever its name.
private_files() { grep -rlI --include='*' -e 'PRIVATE KEY-----' -e '"PrivKey"' -- "$@" 2>/dev/null || true; }

# owner_only WHAT FILE...: nobody but the owner may read them, and the owner is who runs the network.
owner_only() {
  local what=$1 file wide=()
  shift
  for file in "$@"; do
    [ -n "$(find "$file" -maxdepth 0 ! -perm /077 -user "$(id -un)" 2>/dev/null)" ] || wide+=("$file ($(stat -c '%a %U' "$file" 2>&1))")
  done
  if [ ${#wide[@]} -eq 0 ]; then
    printf 'ok    %-24s %-16s readable by their owner only\n' "$what" "$# files"
  else
    fail "$what" "${#wide[@]} of $# files" "must have mode 0600 and the owner $(id -un): $(join "${wide[@]}")"
  fi
}

# not_in_sight NAME PID SECRETS-FILE: none of those words is an argument or an environment variable of the process.
not_in_sight() {
  local place
  for place in cmdline environ; do
    ! tr '\0' '\n' <"/proc/$2/$place" 2>/dev/null | grep -qF -f "$3" || fail "$1" "$place" "a secret is readable in /proc/$2/$place"
  done
}
