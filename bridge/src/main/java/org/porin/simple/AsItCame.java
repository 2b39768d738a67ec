package org.porin.simple;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.porin.passport.Identity;
import org.porin.passport.Scope;
import org.porin.passport.TokenKind;
import org.porin.profile.Carried;
import org.porin.profile.Carried.Field;
import org.porin.profile.Carried.Proof;
import org.porin.profile.MessageOperation;
import org.porin.resolve.Transport;
import org.porin.sip.SipHeader;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of a request passes a transit unchanged (TRUST 3). */
final class AsItCame {
  /**
   * The fields that speak of the message from end to end. All others are of the hop, or say what
   * only the one before may say to us; Max-Forwards, Bridge-Trace and the addresses are written
   * anew.
   */
  private static final Set<String> TRAVELS =
      Set.of(
          "date",
          "expires",
          "from",
          "identity",
          "mime-version",
          "priority",
          "privacy",
          "subject",
          "to");

  private static final Logger LOG = LoggerFactory.getLogger(AsItCame.class);

  private AsItCame() {}

  /** What of a request travels, and how who sent it by this flow was proved. */
  static Carried of(SipRequest request, MessageOperation operation, Flow flow) {
    List<Field> fields = new ArrayList<>();
    for (SipHeader header : request.headers().list()) {
      if (travels(header.name().toLowerCase(Locale.ROOT))) {
        fields.add(new Field(header.name(), header.value()));
      }
    }
    return new Carried(fields, request.body(), proof(operation, flow), gateways(request));
  }

  private static boolean travels(String name) {
    return TRAVELS.contains(name)
        || (name.startsWith("content-") && !name.equals("content-length"));
  }

  /** Whether what they say is true is for others to find out; what is broken says nothing here. */
  private static List<String> gateways(SipRequest request) {
    List<String> gateways = new ArrayList<>();
    try {
      for (Identity identity : Identity.of(request.headers())) {
        if (identity.kind().filter(kind -> kind == TokenKind.GATEWAY).isPresent()
            && identity.open().passport().scope() instanceof Scope.Gateway gateway) {
          gateways.add(gateway.domain());
        }
      }
    } catch (MalformedException e) {
      LOG.debug("an Identity that is none passes on", e);
    }
    return gateways;
  }

  private static Proof proof(MessageOperation operation, Flow flow) {
    if (flow.transport() != Transport.TLS) {
      return Proof.CLEAR_TEXT;
    }
    return flow.certified().filter(its -> its.contain(operation.source().domain())).isPresent()
        ? Proof.MUTUAL_TLS
        : Proof.TLS;
  }
}
