package org.porin.resolve;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/**
 * The data of an SRV record (RFC 2782).
 *
 * @param priority 0 to 65535, the lower the earlier
 * @param weight 0 to 65535, the share among equals of priority
 * @param port 0 to 65535
 * @param host lower case without the last dot; empty for the target {@code .}
 */
record SrvRecord(int priority, int weight, int port, String host) {
  /** All of an answer; none where it has none. */
  static List<SrvRecord> of(Answer answer) {
    if (!(answer instanceof Answer.Found found)) {
      return List.of();
    }
    return found.records().stream()
        .flatMap(record -> record instanceof SRVRecord srv ? Stream.of(srv) : Stream.empty())
        .map(
            srv ->
                new SrvRecord(
                    srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget())))
        .toList();
  }

  /** Without refusals and without port 0, at which nothing can listen; lowest priority first. */
  static List<SrvRecord> offered(List<SrvRecord> records) {
    return records.stream()
        .filter(record -> !record.isRefusal() && record.port() > 0)
        .sorted(Comparator.comparingInt(SrvRecord::priority))
        .toList();
  }

  /** Whether this says that the service is decidedly not available (RFC 2782, "Target"). */
  boolean isRefusal() {
    return host.isEmpty();
  }

  boolean names(String otherHost, int otherPort) {
    return port == otherPort && host.equals(otherHost);
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return priority + " " + weight + " " + port + " " + (isRefusal() ? "." : host);
  }
}
