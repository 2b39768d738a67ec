package org.porin.conformance.interop;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Porin says, when it has stopped, about the messages that came from one side. It is compared
 * with the books of the tests, which know nothing of Porin.
 *
 * @param received how many came
 * @param delivered how many the far end confirmed
 * @param handedOn how many were taken by a server that confirms no delivery
 * @param failed how many ended in an error to their sender
 * @param open how many have no outcome
 */
record Ledger(int received, int delivered, int handedOn, int failed, int open) {
  private static final Pattern LINE =
      Pattern.compile(
          "messages from the (XMPP|SIMPLE) side: (\\d+) received, (\\d+) delivered,"
              + " (\\d+) handed on, (\\d+) failed, (\\d+) open");

  /** Messages that came from XMPP. */
  static Ledger ofXmpp(Porin stopped) {
    return of("XMPP", stopped);
  }

  /** Messages that came by SIP. */
  static Ledger ofSip(Porin stopped) {
    return of("SIMPLE", stopped);
  }

  private static Ledger of(String side, Porin stopped) {
    List<MatchResult> found =
        stopped
            .lines()
            .map(LINE::matcher)
            .filter(Matcher::find)
            .map(Matcher::toMatchResult)
            .filter(line -> line.group(1).equals(side))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("no ledger, or more than one:\n" + stopped.output());
    }
    MatchResult line = found.get(0);
    return new Ledger(
        number(line, 2), number(line, 3), number(line, 4), number(line, 5), number(line, 6));
  }

  private static int number(MatchResult line, int group) {
    return Integer.parseInt(line.group(group));
  }
}
