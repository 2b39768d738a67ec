package org.porin.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * For which domains an authority may certify: its name constraints (RFC 5280 §4.2.1.10) on DNS
 * names, held against SIP domains as well. The JDK's validation does not, and reads those of an
 * anchor not at all: a URI is another kind of name to it, so that an authority for {@code
 * b.example} alone could certify {@code sip:a.example}.
 *
 * <pre>
 * SEQUENCE { permittedSubtrees [0] SEQUENCE OF SEQUENCE { base GeneralName, … } OPTIONAL,
 *            excludedSubtrees [1] SEQUENCE OF SEQUENCE { base GeneralName, … } OPTIONAL }
 * </pre>
 *
 * @param permitted if there are any, a domain is one of these or lies below one
 * @param excluded a domain is none of these, and lies below none
 */
record DomainConstraints(List<String> permitted, List<String> excluded) {
  private static final String OID = "2.5.29.30";
  private static final int PERMITTED = 0xA0; // IMPLICIT: in place of the tag of SEQUENCE
  private static final int EXCLUDED = 0xA1;
  private static final int DNS_NAME = 0x82;

  /**
   * Reads those of a certificate.
   *
   * @throws MalformedException when they are not of this form
   */
  static DomainConstraints of(X509Certificate authority) throws MalformedException {
    byte[] extension = authority.getExtensionValue(OID);
    if (extension == null) {
      return new DomainConstraints(List.of(), List.of());
    }
    DerReader constraints =
        new DerReader(Octets.copyOf(extension)).enter(Der.OCTET_STRING).enter(Der.SEQUENCE);
    return new DomainConstraints(names(constraints, PERMITTED), names(constraints, EXCLUDED));
  }

  private static List<String> names(DerReader constraints, int tag) throws MalformedException {
    List<String> names = new ArrayList<>();
    if (constraints.isNext(tag)) {
      DerReader subtrees = constraints.enter(tag);
      while (subtrees.hasMore()) {
        DerReader subtree = subtrees.enter(Der.SEQUENCE);
        if (subtree.isNext(DNS_NAME)) {
          names.add(subtree.ascii(DNS_NAME).toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  /**
   * Whether a domain may be certified.
   *
   * @param domain in lower case
   */
  boolean admit(String domain) {
    return (permitted.isEmpty() || permitted.stream().anyMatch(each -> isWithin(domain, each)))
        && excluded.stream().noneMatch(each -> isWithin(domain, each));
  }

  /** Labels may stand before it; with a dot before it they must, in the use of many authorities. */
  private static boolean isWithin(String domain, String subtree) {
    return subtree.isEmpty()
        || domain.equals(subtree)
        || domain.endsWith(subtree.startsWith(".") ? subtree : "." + subtree);
  }
}
