package org.porin.conformance.interop;

import java.util.List;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;

/** What a Kamailio that sets terms has said of each request, in the order in which it came. */
final class KamailioLog {
  private static final Pattern LINE =
      Pattern.compile("(taken|refused|challenged) (\\S+)@(\\S+) at (\\d+)\\.(\\d{6})");

  private final GenericContainer<?> kamailio;

  KamailioLog(GenericContainer<?> kamailio) {
    this.kamailio = kamailio;
  }

  /**
   * One request.
   *
   * @param end what became of it
   * @param user of the Request-URI
   * @param domain of the Request-URI
   * @param micros when, by Kamailio's clock
   */
  record Entry(String end, String user, String domain, long micros) {
    boolean is(String end) {
      return this.end.equals(end);
    }
  }

  List<Entry> entries() {
    return LINE.matcher(kamailio.getLogs())
        .results()
        .map(
            line ->
                new Entry(
                    line.group(1),
                    line.group(2),
                    line.group(3),
                    Long.parseLong(line.group(4) + line.group(5))))
        .toList();
  }

  /** Those for a domain. */
  List<Entry> entries(String domain) {
    return entries().stream().filter(entry -> entry.domain().equals(domain)).toList();
  }

  /** The users for whom a message was taken, in order. */
  List<String> taken() {
    return entries().stream().filter(entry -> entry.is("taken")).map(Entry::user).toList();
  }
}
