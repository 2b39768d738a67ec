package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.trust.TrustScene.NOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.passport.Identifier;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Verdict;

/** RFC 8946 §4.2: from whom a request was first for to whom it is for now. */
class DiversionChainTest {
  private static final String BENVOLIO = "sip:benvolio@montague.example";
  private static final String MERCUTIO = "sip:mercutio@escalus.example";

  private TrustScene scene;
  private SigningKey capulet;
  private SigningKey montague;
  private SipRequest message;
  private SignedPassport sender;

  @BeforeEach
  void open() throws Exception {
    scene = new TrustScene();
    capulet = scene.key("capulet.example");
    montague = scene.add("montague.example");
    scene.add("escalus.example");
    message = TrustScene.message();
    sender = scene.token(TrustScene.passport(message, capulet), capulet);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private SignedPassport diversion(
      SigningKey key, String orig, String before, String after, Instant issuedAt) throws Exception {
    return scene.token(
        new Passport(
            key.x5u(),
            Identifier.of(orig),
            List.of(Identifier.of(after)),
            issuedAt,
            Optional.empty(),
            Optional.empty(),
            new Scope.Diversion(Identifier.of(before))),
        key);
  }

  private SignedPassport diversion(String before, String after) throws Exception {
    return diversion(montague, TrustScene.JULIET, before, after, NOW);
  }

  private Verdict verify(String target, SignedPassport... tokens) {
    SipRequest request = TrustScene.with(message, tokens);
    return scene.verify(new SipRequest("MESSAGE", target, request.headers(), request.body()));
  }

  private void assertBroken(Verdict verdict, AssertionFault fault) {
    assertThat(verdict.refusal().orElseThrow().reason()).isEqualTo(Reason.IDENTITY_INVALID);
    assertThat(scene.count(fault)).isEqualTo(1);
  }

  @Test
  @Requirement({"8946-4.2-1", "8946-4.2-9", "8946-4.2-11"})
  void aChainThatEndsAtTheRequestUriIsVerified() throws Exception {
    SignedPassport one = diversion(TrustScene.ROMEO, BENVOLIO);
    SignedPassport two = diversion(BENVOLIO, MERCUTIO);

    assertThat(verify(BENVOLIO, sender, one).assertion()).isPresent();
    assertThat(verify(MERCUTIO, sender, one, two).assertion()).isPresent();
    assertThat(verify(MERCUTIO, two, sender, one).assertion()).as("in any order").isPresent();
    assertThat(verify(MERCUTIO, two, one, sender).assertion().orElseThrow().token())
        .isEqualTo(sender.name());
  }

  /** As after a fork, of which another branch was tried first. */
  @Test
  @Requirement({"8946-4.2-1", "8946-4.2-9"})
  void diversionsOnAnotherWayAreNoMatter() throws Exception {
    SignedPassport elsewhere = diversion(TrustScene.ROMEO, "sip:paris@montague.example");
    SignedPassport back = diversion("sip:paris@montague.example", TrustScene.ROMEO);
    SignedPassport one = diversion(TrustScene.ROMEO, BENVOLIO);
    SignedPassport two = diversion(BENVOLIO, MERCUTIO);

    assertThat(verify(MERCUTIO, sender, elsewhere, back, one, two).assertion()).isPresent();
    assertThat(verify(MERCUTIO, sender, two, one, back, elsewhere).assertion()).isPresent();
  }

  @Test
  @Requirement({"8946-4.2-2", "8946-4.2-4"})
  void aChainThatEndsElsewhereIsNot() throws Exception {
    assertBroken(
        verify(MERCUTIO, sender, diversion(TrustScene.ROMEO, BENVOLIO)), AssertionFault.DIVERSION);
  }

  @Test
  @Requirement("8946-4.2-2")
  void aLinkThatIsMissingBreaksIt() throws Exception {
    assertBroken(verify(MERCUTIO, sender, diversion(BENVOLIO, MERCUTIO)), AssertionFault.DIVERSION);
  }

  @Test
  void aCircleOfDiversionsEnds() throws Exception {
    assertBroken(
        verify(
            MERCUTIO,
            sender,
            diversion(TrustScene.ROMEO, BENVOLIO),
            diversion(BENVOLIO, TrustScene.ROMEO)),
        AssertionFault.DIVERSION);
  }

  @Test
  @Requirement("8946-4.2-6")
  void oneThatSpeaksOfAnotherOrigBreaksIt() throws Exception {
    assertBroken(
        verify(
            BENVOLIO,
            sender,
            diversion(montague, "sip:nurse@capulet.example", TrustScene.ROMEO, BENVOLIO, NOW)),
        AssertionFault.DIVERSION);
  }

  @Test
  @Requirement({"8946-4.2-7", "8946-4.2-8"})
  void oneThatIsStaleBreaksIt() throws Exception {
    Verdict verdict =
        verify(
            BENVOLIO,
            sender,
            diversion(
                montague, TrustScene.JULIET, TrustScene.ROMEO, BENVOLIO, NOW.minusSeconds(61)));
    assertThat(verdict.refusal().orElseThrow().reason()).isEqualTo(Reason.IDENTITY_STALE);
  }

  @Test
  @Requirement({"8946-4.2-5", "8946-3-8"})
  void onlyTheDomainOfTheOldTargetMayChangeIt() throws Exception {
    SigningKey escalus = scene.key("escalus.example");
    assertBroken(
        verify(
            MERCUTIO,
            sender,
            diversion(escalus, TrustScene.JULIET, TrustScene.ROMEO, MERCUTIO, NOW)),
        AssertionFault.AUTHORITY);
  }

  @Test
  @Requirement({"8946-4.2-5", "8946-4.2-9"})
  void aSignatureOfAnotherKeyBreaksIt() throws Exception {
    SignedPassport forged = scene.token(diversion(TrustScene.ROMEO, BENVOLIO).passport(), capulet);
    assertBroken(verify(BENVOLIO, sender, forged), AssertionFault.SIGNATURE);
  }

  /**
   * Decision 41: whoever a subscription was diverted to speaks for himself. That makes it presence
   * of somebody else, which {@code VouchingTest} has refused with 438.
   */
  @Test
  void onANotifyADiversionPutsNobodyInThePlaceOfWhoWasAsked() throws Exception {
    SigningKey escalus = scene.key("escalus.example");
    SipRequest notify = notification(MERCUTIO);
    SignedPassport his = scene.token(TrustScene.passport(notify, escalus), escalus);

    Assertion verified =
        scene
            .verify(TrustScene.with(notify, his, diversion(TrustScene.ROMEO, MERCUTIO)))
            .assertion()
            .orElseThrow();
    assertThat(verified.token()).isEqualTo(his.name());
    SignedPassport romeos =
        scene.token(TrustScene.passport(notification(TrustScene.ROMEO), montague), montague);
    assertBroken(
        scene.verify(TrustScene.with(notify, romeos, diversion(TrustScene.ROMEO, MERCUTIO))),
        AssertionFault.ORIGIN);
  }

  /** Within the dialog that Juliet began. */
  private static SipRequest notification(String from) {
    SipRequest plain = TrustScene.request("NOTIFY", from, TrustScene.JULIET, "<presence/>");
    String to = "<" + TrustScene.JULIET + ">;tag=2";
    return plain.withHeaders(plain.headers().withFirst("To", to));
  }

  @Test
  @Requirement("8946-4.2-10")
  void aChainWithoutASenderIsAsNone() throws Exception {
    Verdict verdict = verify(BENVOLIO, diversion(TrustScene.ROMEO, BENVOLIO));
    assertThat(verdict.refusal().orElseThrow().reason()).isEqualTo(Reason.IDENTITY_REQUIRED);
  }
}
