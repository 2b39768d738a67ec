package org.porin.membrane;

import java.util.Locale;
import java.util.Set;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;

/**
 * How an operation ended, in words that are few: what a peer writes makes no new one, so that they
 * may be labels of metrics.
 *
 * @param status of the response
 * @param cause {@code none} unless it failed; then the reason of this bridge in lower case, {@code
 *     sip-404} or {@code bounce-item-not-found}
 */
public record Outcome(Status status, String cause) {
  /** Those that RFC 3261 §21 and its extensions define; others count under their class. */
  private static final Set<Integer> KNOWN =
      Set.of(
          300, 301, 302, 305, 380, 400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 412, 413, 414,
          415, 416, 417, 420, 421, 422, 423, 428, 429, 433, 436, 437, 438, 440, 469, 480, 481, 482,
          483, 484, 485, 486, 487, 488, 489, 491, 493, 494, 500, 501, 502, 503, 504, 505, 513, 580,
          600, 603, 604, 606, 607);

  private static final String NONE = "none";

  /** The outcome that a response tells. */
  public static Outcome of(Response response) {
    return new Outcome(response.status(), response.failure().map(Outcome::cause).orElse(NONE));
  }

  private static String cause(Failure failure) {
    if (failure instanceof Refused refused) {
      return refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (failure instanceof SipAnswer answer) {
      int status = answer.status();
      return "sip-" + (KNOWN.contains(status) ? Integer.toString(status) : status / 100 + "xx");
    }
    return "bounce-" + ((StanzaBounce) failure).error().condition().wire();
  }
}
