package org.porin.conformance.interop;

import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.sip.SipDate;
import org.porin.trust.Es256;
import org.porin.wire.Octets;

/** A SIP client of the tests that signs what it sends, rightly or not. */
final class Signatory {
  private final Es256 es256 = Es256.open();
  private final X509Bundle key;
  private final String x5u;

  /**
   * @param x5u where its readers will look for the certificate of the key
   */
  Signatory(X509Bundle key, String x5u) {
    this.key = key;
    this.x5u = x5u;
  }

  /** The token of a message, sent so long ago. */
  SignedPassport token(String from, String to, String body, Duration ago) throws Exception {
    Passport claims =
        new Passport(
            x5u,
            Identifier.of("sip:" + from),
            List.of(Identifier.of("sip:" + to)),
            Instant.now().minus(ago),
            Optional.of(Attestation.A),
            Optional.of(UUID.randomUUID().toString().replace("-", "")),
            Scope.message(ClaimDigest.of(Octets.utf8(body))));
    return SignedPassport.sign(claims, in -> es256.sign(key.getKeyPair().getPrivate(), in));
  }

  /**
   * What this one says as a gateway of a message that it passed on.
   *
   * @param passed the token of who sent it, or of another that is alike where there is none
   * @param scope its place on the way
   */
  SignedPassport passing(SignedPassport passed, Scope scope) throws Exception {
    Passport of = passed.passport();
    Passport claims =
        new Passport(
            x5u, of.orig(), of.dest(), of.issuedAt(), Optional.of(Attestation.A), of.id(), scope);
    return SignedPassport.sign(claims, in -> es256.sign(key.getKeyPair().getPrivate(), in));
  }

  /** A message with these tokens, and the Date of the first. */
  static Outgoing carrying(List<SignedPassport> tokens, String from, String to, String body) {
    List<String> headers = new ArrayList<>();
    headers.add("Date: " + SipDate.format(tokens.get(0).passport().issuedAt()));
    tokens.forEach(token -> headers.add("Identity: " + Identity.of(token)));
    return Outgoing.text(from, to, body, headers.toArray(new String[0]));
  }

  /** A message with that token, and with the Date that belongs to it. */
  static Outgoing carrying(SignedPassport token, String from, String to, String body) {
    return carrying(Identity.of(token).toString(), token.passport().issuedAt(), from, to, body);
  }

  /** A message with any header. */
  static Outgoing carrying(String identity, Instant date, String from, String to, String body) {
    List<String> headers = new ArrayList<>();
    headers.add("Date: " + SipDate.format(date));
    headers.add("Identity: " + identity);
    return Outgoing.text(from, to, body, headers.toArray(new String[0]));
  }

  /** A message as it should be. */
  Outgoing message(String from, String to, String body) throws Exception {
    return carrying(token(from, to, body, Duration.ZERO), from, to, body);
  }
}
