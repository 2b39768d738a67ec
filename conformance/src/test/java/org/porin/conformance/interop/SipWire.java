package org.porin.conformance.interop;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A SIP message exactly as it was on the wire. */
final class SipWire {
  private static final Map<String, String> COMPACT =
      Map.of(
          "v",
          "via",
          "f",
          "from",
          "t",
          "to",
          "i",
          "call-id",
          "l",
          "content-length",
          "c",
          "content-type",
          "s",
          "subject");

  private final byte[] octets;
  private final String transport;

  /**
   * Keeps the octets, which are not to be changed any more.
   *
   * @param transport {@code UDP} or {@code TCP}
   */
  SipWire(byte[] octets, String transport) {
    this.octets = octets;
    this.transport = transport;
  }

  String transport() {
    return transport;
  }

  /** Where the body begins; -1 if the empty line is not there yet. */
  static int bodyStart(byte[] octets, int length) {
    for (int at = 0; at + 3 < length; at++) {
      if (octets[at] == '\r'
          && octets[at + 1] == '\n'
          && octets[at + 2] == '\r'
          && octets[at + 3] == '\n') {
        return at + 4;
      }
    }
    return -1;
  }

  String head() {
    int start = bodyStart(octets, octets.length);
    return new String(octets, 0, start < 0 ? octets.length : start, StandardCharsets.UTF_8);
  }

  byte[] body() {
    int start = bodyStart(octets, octets.length);
    return start < 0 ? new byte[0] : Arrays.copyOfRange(octets, start, octets.length);
  }

  String bodyText() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  String startLine() {
    return head().lines().findFirst().orElse("");
  }

  /** The status code of a response. */
  int status() {
    return Integer.parseInt(startLine().split(" ", 3)[1]);
  }

  /** All values of a header field, in order; long and compact names alike. */
  List<String> headers(String name) {
    return head()
        .lines()
        .skip(1)
        .filter(line -> line.indexOf(':') > 0)
        .filter(line -> name(line).equals(name.toLowerCase(Locale.ROOT)))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .toList();
  }

  Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  private static String name(String line) {
    String name = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
    return COMPACT.getOrDefault(name, name);
  }

  @Override
  public String toString() {
    return transport + " " + new String(octets, StandardCharsets.UTF_8);
  }
}
