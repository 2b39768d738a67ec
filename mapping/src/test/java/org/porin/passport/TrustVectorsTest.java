package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.passport.Tokens.AT;
import static org.porin.passport.Tokens.JTI;
import static org.porin.passport.Tokens.JULIET;
import static org.porin.passport.Tokens.ROMEO;
import static org.porin.passport.Tokens.X5U;
import static org.porin.passport.Tokens.uri;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimMessage;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The vectors of TRUST: what they say is what we read from them, and what we write. */
class TrustVectorsTest {
  static Stream<Arguments> passports() throws MalformedException {
    return Stream.of(
        Arguments.of("Ts", passport(Scope.message(ClaimDigest.of(TrustVectors.body())))),
        Arguments.of("Tn", passport(Scope.request("SUBSCRIBE", ClaimDigest.of(Octets.EMPTY)))),
        Arguments.of(
            "Tc",
            new Passport(
                X5U,
                uri("im:juliet@a.example"),
                List.of(uri("im:romeo@c.example")),
                AT,
                Optional.of(Attestation.A),
                Optional.of(JTI),
                Scope.object(ClaimDigest.of(TrustVectors.object())))),
        Arguments.of(
            "Tg",
            new Passport(
                "https://keys.b.example/p/7.cer",
                JULIET,
                List.of(ROMEO),
                AT.plusSeconds(1),
                Optional.of(Attestation.A),
                Optional.of(JTI),
                Scope.gateway("b.example", 1, "mtls", Tokens.parse(TrustVectors.token("Ts"))))));
  }

  private static Passport passport(Scope scope) {
    return Tokens.passport(scope);
  }

  @ParameterizedTest
  @MethodSource("passports")
  void aTokenIsReadAndVerifies(String kind, Passport passport) throws Exception {
    SignedPassport token = SignedPassport.parse(TrustVectors.token(kind));

    assertThat(token.passport()).isEqualTo(passport);
    assertThat(token.token()).isEqualTo(TrustVectors.token(kind));
    assertThat(JdkEs256.verifies(token, TrustVectors.key(kind))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("passports")
  @Requirement({"8225-6-1", "8225-7-3", "8225-9-2", "8225-9-5", "8588-8-1"})
  void whatIsSignedIsTheSameToTheOctet(String kind, Passport passport)
      throws GeneralSecurityException {
    SignedPassport token = Tokens.signed(passport);

    assertThat(Tokens.header(token)).isEqualTo(TrustVectors.header(kind));
    assertThat(Tokens.payload(token)).isEqualTo(TrustVectors.payload(kind));
    assertThat(TrustVectors.token(kind)).startsWith(token.signingInput().toText(0, 200));
    assertThat(JdkEs256.verifies(token, Tokens.KEYS.getPublic())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ts", "Tn", "Tc", "Tg"})
  void aTokenVerifiesWithNoOtherKey(String kind) throws Exception {
    SignedPassport token = SignedPassport.parse(TrustVectors.token(kind));

    assertThat(JdkEs256.verifies(token, TrustVectors.key(kind.equals("Tg") ? "Ts" : "Tg")))
        .isFalse();
  }

  @Test
  @Requirement("9475-3.2-8")
  void msgiIsTheDigestOfTheWholeBody() throws MalformedException {
    Scope.Message scope =
        (Scope.Message) SignedPassport.parse(TrustVectors.token("Ts")).passport().scope();

    assertThat(scope.msgi().orElseThrow().matches(TrustVectors.body())).isTrue();
    assertThat(TrustVectors.body().length()).isEqualTo(728);
  }

  @Test
  void cpimdIsTheDigestOfTheObjectWithoutItsAssertion() throws MalformedException {
    CpimMessage object = TrustVectors.object();
    List<SignedPassport> tokens = AssertionHeader.tokens(object);

    assertThat(tokens).extracting(SignedPassport::token).containsExactly(TrustVectors.token("Tc"));
    Scope.CpimObject scope = (Scope.CpimObject) tokens.get(0).passport().scope();
    assertThat(scope.digest().matches(object)).isTrue();
  }

  @Test
  void theObjectIsWrittenAsInTheVector() throws MalformedException {
    CpimMessage vector = TrustVectors.object();
    CpimMessage bare =
        new CpimMessage(vector.headers().subList(0, 3), vector.entity()); // From, To, DateTime

    CpimMessage declared = AssertionHeader.declare(bare);
    CpimMessage written =
        AssertionHeader.add(declared, SignedPassport.parse(TrustVectors.token("Tc")));

    assertThat(CpimCodec.encode(written)).isEqualTo(TrustVectors.body());
    assertThat(ClaimDigest.of(declared)).isEqualTo(ClaimDigest.of(written));
    assertThat(CpimBuilder.after(written).build(written.entity())).isEqualTo(vector);
  }

  @Test
  void theIdentityHeaderIsWrittenAsInTheExample() throws MalformedException { // TRUST 2
    SignedPassport token = SignedPassport.parse(TrustVectors.token("Ts"));

    Identity identity = Identity.of(token);

    assertThat(identity)
        .hasToString(
            TrustVectors.token("Ts")
                + ";info=<https://keys.a.example/p/2025-11.cer>;alg=ES256;ppt=msg");
    assertThat(Identity.parse(identity.toString()).open()).isEqualTo(token);
  }

  @Test
  void theDigestOfTheWholeTokenBeforeLinksTheGateways() throws MalformedException {
    SignedPassport first = SignedPassport.parse(TrustVectors.token("Ts"));
    Scope.Gateway way =
        (Scope.Gateway) SignedPassport.parse(TrustVectors.token("Tg")).passport().scope();

    assertThat(way.previous().orElseThrow().matches(first)).isTrue();
    assertThat(way.previous().orElseThrow().matches(Tokens.signed(first.passport()))).isFalse();
  }
}
