package org.porin.simple;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.mapping.SipContentMapping;
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

  /** The content that is taken (RFC 3428 §7 wants text/plain). */
  static final String ACCEPT = String.join(", ", SipContentMapping.TAKEN);

  private final int bodyOctets;

  /**
   * @param bodyOctets the largest body that is taken
   */
  Screening(int bodyOctets) {
    this.bodyOctets = bodyOctets;
  }

  /**
   * The answer to a request that is not to be acted upon.
   *
   * @param toTag for the answer
   */
  Optional<SipResponse> refusal(SipRequest request, String toTag) {
    boolean options = request.method().equals("OPTIONS");
    if (request.method().equals("SUBSCRIBE")) {
      // RFC 6665 §4.2.1.1: no event package is served yet, so Allow-Events would name none
      return Optional.of(SipResponse.to(request, 489, "Bad Event", toTag));
    }
    if (request.method().equals("NOTIFY")) { // RFC 6665 §4.1.3: of no subscription of ours
      return Optional.of(SipResponse.to(request, 481, "Subscription Does Not Exist", toTag));
    }
    if (!options && !request.method().equals("MESSAGE")) {
      return Optional.of(
          SipResponse.to(request, 405, "Method Not Allowed", toTag).with("Allow", ALLOW));
    }
    if (!options && request.maxForwards().orElse(1) == 0) {
      // §16.3 item 3: an OPTIONS that has used up its hops may be answered by whoever has it
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
    if (secure || !(scheme.equals("sip") || scheme.equals("im"))) {
      return Optional.of(SipResponse.to(request, 416, "Unsupported URI Scheme", toTag));
    }
    if (request.to().tag().isPresent()) { // RFC 3428 §3: MESSAGE begins no dialog, so none is known
      return Optional.of(SipResponse.to(request, 481, "Call/Transaction Does Not Exist", toTag));
    }
    return options ? Optional.empty() : content(request, toTag);
  }

  /** What OPTIONS is answered (§11.2). */
  static SipResponse capabilities(SipRequest request, String toTag) {
    return SipResponse.to(request, 200, "OK", toTag)
        .with("Allow", ALLOW)
        .with("Accept", ACCEPT)
        .with("Accept-Encoding", "identity")
        .with("Supported", ""); // §20.37: no extension is
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
    for (String encoding : request.headers().all("Content-Encoding")) {
      if (!encoding.equalsIgnoreCase("identity")) {
        return false;
      }
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

  private static String scheme(String uri) {
    return uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
  }
}
