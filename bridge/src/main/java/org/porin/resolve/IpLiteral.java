package org.porin.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.xbill.DNS.Address;

/** IP addresses written as text, IPv6 perhaps with a zone ({@code fe80::1%eth0}, RFC 4007 §11). */
public final class IpLiteral {
  private IpLiteral() {}

  /**
   * Reads an address without brackets; never asks the DNS. Empty for a name, and for an address
   * whose zone is no interface of this host.
   */
  public static Optional<InetAddress> parse(String text) {
    try {
      return Optional.of(
          text.indexOf('%') > 0 && text.indexOf(':') >= 0
              ? InetAddress.getByName('[' + text + ']') // in brackets it is never taken for a name
              : Address.getByAddress(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
