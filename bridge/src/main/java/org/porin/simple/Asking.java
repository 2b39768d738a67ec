package org.porin.simple;

import io.netty.util.NetUtil;
import java.util.List;
import org.porin.sip.CSeq;
import org.porin.sip.NameAddr;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.sip.SipTimers;
import org.porin.wire.Octets;

/**
 * Asks whether a far end is there (RFC 3261 §11): with no hops left, so that the next element
 * answers, whatever it answers. Used on the event loop only.
 */
final class Asking {
  private static final Exchanges.Client WHATEVER =
      new Exchanges.Client() {
        @Override
        public void answered(SipResponse response) {}

        @Override
        public void silent() {}

        @Override
        public void lost() {}

        @Override
        public void unsent(String cause) {}

        @Override
        public void full() {}
      };

  private final Exchanges exchanges;
  private final SentBy sentBy;
  private final Tokens tokens;

  Asking(Exchanges exchanges, SentBy sentBy, Tokens tokens) {
    this.exchanges = exchanges;
    this.sentBy = sentBy;
    this.tokens = tokens;
  }

  /** Sends OPTIONS; that anything comes back is for the flow to see. */
  void ask(Flow flow) {
    String there = "sip:" + NetUtil.toSocketAddressString(flow.remote());
    String here = "sip:" + sentBy.host(flow);
    SipHeaders headers =
        new SipHeaders(
            List.of(
                SipHeader.of("Max-Forwards", "0"),
                SipHeader.of("From", NameAddr.of(here).withTag(tokens.next()).toString()),
                SipHeader.of("To", NameAddr.of(there).toString()),
                SipHeader.of("Call-ID", tokens.next()),
                SipHeader.of("CSeq", new CSeq(1, "OPTIONS").toString()),
                SipHeader.of("Accept", Screening.ACCEPT)));
    SipRequest options = new SipRequest("OPTIONS", there, headers, Octets.EMPTY);
    exchanges.request(options, flow, SipTimers.DEFAULT.transaction(), WHATEVER);
  }
}
