package org.porin.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A NAPTR record that leads to SIP over a transport that is spoken here (RFC 3263 §4.1).
 *
 * @param name of the SRV records to ask for, in lower case without the last dot
 */
record SipService(Transport transport, String name) {
  /** So many are followed; a domain has three. */
  private static final int MAX_FOLLOWED = 4;

  /**
   * Those of an answer that can be used, the server's favourite first: by order, then by preference
   * (RFC 3403 §4.1). Others are discarded, as §4.1 says: transports that are not spoken here,
   * records with a regular expression or with another flag than "s".
   */
  static List<SipService> of(List<Record> records) {
    List<NAPTRRecord> sorted = new ArrayList<>();
    for (Record record : records) {
      if (record instanceof NAPTRRecord naptr) {
        sorted.add(naptr);
      }
    }
    sorted.sort(
        Comparator.comparingInt(NAPTRRecord::getOrder)
            .thenComparingInt(NAPTRRecord::getPreference));
    return sorted.stream()
        .filter(SipService::leadsToSrv)
        .flatMap(
            record ->
                transport(record.getService()).stream()
                    .map(transport -> new SipService(transport, text(record.getReplacement()))))
        .limit(MAX_FOLLOWED)
        .toList();
  }

  @Override
  public String toString() {
    return transport.token() + " by SRV " + name;
  }

  private static boolean leadsToSrv(NAPTRRecord record) {
    return record.getFlags().equalsIgnoreCase("s")
        && record.getRegexp().isEmpty()
        && !record.getReplacement().equals(Name.root);
  }

  private static Optional<Transport> transport(String service) {
    return switch (service.toUpperCase(Locale.ROOT)) {
      case "SIPS+D2T" -> Optional.of(Transport.TLS);
      case "SIP+D2T" -> Optional.of(Transport.TCP);
      case "SIP+D2U" -> Optional.of(Transport.UDP);
      default -> Optional.empty();
    };
  }

  private static String text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }
}
