package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.porin.passport.Identifier;
import org.porin.profile.Assertion;
import org.porin.requirement.Requirement;
import org.porin.sip.NameAddr;
import org.porin.sip.SipHeader;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Whatever octet of a signed request is changed, nothing else is verified than what was SIGNED. */
class OneOctetPropertiesTest {
  private static final TrustScene SCENE = scene(); // its threads end with the process
  private static final SipRequest SIGNED = SCENE.signed(TrustScene.message());
  private static final Assertion ORIGINAL = SCENE.verify(SIGNED).assertion().orElseThrow();

  private static TrustScene scene() {
    try {
      return new TrustScene();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Property(tries = 1_500)
  void ofTheBodyEveryOctetCounts(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 1, max = 255) int flip) {
    byte[] body = SIGNED.body().toArray();
    body[place % body.length] ^= (byte) flip;

    Verdict verdict =
        SCENE.verify(
            new SipRequest("MESSAGE", SIGNED.requestUri(), SIGNED.headers(), Octets.copyOf(body)));

    assertThat(verdict.assertion()).isEmpty();
  }

  @Property(tries = 4_000)
  @Requirement({"8224-6.2-8", "8224-6.2-4", "7515-5.2-1"})
  void ofIdentityNothingElseIsVerified(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 33, max = 126) int octet) {
    changed("Identity", place, octet)
        .flatMap(request -> SCENE.verify(request).assertion())
        // a parameter that is not known any more leaves the token as it was, of which this is all
        .ifPresent(assertion -> assertThat(assertion).isEqualTo(ORIGINAL));
  }

  @Property(tries = 2_000)
  @Requirement("8224-6.2.4-1")
  void ofFromNobodyElseIsVerified(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 33, max = 126) int octet)
      throws Exception {
    assertSameOrRefused("From", place, octet, TrustScene.JULIET);
  }

  @Property(tries = 2_000)
  void ofToNobodyElseIsVerified(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 33, max = 126) int octet)
      throws Exception {
    assertSameOrRefused("To", place, octet, TrustScene.ROMEO);
  }

  @Property(tries = 1_000)
  void ofDateNothingElseIsVerified(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 33, max = 126) int octet) {
    changed("Date", place, octet)
        .flatMap(request -> SCENE.verify(request).assertion())
        .ifPresent(
            assertion ->
                assertThat(assertion.issuedAt())
                    .as("a Date that is fresh is not believed either (RFC 8224 §6.2 step 4)")
                    .isEqualTo(ORIGINAL.issuedAt()));
  }

  private static void assertSameOrRefused(String name, int place, int octet, String uri)
      throws MalformedException {
    Optional<SipRequest> request = changed(name, place, octet);
    if (request.isPresent() && SCENE.verify(request.get()).assertion().isPresent()) {
      NameAddr named = name.equals("From") ? request.get().from() : request.get().to();
      assertThat(Identifier.of(named.uri()))
          .as("%s", request.get().headers().first(name))
          .isEqualTo(Identifier.of(uri));
    }
  }

  /** Empty where it would be no header, or the same. */
  private static Optional<SipRequest> changed(String name, int place, int octet) {
    byte[] value = SIGNED.headers().first(name).orElseThrow().getBytes(StandardCharsets.US_ASCII);
    if (value[place % value.length] == octet) {
      return Optional.empty();
    }
    value[place % value.length] = (byte) octet;
    SipHeader header = SipHeader.of(name, new String(value, StandardCharsets.US_ASCII));
    SipRequest request = SIGNED.withHeaders(SIGNED.headers().withFirst(name, header.value()));
    try {
      if (name.equals("From") || name.equals("To")) {
        NameAddr.parse(header.value()); // else the codec would not have given it out
      }
      return Optional.of(request);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
