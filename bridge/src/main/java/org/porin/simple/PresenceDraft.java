package org.porin.simple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Failure.Reason;
import org.porin.sip.CSeq;
import org.porin.sip.Dialog;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.wire.Octets;

/**
 * Writes a SUBSCRIBE or NOTIFY of a leg (RFC 6665 §4.1.2, §4.2.2). Via and Contact, which name the
 * way it takes, come on the way.
 */
final class PresenceDraft implements Draft {
  private static final String CPIM = "message/cpim";
  private static final String PIDF = "application/pidf+xml";

  /** The MIME headers that are headers of SIP as well (RFC 3261 §7.4.1). */
  private static final List<String> OF_CONTENT = List.of("Content-Type", "Content-Language");

  private final PresenceRequest request;
  private final LegState leg;
  private final long first;
  private final Optional<SipUri> proxy;
  private final SentBy sentBy;
  private final LongConsumer numbers;

  /**
   * @param first the CSeq number of the first attempt
   * @param proxy what a request passes first that has no dialog to say it
   * @param numbers is told each CSeq number that is used
   */
  PresenceDraft(
      PresenceRequest request,
      LegState leg,
      long first,
      Optional<SipUri> proxy,
      SentBy sentBy,
      LongConsumer numbers) {
    this.request = request;
    this.leg = leg;
    this.first = first;
    this.proxy = leg.dialog().isEstablished() ? Optional.empty() : proxy;
    this.sentBy = sentBy;
    this.numbers = numbers;
  }

  @Override
  public SipRequest write(Walk.Attempt attempt) throws UnmappableException {
    List<SipHeader> headers = new ArrayList<>();
    headers.add(SipHeader.of("Event", leg.event().toString()));
    headers.addAll(request.headers().list());
    Octets body = Octets.EMPTY;
    if (request.document().isPresent()) {
      MimeEntity document = request.document().get();
      boolean wrapped = wantsCpim(document);
      body = wrapped ? wrap(document) : document.body();
      headers.addAll(wrapped ? List.of(SipHeader.of("Content-Type", CPIM)) : ofContent(document));
    }
    SipRequest written = leg.dialog().request(cseq(attempt.cseq()), new SipHeaders(headers), body);
    return proxy
        .map(RequestWriter::route)
        .map(route -> written.withHeaders(written.headers().withOnTop("Route", route)))
        .orElse(written);
  }

  @Override
  public CSeq cseq(int attempt) {
    long number = Math.min(CSeq.MAX_NUMBER, first + attempt - 1);
    numbers.accept(number);
    return new CSeq(number, request.method());
  }

  @Override
  public boolean fitsEveryDatagram() {
    return true;
  }

  @Override
  public boolean isOfUser() {
    return request.isOfUser();
  }

  /** RFC 6665 §4.5.1: a Contact that leads to this bridge, and that no other leg has. */
  @Override
  public SipRequest onTheWay(SipRequest written, Flow flow) {
    return written.withHeaders(
        written.headers().with("Contact", contact(sentBy, flow, leg.dialog())));
  }

  /** The Contact of a leg. */
  static String contact(SentBy sentBy, Flow flow, Dialog dialog) {
    return sentBy.contact(flow, dialog.local().tag().orElseThrow());
  }

  private boolean wantsCpim(MimeEntity document) {
    return leg.form() == LegState.Form.CPIM && !document.contentType().is("message", "cpim");
  }

  private Octets wrap(MimeEntity document) throws UnmappableException {
    try {
      return CpimCodec.encode(
          new CpimBuilder()
              .from(Mailbox.of(inbox(request.sender())))
              .to(Mailbox.of(inbox(request.receiver())))
              .build(document));
    } catch (IllegalArgumentException e) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the document cannot stand in a Message/CPIM");
    }
  }

  /** OPEN l: im: in the headers of Message/CPIM. */
  private static String inbox(PresUri uri) {
    return new ImUri(uri.localPart(), uri.domain()).toString();
  }

  /** PIDF without its charset: XML says that itself, and baresip takes no parameter (415). */
  private static List<SipHeader> ofContent(MimeEntity document) {
    boolean pidf = document.contentType().is("application", "pidf+xml");
    return document.headers().stream()
        .filter(header -> OF_CONTENT.stream().anyMatch(header::is))
        .map(
            header ->
                pidf && header.is("Content-Type")
                    ? SipHeader.of(header.name(), PIDF)
                    : SipHeader.of(header.name(), header.value()))
        .toList();
  }
}
