package org.porin.conformance.load;

import java.io.IOException;
import java.util.Map;

/**
 * More messages out than the far side takes: {@code --rate} beyond {@code --sink-rate}. {@code
 * conformance/bin/flood} sets everything up for it.
 */
public final class Flood {
  private static final long WAY_MILLIS = 60_000;

  private Flood() {}

  /**
   * Prints what became of the messages. Exits 0 if each arrived once and in order or came back as
   * an error, and some of them did come back: else there was no flood. Exits 2 if none crosses.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    LoadSettings settings = LoadSettings.parse(arguments);
    if (!new Load(settings).awaitWay(WAY_MILLIS)) {
      System.err.println("no message crosses the bridge");
      System.exit(2);
    }
    Load.Outcome outcome = new Load(settings).out();
    System.out.println("XMPP to SIP: " + outcome);
    System.exit(isHeld(outcome.totals()) ? 0 : 1);
  }

  /** Whether a flood was held: nothing lost, repeated or reordered, and the rest refused. */
  public static boolean isHeld(Totals totals) {
    Map<String, Integer> refusals = totals.refusals();
    return totals.missing().isEmpty()
        && totals.repeated() == 0
        && totals.reordered() == 0
        && !refusals.isEmpty()
        && refusals.keySet().stream().allMatch(cause -> cause.startsWith("resource-constraint"));
  }
}
