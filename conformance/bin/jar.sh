# Sourced by the measuring scripts here: what they measure, built when it is missing or older than
# its sources. The caller's work directory is the project's. shellcheck shell=bash

jar=bridge/target/porin.jar
classes=conformance/target/classes

# An old jar would be measured, or refuse the keys of a newer configuration.
build_jar() {
  if [[ ! -e $jar || ! -d $classes ||
    -n $(find ./pom.xml ./*/pom.xml ./*/src -newer "$jar" -type f -print -quit) ]]; then
    mvn -B -q -Pfast package
  fi
}
