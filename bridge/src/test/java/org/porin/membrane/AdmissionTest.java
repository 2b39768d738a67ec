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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.requirement.Requirement;

class AdmissionTest {
  private final TraceMark mark = new TraceMark("bridge1");
  private final Admission admission = new Admission(Set.of("capulet.example"), Policy.OPEN, mark);

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
  void fromTheServerBackIntoTheServerIsALoop() {
    assertThat(reason(outward(JULIET, NURSE, "x"))).isEqualTo(Reason.LOOP);
  }

  @Test
  @Requirement({"3860-3.4.2-5", "3261-16.3-1"})
  void aMessageWithoutHopsIsRefused() {
    assertThat(reason(withHops(inward(ROMEO, JULIET, "x"), 0, List.of())))
        .isEqualTo(Reason.HOPS_EXHAUSTED);
    assertThat(admission.refusalOf(withHops(inward(ROMEO, JULIET, "x"), 1, List.of()))).isEmpty();
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
