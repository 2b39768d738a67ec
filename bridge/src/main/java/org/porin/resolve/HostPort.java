package org.porin.resolve;

import java.util.Locale;
import org.porin.wire.MalformedException;

/**
 * A host and a port, as {@code host:port} or {@code [IPv6 address]:port}.
 *
 * @param host a name in lower case, or an IP address without brackets, IPv6 perhaps with a zone
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  public HostPort {
    host = host.toLowerCase(Locale.ROOT);
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a host and a port of 1 to 65535");
    }
  }

  /** Reads the text form; offsets count chars. */
  public static HostPort parse(String text, int defaultPort) throws MalformedException {
    String host;
    int after;
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 2
          || !text.substring(1, close).matches("[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]{1,32})?")) {
        throw new MalformedException("an IPv6 address in brackets", 0);
      }
      host = text.substring(1, close);
      after = close + 1;
    } else {
      int colon = text.indexOf(':');
      after = colon < 0 ? text.length() : colon;
      host = text.substring(0, after);
      if (!host.matches("[A-Za-z0-9_]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?")) {
        throw new MalformedException("a host name or IP address", 0);
      }
    }
    if (after == text.length()) {
      return new HostPort(host, defaultPort);
    }
    if (!text.substring(after).matches(":[0-9]{1,5}")) {
      throw new MalformedException("a port of 1 to 65535 after one colon", after);
    }
    int port = Integer.parseInt(text.substring(after + 1));
    if (port < 1 || port > 65_535) {
      throw new MalformedException("a port of 1 to 65535", after + 1);
    }
    return new HostPort(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
