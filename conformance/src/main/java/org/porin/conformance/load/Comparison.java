package org.porin.conformance.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Several bridges under the same load on the same machine, in turns: {@code [--name value]…
 * (--beside NAME [--name value]…)…}. What stands before the first {@code --beside} holds for all;
 * {@code NAME} is that of the bridge's process in {@code --processes}. {@code
 * conformance/bin/beside-kamailio} sets everything up for it.
 */
public final class Comparison {
  private static final String SEPARATOR = "--beside";
  private static final long WAY_MILLIS = 60_000;

  private final List<Bridge> bridges;
  private final List<Line> lines = new ArrayList<>();

  private Comparison(List<Bridge> bridges) {
    this.bridges = bridges;
  }

  /** One bridge under load. */
  private record Bridge(String name, LoadSettings settings) {}

  /** One direction of one bridge in one round. */
  private record Line(int round, String way, String bridge, Totals totals, double micros) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%5d  %-11s  %-9s %9d %6d %9d %10d %7d %10.0f %9.0f",
          round,
          way,
          bridge,
          totals.arrived(),
          totals.missing().size(),
          totals.reordered(),
          totals.repeated(),
          totals.refusals().values().stream().mapToInt(Integer::intValue).sum(),
          totals.rate(),
          micros);
    }
  }

  /**
   * Prints a line for each direction, bridge and round, then the medians of the later half of the
   * rounds beside each other. The last bridge runs once before, so that the first round is cold for
   * the bridges and not for the harness. Exits 1 if the first bridge lost, repeated, reordered or
   * refused anything, 2 if no message crosses one of them.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Comparison comparison = new Comparison(parse(arguments));
    for (Bridge bridge : comparison.bridges) {
      if (!new Load(bridge.settings).awaitWay(WAY_MILLIS)) {
        System.err.println("no message crosses " + bridge.name);
        System.exit(2);
      }
    }
    comparison.run();
    boolean perfect =
        comparison.of(comparison.bridges.get(0).name).allMatch(line -> line.totals.isPerfect());
    System.exit(perfect ? 0 : 1);
  }

  private static List<Bridge> parse(String... arguments) {
    List<String> all = Arrays.asList(arguments);
    List<Bridge> bridges = new ArrayList<>();
    int common = all.indexOf(SEPARATOR);
    for (int at = common; at >= 0; ) {
      int next = all.subList(at + 1, all.size()).indexOf(SEPARATOR);
      int end = next < 0 ? all.size() : at + 1 + next;
      List<String> own = new ArrayList<>(all.subList(0, common));
      own.addAll(all.subList(at + 2, end));
      bridges.add(new Bridge(all.get(at + 1), LoadSettings.parse(own.toArray(String[]::new))));
      at = next < 0 ? -1 : end;
    }
    return bridges;
  }

  private void run() throws IOException, InterruptedException {
    Load warmUp = new Load(bridges.get(bridges.size() - 1).settings);
    warmUp.out();
    warmUp.in();
    System.out.println(
        "round  way          bridge    delivered   lost reordered duplicated refused   a second"
            + " µs/message");
    int rounds = bridges.get(0).settings.rounds();
    for (int round = 1; round <= rounds; round++) {
      for (Bridge bridge : bridges) {
        Load load = new Load(bridge.settings);
        add(round, "XMPP to SIP", bridge, load.out());
        add(round, "SIP to XMPP", bridge, load.in());
      }
    }
    for (String way : List.of("XMPP to SIP", "SIP to XMPP")) {
      summarise(way, rounds / 2 + 1);
    }
  }

  private void add(int round, String way, Bridge bridge, Load.Outcome outcome) {
    double seconds = outcome.processorSeconds().getOrDefault(bridge.name, Double.NaN);
    double micros = 1e6 * seconds / Math.max(1, outcome.totals().arrived());
    Line line = new Line(round, way, bridge.name, outcome.totals(), micros);
    lines.add(line);
    System.out.println(line.text());
  }

  private void summarise(String way, int from) {
    System.out.printf("%n%s, medians from round %d on:%n", way, from);
    double firstRate = 0;
    double firstMicros = 0;
    for (Bridge bridge : bridges) {
      double rate = median(warm(bridge, way, from).map(line -> line.totals.rate()));
      double micros = median(warm(bridge, way, from).map(line -> line.micros));
      if (bridge == bridges.get(0)) {
        firstRate = rate;
        firstMicros = micros;
      }
      System.out.printf(
          Locale.ROOT,
          "  %-9s %6.0f a second, %4.0f µs a message; %s has %.2f of its rate, %.2f of its time%n",
          bridge.name,
          rate,
          micros,
          bridges.get(0).name,
          firstRate / rate,
          firstMicros / micros);
    }
  }

  private Stream<Line> of(String bridge) {
    return lines.stream().filter(line -> line.bridge.equals(bridge));
  }

  private Stream<Line> warm(Bridge bridge, String way, int from) {
    return of(bridge.name).filter(line -> line.way.equals(way) && line.round >= from);
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
