package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** nimbus-jose-jwt, which knows nothing of us, on the other side. */
class NimbusTest {
  static Stream<Scope> scopes() {
    ClaimDigest digest = ClaimDigest.of(Octets.utf8("Hi"));
    return Stream.of(
        Scope.message(digest),
        Scope.request("NOTIFY", digest),
        Scope.object(digest),
        Scope.gateway("b.example", 2, "mtls", Tokens.signed(Tokens.MESSAGE)),
        new Scope.Diversion(Tokens.uri("sip:nurse@a.example")));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  @Requirement({"8224-4.1-12", "8225-4.2-1", "8225-6-1"})
  void nimbusVerifiesWhatIsSignedHere(Scope scope) throws ParseException, JOSEException {
    SignedPassport token = Tokens.signed(scope);

    SignedJWT jwt = SignedJWT.parse(token.token());

    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) Tokens.KEYS.getPublic()))).isTrue();
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) JdkEs256.newKeys().getPublic())))
        .isFalse();
    assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("passport"));
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(jwt.getHeader().getX509CertURL()).isEqualTo(URI.create(Tokens.X5U));
    assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(Tokens.AT));
    assertThat(jwt.getJWTClaimsSet().getJWTID()).isEqualTo(Tokens.JTI);
    assertThat(jwt.getJWTClaimsSet().getJSONObjectClaim("orig"))
        .isEqualTo(Map.of("uri", "sip:juliet@a.example"));
    assertThat(jwt.getJWTClaimsSet().getJSONObjectClaim("dest"))
        .isEqualTo(Map.of("uri", List.of("sip:romeo@c.example")));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  @Requirement({"8224-4.1-12", "8225-4.2-1"})
  void whatNimbusSignsIsReadAndVerifiesHere(Scope scope) throws Exception {
    Passport passport = Tokens.passport(scope);
    Base64URL header = Base64URL.encode(CanonicalJson.encode(PassportWriter.header(passport)));
    JWSObject jws =
        new JWSObject(
            JWSHeader.parse(header), // keeps the octets that it is parsed from
            new Payload(CanonicalJson.encode(PassportWriter.claims(passport))));
    jws.sign(new ECDSASigner((ECPrivateKey) Tokens.KEYS.getPrivate()));

    SignedPassport token = SignedPassport.parse(jws.serialize());

    assertThat(token.passport()).isEqualTo(passport);
    assertThat(JdkEs256.verifies(token, Tokens.KEYS.getPublic())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("scopes")
  @Requirement("8225-9-2")
  void whatNimbusWritesInItsOwnOrderIsRefused(Scope scope) throws Exception {
    Passport passport = Tokens.passport(scope);
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("passport"))
            .x509CertURL(URI.create(Tokens.X5U));
    passport.kind().ppt().ifPresent(ppt -> header.customParam("ppt", ppt));
    JWSObject jws =
        new JWSObject(
            header.build(), new Payload(CanonicalJson.encode(PassportWriter.claims(passport))));
    jws.sign(new ECDSASigner(Tokens.KEYS.getPrivate(), Curve.P_256));

    assertThat(jws.getHeader().toString()).doesNotStartWith("{\"alg\":\"ES256\",\"ppt\"");
    assertThatThrownBy(() -> SignedPassport.parse(jws.serialize()))
        .isInstanceOf(MalformedException.class);
  }
}
