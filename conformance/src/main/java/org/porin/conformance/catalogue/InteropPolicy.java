package org.porin.conformance.catalogue;

import java.util.Map;

/**
 * Whether interop suites may be skipped.
 *
 * @param isRequired a suite that is skipped is a failure
 */
public record InteropPolicy(boolean isRequired) {
  /** By {@code INTEROP=required}, or {@code CI=true} as build services set it. */
  public static InteropPolicy ofEnvironment() {
    return of(System.getenv());
  }

  static InteropPolicy of(Map<String, String> environment) {
    return new InteropPolicy(
        "required".equals(environment.get("INTEROP")) || "true".equals(environment.get("CI")));
  }
}
