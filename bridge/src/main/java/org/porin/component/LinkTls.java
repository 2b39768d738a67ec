package org.porin.component;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.porin.trust.KeyPin;

/** Whether, and how, a link is under TLS from its first octet on, and whom it then believes. */
public sealed interface LinkTls {
  /** No TLS: for a server on the same host, or on a network that is trusted. */
  LinkTls NONE = new None();

  /** In clear. */
  record None() implements LinkTls {}

  /**
   * The server's certificate is for a name, and a CA says so (RFC 5280 §6).
   *
   * @param name that the certificate has to be for (RFC 6125 §6): host name or IP address
   * @param anchors the CAs that are believed; those of the Java platform where it is empty
   */
  record Verified(String name, List<X509Certificate> anchors) implements LinkTls {
    public Verified {
      anchors = List.copyOf(anchors);
    }
  }

  /**
   * The server has one of these keys; names, dates and CAs say nothing.
   *
   * @param name to ask for (SNI, RFC 6066 §3)
   * @param pins at least one
   */
  record Pinned(String name, Set<KeyPin> pins) implements LinkTls {
    public Pinned {
      pins = Set.copyOf(pins);
      if (pins.isEmpty()) {
        throw new IllegalArgumentException("a pinned link has a pin");
      }
    }
  }
}
