package org.porin.conformance.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Pairs of bridges back to back under the same load in turns, one that signs and verifies beside
 * one that does not. {@code conformance/bin/signed-load} sets everything up for it.
 */
public final class SignedLoad {
  private static final long WAY_MILLIS = 60_000;

  private final SignedSettings settings;
  private final List<Line> lines = new ArrayList<>();

  private SignedLoad(SignedSettings settings) {
    this.settings = settings;
  }

  /** One pair in one round. */
  private record Line(int round, SignedPair pair, SignedPair.Outcome outcome) {
    boolean isPerfect() {
      return outcome.isPerfect(pair.signs());
    }

    String text() {
      Totals totals = outcome.totals();
      return String.format(
          Locale.ROOT,
          "%5d  %-8s %9d %6d %9d %10d %8d %9d %10.0f %8.0f %9.0f %8.0f %s",
          round,
          pair.name(),
          totals.arrived(),
          totals.missing().size(),
          totals.reordered(),
          totals.repeated(),
          Math.min(outcome.signed(), outcome.vouched()),
          outcome.verified(),
          totals.rate(),
          outcome.micros("sender"),
          outcome.micros("receiver"),
          outcome.micros("harness"),
          totals.refusals().isEmpty() ? "" : "refused: " + totals.refusals());
    }
  }

  /**
   * Prints a line for each round and pair, then the medians of the later half of the rounds and
   * what signing and verifying add. Exits 1 if anything was lost, repeated, reordered, refused or
   * not vouched for as it should be, 2 if no message crosses.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(new SignedLoad(SignedSettings.parse(List.of(arguments))).run());
  }

  private int run() throws IOException, InterruptedException {
    List<SignedPair> pairs = new ArrayList<>();
    for (SignedSettings.Pair each : settings.pairs()) {
      pairs.add(SignedPair.open(settings, each));
    }
    for (SignedPair pair : pairs) {
      if (!pair.awaitWay(WAY_MILLIS)) {
        System.err.println("no message crosses the bridges of " + pair.name());
        return 2;
      }
    }
    System.out.println(
        "round  pair     delivered   lost reordered duplicated   signed  verified   a second"
            + "  µs: sender receiver  harness");
    for (int round = 1; round <= settings.rounds(); round++) {
      for (SignedPair pair : pairs) {
        Line line = new Line(round, pair, pair.run());
        lines.add(line);
        System.out.println(line.text());
      }
    }
    summarise(pairs, settings.rounds() / 2 + 1);
    return lines.stream().allMatch(Line::isPerfect) ? 0 : 1;
  }

  private void summarise(List<SignedPair> pairs, int from) {
    System.out.printf("%nmedians from round %d on:%n", from);
    for (SignedPair pair : pairs) {
      double sender = median(pair, from, outcome -> outcome.micros("sender"));
      double receiver = median(pair, from, outcome -> outcome.micros("receiver"));
      System.out.printf(
          Locale.ROOT,
          "  %-8s %6.0f a second; µs a message: sender %.0f, receiver %.0f, harness %.0f%s%n",
          pair.name(),
          median(pair, from, outcome -> outcome.totals().rate()),
          sender,
          receiver,
          median(pair, from, outcome -> outcome.micros("harness")),
          pair == pairs.get(0)
              ? ""
              : String.format(
                  Locale.ROOT,
                  "; %s adds %.0f at the sender, %.0f at the receiver",
                  pairs.get(0).name(),
                  median(pairs.get(0), from, outcome -> outcome.micros("sender")) - sender,
                  median(pairs.get(0), from, outcome -> outcome.micros("receiver")) - receiver));
    }
  }

  private double median(SignedPair pair, int from, ToDoubleFunction<SignedPair.Outcome> value) {
    double[] sorted =
        lines.stream()
            .filter(line -> line.pair == pair && line.round >= from)
            .map(Line::outcome)
            .mapToDouble(value)
            .sorted()
            .toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
