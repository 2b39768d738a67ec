package org.porin.resolve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What carries SIP to a target (RFC 3261 §18). */
public enum Transport {
  UDP,
  TCP,
  /** TLS over TCP (RFC 3261 §26.2.1). */
  TLS;

  /** What is tried where nothing says what a target speaks; never TLS (OPEN j). */
  public static final List<Transport> CLEAR = List.of(UDP, TCP);

  /** Whether it goes over connections, and so repeats by itself what is lost. */
  public boolean isStream() {
    return this != UDP;
  }

  /** The port where no other is named (RFC 3261 §19.1.2). */
  public int defaultPort() {
    return this == TLS ? 5061 : 5060;
  }

  /** The token of SIP's {@code transport} parameter, in lower case (RFC 3261 §19.1.1). */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The transport of a token, in any case; empty for every other one. */
  public static Optional<Transport> ofToken(String token) {
    for (Transport transport : values()) {
      if (transport.token().equalsIgnoreCase(token)) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }
}
