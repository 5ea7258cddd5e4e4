#!/usr/bin/env bash
# Shows the last lines of every log, or follows the one that is named.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

if [ $# -gt 0 ]; then
  [ -f "$STATE/logs/$1.log" ] || die 2 "There is no log '$1'. Known: $(cd "$STATE/logs" 2>/dev/null && echo ./*.log)"
  exec tail -n 50 -f "$STATE/logs/$1.log"
fi
[ -d "$STATE/logs" ] || die 5 "There are no logs yet. Start with: ./test-network.sh demo"
tail -n 15 "$STATE"/logs/*.log
