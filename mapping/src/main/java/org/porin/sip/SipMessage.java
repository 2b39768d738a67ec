package org.porin.sip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A SIP message (RFC 3261 §7). Content-Length is not among its headers: the codec reads and writes
 * it, and {@code body().length()} says it.
 *
 * <p>The views of Via, From, To, Call-ID and CSeq never fail on what the codec gave out; on a
 * message made here without such a header they throw IllegalStateException.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {
  /** The longest time in Expires, in seconds (§20.19). */
  long MAX_EXPIRES_SECONDS = (1L << 32) - 1;

  /** All headers but Content-Length. */
  SipHeaders headers();

  /** The octets of the body, exactly as they came. */
  Octets body();

  /** Calls the case for this kind. */
  <R> R choose(Cases<R> cases);

  /** One method for each kind of message. */
  interface Cases<R> {
    R request(SipRequest request);

    R response(SipResponse response);
  }

  /** The topmost Via. */
  default Via topVia() {
    return required("Via", Via::parse);
  }

  /** All of Via, topmost first. */
  default List<Via> vias() {
    List<Via> vias = new ArrayList<>();
    for (String value : headers().all("Via")) {
      vias.add(readable("Via", value, Via::parse));
    }
    return vias;
  }

  /** Who sends. */
  default NameAddr from() {
    return required("From", NameAddr::parse);
  }

  /** Whom it was first sent to. */
  default NameAddr to() {
    return required("To", NameAddr::parse);
  }

  /** What the messages of one request or dialog have in common; compares with case (§8.1.1.4). */
  default String callId() {
    return required("Call-ID", value -> value);
  }

  /** The number and method of the request. */
  default CSeq cseq() {
    return required("CSeq", CSeq::parse);
  }

  /** What the body is (§20.15). */
  default Optional<MediaType> contentType() throws MalformedException {
    Optional<String> value = headers().first("Content-Type");
    return value.isPresent() ? Optional.of(MediaType.parse(value.get())) : Optional.empty();
  }

  /** How long it is of use, in seconds (§20.19). */
  default OptionalLong expires() throws MalformedException {
    return seconds("Expires");
  }

  /** The shortest time that would do, in seconds (§20.23). */
  default OptionalLong minExpires() throws MalformedException {
    return seconds("Min-Expires");
  }

  /** What a SUBSCRIBE or NOTIFY is about (RFC 6665 §8.2.1). */
  default Optional<Event> event() throws MalformedException {
    Optional<String> value = headers().first("Event");
    return value.isPresent() ? Optional.of(Event.parse(value.get())) : Optional.empty();
  }

  /** When it was first sent (§20.17). */
  default Optional<Instant> date() throws MalformedException {
    Optional<String> value = headers().first("Date");
    return value.isPresent() ? Optional.of(SipDate.parse(value.get())) : Optional.empty();
  }

  private OptionalLong seconds(String name) throws MalformedException {
    Optional<String> value = headers().first(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    SipCursor cursor = new SipCursor(value.get());
    long seconds = cursor.number(MAX_EXPIRES_SECONDS, name);
    cursor.end();
    return OptionalLong.of(seconds);
  }

  private <T> T required(String name, HeaderReading<T> reading) {
    String value = headers().first(name).orElseThrow(() -> new IllegalStateException("no " + name));
    return readable(name, value, reading);
  }

  private static <T> T readable(String name, String value, HeaderReading<T> reading) {
    try {
      return reading.read(value);
    } catch (MalformedException e) {
      throw new IllegalStateException(name + " was not checked before", e);
    }
  }
}
