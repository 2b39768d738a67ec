package org.porin.trust;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;

/**
 * Who sends a request, read as whoever acts on it will read it: the policy for a domain must hold
 * for every spelling of From under which its users would be shown.
 */
public final class Source {
  private Source() {}

  /** The mailbox in From; empty where it names nobody of a domain, whom nobody acts for. */
  public static Optional<ImUri> of(SipRequest request) {
    String uri = request.from().uri();
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
    try {
      return Optional.of(
          switch (scheme) {
            case "im" -> ImUri.parse(uri);
            case "pres" -> of(PresUri.parse(uri));
            default -> SipUri.parse(uri).toIm();
          });
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static ImUri of(PresUri principal) {
    return new ImUri(principal.localPart(), principal.domain());
  }
}
