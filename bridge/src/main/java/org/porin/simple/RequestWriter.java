package org.porin.simple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.porin.address.SipUri;
import org.porin.mapping.Dialect;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.SipContent;
import org.porin.mapping.SipContentMapping;
import org.porin.mapping.UnmappableException;
import org.porin.profile.MessageOperation;
import org.porin.sip.CSeq;
import org.porin.sip.NameAddr;
import org.porin.sip.SipDate;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;

/**
 * Writes one message operation as a MESSAGE request (RFC 3428 §4, RFC 7572 §4), again for each
 * dialect and with the same Call-ID and tag. There is no Via yet, which names the way it takes, and
 * never a Contact (RFC 3428 §4).
 */
final class RequestWriter {
  private final MessageOperation operation;
  private final String callId;
  private final String fromTag;
  private final Instant date;

  RequestWriter(MessageOperation operation, Tokens tokens, InstantSource clock) {
    this.operation = operation;
    this.callId = tokens.next() + "." + operation.correlationId(); // the log names it so
    this.fromTag = tokens.next();
    this.date = clock.instant();
  }

  /**
   * The request in a dialect.
   *
   * @throws UnmappableException when the dialect cannot express the message
   */
  SipRequest write(Dialect dialect, int cseq) throws UnmappableException {
    SipContent content = SipContentMapping.toSip(operation.content(), dialect).value();
    // OPEN j: the Request-URI keeps the user's domain, whatever the next hop is called
    String destination = SipUri.of(operation.destination()).toString();
    NameAddr from = NameAddr.of(SipUri.of(operation.source()).toString()).withTag(fromTag);
    HopHeaders hops = HopHeaders.of(operation);
    List<SipHeader> headers = new ArrayList<>();
    headers.add(SipHeader.of(HopHeaders.MAX_FORWARDS, Integer.toString(operation.maxForwards())));
    headers.add(SipHeader.of("From", from.toString()));
    headers.add(SipHeader.of("To", NameAddr.of(destination).toString()));
    headers.add(SipHeader.of("Call-ID", callId));
    headers.add(SipHeader.of("CSeq", new CSeq(cseq, "MESSAGE").toString()));
    headers.add(SipHeader.of("Date", SipDate.format(content.date().orElse(date))));
    if (!hops.trace().isEmpty()) {
      headers.add(SipHeader.of(HopHeaders.BRIDGE_TRACE, hops.traceValue()));
    }
    content.subject().ifPresent(text -> headers.add(SipHeader.of("Subject", text)));
    content.contentLanguage().ifPresent(tag -> headers.add(SipHeader.of("Content-Language", tag)));
    headers.add(SipHeader.of("Content-Type", content.contentType().toString()));
    return new SipRequest("MESSAGE", destination, new SipHeaders(headers), content.body());
  }
}
