package org.porin.conformance.load;

import java.io.IOException;

/**
 * The harness from the command line, against any running bridge. {@code --name value} pairs are
 * those of {@link LoadSettings#parse}; {@code conformance/bin/load} sets everything up for it.
 */
public final class Main {
  private static final long WAY_MILLIS = 60_000;

  private Main() {}

  /**
   * Runs both ways, round after round, and prints what became of them; exits 1 if a message did not
   * arrive once and in order, 2 if none crosses at all.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    LoadSettings settings = LoadSettings.parse(arguments);
    if (!new Load(settings).awaitWay(WAY_MILLIS)) {
      System.err.println("no message crosses the bridge");
      System.exit(2);
    }
    boolean perfect = true;
    for (int round = 1; round <= settings.rounds(); round++) {
      Load load = new Load(settings);
      Load.Outcome out = load.out();
      System.out.println("round " + round + ", XMPP to SIP: " + out);
      Load.Outcome in = load.in();
      System.out.println("round " + round + ", SIP to XMPP: " + in);
      perfect &= out.totals().isPerfect() && in.totals().isPerfect();
    }
    if (!perfect) {
      System.exit(1);
    }
  }
}
