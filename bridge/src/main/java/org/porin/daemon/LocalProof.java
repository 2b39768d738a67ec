package org.porin.daemon;

import org.porin.component.LinkTls;
import org.porin.passport.Attestation;

/**
 * How well the local server is known to have made sure of its users, which no handshake tells: a
 * statement about the configuration (TRUST 8).
 *
 * @param attestation what may be said of a user who speaks
 * @param why in words, for the operator
 */
record LocalProof(Attestation attestation, String why) {
  /** What a configuration says of the server and of the link to it. */
  static LocalProof of(Configuration configuration) {
    Configuration.Component component = configuration.component();
    return of(
        configuration.assertions().closedRegistration(),
        !component.tls().equals(LinkTls.NONE) || isThisHost(component.host()),
        "the link to " + component.host());
  }

  /** Inside of the server's own process there is no link that somebody else could be on. */
  static LocalProof inProcess(Configuration configuration) {
    return of(configuration.assertions().closedRegistration(), true, "the link");
  }

  private static LocalProof of(boolean closed, boolean isProtected, String link) {
    if (!isProtected) {
      return new LocalProof(
          Attestation.B,
          link + " is in clear, to another host (component.tls), so it proves nothing of users");
    }
    return closed
        ? new LocalProof(
            Attestation.A, "accounts are given by the operator alone, and the link is protected")
        : new LocalProof(
            Attestation.B, "anybody may have an account of the server (trust.registration)");
  }

  /** By what it is called: a name that others give could lead anywhere. */
  private static boolean isThisHost(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }
}
