# Child processes, each with its log in the temporary directory. Sourced.
# shellcheck shell=bash

declare -A pid_of=()
children=() # names, in the order of their start

# Runs a command in the background as the child of that name.
start_child() { # name command…
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  pid_of[$name]=$!
  children+=("$name")
}

child_runs() { kill -0 "${pid_of[$1]}" 2>/dev/null; } # name

# Its exit status. Unlike a command in the foreground, signals interrupt this at once.
wait_for_child() { # name
  local status=0
  wait "${pid_of[$1]}" || status=$?
  unset "pid_of[$1]"
  return "$status"
}

# Ends all children, the last first: each is asked, and after five seconds made to.
stop_children() {
  local index name pid tenth
  for ((index = ${#children[@]} - 1; index >= 0; index--)); do
    name=${children[index]}
    pid=${pid_of[$name]:-}
    [[ -n $pid ]] || continue
    kill -TERM "$pid" 2>/dev/null || continue
    for ((tenth = 0; tenth < 50; tenth++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
