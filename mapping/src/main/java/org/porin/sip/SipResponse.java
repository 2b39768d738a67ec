package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A response (RFC 3261 §7.2).
 *
 * @param status 100 to 699
 * @param reason for a person; may be empty, never with CR, LF or other controls
 * @param headers without Content-Length, which is dropped here
 * @param body its octets
 */
public record SipResponse(int status, String reason, SipHeaders headers, Octets body)
    implements SipMessage {
  /** What an answer repeats of its request, each in full and in order (§8.2.6.2). */
  private static final List<String> REPEATED = List.of("Via", "From", "To", "Call-ID", "CSeq");

  public SipResponse {
    if (status < 100 || status > 699) {
      throw new IllegalArgumentException("a status is 100 to 699");
    }
    if (SipText.firstForbidden(reason) >= 0) {
      throw new IllegalArgumentException("no controls in a reason phrase");
    }
    headers = headers.without("Content-Length");
  }

  /**
   * An answer to a request, without body (§8.2.6.2).
   *
   * @param toTag added to To where the request has no tag there, but not to a 100; the same for
   *     every answer to one request
   */
  public static SipResponse to(SipRequest request, int status, String reason, String toTag) {
    return to(request.headers(), status, reason, toTag);
  }

  /**
   * The same for a malformed request of which only the headers could be read ({@link
   * SipInput.Malformed}).
   */
  public static SipResponse to(SipHeaders request, int status, String reason, String toTag) {
    List<SipHeader> repeated = new ArrayList<>(8);
    for (SipHeader header : request.list()) {
      boolean timestamp = status == 100 && header.name().equals("Timestamp"); // §8.2.6.1
      if (timestamp || REPEATED.contains(header.name())) {
        boolean tagged = header.name().equals("To") && status > 100;
        repeated.add(tagged ? withTag(header, toTag) : header);
      }
    }
    return new SipResponse(status, reason, new SipHeaders(repeated), Octets.EMPTY);
  }

  /** The same response with one more header. */
  public SipResponse with(String name, String value) {
    return new SipResponse(status, reason, headers.with(name, value), body);
  }

  /** Whether it ends its transaction: 200 to 699. */
  public boolean isFinal() {
    return status >= 200;
  }

  /** Whether the request was carried out or accepted: 200 to 299. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public <R> R choose(Cases<R> cases) {
    return cases.response(this);
  }

  /** The start line alone: headers and body do not belong in logs by accident. */
  @Override
  public String toString() {
    return status + " " + reason;
  }

  private static SipHeader withTag(SipHeader to, String toTag) {
    try {
      NameAddr address = NameAddr.parse(to.value());
      boolean there = address.tag().isPresent();
      return there ? to : SipHeader.of("To", to.value() + ";" + SipParameter.of("tag", toTag));
    } catch (MalformedException e) {
      return to; // of a request that is refused for it; the peer gets back what it sent
    }
  }
}
