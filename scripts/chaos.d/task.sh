# shellcheck shell=bash
# The task that is disturbed: started in the background, followed by what its trainers write down, ended in time.

# The step that a trainer writes down at each point.
declare -A STEP=([trained]=training-finished [sealed]=sealed [submitted]=submitted [closed]=closed [computed]=computed)

# Seconds to wait for a point, and for a run to end.
POINT_SECONDS=300
RUN_SECONDS=900

# enterprise_names NUMBER: leave the names of so many in ENTERPRISE_NAMES.
enterprise_names() {
  local letters=abcdefghijklmnopqrstuvwxyz n
  ENTERPRISE_NAMES=()
  for ((n = 0; n < $1; n++)); do ENTERPRISE_NAMES+=("enterprise-${letters:n:1}"); done
}

# pick NAME...: leave one of them, drawn from the seed, in $picked.
pick() {
  local choices=("$@")
  picked=${choices[RANDOM % ${#choices[@]}]}
}

# another NAME: an enterprise that is not NAME, in $picked.
another() {
  local others=() name
  for name in "${ENTERPRISE_NAMES[@]}"; do [ "$name" = "$1" ] || others+=("$name"); done
  pick "${others[@]}"
}

# run_demo TASK: in the background; its process id is in $demo, its report in $report.
run_demo() {
  network/demo.sh "--$NETWORK_KIND" --enterprises ${#ENTERPRISE_NAMES[@]} --participants 1 --versions "$versions" --train-count 3000 \
    --baselines off --deadline "$deadline" --seed "$seed" --task "$1" --json "$report" >>"$log" 2>&1 &
  demo=$!
}

# end_demo: wait for it; fails if it fails, or does not end in time.
end_demo() {
  local until=$((SECONDS + RUN_SECONDS)) code=0
  while alive "$demo"; do
    if [ "$SECONDS" -ge "$until" ]; then
      say "       the run did not end within $RUN_SECONDS s"
      kill "$demo" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  wait "$demo" || code=$?
  demo=
  return "$code"
}

final_cid() { sed -n 's/.*"finalModelCid": "\([^"]*\)".*/\1/p' "$1"; }

progress_of() { printf '%s/demo/progress/%s.progress' "$STATE" "$1"; }

# told ENTERPRISE STEP VERSION: its progress file tells of the step.
told() { grep -q "\"version\":$3,\"step\":\"$2\"" "$(progress_of "$1")" 2>/dev/null; }

have_begun() {
  local name
  for name in "${ENTERPRISE_NAMES[@]}"; do
    [ -f "$(progress_of "$name")" ] || return 1
  done
}

# await_step WHO STEP VERSION: return the moment a progress file tells of it; WHO may be "any". The writer is in $writer.
await_step() {
  local who=$1 wanted="\"version\":$3,\"step\":\"$2\"" until=$((SECONDS + POINT_SECONDS)) lines follower line files=() name
  for name in "${ENTERPRISE_NAMES[@]}"; do
    [ "$who" != any ] && [ "$who" != "$name" ] || files+=("$(progress_of "$name")")
  done
  exec {lines}< <(exec tail -q -n +1 -F "${files[@]}" 2>/dev/null)
  follower=$!
  writer=
  while [ -z "$writer" ] && alive "$demo" && [ "$SECONDS" -lt "$until" ]; do
    if IFS= read -r -t 1 -u "$lines" line && [[ $line == *"$wanted"* ]] && [[ $line =~ Enterprise([A-Z])MSP ]]; then
      writer=enterprise-${BASH_REMATCH[1],}
    fi
  done
  kill "$follower" 2>/dev/null || true
  exec {lines}<&-
  [ -n "$writer" ]
}

# await_point POINT VERSION [WHO]: return the moment the point is reached, by the enterprise that is named or by one drawn
# from the seed. Who reached it is in $actor. WHO may be "aggregator": the one that published the version.
await_point() {
  local at=$1 version=$2
  case $at in
    closed | computed) await_step any "${STEP[$at]}" "$version" || return 1 ;;
    *)
      pick "${ENTERPRISE_NAMES[@]}"
      if [ "${3:-}" = aggregator ]; then
        await_step any advanced $((version - 1)) || return 1
        picked=$writer
      fi
      await_step "$picked" "${STEP[$at]}" "$version" || return 1
      ;;
  esac
  actor=$writer
}

# too_late POINT NAME VERSION: what the trainer of NAME had done when it died after all; a kill takes a moment.
too_late() {
  case $1 in
    closed) ! told "$2" revealed "$3" || printf ' (had revealed already)' ;;
    computed) ! told "$2" advanced "$3" || printf ' (had published already)' ;;
  esac
}
