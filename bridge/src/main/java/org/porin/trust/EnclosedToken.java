package org.porin.trust;

import java.util.List;
import java.util.Optional;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.TransferEncoding;
import org.porin.passport.AssertionHeader;
import org.porin.passport.SignedPassport;
import org.porin.passport.TokenKind;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * The token that stands in the Message/CPIM object of a request, put there by who made the object
 * (TRUST 4).
 *
 * @param message as it was read by the letter, since the token speaks of its very octets
 */
record EnclosedToken(CpimMessage message, SignedPassport token) {
  /**
   * Looks for one.
   *
   * @throws MalformedException when there is something that should be one
   */
  static Optional<EnclosedToken> of(SipRequest request) throws MalformedException {
    if (!isCpim(request) || !namesNamespace(request.body())) {
      return Optional.empty();
    }
    CpimMessage message;
    try {
      message = CpimCodec.decode(request.body(), CpimLimits.DEFAULT);
    } catch (MalformedException e) {
      if (CpimCodec.decodeLenient(request.body(), CpimLimits.DEFAULT)
          .headers(AssertionHeader.NAME)
          .isEmpty()) {
        return Optional.empty(); // somebody wrote of the namespace, in a text
      }
      throw e;
    }
    List<SignedPassport> tokens = AssertionHeader.tokens(message);
    return tokens.size() == 1 && tokens.get(0).passport().kind() == TokenKind.CPIM
        ? Optional.of(new EnclosedToken(message, tokens.get(0)))
        : Optional.empty(); // of gateways, around another object
  }

  /** Most objects do not, and need not be read for this. */
  private static boolean namesNamespace(Octets body) {
    return body.toText(0, body.length()).contains(AssertionHeader.NAMESPACE);
  }

  /** As its octets stand; an encoding, which nobody signs, would make another object of them. */
  private static boolean isCpim(SipRequest request) throws MalformedException {
    var type = request.contentType();
    return type.isPresent()
        && type.get().essence().equals("message/cpim")
        && request.headers().all("Content-Transfer-Encoding").stream()
            .allMatch(TransferEncoding::isIdentity);
  }
}
