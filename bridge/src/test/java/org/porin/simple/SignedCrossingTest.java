package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainPeer.header;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.trust.AssertionPolicy.Demand;

/** Two bridges, the keys of one, and somebody between them who may change what passes. */
@Timeout(60)
class SignedCrossingTest {
  private KeyRing keys;

  @BeforeEach
  void makeKeys() throws Exception {
    keys = new KeyRing("capulet.example");
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void whatOneSignsTheOtherVerifies() throws Exception {
    try (Bridge receiver = receiver(Demand.REQUIRE, InstantSource.fixed(Bridge.NOW));
        Bridge sender = sender()) {
      sender.reaching(receiver.address(Transport.TCP), Transport.TCP);
      assertThat(sender.send("Art thou not Romeo?").status()).isEqualTo(Status.INDETERMINANT);

      MessageOperation arrived = receiver.takeArrived();
      Assertion assertion = arrived.origin().assertion().orElseThrow();
      assertThat(assertion.signer()).isEqualTo("capulet.example");
      assertThat(assertion.attestation()).isEqualTo(Attestation.A);
      assertThat(assertion.issuedAt()).isEqualTo(Bridge.NOW);
    }
  }

  @Test
  void aBodyThatWasChangedOnTheWayIsRefusedAndItsSenderHears() throws Exception {
    assertThat(
            through(
                request -> request.replace("not Romeo", "but Paris"), Demand.REQUIRE, Bridge.NOW))
        .isEqualTo(failed(438, "Invalid Identity Header"));
  }

  @Test
  void aSenderThatWasChangedOnTheWayIsRefused() throws Exception {
    assertThat(
            through(
                request -> request.replace("<sip:juliet@capulet", "<sip:nurse@capulet"),
                Demand.REQUIRE,
                Bridge.NOW))
        .isEqualTo(failed(438, "Invalid Identity Header"));
  }

  @Test
  void aRecipientThatWasChangedOnTheWayIsRefused() throws Exception {
    assertThat(
            through(
                request -> request.replaceFirst("sip:romeo@", "sip:tybalt@"),
                Demand.REQUIRE,
                Bridge.NOW))
        .isEqualTo(failed(438, "Invalid Identity Header"));
  }

  @Test
  @Requirement("8224-6.2-1")
  void aSignatureThatWasTakenAwayIsMissedWhereOneIsRequired() throws Exception {
    UnaryOperator<String> stripped = request -> request.replaceAll("Identity: [^\r]*\r\n", "");
    assertThat(through(stripped, Demand.REQUIRE, Bridge.NOW))
        .isEqualTo(failed(428, "Use Identity Header"));
    assertThat(through(stripped, Demand.PREFER, Bridge.NOW))
        .as("taken, and not as one that is verified")
        .isEqualTo(Optional.empty());
  }

  @Test
  void aDateThatIsTwoMinutesOldIsStaleAlsoTheSecondTime() throws Exception {
    assertThat(through(UnaryOperator.identity(), Demand.REQUIRE, Bridge.NOW.plusSeconds(120)))
        .isEqualTo(failed(403, "Stale Date"));
  }

  @Test
  void theCertificateOfAnotherDomainProvesNothing() throws Exception {
    keys.add("capulet.example", "evil.example");
    assertThat(through(UnaryOperator.identity(), Demand.REQUIRE, Bridge.NOW))
        .isEqualTo(failed(438, "Invalid Identity Header"));
  }

  /** What somebody between wrote under the name of another is refused, also where all else is. */
  @Test
  void whatIsSignedWronglyIsRefusedWhereSignaturesAreOnlyPreferred() throws Exception {
    assertThat(
            through(
                request -> request.replace("not Romeo", "but Paris"), Demand.PREFER, Bridge.NOW))
        .isEqualTo(failed(438, "Invalid Identity Header"));
  }

  /** Empty where it was taken; then nobody vouched for it. */
  private Optional<SipAnswer> through(UnaryOperator<String> change, Demand demand, Instant then)
      throws Exception {
    try (Bridge receiver = receiver(demand, InstantSource.fixed(then));
        PlainPeer between =
            PlainPeer.tcp(request -> passed(receiver.address(Transport.TCP), change, request));
        Bridge sender = sender()) {
      sender.reaching(between.address(), Transport.TCP);
      Response response = sender.send("Art thou not Romeo?");
      assertThat(header(between.takeRequest(), "Identity")).isNotEmpty();
      if (response.failure().isEmpty()) {
        assertThat(receiver.takeArrived().origin().assertion()).isEmpty();
      }
      assertThat(receiver.arrivedCount()).isZero();
      return response.failure().map(SipAnswer.class::cast);
    }
  }

  private static String passed(
      InetSocketAddress receiver, UnaryOperator<String> change, String request) {
    try (PlainClient client = new PlainClient(receiver)) {
      client.write(change.apply(request));
      return client.read().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<SipAnswer> failed(int status, String phrase) {
    return Optional.of(new SipAnswer(status, phrase, Optional.empty()));
  }

  private Bridge sender() throws IOException {
    return new Bridge(keys.signing(Attestation.A), PeerSettings.DEFAULT, Patience.DEFAULT);
  }

  private Bridge receiver(Demand demand, InstantSource clock) throws IOException {
    return new Bridge(
        keys.verifying(demand, clock),
        PeerSettings.DEFAULT,
        Bridge.answerWithin(Duration.ofSeconds(32)));
  }
}
