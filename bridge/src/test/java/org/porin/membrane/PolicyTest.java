package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.membrane.Policy.Rules;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class PolicyTest {
  private static final Set<String> SERVED = Set.of("capulet.example");

  @Test
  @Requirement("3860-3.4.1-3")
  void whoIsDeniedIsRefusedBothAsSenderAndAsRecipient() throws Exception {
    Rules rules = rules(List.of(), List.of("montague.example"));
    assertRefused(new Policy(rules, Rules.OPEN), outward(JULIET, ROMEO, "x"));
    assertRefused(new Policy(Rules.OPEN, rules), inward(ROMEO, JULIET, "x"));
    assertPasses(new Policy(rules, rules), outward(JULIET, PARIS, "x"));
    Rules ofJuliet = rules(List.of(), List.of("juliet@capulet.example"));
    assertRefused(new Policy(ofJuliet, Rules.OPEN), outward(JULIET, ROMEO, "x"));
    assertRefused(new Policy(Rules.OPEN, ofJuliet), inward(ROMEO, JULIET, "x"));
    assertPasses(new Policy(ofJuliet, ofJuliet), outward(NURSE, ROMEO, "x"));
  }

  @Test
  void aDirectionHasItsOwnRules() throws Exception {
    Rules rules = rules(List.of(), List.of("montague.example"));
    assertPasses(new Policy(rules, Rules.OPEN), inward(ROMEO, JULIET, "x"));
    assertPasses(new Policy(Rules.OPEN, rules), outward(JULIET, ROMEO, "x"));
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void whereSomebodyIsAllowedNobodyElseIs() throws Exception {
    Policy onlyMontague = out(rules(List.of("montague.example"), List.of()));
    assertPasses(onlyMontague, outward(JULIET, ROMEO, "x"));
    assertRefused(onlyMontague, outward(JULIET, PARIS, "x"));
    Policy onlyJuliet = out(rules(List.of("juliet@capulet.example"), List.of()));
    assertPasses(onlyJuliet, outward(JULIET, PARIS, "x"));
    assertRefused(onlyJuliet, outward(NURSE, ROMEO, "x"));
    Policy both = out(rules(List.of("montague.example", "juliet@capulet.example"), List.of()));
    assertPasses(both, outward(JULIET, ROMEO, "x"));
    assertRefused(both, outward(NURSE, ROMEO, "x"));
    assertRefused(both, outward(JULIET, PARIS, "x"));
  }

  @Test
  void whatIsDeniedIsDeniedAlsoWhereItIsAllowed() throws Exception {
    Policy policy = out(rules(List.of("montague.example"), List.of("romeo@montague.example")));
    assertRefused(policy, outward(JULIET, ROMEO, "x"));
    assertPasses(policy, outward(JULIET, BENVOLIO, "x"));
  }

  @Test
  void anotherSpellingOfAnAddressIsTheSameAndASubdomainIsAnother() throws Exception {
    Policy policy = out(rules(List.of(), List.of("Romeo@MONTAGUE.example", "bücher.example")));
    assertRefused(policy, outward(JULIET, new ImUri("rOMEO", "montague.example"), "x"));
    assertRefused(policy, outward(JULIET, new ImUri("\uFF52omeo", "montague.example"), "x"));
    assertRefused(policy, outward(JULIET, new ImUri("x", "xn--bcher-kva.example"), "x"));
    assertPasses(policy, outward(JULIET, new ImUri("romeo", "a.montague.example"), "x"));
  }

  @Test
  void aLocalPartMayHaveAnAtSign() throws Exception {
    Policy policy = out(rules(List.of(), List.of("a@b@montague.example")));
    assertRefused(policy, outward(JULIET, new ImUri("a@b", "montague.example"), "x"));
    assertPasses(policy, outward(JULIET, new ImUri("b", "montague.example"), "x"));
  }

  @Test
  void aRefusalDoesNotTellWhoIsMeantAndWhoIsOnTheList() throws Exception {
    MessageOperation operation = inward(ROMEO, JULIET, "x");
    List<String> reasons = new ArrayList<>();
    for (String denied :
        List.of("romeo@montague.example", "montague.example", "juliet@capulet.example")) {
      Policy policy = new Policy(Rules.OPEN, rules(List.of(), List.of(denied)));
      reasons.add(new PolicyCheck(policy, SERVED).refusalOf(operation).orElseThrow().toString());
    }
    Policy onlyNurse = new Policy(Rules.OPEN, rules(List.of("nurse@capulet.example"), List.of()));
    reasons.add(new PolicyCheck(onlyNurse, SERVED).refusalOf(operation).orElseThrow().toString());

    assertThat(reasons).containsOnly(reasons.get(0));
    assertThat(reasons.get(0)).doesNotContain("romeo", "juliet", "nurse");
  }

  @Test
  void whatIsNeitherDomainNorAddressIsNotRead() {
    for (String entry : List.of("@montague.example", "romeo@", "", "192.0.2.1", "a b")) {
      assertThatThrownBy(() -> AccessList.parse(List.of(entry)))
          .as(entry)
          .isInstanceOf(MalformedException.class);
    }
  }

  private static Rules rules(List<String> allow, List<String> deny) throws MalformedException {
    return new Rules(AccessList.parse(allow), AccessList.parse(deny));
  }

  private static Policy out(Rules rules) {
    return new Policy(rules, Rules.OPEN);
  }

  private static void assertRefused(Policy policy, MessageOperation operation) {
    Refused refusal = new PolicyCheck(policy, SERVED).refusalOf(operation).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.DENIED);
    assertThat(refusal.text()).doesNotContain("juliet", "romeo");
  }

  private static void assertPasses(Policy policy, MessageOperation operation) {
    assertThat(new PolicyCheck(policy, SERVED).refusalOf(operation)).isEmpty();
  }
}
