# shellcheck shell=bash
# Shared by test-network.sh and the steps beside it, each of which also runs alone from the repository's root.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=network/network.env
source "$ROOT/network/network.env"

# The network's own folder below STATE: of the real one while that is up, else of the embedded one.
NETWORK_STATE=$STATE/embedded
[ ! -f "$STATE/fabric/ready.json" ] || NETWORK_STATE=$STATE/fabric
export STATE NETWORK_STATE NETWORK_KIND

# die CODE SENTENCE: say what is wrong and leave.
die() {
  local code=$1
  shift
  printf 'error: %s\n' "$*" >&2
  exit "$code"
}

say() { printf '%s\n' "$*"; }

# usage FILE: a script's header comment is its help.
usage() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p;}' "$1"; }

# need_java: find Java 17 or newer and leave its path in JAVA.
need_java() {
  local home version
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
    [ -x "$JAVA" ] || die 3 "JAVA_HOME is $JAVA_HOME, which has no bin/java. Set it to a JDK of version 17 or newer."
  else
    JAVA=$(command -v java) || die 3 "No Java found. Install a JDK of version 17 or newer, or set JAVA_HOME to one."
  fi
  home=$(dirname "$(dirname "$(readlink -f "$JAVA")")")
  # The release file says it without starting a JVM.
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null) || version=
  [ -n "$version" ] || version=$("$JAVA" -version 2>&1 | sed -n '1s/[^"]*"\([0-9]*\).*/\1/p')
  case $version in
    '' | *[!0-9]*) die 3 "Cannot tell the version of $JAVA. Set JAVA_HOME to a JDK of version 17 or newer." ;;
  esac
  [ "$version" -ge 17 ] || die 3 "FedFabric needs Java 17 or newer; $JAVA is version $version. Set JAVA_HOME to a newer JDK."
  JAVA_RELEASE=$version
  export JAVA JAVA_RELEASE
}

# java_flags ROLE: what every JVM of that role is started with, one a line.
java_flags() {
  # Serial collector: several JVMs share few cores. Compiling for speed only what runs very often (ten times the usual
  # thresholds) halves what a start costs: 12.0 s to the first training step became 8.4 s, the whole run 20.8 s became 15.8 s
  # (MNIST, 8,000 images, four trainers, two cores).
  printf '%s\n' -XX:+UseSerialGC -Xshare:auto -Dfile.encoding=UTF-8 \
    "-Djava.util.logging.SimpleFormatter.format=%1\$tF %1\$tT.%1\$tL %4\$s %5\$s%6\$s%n"
  # A chaincode of the real network lives for weeks, an experiment for hours: there the usual thresholds are right.
  [ "$1" = chaincode ] || [ "$1" = experiment ] || printf '%s\n' -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=10000 \
    -XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=400000
  [ "$JAVA_RELEASE" -lt 22 ] || printf "%s\n" --enable-native-access=ALL-UNNAMED
  # JavaCPP and Netty use sun.misc.Unsafe, about which newer JDKs warn.
  [ "$JAVA_RELEASE" -lt 24 ] || printf "%s\n" --sun-misc-unsafe-memory-access=allow
  local archive=$ROOT/target/cds/$1-$JAVA_RELEASE.jsa
  if [ -n "${FEDFABRIC_RECORD_CDS:-}" ]; then
    printf '%s\n' "-XX:ArchiveClassesAtExit=$archive"
  elif [ -f "$archive" ]; then
    printf '%s\n' "-XX:SharedArchiveFile=$archive" -Xlog:disable -Xlog:all=error:stderr
  fi
}

# same_modes: give what goes into jars the same file modes everywhere, and new files too: jars record them, and the chaincode's
# package lists hashes of jars. Call it in a subshell.
same_modes() {
  umask 022
  find ./pom.xml ./*/pom.xml ./*/src/main/resources ./*/target/classes ./*/target/maven-archiver -exec chmod u=rwX,go=rX {} + 2>/dev/null || true
}

# alive PID: the process runs (a zombie does not).
alive() {
  [ -n "${1:-}" ] || return 1
  if [ -d /proc/self ]; then
    grep -q -s '^State:[[:space:]]*[^ZX]' "/proc/$1/status"
  else
    kill -0 "$1" 2>/dev/null
  fi
}

# running_kind: which network runs, fabric or embedded, or nothing.
running_kind() {
  local file
  for file in "$STATE"/fabric/pids/*.pid; do
    if [ -f "$file" ] && alive "$(cat "$file")"; then printf 'fabric\n'; return; fi
  done
  [ -z "$(network_pid)" ] || printf 'embedded\n'
}

# choose_kind: set NETWORK_KIND to fabric or embedded: as was asked, else what runs, else what is installed.
choose_kind() {
  [ "$NETWORK_KIND" = auto ] || return 0
  NETWORK_KIND=$(running_kind)
  if [ -z "$NETWORK_KIND" ]; then
    NETWORK_KIND=embedded
    if network/fabric/check.sh --quiet; then NETWORK_KIND=fabric; fi
  fi
}

# network_pid: the id of the embedded network's process while it runs, or nothing.
network_pid() {
  local pid
  [ -f "$STATE/embedded/network.pid" ] || return 0
  pid=$(cat "$STATE/embedded/network.pid")
  alive "$pid" || return 0
  # After a reboot the number may be another process's.
  [ ! -r "/proc/$pid/cmdline" ] || tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q embedded-network || return 0
  printf '%s\n' "$pid"
}

# network_end: the exit code of the network's process once it has ended; nothing while it runs.
network_end() {
  local pid='' code=''
  [ -f "$NETWORK_STATE/network.exit" ] || return 0
  read -r pid code <"$NETWORK_STATE/network.exit" || true
  [ "$pid" = "$(cat "$NETWORK_STATE/network.pid" 2>/dev/null)" ] || return 0
  case $code in *[!0-9]*) ;; *) printf '%s' "$code" ;; esac
}

# network_failed: say why the network has ended and leave with its own exit code.
network_failed() {
  local code='' reason
  for _ in $(seq 100); do
    code=$(network_end)
    [ -z "$code" ] || break
    sleep 0.02
  done
  # Killed or stopped: the network is just not up.
  [ "${code:-0}" -gt 0 ] && [ "$code" -le 128 ] || code=5
  reason=$(awk '/^== /{r=""} /^error: /{r=substr($0,8)} END{print r}' "$STATE/logs/network.log" 2>/dev/null) || reason=
  die "$code" "${reason:-The network ended while starting. Its log says why: $STATE/logs/network.log}"
}

# stop PID WHAT: ask a process to end, and make it after ten seconds.
stop() {
  local pid=$1 what=$2
  alive "$pid" || return 0
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 200); do
    alive "$pid" || { say "Stopped $what."; return 0; }
    sleep 0.05
  done
  kill -9 "$pid" 2>/dev/null || true
  say "Stopped $what, which did not answer for 10 seconds."
}

# need_room: refuse to begin what cannot end. A small network with its logs takes some 30 MB.
need_room() {
  local free
  mkdir -p "$NETWORK_STATE" "$STATE/logs" 2>/dev/null ||
    die 7 "$STATE must be a folder that can be written to. Free some space or set STATE to another folder."
  free=$(df -Pk "$NETWORK_STATE" | awk 'NR==2{print $4}')
  [ "$free" -ge $((MIN_FREE_MB * 1024)) ] ||
    die 7 "The disk of $NETWORK_STATE must have $MIN_FREE_MB MB free and has $((free / 1024)). Free some space, or set STATE to a folder on another disk."
}

# wait_for SECONDS WHAT LOG COMMAND...: until the command succeeds; on failure show the log's end.
wait_for() {
  local seconds=$1 what=$2 log=$3 deadline
  shift 3
  deadline=$((SECONDS + seconds))
  until "$@"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      [ ! -f "$log" ] || tail -n 20 "$log" >&2
      die 1 "$what did not happen within $seconds seconds. The log is $log."
    fi
    sleep 0.05
  done
}
