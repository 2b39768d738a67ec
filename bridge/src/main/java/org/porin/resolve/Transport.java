package org.porin.resolve;

import java.util.Locale;
import java.util.Optional;

/** What carries SIP to a target (RFC 3261 §18). TLS is not among them: this bridge has none yet. */
public enum Transport {
  UDP,
  TCP;

  /** The token of SIP's {@code transport} parameter, in lower case (RFC 3261 §19.1.1). */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The transport of a token, in any case; empty for every other one, {@code tls} among them. */
  public static Optional<Transport> ofToken(String token) {
    for (Transport transport : values()) {
      if (transport.token().equalsIgnoreCase(token)) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }
}
