package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withHops;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.membrane.Policy.Rules;
import org.porin.profile.Carried;
import org.porin.profile.Conversation;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Transit;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

class AdmissionTest {
  private final TraceMark mark = new TraceMark("bridge1");
  private final Transit transit =
      Transit.between(Map.of("montague.example", List.of("verona.example")));
  private final Admission admission =
      new Admission(Set.of("capulet.example"), transit, Policy.OPEN, mark);

  @Test
  void aServedUserMayWriteToAForeignDomain() {
    assertThat(admission.refusalOf(outward(JULIET, ROMEO, "x"))).isEmpty();
  }

  @Test
  void aForeignUserMayWriteToAServedDomain() {
    assertThat(admission.refusalOf(inward(ROMEO, JULIET, "x"))).isEmpty();
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void aServedSourceThatComesFromTheForeignSideIsForged() {
    assertThat(reason(inward(JULIET, NURSE, "x"))).isEqualTo(Reason.FORGED_SOURCE);
    assertThat(reason(inward(JULIET, PARIS, "x"))).isEqualTo(Reason.FORGED_SOURCE);
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void betweenTwoForeignDomainsNothingIsRelayed() {
    assertThat(reason(inward(ROMEO, PARIS, "x"))).isEqualTo(Reason.RELAY);
    assertThat(reason(outward(PARIS, ROMEO, "x"))).isEqualTo(Reason.RELAY);
  }

  @Test
  void betweenTheTwoOfATransitPairMessagesPassOnBothWays() {
    assertThat(admission.refusalOf(passing(ROMEO, PARIS))).isEmpty();
    assertThat(admission.refusalOf(passing(PARIS, ROMEO))).isEmpty();
  }

  @Test
  void aTransitPairLetsNobodyElsePassOn() {
    ImUri stranger = new ImUri("iago", "venice.example");
    assertThat(reason(passing(stranger, PARIS))).isEqualTo(Reason.RELAY);
    assertThat(reason(passing(ROMEO, stranger))).isEqualTo(Reason.RELAY);
    assertThat(reason(passing(ROMEO, BENVOLIO))).isEqualTo(Reason.RELAY);
    assertThat(reason(passing(JULIET, PARIS))).isEqualTo(Reason.FORGED_SOURCE);
    assertThat(reason(outward(PARIS, ROMEO, "x"))).isEqualTo(Reason.RELAY);
  }

  @Test
  void aVisitorMaySendOutAndNothingElse() {
    Admission hospitable =
        new Admission(
            Set.of("capulet.example"),
            transit.withVisitors(Set.of("verona.example")),
            Policy.OPEN,
            mark);
    assertThat(hospitable.refusalOf(outward(PARIS, ROMEO, "x"))).isEmpty();
    assertThat(hospitable.refusalOf(outward(PARIS, JULIET, "x")).map(Refused::reason))
        .contains(Reason.LOOP);
    assertThat(hospitable.refusalOf(inward(ROMEO, PARIS, "x")).map(Refused::reason))
        .contains(Reason.RELAY);
    ImUri stranger = new ImUri("iago", "venice.example");
    assertThat(hospitable.refusalOf(outward(stranger, ROMEO, "x")).map(Refused::reason))
        .contains(Reason.RELAY);
  }

  @Test
  void aMessageThatWeOrEightOthersPassedOnIsALoop() {
    assertThat(reason(passing(ROMEO, PARIS, List.of("b.example", "capulet.example"))))
        .isEqualTo(Reason.LOOP);
    assertThat(reason(passing(ROMEO, PARIS, Collections.nCopies(8, "b.example"))))
        .isEqualTo(Reason.LOOP);
    assertThat(admission.refusalOf(passing(ROMEO, PARIS, Collections.nCopies(7, "b.example"))))
        .isEmpty();
  }

  @Test
  void aTransitCountsHopsAndKnowsItsMark() {
    MessageOperation passing = passing(ROMEO, PARIS);
    assertThat(reason(passing.in(Conversation.NONE).relayedBy(mark.of(passing))))
        .isEqualTo(Reason.LOOP);
  }

  @Test
  void whoIsDeniedDoesNotPassOnEither() throws Exception {
    Rules keptOut = new Rules(AccessList.NONE, AccessList.parse(List.of("romeo@montague.example")));
    AccessList own = AccessList.parse(List.of("juliet@capulet.example"));
    Policy policy = new Policy(Rules.OPEN, keptOut);
    Admission strict = new Admission(Set.of("capulet.example"), transit, policy, mark);
    assertThat(strict.refusalOf(passing(ROMEO, PARIS)).map(Refused::reason))
        .contains(Reason.DENIED);
    assertThat(strict.refusalOf(passing(BENVOLIO, PARIS))).isEmpty();

    Policy julietAlone = new Policy(Rules.OPEN, new Rules(own, AccessList.NONE));
    Admission forUsers = new Admission(Set.of("capulet.example"), transit, julietAlone, mark);
    assertThat(forUsers.refusalOf(passing(ROMEO, PARIS))).isEmpty(); // of no own user
  }

  private static MessageOperation passing(ImUri source, ImUri destination) {
    return passing(source, destination, List.of());
  }

  private static MessageOperation passing(ImUri source, ImUri destination, List<String> gateways) {
    return inward(source, destination, "x")
        .carrying(new Carried(List.of(), Octets.EMPTY, Carried.Proof.CLEAR_TEXT, gateways));
  }

  @Test
  void fromTheServerBackIntoTheServerIsALoop() {
    assertThat(reason(outward(JULIET, NURSE, "x"))).isEqualTo(Reason.LOOP);
  }

  @Test
  @Requirement({"3860-3.4.2-5", "3261-16.3-1"})
  void aMessageWithoutHopsIsRefused() {
    assertThat(reason(withHops(inward(ROMEO, JULIET, "x"), 0, List.of())))
        .isEqualTo(Reason.HOPS_EXHAUSTED);
    assertThat(reason(withHops(outward(JULIET, ROMEO, "x"), 0, List.of())))
        .isEqualTo(Reason.HOPS_EXHAUSTED);
    assertThat(admission.refusalOf(withHops(inward(ROMEO, JULIET, "x"), 1, List.of()))).isEmpty();
    assertThat(admission.refusalOf(withHops(outward(JULIET, ROMEO, "x"), 1, List.of()))).isEmpty();
  }

  @Test
  @Requirement("3860-3.4.2-1")
  void ourOwnMarkIsALoopUnderTheSameAddressesAndASpiralUnderOthers() {
    MessageOperation passed = inward(ROMEO, JULIET, "x");
    List<String> trace = List.of("other-1", mark.of(passed));
    assertThat(reason(withHops(passed, 60, trace))).isEqualTo(Reason.LOOP);
    assertThat(admission.refusalOf(withHops(inward(BENVOLIO, JULIET, "x"), 60, trace))).isEmpty();
  }

  @Test
  void aTraceThatIsTooLongIsALoop() {
    List<String> trace = Collections.nCopies(Admission.MAX_TRACE, "b-1");
    assertThat(reason(withHops(inward(ROMEO, JULIET, "x"), 60, trace))).isEqualTo(Reason.LOOP);
  }

  private Reason reason(MessageOperation operation) {
    return admission.refusalOf(operation).map(Refused::reason).orElseThrow();
  }
}
