package org.porin.simple;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.porin.mapping.SipContentMapping;
import org.porin.sip.Event;
import org.porin.sip.MediaType;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;

/**
 * What is looked at in a request before it is acted upon, in the order of RFC 3261 §8.2 and §16.3.
 * Says nothing about ACK and CANCEL, which are no requests of their own. What is wrong with the
 * message as a whole was answered 400 before.
 */
final class Screening {
  /** The methods that are acted upon; CANCEL is answered, and never has an effect (§9.2). */
  static final String ALLOW = "MESSAGE, OPTIONS, CANCEL";

  /** The same where presence is served. */
  static final String ALLOW_PRESENCE = "MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS, CANCEL";

  /** The event packages that may be subscribed to here (RFC 6665 §4.4.4). */
  static final String ALLOW_EVENTS = Event.PRESENCE.type();

  /** The content that is taken (RFC 3428 §7 wants text/plain). */
  static final String ACCEPT = String.join(", ", SipContentMapping.TAKEN);

  /** The methods of presence. */
  static final Set<String> OF_PRESENCE = Set.of("SUBSCRIBE", "NOTIFY");

  private final int bodyOctets;
  private final Optional<PresenceScreening> presence;

  /**
   * @param bodyOctets the largest body that is taken
   * @param presence whether presence is served
   */
  Screening(int bodyOctets, boolean presence) {
    this.bodyOctets = bodyOctets;
    this.presence = presence ? Optional.of(new PresenceScreening(bodyOctets)) : Optional.empty();
  }

  /**
   * The answer to a request that is not to be acted upon.
   *
   * @param toTag for the answer
   */
  Optional<SipResponse> refusal(SipRequest request, String toTag) {
    boolean options = request.method().equals("OPTIONS");
    boolean subscription = OF_PRESENCE.contains(request.method());
    if (subscription && presence.isEmpty()) {
      return Optional.of(unserved(request, toTag));
    }
    if (!options && !subscription && !request.method().equals("MESSAGE")) {
      return Optional.of(
          SipResponse.to(request, 405, "Method Not Allowed", toTag).with("Allow", allow()));
    }
    boolean within = request.to().tag().isPresent();
    if (!options && !(subscription && within) && request.maxForwards().orElse(1) == 0) {
      // §16.3 item 3: an OPTIONS that has used up its hops may be answered by whoever has it, and
      // a dialog ends here, at one of its user agents
      return Optional.of(SipResponse.to(request, 483, "Too Many Hops", toTag));
    }
    List<String> required = request.headers().all("Require");
    if (!required.isEmpty()) { // §8.2.2.3: no extension is supported here
      return Optional.of(
          SipResponse.to(request, 420, "Bad Extension", toTag)
              .with("Unsupported", String.join(", ", required)));
    }
    String scheme = scheme(request.requestUri());
    boolean secure = scheme.equals("sips") || scheme(request.to().uri()).equals("sips");
    // RFC 7247 §8: what is asked to be secure up to the recipient must not go on by XMPP
    boolean known =
        scheme.equals("sip") || scheme.equals("im") || (subscription && scheme.equals("pres"));
    if (secure || !known) {
      return Optional.of(SipResponse.to(request, 416, "Unsupported URI Scheme", toTag));
    }
    if (subscription) {
      return presence.flatMap(screening -> screening.refusal(request, toTag));
    }
    if (within) { // RFC 3428 §3: MESSAGE begins no dialog, so none is known
      return Optional.of(SipResponse.to(request, 481, "Call/Transaction Does Not Exist", toTag));
    }
    return options ? Optional.empty() : content(request, toTag);
  }

  /** What OPTIONS is answered (§11.2). */
  SipResponse capabilities(SipRequest request, String toTag) {
    SipResponse answer =
        SipResponse.to(request, 200, "OK", toTag)
            .with("Allow", allow())
            .with("Accept", accept())
            .with("Accept-Encoding", "identity")
            .with("Supported", ""); // §20.37: no extension is
    return presence.isPresent() ? answer.with("Allow-Events", ALLOW_EVENTS) : answer;
  }

  private String allow() {
    return presence.isPresent() ? ALLOW_PRESENCE : ALLOW;
  }

  private String accept() {
    return presence.isPresent() ? ACCEPT + ", application/pidf+xml" : ACCEPT;
  }

  /** Where no presence is served there is no package to subscribe to, and no subscription. */
  private static SipResponse unserved(SipRequest request, String toTag) {
    return request.method().equals("SUBSCRIBE")
        ? SipResponse.to(request, 489, "Bad Event", toTag)
        : SipResponse.to(request, 481, "Subscription Does Not Exist", toTag);
  }

  private Optional<SipResponse> content(SipRequest request, String toTag) {
    if (!isAccepted(request)) {
      return Optional.of(unsupportedMedia(request, toTag));
    }
    if (request.body().length() > bodyOctets) {
      return Optional.of(
          SipResponse.to(request, 413, "Body Larger Than " + bodyOctets + " Octets", toTag));
    }
    return Optional.empty();
  }

  /** 415, saying what would be taken (§8.2.3). */
  static SipResponse unsupportedMedia(SipRequest request, String toTag) {
    return SipResponse.to(request, 415, "Unsupported Media Type", toTag)
        .with("Accept", ACCEPT)
        .with("Accept-Encoding", "identity");
  }

  private static boolean isAccepted(SipRequest request) {
    if (!isUnencoded(request)) {
      return false;
    }
    try {
      Optional<MediaType> type = request.contentType();
      if (type.isEmpty()) {
        return request.body().length() == 0; // §20.15: needed just when there is a body
      }
      String essence = type.get().essence(); // what is in a multipart shows when it is read
      return essence.startsWith("multipart/") || SipContentMapping.TAKEN.contains(essence);
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Whether the body is as it is: no encoding is understood. */
  static boolean isUnencoded(SipRequest request) {
    return request.headers().all("Content-Encoding").stream()
        .allMatch("identity"::equalsIgnoreCase);
  }

  private static String scheme(String uri) {
    return uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
  }
}
