package org.porin.simple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.sip.MediaRange;
import org.porin.sip.MediaType;
import org.porin.sip.NameAddr;
import org.porin.sip.RetryAfter;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Walk} reads of a final response.
 *
 * @param status 200 to 699
 * @param reason for a person, clipped
 * @param accept the media ranges of Accept; empty where it says nothing, an empty list where it
 *     says that nothing at all is taken (RFC 3261 §20.1)
 * @param contact the URI of the first Contact
 * @param retryAfter how long the far end wants to be left alone
 */
record Answer(
    int status,
    String reason,
    Optional<List<MediaRange>> accept,
    Optional<String> contact,
    Optional<Duration> retryAfter) {
  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
  private static final int MAX_REASON_CHARS = 200;

  Answer {
    accept = accept.map(List::copyOf);
  }

  /** That of a response; what is malformed in it says nothing. */
  static Answer of(SipResponse response) {
    String reason = response.reason();
    return new Answer(
        response.status(),
        reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)),
        accept(response.headers().all("Accept")),
        contact(response),
        response.headers().first("Retry-After").flatMap(Answer::retryAfter));
  }

  /** Whether there is an Accept, and it does not take this type. */
  boolean leavesOut(MediaType type) {
    return accept.isPresent() && !MediaRange.takes(accept.get(), type);
  }

  /**
   * Whether Accept says so of this very type, or of a range around it, or of everything: more than
   * to leave it out, which is all that an Accept meant for other methods does.
   */
  boolean refuses(MediaType type) {
    return leavesOut(type)
        && accept
            .filter(
                ranges -> ranges.isEmpty() || ranges.stream().anyMatch(range -> range.covers(type)))
            .isPresent();
  }

  private static Optional<List<MediaRange>> accept(List<String> values) {
    List<MediaRange> ranges = new ArrayList<>();
    boolean malformed = false;
    for (String value : values) {
      try {
        if (!value.isEmpty()) {
          ranges.add(MediaRange.parse(value));
        }
      } catch (MalformedException e) {
        malformed = true;
        LOG.debug("no media range in Accept", e); // so it names nothing that we could send
      }
    }
    boolean saysNothing = values.isEmpty() || (malformed && ranges.isEmpty());
    return saysNothing ? Optional.empty() : Optional.of(ranges);
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

  private static Optional<Duration> retryAfter(String value) {
    try {
      return Optional.of(RetryAfter.parse(value).after());
    } catch (MalformedException e) {
      LOG.debug("no time in Retry-After", e);
      return Optional.empty();
    }
  }
}
