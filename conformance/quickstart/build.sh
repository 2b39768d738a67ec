# Building Porin where its jar is missing. Sourced.
# shellcheck shell=bash

jar=$root/bridge/target/porin.jar

can_build() { command -v mvn >/dev/null && command -v javac >/dev/null; }

# Begins in the background, so that packages or images can be fetched meanwhile.
begin_build() {
  [[ ! -e $jar ]] || return 0
  say "building Porin with Maven"
  start_child build mvn -q -B -Pfast -DskipTests -f "$root/pom.xml" -pl bridge -am package
}

finish_build() {
  [[ -n ${pid_of[build]:-} ]] || return 0
  wait_for_child build || {
    plain <"$work/build.log" | tail -n 25 | indent >&2
    fail "Porin could not be built: mvn -Pfast -pl bridge -am package fails as shown"
  }
  [[ -e $jar ]] || fail "Maven ended well but made no $jar"
  say "Porin is built"
}
