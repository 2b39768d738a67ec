package org.porin.resolve;

/**
 * The data of an SRV record (RFC 2782).
 *
 * @param priority 0 to 65535, the lower the earlier
 * @param weight 0 to 65535, the share among equals of priority
 * @param port 0 to 65535
 * @param host lower case without the last dot; empty for the target {@code .}
 */
record SrvRecord(int priority, int weight, int port, String host) {
  /** Whether this says that the service is decidedly not available (RFC 2782, "Target"). */
  boolean isRefusal() {
    return host.isEmpty();
  }

  boolean names(String otherHost, int otherPort) {
    return port == otherPort && host.equals(otherHost);
  }

  @Override
  public String toString() {
    return priority + " " + weight + " " + port + " " + (isRefusal() ? "." : host);
  }
}
