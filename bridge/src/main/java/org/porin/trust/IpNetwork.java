package org.porin.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.porin.resolve.IpLiteral;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A block of IP addresses (RFC 4632 §3.1).
 *
 * @param prefix of 4 or 16 octets, zero behind the bits
 * @param bits of the prefix that count
 */
public record IpNetwork(Octets prefix, int bits) {
  public IpNetwork {
    if (bits < 0 || bits > 8 * prefix.length()) {
      throw new IllegalArgumentException("bits of the address");
    }
    prefix = Octets.copyOf(cleared(prefix.toArray(), bits));
  }

  /**
   * Reads {@code ADDRESS/BITS}, or one address.
   *
   * @throws MalformedException when it is none; nothing is looked up
   */
  public static IpNetwork parse(String text) throws MalformedException {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> parsed =
        address.indexOf('%') < 0 ? IpLiteral.parse(address) : Optional.empty();
    if (parsed.isEmpty()) {
      throw new MalformedException("an IP address", 0);
    }
    byte[] octets = parsed.get().getAddress();
    String bits = slash < 0 ? "" + 8 * octets.length : text.substring(slash + 1);
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > 8 * octets.length) {
      throw new MalformedException("0 to " + 8 * octets.length + " bits", slash + 1);
    }
    return new IpNetwork(Octets.copyOf(octets), Integer.parseInt(bits));
  }

  /** A block that this program names itself. */
  static IpNetwork of(String text) {
    try {
      return parse(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Whether an address lies in it; one of the other family never does. */
  public boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  boolean contains(byte[] address) {
    return address.length == prefix.length()
        && Arrays.equals(cleared(address.clone(), bits), prefix.toArray());
  }

  private static byte[] cleared(byte[] address, int bits) {
    for (int i = 0; i < address.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      address[i] &= (byte) (0xFF00 >> kept);
    }
    return address;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(prefix.toArray()).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets", e);
    }
  }
}
