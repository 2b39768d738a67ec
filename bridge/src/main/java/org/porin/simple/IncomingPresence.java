package org.porin.simple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Notification;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;

/** Reads SUBSCRIBE and NOTIFY that have passed {@link Screening} as presence operations. */
final class IncomingPresence {
  /** RFC 3856 §6.4. */
  private static final long DEFAULT_SECONDS = 3_600;

  private IncomingPresence() {}

  /**
   * The operation of a SUBSCRIBE. Outside of a dialog it is for the Request-URI; within one that is
   * this bridge's own Contact, and To names whom it was for.
   *
   * @param localTag the tag of this end, which names the subscription
   * @throws UnmappableException when an address is nobody of a domain
   */
  static Subscribe subscribe(SipRequest request, String localTag)
      throws MalformedException, UnmappableException {
    boolean within = request.to().tag().isPresent();
    PresUri target =
        within
            ? principal(request.to().uri(), "To")
            : principal(request.requestUri(), "Request-URI");
    long seconds = request.expires().orElse(DEFAULT_SECONDS);
    return new Subscribe(
        principal(request.from().uri(), "From"),
        target,
        Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE)),
        new SubscriptId(localTag), // as random as it wants to be, and kept in the leg (OPEN b)
        transId(request));
  }

  /**
   * The operation of a NOTIFY.
   *
   * @throws UnmappableException when an address is nobody of a domain
   */
  static Notification notification(SipRequest request)
      throws MalformedException, UnmappableException {
    String state = request.headers().first("Subscription-State").orElse("");
    return new Notification(
        principal(request.to().uri(), "To"),
        principal(request.from().uri(), "From"),
        SubscriptionState.parse(state),
        document(request),
        transId(request));
  }

  private static TransId transId(SipRequest request) {
    return new TransId(IncomingMessage.transaction(request));
  }

  private static Optional<MimeEntity> document(SipRequest request) throws MalformedException {
    if (request.body().length() == 0) {
      return Optional.empty();
    }
    List<MimeHeader> headers = new ArrayList<>(2);
    String type = request.headers().first("Content-Type").orElse("");
    MediaType.parse(type); // or it is malformed, and no entity can be made
    List<String> languages = request.headers().all("Content-Language");
    try {
      headers.add(new MimeHeader("Content-Type", type));
      if (!languages.isEmpty()) {
        headers.add(new MimeHeader("Content-Language", String.join(", ", languages)));
      }
      return Optional.of(MimeEntity.of(headers, request.body()));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("Content-Type and Content-Language", 0);
    }
  }

  /** The forms of one user give one principal (OPEN l). */
  private static PresUri principal(String uri, String where) throws UnmappableException {
    String scheme = uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
    try {
      return switch (scheme) {
        case "pres" -> PresUri.parse(uri);
        case "im" -> of(ImUri.parse(uri));
        default -> of(SipUri.parse(uri).toIm());
      };
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, where + " names no user of a domain: " + e.getMessage());
    }
  }

  private static PresUri of(ImUri inbox) {
    return new PresUri(inbox.localPart(), inbox.domain());
  }
}
