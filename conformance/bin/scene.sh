# Sourced by the measuring scripts here: ejabberd in a container, Porin as its component, and what
# ends both. Sets work (a directory that goes), jar, classes; the caller's work directory is the
# project's. shellcheck shell=bash

# shellcheck source=conformance/bin/jar.sh
source conformance/bin/jar.sh
work=$(mktemp -d)
containers=()
processes=()

end_scene() {
  local pid
  for pid in "${processes[@]}"; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
  done
  ((${#containers[@]} == 0)) || docker rm --force "${containers[@]}" >/dev/null
  rm -r "$work"
}
trap end_scene EXIT

free_port() {
  local port
  for port in $(shuf --input-range 20000-29999 --head-count 50); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  return 1
}

build_image() { # name
  docker build --quiet --tag "porin-interop/$1" "conformance/containers/$1" >/dev/null
}

address_of() { # container
  docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$1"
}

await_log() { # container text
  until docker logs "$1" 2>&1 | grep --quiet "$2"; do
    [[ $(docker inspect --format '{{.State.Running}}' "$1") == true ]] || {
      docker logs "$1" >&2
      return 1
    }
    sleep 0.2
  done
}

# Starts ejabberd with one listener for each component (domain:port). Sets ejabberd to its address,
# which spares a proxy between, and beam to the pid of its process.
start_ejabberd() {
  local container
  conformance/containers/base-image
  build_image ejabberd
  container=$(docker run --detach --env EJABBERD_COMPONENTS="$*" \
    --env EJABBERD_SECRET=s3cret porin-interop/ejabberd)
  containers+=("$container")
  await_log "$container" "accounts registered"
  ejabberd=$(address_of "$container")
  beam=$(docker top "$container" -eo pid,comm | awk '$2 ~ /beam/ { print $1; exit }')
}

# Starts Porin as the component montague.example of that ejabberd, with JAVA_OPTS. Sets porin to
# its pid.
start_porin() { # sip-port sink-port [further configuration]
  cat >"$work/porin.toml" <<END
[component]
host = "$ejabberd"
port = 5347
secret = "s3cret"
transparent = ["montague.example"]
[xmpp]
served = ["capulet.example", "load.capulet.example"]
[store]
url = "sqlite:$work/porin.db"
[sip]
listen = ["tcp:127.0.0.1:$1"]
[routes]
"montague.example" = ["sip:127.0.0.1:$2;transport=tcp"]
${3:-}
END
  bridge/bin/porin run --config "$work/porin.toml" >"$work/porin.log" 2>&1 &
  porin=$!
  processes+=("$porin")
}
