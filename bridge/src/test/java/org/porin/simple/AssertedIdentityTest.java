package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.TrustDomain.Member;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.Octets;

/** RFC 3325: montague.example is trusted, and verona.example is not. */
class AssertedIdentityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Verdict UNKNOWN = new Verdict(Optional.empty(), Optional.empty());
  private static final String ROMEO = "<sip:romeo@montague.example>";
  private static final Hop PROVEN =
      new Hop(Transport.TLS, "192.0.2.1", List.of("montague.example"));

  private final AssertedIdentity identity =
      new AssertedIdentity(trusting(new Member(Set.of(address("192.0.2.7")), Attestation.B)));

  private static TrustDomain trusting(Member montague) {
    return new TrustDomain(Set.of("capulet.example"), Map.of("montague.example", montague));
  }

  @Test
  @Requirement({"3325-4-1", "3325-5-3", "3325-5-4", "3325-9.1-1"})
  void aTrustedPeerIsToldWhichOfOurUsersSends() {
    SipRequest request = from("<sip:juliet@capulet.example;gr=balcony>");
    SipRequest told = identity.told(request, PROVEN);

    assertThat(told.headers().all("P-Asserted-Identity"))
        .containsExactly("<sip:juliet@capulet.example>");
  }

  @ParameterizedTest(name = "{0} {1} {2} for {3}")
  @CsvSource({
    "TLS, 192.0.2.1, verona.example, montague.example",
    "TLS, 192.0.2.1, '', montague.example",
    "TLS, 192.0.2.1, verona.example, verona.example",
    "TCP, 192.0.2.7, '', montague.example",
    "UDP, 192.0.2.7, '', montague.example",
  })
  @Requirement({"3325-5-5", "3325-7-1", "3325-12-1"})
  void nobodyElseIsTold(Transport transport, String address, String certified, String domain) {
    SipRequest request = from("<sip:juliet@capulet.example>");
    Hop hop = new Hop(transport, address, certified.isEmpty() ? List.of() : List.of(certified));

    assertThat(identity.told(to(domain, request), hop).headers())
        .isEqualTo(to(domain, request).headers());
  }

  @Test
  @Requirement({"3325-5-3", "3325-6-1", "3325-8-1"})
  void whatOthersAssertedOrWishedForGoesNoFurther() {
    SipRequest request =
        from(
            "<sip:mercutio@verona.example>",
            "P-Asserted-Identity: <sip:prince@verona.example>",
            "P-Preferred-Identity: <sip:prince@verona.example>");
    for (Hop hop : List.of(PROVEN, new Hop(Transport.UDP, "192.0.2.9", List.of()))) {
      SipHeaders told = identity.told(request, hop).headers();
      assertThat(told.has("P-Asserted-Identity")).isFalse();
      assertThat(told.has("P-Preferred-Identity")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P-Asserted-Identity: <sip:romeo@montague.example>",
        "P-Asserted-Identity: sip:romeo@MONTAGUE.example:5061",
        "P-Asserted-Identity: \"Romeo\" <sips:romeo@montague.example>",
        "P-Asserted-Identity: <tel:+14085551212>|P-Asserted-Identity: <sip:r%6Fmeo@montague.example>",
        "P-Asserted-Identity: <sip:romeo@montague.example>|Privacy: none",
      })
  @Requirement({"3325-5-2", "3325-7-1", "3325-9.1-1"})
  void whatATrustedPeerAssertsStandsForASignature(String headers) {
    SipRequest request = from(ROMEO, headers.split("\\|"));

    Assertion assertion = judged(request, PROVEN, UNKNOWN).assertion().orElseThrow();
    assertThat(assertion.attestation()).isEqualTo(Attestation.B);
    assertThat(assertion.signer()).isEqualTo("montague.example");
    assertThat(assertion.issuedAt()).isEqualTo(NOW);
    assertThat(judged(request, PROVEN, refused(Reason.IDENTITY_REQUIRED)))
        .isEqualTo(new Verdict(Optional.of(assertion), Optional.empty()));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "TLS, 192.0.2.1, ''",
    "TLS, 192.0.2.1, verona.example",
    "TLS, 192.0.2.1, sub.montague.example",
    "TCP, 192.0.2.1, ''",
    "UDP, 192.0.2.7, ''", // anybody can write that address on a datagram
  })
  @Requirement({"3325-5-1", "3325-8-1"})
  void whatAnybodyElseAssertsIsNotUsed(Transport transport, String address, String certified) {
    Hop hop = new Hop(transport, address, certified.isEmpty() ? List.of() : List.of(certified));
    for (String user : List.of(ROMEO, "<sip:prince@montague.example>")) {
      SipRequest request = from(ROMEO, "P-Asserted-Identity: " + user);
      assertThat(judged(request, hop, UNKNOWN)).isEqualTo(UNKNOWN);
      assertThat(judged(request, hop, refused(Reason.IDENTITY_REQUIRED)))
          .isEqualTo(refused(Reason.IDENTITY_REQUIRED));
    }
  }

  @Test
  @Requirement({"3325-5-1", "3325-8-1"})
  void aTrustedPeerAssertsNothingOfTheUsersOfAnother() {
    String prince = "<sip:prince@verona.example>";
    SipRequest request = from(prince, "P-Asserted-Identity: " + prince);

    assertThat(judged(request, PROVEN, UNKNOWN)).isEqualTo(UNKNOWN);
  }

  @Test
  void anAddressThatTheOperatorListsProvesItsPeerOverAConnection() {
    SipRequest request = from(ROMEO, "P-Asserted-Identity: " + ROMEO);
    Hop listed = new Hop(Transport.TCP, "192.0.2.7", List.of());

    assertThat(judged(request, listed, UNKNOWN).assertion()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "ID", "header;id", "user;id;critical", "user", "critical"})
  @Requirement("3325-7-1")
  void whatIsToBeKeptPrivateIsTakenForNotSaid(String privacy) {
    SipRequest same = from(ROMEO, "P-Asserted-Identity: " + ROMEO, "Privacy: " + privacy);
    SipRequest other =
        from(ROMEO, "P-Asserted-Identity: <sip:r@montague.example>", "Privacy: " + privacy);

    assertThat(judged(same, PROVEN, UNKNOWN)).isEqualTo(UNKNOWN);
    assertThat(judged(other, PROVEN, UNKNOWN)).isEqualTo(UNKNOWN);
  }

  /** RFC 8224 §11: what it says is what From says too. */
  @Test
  @Requirement("8224-11-1")
  void privacyTakesNoSignatureAway() {
    Verdict signed =
        new Verdict(
            Optional.of(new Assertion(Attestation.A, "montague.example", NOW, "t")),
            Optional.empty());
    SipRequest in = from(ROMEO, "Privacy: id", "P-Asserted-Identity: " + ROMEO, "Identity: x");
    assertThat(judged(in, PROVEN, signed)).isEqualTo(signed);

    SipRequest out = from("<sip:juliet@capulet.example>", "Privacy: id", "Identity: x");
    assertThat(identity.told(out, PROVEN).headers().all("Identity")).containsExactly("x");
  }

  @Test
  void anotherSenderThanFromIsRefusedWhateverWasSigned() {
    SipRequest request = from(ROMEO, "P-Asserted-Identity: <sip:tybalt@montague.example>");
    Verdict signed =
        new Verdict(
            Optional.of(new Assertion(Attestation.A, "montague.example", NOW, "t")),
            Optional.empty());

    for (Verdict before : List.of(UNKNOWN, signed, refused(Reason.IDENTITY_REQUIRED))) {
      assertThat(judged(request, PROVEN, before).refusal().orElseThrow().reason())
          .isEqualTo(Reason.FORGED_SOURCE);
    }
  }

  @Test
  void aBrokenSignatureIsNotMendedAndASurerOneIsKept() {
    SipRequest request = from(ROMEO, "P-Asserted-Identity: " + ROMEO);
    Verdict signed =
        new Verdict(
            Optional.of(new Assertion(Attestation.A, "montague.example", NOW, "t")),
            Optional.empty());

    assertThat(judged(request, PROVEN, signed)).isEqualTo(signed);
    Stream.of(Reason.IDENTITY_INVALID, Reason.IDENTITY_STALE, Reason.CREDENTIAL_UNTRUSTED)
        .map(AssertedIdentityTest::refused)
        .forEach(broken -> assertThat(judged(request, PROVEN, broken)).isEqualTo(broken));
  }

  @Test
  void whoOwesSignaturesOfAccountsCannotAssertInstead() {
    AssertedIdentity strict = new AssertedIdentity(trusting(new Member(Set.of(), Attestation.A)));
    SipRequest request = from(ROMEO, "P-Asserted-Identity: " + ROMEO);
    Verdict required = refused(Reason.IDENTITY_REQUIRED);

    assertThat(strict.judged(request, PROVEN, required, NOW)).isEqualTo(required);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P-Asserted-Identity: nonsense",
        "P-Asserted-Identity: <sip:montague.example>",
        "P-Asserted-Identity: <tel:+14085551212>",
        "P-Asserted-Identity: <sip:romeo@montague.example>|P-Asserted-Identity: <sip:t@x.example>",
        "P-Asserted-Identity: <sip:romeo@montague.example>|P-Asserted-Identity: nonsense",
        "P-Asserted-Identity: <sip:romeo@montague.example>|P-Asserted-Identity: <tel:+1>"
            + "|P-Asserted-Identity: <tel:+2>",
      })
  @Requirement("3325-9.1-1")
  void whatTheGrammarDoesNotAllowSaysNothing(String headers) {
    assertThat(judged(from(ROMEO, headers.split("\\|")), PROVEN, UNKNOWN)).isEqualTo(UNKNOWN);
  }

  @Test
  void nobodyIsTrustedUnlessTheOperatorSaysSo() {
    AssertedIdentity usual = new AssertedIdentity(TrustDomain.NONE);
    SipRequest request = from("<sip:juliet@capulet.example>");

    assertThat(usual.told(request, PROVEN).headers()).isEqualTo(request.headers());
    assertThat(usual.judged(from(ROMEO, "P-Asserted-Identity: " + ROMEO), PROVEN, UNKNOWN, NOW))
        .isEqualTo(UNKNOWN);
  }

  private Verdict judged(SipRequest request, Flow flow, Verdict verdict) {
    return identity.judged(request, flow, verdict, NOW);
  }

  private static Verdict refused(Reason reason) {
    return new Verdict(Optional.empty(), Optional.of(new Refused(reason, "why")));
  }

  private static SipRequest from(String from, String... headers) {
    SipHeaders all =
        SipHeaders.of(
            "From", from + ";tag=1",
            "To", "<sip:somebody@montague.example>",
            "Call-ID", "c",
            "CSeq", "1 MESSAGE");
    for (String header : Arrays.asList(headers)) {
      int colon = header.indexOf(':');
      all = all.with(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return new SipRequest("MESSAGE", "sip:somebody@capulet.example", all, Octets.EMPTY);
  }

  private static SipRequest to(String domain, SipRequest request) {
    String to = "<sip:somebody@" + domain + ">";
    return request.withHeaders(request.headers().withFirst("To", to));
  }

  private static InetAddress address(String literal) {
    return new InetSocketAddress(literal, 5061).getAddress();
  }
}
