package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Assertion;
import org.porin.profile.Carried.Proof;
import org.porin.requirement.Requirement;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.GatewayService.Arrival;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What a gateway says of what it passes on; the tokens are the worked example of TRUST 2. */
class GatewayTokenTest {
  private static final String TS =
      "eyJhbGciOiJFUzI1NiIsInBwdCI6Im1zZyIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly"
          + "9rZXlzLmEuZXhhbXBsZS9wLzIwMjUtMTEuY2VyIn0.eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ1cmki"
          + "Olsic2lwOnJvbWVvQGMuZXhhbXBsZSJdfSwiaWF0IjoxNzYzODU5NjAwLCJqdGkiOiJiM2YxYzJkND"
          + "BlNWY0YTZiOGM3ZDllMGYxYTJiM2M0ZCIsIm1zZ2kiOiJzaGEyNTYteXc3MXRYaWp2Z1BsS1hrY3VD"
          + "US8yYTlkb1RqMEpINnhHS1NBb3FNODh6VT0iLCJvcmlnIjp7InVyaSI6InNpcDpqdWxpZXRAYS5leG"
          + "FtcGxlIn19.5njWfDtgaiGKePcPOtHiGJuDvkHWwLt9uOj3G2nJSc9E0Wb0R20v9ngkQ8Qi0MA38P4"
          + "iJwk2Y4mOgTk7ZqT23A";
  private static final String TG =
      "eyJhbGciOiJFUzI1NiIsInBwdCI6Imd3YSIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly"
          + "9rZXlzLmIuZXhhbXBsZS9wLzcuY2VyIn0.eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ1cmkiOlsic2lw"
          + "OnJvbWVvQGMuZXhhbXBsZSJdfSwiZ3ciOnsiZG9tIjoiYi5leGFtcGxlIiwiaG9wIjoxLCJsbmsiOi"
          + "JtdGxzIn0sImlhdCI6MTc2Mzg1OTYwMSwianRpIjoiYjNmMWMyZDQwZTVmNGE2YjhjN2Q5ZTBmMWEy"
          + "YjNjNGQiLCJvcmlnIjp7InVyaSI6InNpcDpqdWxpZXRAYS5leGFtcGxlIn0sInByZXYiOiJzaGEyNT"
          + "YtYTV4RHl3TC9tRkkwYjU3M2RqSWkzMkttUVg5NldZYkxTOHlQRnJWRUZ3ND0ifQ.sGP3Q3mHO4g_D"
          + "ZXRR7wY3jWKj-SqZQgEgY7-pmutpf0QghQXgHAQWd_kGh0SmYn_zrgjnMa6rjVtH6efjKCSJw";
  private static final String X5U = "https://keys.b.example/p/7.cer";
  private static final Instant NOW = Instant.ofEpochSecond(1_763_859_601);
  private static final Arrival VERIFIED =
      new Arrival(
          Proof.MUTUAL_TLS,
          Optional.of(new Assertion(Attestation.A, "a.example", NOW.minusSeconds(1), "t")));

  @Test
  void theWorkedExampleIsWhatIsSigned() throws Exception {
    Passport passport = of(request(identity(TS)), VERIFIED);
    SignedPassport signed = SignedPassport.sign(passport, input -> Octets.copyOf(new byte[64]));
    assertThat(signed.token().substring(0, signed.token().lastIndexOf('.')))
        .isEqualTo(TG.substring(0, TG.lastIndexOf('.')));
  }

  @Test
  void theNextGatewayStandsBehindTheOneBeforeWhateverTheOrderOfTheHeaders() throws Exception {
    Passport passport = of(request(identity(TG), identity(TS)), VERIFIED);
    Scope.Gateway gateway = (Scope.Gateway) passport.scope();
    assertThat(gateway.hop()).isEqualTo(2);
    assertThat(gateway.previous()).contains(ClaimDigest.of(SignedPassport.parse(TG)));
    assertThat(passport.id()).contains("b3f1c2d40e5f4a6b8c7d9e0f1a2b3c4d");
  }

  @Test
  @Requirement("8224-6.1-3")
  void ofWhatNobodySignedItIsTheFirstWordAndNoMoreThanTheLinkShows() throws Exception {
    Passport certified = of(request(), new Arrival(Proof.MUTUAL_TLS, Optional.empty()));
    Scope.Gateway gateway = (Scope.Gateway) certified.scope();
    assertThat(gateway.hop()).isEqualTo(1);
    assertThat(gateway.previous()).isEmpty();
    assertThat(certified.attestation()).contains(Attestation.B);
    assertThat(certified.id()).contains("made");
    Passport tls = of(request(), new Arrival(Proof.TLS, Optional.empty()));
    assertThat(tls.attestation()).contains(Attestation.C);
    assertThat(((Scope.Gateway) tls.scope()).link()).isEqualTo("tls");
    Passport clear = of(request(), new Arrival(Proof.CLEAR_TEXT, Optional.empty()));
    assertThat(clear.attestation()).contains(Attestation.C);
    assertThat(((Scope.Gateway) clear.scope()).link()).isEqualTo("clear");
  }

  @Test
  void whatIsSignedAndNotVerifiedHereIsNotVouchedForHere() throws Exception {
    Passport passport = of(request(identity(TS)), new Arrival(Proof.TLS, Optional.empty()));
    assertThat(passport.attestation()).contains(Attestation.C);
    assertThat(((Scope.Gateway) passport.scope()).previous()).isPresent();
  }

  @Test
  void aKindThatIsInNoChainIsPassedBy() throws Exception {
    String other = TS + ";info=<https://keys.a.example/p/2025-11.cer>;ppt=shaken";
    Passport passport = of(request(other, identity(TS)), VERIFIED);
    assertThat(((Scope.Gateway) passport.scope()).previous())
        .contains(ClaimDigest.of(SignedPassport.parse(TS)));
  }

  @Test
  void aDiversionIsNoLinkOfItsChain() throws Exception {
    SignedPassport diversion = another(new Scope.Diversion(Identifier.of("sip:paris@c.example")));
    Passport passport = of(request(Identity.of(diversion).toString(), identity(TS)), VERIFIED);
    assertThat(((Scope.Gateway) passport.scope()).previous())
        .contains(ClaimDigest.of(SignedPassport.parse(TS)));
  }

  @Test
  void ofTwoSendersItStandsBehindTheOneThatWasVerified() throws Exception {
    SignedPassport other = another(Scope.message(ClaimDigest.of(Octets.EMPTY)));
    String name = SignedPassport.parse(TS).name();
    Assertion verified = new Assertion(Attestation.A, "a.example", NOW, name);
    Passport passport =
        of(
            request(Identity.of(other).toString(), identity(TS)),
            new Arrival(Proof.TLS, Optional.of(verified)));
    assertThat(((Scope.Gateway) passport.scope()).previous())
        .contains(ClaimDigest.of(SignedPassport.parse(TS)));
  }

  /** TRUST 3: without Ts it is never surer than B, whatever was found in the object. */
  @Test
  void behindTheTokenOfAnObjectItHasItsIdAndNoLink() throws Exception {
    Octets object =
        Octets.copyOf(Files.readAllBytes(Path.of(TrustVectorFiles.DIRECTORY, "body.cpim")));
    SipRequest plain = request();
    SipHeaders headers = plain.headers().with("Content-Type", "message/cpim");
    Passport passport =
        of(new SipRequest("MESSAGE", plain.requestUri(), headers, object), VERIFIED);
    assertThat(passport.id()).contains("b3f1c2d40e5f4a6b8c7d9e0f1a2b3c4d");
    assertThat(((Scope.Gateway) passport.scope()).previous()).isEmpty();
    assertThat(passport.attestation()).contains(Attestation.B);
  }

  private static SignedPassport another(Scope scope) throws Exception {
    Passport passport =
        new Passport(
            X5U,
            Identifier.of("sip:juliet@a.example"),
            List.of(Identifier.of("sip:romeo@c.example")),
            NOW,
            Optional.empty(),
            Optional.empty(),
            scope);
    return SignedPassport.sign(passport, input -> Octets.copyOf(new byte[64]));
  }

  @Test
  void behindWhatIsNoTokenNothingIsSigned() {
    assertThatThrownBy(() -> of(request("x.y.z;info=<https://a.example/>;ppt=msg"), VERIFIED))
        .isInstanceOf(MalformedException.class);
  }

  private static Passport of(SipRequest request, Arrival arrival) throws MalformedException {
    return GatewayToken.of(request, arrival, "b.example", X5U, NOW, () -> "made");
  }

  private static String identity(String token) throws MalformedException {
    return Identity.of(SignedPassport.parse(token)).toString();
  }

  private static SipRequest request(String... identities) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "Via", "SIP/2.0/TCP b.example;branch=z9hG4bK1",
                "From", "Juliet <sip:Juliet@a.example;gr=balcony>;tag=1",
                "To", "<sip:romeo@c.example:5060>",
                "Call-ID", "1",
                "CSeq", "1 MESSAGE",
                "Max-Forwards", "70"));
    for (String identity : identities) {
      headers.addAll(List.of("Identity", identity));
    }
    return new SipRequest(
        "MESSAGE",
        "sip:romeo@c.example",
        SipHeaders.of(headers.toArray(new String[0])),
        Octets.utf8("x"));
  }
}
