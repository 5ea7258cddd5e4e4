#!/usr/bin/env bash
# Builds the jars if a source is newer than the last build, and records class archives that halve JVM start-up.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh
need_java

stamp=target/built-$JAVA_RELEASE
if [ -f "$stamp" ] && [ -z "$(find pom.xml ./*/pom.xml ./*/src/main -newer "$stamp" -print -quit)" ]; then
  exit 0
fi
command -v mvn >/dev/null || die 4 "Maven is not installed. Install Maven 3.8 or newer and run this again."
mkdir -p target/cds
rm -f "$stamp" target/cds/*-"$JAVA_RELEASE".jsa
say "Building FedFabric (first time: downloads the libraries; log: target/build.log) …"
# Libraries of an earlier build would be listed in the chaincode's package and not be on its class path.
rm -rf chaincode/target/lib
commit=$(git -C "$ROOT" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
if ! (same_modes && mvn -B -q -DskipTests -Dbuild.commit="$commit" package) >target/build.log 2>&1; then
  tail -n 30 target/build.log >&2
  die 4 "The build failed. The whole log is target/build.log."
fi
# The class archives leave out classes of signed jars, and checking signatures costs time at every start; nothing here
# uses BouncyCastle as a security provider, which is what the signature is for.
jar_tool=$(dirname "$(readlink -f "$JAVA")")/jar
unsign() {
  local jar=$1 work
  # Unsigned by an earlier build.
  "$jar_tool" tf "$jar" | grep '^META-INF/.*\.SF$' >/dev/null || return 0
  work=$(mktemp -d)
  (cd "$work" && "$jar_tool" xf "$jar" && rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/*.EC &&
    "$jar_tool" cfM "$jar" .)
  rm -rf "$work"
}
for signed in "$ROOT"/{offchain-trainer,embedded-network}/target/lib/bc*.jar; do unsign "$signed"; done
touch "$stamp"
# A demo has to be run for it: on a machine that is busy that takes minutes and saves seconds.
busy=$(awk -v cores="$(nproc 2>/dev/null || echo 1)" '$1 > 4 * cores {print $1}' /proc/loadavg 2>/dev/null) || busy=
if [ -n "$busy" ]; then
  say "No class archives: the machine is busy (load $busy). JVMs start slower; record them later with network/archive.sh."
  exit 0
fi
say "Recording class archives …"
# A failure here costs start-up time only; the archives are optional.
if ! network/archive.sh >target/archive.log 2>&1; then
  rm -f target/cds/*-"$JAVA_RELEASE".jsa
  say "No class archives: JVMs will start slower (log: target/archive.log)."
fi
