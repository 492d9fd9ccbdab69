# shellcheck shell=bash
# Runs tests in units, a project or one of its namespaces each, two at a time and the longest first. Sourced by ./test, which sets
# root, artifacts, minutes, runner_options, and the counts passed, failed and skipped.

workers=2

# Seconds of a test class, its project and its name a line: what classes took the last time, and what they take now.
# shellcheck disable=SC2154 # artifacts is set by the script that sources this file
times=$artifacts/tests/times taken=$artifacts/tests/times.taken

# A namespace that takes so long is a unit of its own, so that no unit is left at work alone for long.
long=45

# About what the long projects take, for a machine on which none has run yet.
declare -A usual=([Reelway.EndToEnd.Tests]=300 [Reelway.Media.Tests]=300 [Reelway.Tests]=280 [Reelway.Engine.Tests]=160 [Reelway.Connectors.Tests]=100)

has_namespace() { grep -qrE --include='*.cs' "^namespace ${2//./\\.};" "tests/$1"; }

# A line a unit: seconds, its name, its project, and what the runner is told to choose by.
plan() {
  local name seconds space rest others
  for name in "$@"; do
    rest=0 others=()
    while read -r seconds space; do
      if [[ $seconds -ge $long && ${#runner_options[@]} -eq 0 ]] && has_namespace "$name" "$space"; then
        printf '%d %s %s -namespace %s\n' "$seconds" "$space" "$name" "$space"
        others+=(-namespace- "$space")
      else
        rest=$((rest + seconds))
      fi
    done < <(seconds_of "$name")
    [[ $rest -gt 0 || ${#others[@]} -gt 0 ]] || rest=${usual[$name]:-10}
    printf '%d %s %s %s\n' "$rest" "$name" "$name" "${others[*]}"
  done | sort -k1,1nr -k2,2
}

# Seconds and name of each of a project's namespaces.
seconds_of() {
  [[ -f $times ]] || return 0
  awk -v name="$1" '$2 == name { sub(/\.[^.]*$/, "", $3); all[$3] += $1 } END { for (space in all) printf "%d %s\n", all[space], space }' "$times"
}

# count_of WHAT REPORT: how many tests the runner says have passed, for example. Nothing where it wrote no report.
count_of() { [[ ! -f $2 ]] || grep -oE '<assembly [^>]*>' "$2" | sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p"; }

# run_unit UNIT PROJECT CHOICE…: leaves what it came to in UNIT.counts, and what is to be shown in what it prints.
run_unit() {
  local unit=$1 name=$2 choice=("${@:3}") log=$artifacts/tests/$1.log report=$artifacts/tests/$1.xml
  local began=$SECONDS code=0 good total bad errors skips trouble=''
  # A unit that hangs is ended after its minutes, and counts as failed.
  timeout --foreground --kill-after=10s "${minutes}m" \
    dotnet "artifacts/bin/$name/release/$name.dll" -noColor -noLogo -result-xml "$report" "${choice[@]}" "${runner_options[@]}" >"$log" 2>&1 || code=$?
  grep -vE '^(  (Discovering|Discovered|Starting|Finished): |=== TEST EXECUTION SUMMARY ===$|   '"$name"'  Total: |Ok, passed [0-9]+ tests\.$)' "$log" || true
  good=$(count_of passed "$report") total=$(count_of total "$report")
  bad=$(count_of failed "$report") errors=$(count_of errors "$report") skips=$(count_of skipped "$report")
  bad=$((${bad:-0} + ${errors:-0}))
  # Where all namespaces are units of their own, nothing need be left for the rest.
  if [[ ${total:-0} -eq 0 && $code -eq 0 && ${#runner_options[@]} -eq 0 && ${choice[0]:-} != -namespace- ]]; then
    trouble="$unit holds no test"
  elif [[ -z $total || ($code -ne 0 && $bad -eq 0) ]]; then
    trouble="$unit ended with code $code before it was done (124: it took longer than $minutes minutes); see ${log#"$root"/}"
  fi
  printf '%s: %d passed, %d failed, %d skipped (%d s)\n' "$unit" "${good:-0}" "$bad" "${skips:-0}" $((SECONDS - began))
  [[ -z $trouble ]] || printf 'FAILED: %s\n' "$trouble"
  printf '%d %d %d\n' "${good:-0}" $((bad + (${#trouble} > 0))) "${skips:-0}" >"${report%.xml}.counts"
}

# classes_of PROJECT REPORT: what each of its classes took.
classes_of() {
  [[ ! -f $2 ]] || sed 's/<test /\n&/g' "$2" | awk -v name="$1" '
    function of(key) { return match($0, " " key "=\"[^\"]*\"") ? substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4) : "" }
    /^<test / { all[of("type")] += of("time") }
    END { for (class in all) printf "%.1f %s %s\n", all[class], name, class }'
}

declare -A running=()

start_unit() {
  rm -f "$artifacts/tests/$1".{counts,xml}
  # A process group of its own, so that all of it can be ended.
  set -m
  run_unit "$@" >"$artifacts/tests/$1.said" 2>&1 &
  set +m
  running[$!]="$1 $2"
}

# Waits for any unit, shows what it says, and adds what it came to.
finish_unit() {
  local pid='' unit name found
  wait -n -p pid "${!running[@]}" || true
  read -r unit name <<<"${running[$pid]}"
  unset "running[$pid]"
  cat "$artifacts/tests/$unit.said"
  classes_of "$name" "$artifacts/tests/$unit.xml" >>"$taken"
  if [[ ! -f $artifacts/tests/$unit.counts ]]; then
    fail "$unit was ended"
    return
  fi
  read -ra found <"$artifacts/tests/$unit.counts"
  passed=$((passed + found[0])) failed=$((failed + found[1])) skipped=$((skipped + found[2]))
}

end_units() {
  local pid
  for pid in "${!running[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
}

# run_units PROJECT…
run_units() {
  local units unit
  rm -f "$taken"
  mapfile -t units < <(plan "$@")
  trap end_units EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  for unit in "${units[@]}"; do
    [[ ${#running[@]} -lt $workers ]] || finish_unit
    # shellcheck disable=SC2086 # its words are the name, the project and the choice
    start_unit ${unit#* }
  done
  while [[ ${#running[@]} -gt 0 ]]; do finish_unit; done
  trap - EXIT INT TERM
  [[ ${#runner_options[@]} -gt 0 || ! -s $taken ]] || keep_times
}

# Shows the slowest classes, and keeps all times for the next plan.
keep_times() {
  printf 'slowest classes:\n'
  sort -rn "$taken" | head -n 20 | awk '{ printf "%7.1f s  %s\n", $1, $3 }'
  touch "$times"
  awk 'NR == FNR { ran[$2] = 1; print; next } !($2 in ran)' "$taken" "$times" >"$times.next"
  mv "$times.next" "$times"
}
