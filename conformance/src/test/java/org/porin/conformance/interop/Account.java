package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;

/**
 * What became of all messages of a run, both ways.
 *
 * @param what the run is about
 * @param sent by their senders
 * @param delivered at their far end
 * @param bounced with an error to their sender, at once or when an answer was final
 * @param expired the same because their time was over, as an error says; or by a notice behind a
 *     202, which does not say why
 * @param duplicated at a far end that could not know
 * @param recognised repeats under the name of the first, by which the far end knows them
 * @param reordered within a conversation
 * @param unread inside a connection or a server that was ended: the windows that are named
 * @param mostUnread how many those may be
 * @param unaccounted all else
 * @param lost what that is, for who looks for the fault: some of it, one a line
 */
record Account(
    String what,
    int sent,
    int delivered,
    int bounced,
    int expired,
    int duplicated,
    int recognised,
    int reordered,
    int unread,
    int mostUnread,
    int unaccounted,
    List<String> lost) {
  private static final String HEAD =
      "fault                          sent delivered bounced expired duplicated recognised reordered"
          + " unread (at most) unaccounted";

  /**
   * Prints it, and asserts that nothing is lost but what may be, and that order was kept.
   *
   * @param mostDuplicated how many may have come twice under two names
   * @param output what the bridges said, for the message of a failure
   */
  void check(int mostDuplicated, Supplier<String> output) {
    System.out.println(HEAD + "\n" + this);
    lost.forEach(System.out::println);
    assertThat(unaccounted).as(() -> this + "\n" + output.get()).isZero();
    assertThat(unread).as(() -> this + "\n" + output.get()).isLessThanOrEqualTo(mostUnread);
    assertThat(reordered).as(() -> this + "\n" + output.get()).isZero();
    assertThat(duplicated).as(() -> this + "\n" + output.get()).isLessThanOrEqualTo(mostDuplicated);
  }

  @Override
  public String toString() {
    return "%-28s %6d %9d %7d %7d %10d %10d %9d %6d %9d %11d"
        .formatted(
            what,
            sent,
            delivered,
            bounced,
            expired,
            duplicated,
            recognised,
            reordered,
            unread,
            mostUnread,
            unaccounted);
  }
}
