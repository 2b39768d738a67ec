package org.porin.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A failing final response and the header fields that belong to it (RFC 3261 §21). No text in it
 * can begin another line.
 *
 * @param code 300 to 699
 * @param reasonPhrase on one line
 * @param accept the media types of Accept, which a 415 has (RFC 3261 §21.4.13); else empty
 * @param warning the warn-text of a Warning with code 399, without quotes (RFC 3261 §20.43)
 * @param contact the URI of Contact, which a 301 or 302 has
 * @param retryAfter that of Retry-After, in whole seconds (RFC 3261 §20.33)
 */
public record SipStatus(
    int code,
    String reasonPhrase,
    List<String> accept,
    Optional<String> warning,
    Optional<String> contact,
    Optional<Duration> retryAfter) {
  public SipStatus {
    if (code < 300 || code > 699) {
      throw new IllegalArgumentException("a failing final response is 300 to 699");
    }
    accept = List.copyOf(accept);
    Stream<String> texts =
        Stream.of(Stream.of(reasonPhrase), accept.stream(), warning.stream(), contact.stream())
            .flatMap(text -> text);
    if (texts.anyMatch(text -> text.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException("no control characters in a header field");
    }
    if (warning.filter(text -> text.indexOf('"') >= 0 || text.indexOf('\\') >= 0).isPresent()) {
      throw new IllegalArgumentException("no quotes in a warn-text");
    }
  }
}
