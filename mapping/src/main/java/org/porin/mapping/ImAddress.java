package org.porin.mapping;

import java.util.Locale;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.profile.Failure.Reason;
import org.porin.wire.MalformedException;

/** The instant inbox that a URI of any scheme stands for. */
public final class ImAddress {
  private ImAddress() {}

  /**
   * Reads an {@code im:}, {@code sip:} or {@code sips:} URI: the forms of one user give one
   * address.
   *
   * @throws UnmappableException when it names no instant inbox
   */
  public static ImUri parse(String uri) throws UnmappableException {
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
    try {
      return switch (scheme) {
        case "im" -> ImUri.parse(uri);
        case "sip", "sips" -> SipUri.parse(uri).toIm();
        default ->
            throw new UnmappableException(
                Reason.INVALID_ADDRESS, "an address is neither an im: nor a sip: URI");
      };
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, "an address is no user@domain: " + e.getMessage());
    }
  }
}
