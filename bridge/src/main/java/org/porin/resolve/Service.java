package org.porin.resolve;

/** What a domain is asked for: the Service label of RFC 3861 §3, registered by RFC 5509 §3. */
public enum Service {
  /** Instant messages. */
  IM("_im", "instant messages"),
  /** Presence. A domain may have it elsewhere than its messages, or have one of the two only. */
  PRES("_pres", "presence");

  private final String label;
  private final String words;

  Service(String label, String words) {
    this.label = label;
    this.words = words;
  }

  /** The owner name of its SRV records for SIP, up to the domain: {@code _im._sip.}. */
  String prefix() {
    return label + "._sip.";
  }

  /** The same without its last dot, for texts. */
  String labels() {
    return label + "._sip";
  }

  String words() {
    return words;
  }
}
