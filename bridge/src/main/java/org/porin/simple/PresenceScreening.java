package org.porin.simple;

import java.util.List;
import java.util.Optional;
import org.porin.sip.Dialog;
import org.porin.sip.Event;
import org.porin.sip.MediaRange;
import org.porin.sip.MediaType;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;

/**
 * What is looked at in a SUBSCRIBE or NOTIFY before it is acted upon (RFC 6665 §4.1.3, §4.2.1.1,
 * RFC 3856), behind what holds for every request.
 */
final class PresenceScreening {
  private static final String PIDF = "application/pidf+xml";
  private static final String CPIM = "message/cpim";
  private static final String ACCEPT = String.join(", ", PresenceRequest.ACCEPTED);

  private final int bodyOctets;

  /**
   * @param bodyOctets the largest body that is taken
   */
  PresenceScreening(int bodyOctets) {
    this.bodyOctets = bodyOctets;
  }

  /** The answer to a request that is not to be acted upon. */
  Optional<SipResponse> refusal(SipRequest request, String toTag) {
    boolean notify = request.method().equals("NOTIFY");
    Optional<String> leg = request.to().tag();
    boolean noLeg =
        leg.map(tag -> tag.length() > Dialog.MAX_TAG_CHARS) // none that we gave
            .orElse(notify);
    if (noLeg) {
      return Optional.of(SipResponse.to(request, 481, "Subscription Does Not Exist", toTag));
    }
    try {
      Optional<Event> event = request.event();
      if (event.filter(each -> each.type().equals(Event.PRESENCE.type())).isEmpty()) {
        return Optional.of(
            SipResponse.to(request, 489, "Bad Event", toTag)
                .with("Allow-Events", Screening.ALLOW_EVENTS));
      }
      return notify ? notifyRefusal(request, toTag) : subscribeRefusal(request, toTag);
    } catch (MalformedException e) {
      return Optional.of(SipResponse.to(request, 400, "Bad Request: " + e.getMessage(), toTag));
    }
  }

  private Optional<SipResponse> subscribeRefusal(SipRequest request, String toTag)
      throws MalformedException {
    request.expires();
    if (form(request).isEmpty()) { // RFC 6665 §4.1.2.1
      return Optional.of(
          SipResponse.to(request, 406, "Not Acceptable", toTag).with("Accept", ACCEPT));
    }
    boolean optional =
        request
            .headers()
            .first("Content-Disposition")
            .filter(value -> value.replaceAll("\\s", "").contains("handling=optional"))
            .isPresent();
    // RFC 3856 §6.3: a filter is what it could be, and none is understood here
    return request.body().length() == 0 || optional
        ? Optional.empty()
        : Optional.of(
            SipResponse.to(request, 415, "Unsupported Media Type", toTag).with("Accept", ""));
  }

  private Optional<SipResponse> notifyRefusal(SipRequest request, String toTag)
      throws MalformedException {
    if (request.headers().first("Subscription-State").isEmpty()) { // RFC 6665 §4.1.3: MUST
      throw new MalformedException("Subscription-State", 0);
    }
    if (request.body().length() == 0) {
      return Optional.empty();
    }
    if (request.body().length() > bodyOctets) {
      return Optional.of(
          SipResponse.to(request, 413, "Body Larger Than " + bodyOctets + " Octets", toTag));
    }
    Optional<MediaType> type = request.contentType();
    boolean taken =
        Screening.isUnencoded(request)
            && type.filter(each -> PresenceRequest.ACCEPTED.contains(each.essence())).isPresent();
    return taken
        ? Optional.empty()
        : Optional.of(
            SipResponse.to(request, 415, "Unsupported Media Type", toTag)
                .with("Accept", ACCEPT)
                .with("Accept-Encoding", "identity"));
  }

  /**
   * The form of document that a SUBSCRIBE wants: the bare one unless it takes the other alone (OPEN
   * n, RFC 3856 §6.7).
   *
   * @return empty where it takes neither
   */
  static Optional<LegState.Form> form(SipRequest subscribe) throws MalformedException {
    Optional<List<MediaRange>> accepted = MediaRange.accepted(subscribe.headers());
    if (accepted.isEmpty() || takes(accepted.get(), PIDF)) {
      return Optional.of(LegState.Form.PIDF);
    }
    return takes(accepted.get(), CPIM) ? Optional.of(LegState.Form.CPIM) : Optional.empty();
  }

  private static boolean takes(List<MediaRange> ranges, String essence) throws MalformedException {
    return MediaRange.takes(ranges, MediaType.parse(essence));
  }
}
