# What the quickstart tells its user. Sourced.
# shellcheck shell=bash

say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }

# Ends the quickstart with one line that says why.
fail() {
  printf 'quickstart: %s\n' "$*" >&2
  exit 1
}

# Ends the quickstart with the cause and the last lines of the named parts' logs.
fail_with_logs() { # cause part…
  local cause=$1 part
  shift
  for part in "$@"; do
    printf -- '--- last lines of %s\n' "$part" >&2
    log_of "$part" 2>&1 | plain | grep -v '^ *$' | tail -n 15 | indent >&2
  done
  fail "$cause"
}

indent() { sed 's/^/    /'; }

# Takes carriage returns and colours out of what was meant for a wire or a terminal.
plain() { tr -d '\r' | sed 's/\x1b\[[0-9;]*m//g'; }

title() { printf '\n=== %s\n' "$*"; }
