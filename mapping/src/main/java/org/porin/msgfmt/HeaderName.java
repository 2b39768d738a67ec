package org.porin.msgfmt;

/**
 * What identifies a header or a feature: a name in a namespace, whatever the prefix (RFC 3862
 * §3.4). Names compare with case.
 *
 * @param namespace a URI; empty for a prefix that is bound to none
 */
public record HeaderName(String namespace, String name) {
  /** The namespace of the headers that RFC 3862 §4 defines, and the initial default. */
  public static final String CORE = "urn:ietf:params:cpim-headers:";

  /** A name of RFC 3862 §4. */
  public static HeaderName core(String name) {
    return new HeaderName(CORE, name);
  }
}
