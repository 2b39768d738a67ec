# The quickstart in containers, by compose.yaml. Sourced.
# shellcheck shell=bash

readonly containers=$root/conformance/containers
images=(dns prosody kamailio sip-ua xmpp-client)
readonly project=porin-quickstart
compose_command=()

check_prerequisites() {
  docker_answers || fail "no Docker daemon answers; as root on Debian, $containers/base-image" \
    "--start-engine installs and starts one"
  [[ -e $jar ]] || can_build || fail "needs JDK 17 and Maven to build Porin"
  choose_compose || is_debian_root || fail "needs Docker Compose"
  take_lock
}

# Names of containers are fixed, so there is one of these at a time; the lock ends with us.
take_lock() {
  exec 9>"${TMPDIR:-/tmp}/$project.lock"
  flock -n 9 || fail "another ./quickstart uses Docker; --native can run beside it"
}

choose_compose() {
  if docker compose version >/dev/null 2>&1; then
    compose_command=(docker compose)
  elif command -v docker-compose >/dev/null; then
    compose_command=(docker-compose)
  else
    return 1
  fi
}

# With the profile, so that nothing of it outlives `down`; `up` starts what it is told to.
compose() {
  "${compose_command[@]}" --profile cluster --project-name "$project" \
    --file "$root/compose.yaml" "$@"
}

prepare() {
  begin_build
  choose_compose || install_compose
  make_base_image
  build_images
  finish_build
  run_step "build of Porin's image" docker build -t "$project/porin" \
    -f "$containers/porin/Dockerfile" "$root/bridge/target"
  compose down --volumes >>"$work/compose.log" 2>&1 || true # what an earlier quickstart had no time to remove
  choose_ports 222 60 223 224
  export XMPP_PORT=$((base_port + 222)) SIP_PORT=$((base_port + 60)) # for compose.yaml
  export VERONA_PORT=$((base_port + 223)) PADUA_PORT=$((base_port + 224))
  verona_at=127.0.0.1:$VERONA_PORT
  xmpp_at=127.0.0.1:$XMPP_PORT
  sip_at=127.0.0.1:$SIP_PORT
  [[ $scene == domains ]] || return 0
  run_step "making of certificates" "${compose_command[@]}" --project-name "$project" \
    --file "$root/compose.yaml" run --rm --no-deps trust
}

install_compose() {
  say "installing docker-compose from Debian"
  run_step "apt-get install docker-compose" env DEBIAN_FRONTEND=noninteractive \
    sh -c 'apt-get -q update && apt-get -q -y --no-install-recommends install docker-compose'
  choose_compose || fail "docker-compose was installed and cannot be found"
}

make_base_image() {
  docker image inspect debian:bookworm-slim >/dev/null 2>&1 && return
  say "fetching or making the base image debian:bookworm-slim"
  run_step "making of the base image" "$containers/base-image"
}

build_images() {
  local image
  for image in "${images[@]}"; do
    say "image of $image"
    run_step "build of the image $image" docker build -t "$project/$image" "$containers/$image"
  done
  say "image of porin"
  # Without a context, so that Maven can still be at work on the jar.
  run_step "build of Porin's runtime" sh -c \
    "docker build --target runtime -t $project/runtime - <'$containers/porin/Dockerfile'"
}

# Runs a command as a child, which signals can interrupt, and fails with the end of what it said.
run_step() { # what command…
  local what=$1
  shift
  start_child step "$@"
  wait_for_child step || {
    plain <"$work/step.log" | tail -n 20 | indent >&2
    fail "$what failed as shown"
  }
}

start() { # part
  compose up -d --no-build --no-deps "$1" >>"$work/compose.log" 2>&1 || {
    tail -n 10 "$work/compose.log" | indent >&2
    fail "$1 could not be started"
  }
}

container_of() { echo "$project-$1"; }

runs() { [[ $(docker inspect -f '{{.State.Running}}' "$(container_of "$1")" 2>&1) == true ]]; }

log_of() { docker logs "$(container_of "$1")"; }

client() { # part command…
  local part=$1 command=$2 directory=sip-ua
  shift 2
  [[ $part == romeo ]] || directory=xmpp-client # juliet's and benvolio's
  timeout 20 docker exec "$(container_of "$part")" "/opt/$directory/$command" "$@" ||
    fail_with_logs "$part could not $command" "$part" prosody kamailio
}

# From a container that has the certificates.
forge() { # how text
  timeout 20 docker exec "$(container_of porin)" \
    /opt/porin/forge "$1" /etc/porin/trust bridge.verona.example:5061 "$2"
}

verona_metrics() { metrics_of porin_verona; }

metrics_of() { # part
  docker exec "$(container_of "$1")" bash -c \
    'exec 3<>/dev/tcp/127.0.0.1/9090; printf "GET /metrics HTTP/1.0\r\n\r\n" >&3; cat <&3'
}

show_commands() {
  cat <<END
  Or from another terminal:
    docker exec $(container_of juliet) /opt/xmpp-client/send $romeo 'Good night, good night!'
    docker exec $(container_of romeo) /opt/sip-ua/send sip:$juliet 'Parting is such sweet sorrow'
    docker exec $(container_of juliet) /opt/xmpp-client/command status dnd
    docker exec $(container_of romeo) /opt/sip-ua/publish away 'in Mantua'
  Logs, wire forms included: docker logs $(container_of porin), and so for dns, prosody, kamailio,
  romeo and juliet; what resolves how:
    docker exec $(container_of porin) java -jar /opt/porin/porin.jar resolve --config \\
      /etc/porin/porin.toml im:$romeo
END
}

# Images stay, so that the next start takes seconds.
stop_everything() {
  stop_children
  ((${#compose_command[@]} == 0)) || compose down --volumes --timeout 3 >/dev/null 2>&1
}
