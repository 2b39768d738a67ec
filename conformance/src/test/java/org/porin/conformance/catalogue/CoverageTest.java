package org.porin.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.porin.conformance.catalogue.Coverage.Tally;

class CoverageTest {
  private static final Row SUBJECT =
      new Row("3922-4.1.6-1", Level.MUST, "mapping", "xmpp2cpim", "lang becomes ;lang=", "");
  private static final Row THREAD =
      new Row("3922-4.1.5-1", Level.MAY, "mapping", "xmpp2cpim", "thread is dropped", "");
  private static final Requirements REQUIREMENTS = new Requirements(List.of(SUBJECT, THREAD));

  @Test
  void aRowIsProvenByATestThatPassed() {
    Coverage coverage = coverage("3922-4.1.6-1\tpassed\torg.porin.SubjectTest#lang\t");
    assertThat(coverage.isProven(SUBJECT)).isTrue();
    assertThat(coverage.isProven(THREAD)).isFalse();
    assertThat(coverage.total()).isEqualTo(new Tally(1, 1, 1, 2));
  }

  @Test
  void aRowIsNotProvenIfOneOfItsTestsFailed() {
    Coverage coverage =
        coverage(
            "3922-4.1.6-1\tpassed\torg.porin.SubjectTest#lang\t",
            "3922-4.1.6-1\tfailed\torg.porin.SubjectTest#twoLangs\texpected: 2");
    assertThat(coverage.isProven(SUBJECT)).isFalse();
  }

  @Test
  void aSkippedTestProvesNothingAndDisprovesNothing() {
    String skipped = "3922-4.1.6-1\tskipped\torg.porin.SubjectInterop#lang\tno Docker";
    assertThat(coverage(skipped).isProven(SUBJECT)).isFalse();
    assertThat(coverage(skipped, "3922-4.1.6-1\tpassed\torg.porin.T#t\t").isProven(SUBJECT))
        .isTrue();
  }

  @Test
  void aTestOfManyInvocationsIsShownOnceWithItsWorstOutcome() {
    Coverage coverage =
        coverage(
            "3922-4.1.6-1\tpassed\torg.porin.T#each\t",
            "3922-4.1.6-1\tfailed\torg.porin.T#each\tno",
            "3922-4.1.6-1\tpassed\torg.porin.T#each\t");
    assertThat(coverage.tests(SUBJECT))
        .containsExactly(TestResult.parse("3922-4.1.6-1\tfailed\torg.porin.T#each\tno"));
  }

  @Test
  void anUnknownIdIsNamedWithItsTestAndTheNearestId() {
    assertThat(coverage("3922-4.1.6-11\tpassed\torg.porin.T#slip\t").unknownIds())
        .containsExactly(
            "org.porin.T#slip names 3922-4.1.6-11, which the catalogue does not have;"
                + " the nearest is 3922-4.1.6-1");
  }

  @Test
  void theCatalogueHasOneRowForEachIdAndKnowsItsSpecifications() throws IOException {
    Coverage coverage = new Coverage(Requirements.read(), List.of());
    assertThat(coverage.bySpecification()).containsKeys("RFC 3860", "RFC 3922", "XEP-0114");
    assertThat(coverage.total().rows()).isGreaterThan(1_000);
  }

  @Test
  void thePageShowsATestBesideItsRow() {
    String page = HtmlReport.of(coverage("3922-4.1.6-1\tpassed\torg.porin.T#lang\t"), List.of());
    assertThat(page.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "class=\"proven\"", "3922-4.1.6-1", "org.porin.T#lang</code> passed"));
  }

  private static Coverage coverage(String... lines) {
    return new Coverage(REQUIREMENTS, Arrays.stream(lines).map(TestResult::parse).toList());
  }
}
