#!/usr/bin/env bash
# Builds the chaincode package in two clones of the last commit, in folders and with umasks of their own, and compares them;
# then checks the layout of the --lang java package, and with --build also that Maven makes a jar of it that starts.
#
#   scripts/package-test.sh [--build]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=network/lib.sh
source network/lib.sh
need_java

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { die 1 "package-test: $*"; }

# built FOLDER UMASK: a clone with the chaincode built and nothing else, so that package.sh finds its jars.
built() (
  umask "$2"
  git clone -q --no-hardlinks . "$1"
  cd "$1"
  (same_modes && mvn -o -q -B -DskipTests -pl chaincode -am package) >build.log 2>&1 || { tail -n 20 build.log >&2; fail "the build failed"; }
  mkdir -p target && touch "target/built-$JAVA_RELEASE"
  network/fabric/package.sh "$1/package.tgz"
)

built "$work/one" 022 >"$work/first"
built "$work/another-folder" 077 >"$work/second"
say "first:  $(cat "$work/first")"
say "second: $(cat "$work/second")"
cmp -s "$work/first" "$work/second" || fail "two clones of one commit must give one package id"
if command -v peer >/dev/null; then
  [ "$(FABRIC_CFG_PATH=network/fabric peer lifecycle chaincode calculatepackageid "$work/one/package.tgz")" = "$(cat "$work/first")" ] ||
    fail "peer must compute the same package id"
fi

KUBO_API=http://ipfs.example:5001 "$work/one/network/fabric/package.sh" --lang java "$work/java.tgz" >"$work/java-id"
mkdir -p "$work/java/code"
tar -C "$work/java" -xzf "$work/java.tgz"
tar -C "$work/java/code" -xzf "$work/java/code.tar.gz"
[ "$(cat "$work/java/metadata.json")" = '{"path":"","type":"java","label":"fedfabric_1.0"}' ] || fail "metadata.json is another"
# What Fabric's Java platform takes: src/pom.xml, src/src/…, no classes, no executable files.
tar -tvzf "$work/java/code.tar.gz" | awk '{print $1, $6}' >"$work/entries"
if grep -vE '^-rw-r--r-- src/(src/.*|pom\.xml)$' "$work/entries" || grep '\.class$' "$work/entries"; then
  fail "the package has files that the Java platform refuses"
fi
main=src/src/main/java/org/fedfabric/chaincode/service/Main.java
for file in src/pom.xml "$main" src/src/main/resources/config.props; do
  [ -f "$work/java/code/$file" ] || fail "$file is missing"
done
grep -rqx 'http://ipfs.example:5001' "$work/java/code/src/src/main/resources" || fail "the address of the IPFS node is missing"
say "--lang java: $(wc -l <"$work/entries") files, $(cat "$work/java-id")"

if [ "${1:-}" = --build ]; then
  # As the build container does.
  (cd "$work/java/code/src" && mvn -q -B compile package -DskipTests -Dmaven.test.skip=true >build.log 2>&1) ||
    { tail -n 20 "$work/java/code/src/build.log" >&2; fail "Maven must build the package"; }
  cd "$work"
  rc=0
  CORE_CHAINCODE_ID_NAME=fedfabric_1.0:ab timeout 60 "$JAVA" -jar java/code/src/target/chaincode.jar \
    --peerAddress 127.0.0.1:1 >start.log 2>&1 || rc=$?
  grep -q 'reads IPFS at http://ipfs.example:5001' start.log || { cat start.log >&2; fail "the jar must start as a peer starts it (rc $rc)"; }
  say "The jar that Maven made starts and looks for its peer."
fi
