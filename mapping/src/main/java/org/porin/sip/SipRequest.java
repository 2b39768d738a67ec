package org.porin.sip;

import java.util.Optional;
import java.util.OptionalInt;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A request (RFC 3261 §7.1).
 *
 * @param method a token; compares with case
 * @param requestUri as text, of any scheme, exactly as it came
 * @param headers without Content-Length, which is dropped here
 * @param body its octets
 */
public record SipRequest(String method, String requestUri, SipHeaders headers, Octets body)
    implements SipMessage {
  /** The most hops that Max-Forwards can say (§20.22). */
  public static final int MAX_MAX_FORWARDS = 255;

  public SipRequest {
    if (!SipText.isToken(method)) {
      throw new IllegalArgumentException("a method is a token");
    }
    if (firstNotUri(requestUri) >= 0) {
      throw new IllegalArgumentException("no URI");
    }
    headers = headers.without("Content-Length");
  }

  /** Hops left, 0 to 255; empty where an old client did not say (§8.1.1.6). */
  public OptionalInt maxForwards() {
    Optional<String> value = headers.first("Max-Forwards");
    try {
      return value.isPresent() ? OptionalInt.of(maxForwards(value.get())) : OptionalInt.empty();
    } catch (MalformedException e) {
      throw new IllegalStateException("Max-Forwards was not checked before", e);
    }
  }

  /** The Request-URI as {@code sip:} or {@code sips:} URI; empty if it is none. */
  public Optional<SipUri> sipUri() {
    return NameAddr.of(requestUri).sipUri();
  }

  /** The Request-URI as {@code im:} URI (RFC 3428 §5); empty if it is none. */
  public Optional<ImUri> imUri() {
    return NameAddr.of(requestUri).imUri();
  }

  /** The same request with other headers. */
  public SipRequest withHeaders(SipHeaders changed) {
    return new SipRequest(method, requestUri, changed, body);
  }

  /**
   * The request as the server transport passes it up: received and rport in the topmost Via (RFC
   * 3261 §18.2.1, RFC 3581 §4).
   *
   * @param address the source address; IPv6 without brackets or zone
   * @param port the source port
   */
  public SipRequest receivedFrom(String address, int port) {
    return withHeaders(headers.withFirst("Via", topVia().receivedFrom(address, port).toString()));
  }

  @Override
  public <R> R choose(Cases<R> cases) {
    return cases.request(this);
  }

  /** The start line alone: headers and body do not belong in logs by accident. */
  @Override
  public String toString() {
    return method + " " + requestUri;
  }

  static int maxForwards(String value) throws MalformedException {
    SipCursor cursor = new SipCursor(value);
    long hops = cursor.number(MAX_MAX_FORWARDS, "Max-Forwards");
    cursor.end();
    return (int) hops;
  }

  /**
   * Where a text stops being {@code scheme ":" 1*char} of the chars that RFC 3986 §2 allows; what
   * the scheme makes of them is for its own parser.
   *
   * @return the index of the first fault, or -1
   */
  static int firstNotUri(String text) {
    return firstNotUri(text, 0, text.length());
  }

  /** As {@link #firstNotUri(String)}, of a part of a text; the index counts from its start. */
  static int firstNotUri(String text, int from, int to) {
    int colon = text.indexOf(':', from);
    if (colon <= from || colon >= to) {
      return 0;
    }
    for (int i = from; i < colon; i++) {
      char c = text.charAt(i);
      boolean fits =
          i > from
              ? SipText.isAlphanumeric(c) || c == '+' || c == '-' || c == '.'
              : SipText.isAlphanumeric(c) && !SipText.isDigit(c);
      if (!fits) {
        return i - from;
      }
    }
    for (int i = colon + 1; i < to; i++) {
      if (!SipText.isUriChar(text.charAt(i))) {
        return i - from;
      }
    }
    return colon == to - 1 ? to - from : -1;
  }
}
