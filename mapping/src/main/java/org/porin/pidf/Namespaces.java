package org.porin.pidf;

/** The namespaces of PIDF and of the extensions that are known here. */
final class Namespaces {
  /** RFC 3863 §4.1.1, without the colon at its end that the text there has by mistake. */
  static final String PIDF = "urn:ietf:params:xml:ns:pidf";

  /** What RFC 3863 §4.1.1 prints by mistake, and some copied. */
  static final String MISPRINT = PIDF + ":";

  /** RFC 4479 §5. */
  static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model";

  /** RFC 4480 §3.1. */
  static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";

  /** Of the example in RFC 3863 §4.3.1, which RFC 3922 writes and nobody registered. */
  static final String IM = "urn:ietf:params:xml:ns:pidf:im";

  /** RFC 8048 §6.2. */
  static final String CLIENT = "jabber:client";

  static final String XML = "http://www.w3.org/XML/1998/namespace";

  private Namespaces() {}

  /**
   * Whether a namespace is an absolute URI without fragment (RFC 3863 §4.2.2).
   *
   * <pre>scheme ":" 1*uric</pre>
   */
  static boolean isAbsolute(String namespace) {
    if (namespace.startsWith("urn:") || namespace.equals(CLIENT)) { // nearly all
      return namespace.length() > 4 && namespace.indexOf('#') < 0;
    }
    for (int i = 0; i < namespace.length(); i++) {
      char c = namespace.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (c == ':') {
        return i > 0 && i + 1 < namespace.length() && namespace.indexOf('#', i) < 0;
      }
      if (!letter && !(later && i > 0)) {
        return false;
      }
    }
    return false;
  }
}
