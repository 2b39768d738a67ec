package org.porin.simple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.sip.MediaType;
import org.porin.sip.NameAddr;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Walk} reads of a final response.
 *
 * @param status 200 to 699
 * @param reason for a person, clipped
 * @param accept the media ranges of Accept, in lower case and without parameters; empty list when
 *     there is no such header
 * @param contact the URI of the first Contact
 * @param retryAfter how long the far end wants to be left alone
 */
record Answer(
    int status,
    String reason,
    List<String> accept,
    Optional<String> contact,
    Optional<Duration> retryAfter) {
  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
  private static final int MAX_REASON_CHARS = 200;
  private static final int MAX_DIGITS = 9;

  Answer {
    accept = List.copyOf(accept);
  }

  /** That of a response; what is malformed in it says nothing. */
  static Answer of(SipResponse response) {
    String reason = response.reason();
    List<String> accept = new ArrayList<>();
    for (String range : response.headers().all("Accept")) {
      try {
        accept.add(MediaType.parse(range).essence());
      } catch (MalformedException e) {
        LOG.debug("no media range in Accept", e); // so it names nothing that we could send
      }
    }
    return new Answer(
        response.status(),
        reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)),
        accept,
        contact(response),
        response.headers().first("Retry-After").flatMap(Answer::seconds));
  }

  /** Whether Accept names the type or a range around it. */
  boolean accepts(String mediaType) {
    String range = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    return accept.contains(mediaType) || accept.contains(range) || accept.contains("*/*");
  }

  private static Optional<String> contact(SipResponse response) {
    Optional<String> contact = response.headers().first("Contact");
    try {
      return contact.isPresent()
          ? Optional.of(NameAddr.parse(contact.get()).uri())
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** {@code delta-seconds [ comment ] *( SEMI retry-param )} (RFC 3261 §20.33). */
  private static Optional<Duration> seconds(String retryAfter) {
    int end = 0;
    while (end < retryAfter.length() && isDigit(retryAfter.charAt(end))) {
      end++;
    }
    boolean ends = end == retryAfter.length() || " \t;(".indexOf(retryAfter.charAt(end)) >= 0;
    return end == 0 || end > MAX_DIGITS || !ends
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Integer.parseInt(retryAfter.substring(0, end))));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
