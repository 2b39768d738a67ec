package org.porin.component;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.porin.address.DomainName;
import org.porin.wire.MalformedException;

/**
 * Whom a certificate is for (RFC 6125 §6.4): its subject alternative names of the kinds dNSName and
 * iPAddress. A common name counts for nothing (RFC 6125 §6.4.4 leaves it as a last resort, and
 * authorities have not given certificates without alternative names for years). Pure.
 */
final class CertificateName {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private CertificateName() {}

  /** The names, as the certificate has them; what is no text is left out. */
  static List<String> of(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
        boolean name = each.get(0).equals(DNS_NAME) || each.get(0).equals(IP_ADDRESS);
        if (name && each.get(1) instanceof String text) {
          names.add(text);
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // names that cannot be read are nobody's
    }
    return names;
  }

  /** Whether one of the names is this host name or IP address. */
  static boolean anyIs(List<String> names, String wanted) {
    return isAddress(wanted)
        ? names.stream().anyMatch(name -> isAddress(name) && sameAddress(name, wanted))
        : names.stream().anyMatch(name -> matches(aLabels(name), aLabels(wanted)));
  }

  /** RFC 6125 §6.4.3: a star stands for the whole left-most label, and only for one. */
  private static boolean matches(String name, String wanted) {
    if (!name.startsWith("*.")) {
      return name.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    boolean several = name.indexOf('.', 2) > 0; // *.example would be everybody's
    return several && dot > 0 && wanted.substring(dot).equals(name.substring(1));
  }

  private static String aLabels(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (plain.startsWith("*.")) {
      return plain;
    }
    try {
      return DomainName.toALabels(plain);
    } catch (MalformedException e) {
      return plain;
    }
  }

  /** Only digits and dots, or a colon: so that nothing here ever asks the DNS. */
  static boolean isAddress(String text) {
    return text.indexOf(':') >= 0 || text.matches("[0-9.]+");
  }

  private static boolean sameAddress(String one, String other) {
    try {
      return InetAddress.getByName(one).equals(InetAddress.getByName(other));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
