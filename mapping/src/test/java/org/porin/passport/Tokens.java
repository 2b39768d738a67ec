package org.porin.passport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Passports and tokens that several tests read. */
final class Tokens {
  static final KeyPair KEYS = JdkEs256.newKeys();
  static final String X5U = "https://keys.a.example/p/2025-11.cer";
  static final String JTI = "b3f1c2d40e5f4a6b8c7d9e0f1a2b3c4d";
  static final Instant AT = Instant.ofEpochSecond(1_763_859_600L);
  static final Identifier JULIET = uri("sip:juliet@a.example");
  static final Identifier ROMEO = uri("sip:romeo@c.example");
  static final Scope MESSAGE = Scope.message(ClaimDigest.of(Octets.utf8("Hi")));

  private Tokens() {}

  static Identifier uri(String uri) {
    return new Identifier(Identifier.Kind.URI, uri);
  }

  static Identifier number(String number) {
    return new Identifier(Identifier.Kind.NUMBER, number);
  }

  static Passport passport(Scope scope) {
    return passport(scope, ROMEO);
  }

  static Passport passport(Scope scope, Identifier... dest) {
    return new Passport(
        X5U, JULIET, List.of(dest), AT, Optional.of(Attestation.A), Optional.of(JTI), scope);
  }

  static SignedPassport signed(Scope scope) {
    return signed(passport(scope));
  }

  static SignedPassport signed(Passport passport) {
    try {
      return SignedPassport.sign(passport, JdkEs256.signer(KEYS.getPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token of these texts with some 64 octets in the place of a signature. */
  static String unsigned(String header, String claims) {
    return base64Url(header) + "." + base64Url(claims) + "." + "A".repeat(86);
  }

  static String base64Url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a token says. */
  static String payload(SignedPassport token) {
    return text(token.token().split("\\.")[1]);
  }

  /** What its header says. */
  static String header(SignedPassport token) {
    return text(token.token().split("\\.")[0]);
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  static SignedPassport parse(String token) {
    try {
      return SignedPassport.parse(token);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }
}
