package org.porin.simple;

import java.net.InetAddress;
import java.util.Optional;
import org.porin.address.SipUri;
import org.porin.resolve.IpLiteral;
import org.porin.wire.MalformedException;

/**
 * Where a peer may direct what is sent within its dialogs: not to this host itself or to its link,
 * where strangers would reach what is meant for nobody outside, unless it is there as well.
 */
final class Directions {
  private Directions() {}

  /**
   * Whether requests may go there; a name may always, since what it stands for is not known yet.
   *
   * @param uri the first route or the remote target
   * @param peer who says so
   */
  static boolean allow(String uri, InetAddress peer) {
    Optional<InetAddress> address;
    try {
      SipUri sip = SipUri.parse(uri);
      address = literal(sip.parameter("maddr").filter(text -> !text.isEmpty()).orElse(sip.host()));
    } catch (MalformedException e) {
      return false;
    }
    return address.isEmpty() || allow(address.get(), peer);
  }

  private static boolean allow(InetAddress address, InetAddress peer) {
    if (address.isLoopbackAddress()) {
      return peer.isLoopbackAddress();
    }
    if (address.isLinkLocalAddress()) {
      return peer.isLinkLocalAddress();
    }
    return !address.isAnyLocalAddress() && !address.isMulticastAddress();
  }

  private static Optional<InetAddress> literal(String host) {
    boolean reference = host.startsWith("[") && host.endsWith("]");
    return IpLiteral.parse(reference ? host.substring(1, host.length() - 1) : host);
  }
}
