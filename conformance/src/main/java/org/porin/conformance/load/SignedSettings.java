package org.porin.conformance.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of {@link SignedLoad} is about.
 *
 * @param messages in each round of each pair of bridges
 * @param lanes over how many pairs of users
 * @param octets length of a text
 * @param open the most messages on their way at a time
 * @param rate how many to send a second; 0 for full speed
 * @param rounds how often each pair of bridges has its turn
 * @param pairs the bridges
 */
record SignedSettings(
    int messages, int lanes, int octets, int open, int rate, int rounds, List<Pair> pairs) {
  private static final String SEPARATOR = "--beside";
  private static final Map<String, Integer> DEFAULTS =
      Map.of(
          "messages", 20_000, "lanes", 200, "octets", 300, "open", 2_000, "rate", 0, "rounds", 10);

  SignedSettings {
    if (lanes < 1 || messages % lanes != 0) {
      throw new IllegalArgumentException(messages + " messages cannot be dealt to " + lanes);
    }
    pairs = List.copyOf(pairs);
  }

  /**
   * Two bridges back to back.
   *
   * @param name {@code signed} where each message has to be signed and verified
   * @param sender that has its messages from us
   * @param receiver that gives its messages to us
   */
  record Pair(String name, End sender, End receiver) {
    boolean signs() {
      return name.equals("signed");
    }
  }

  /**
   * One bridge.
   *
   * @param xmpp the port at which it looks for its XMPP server
   * @param operate the port of its metrics
   * @param pid its process
   */
  record End(int xmpp, int operate, long pid) {
    static End parse(String text) {
      String[] parts = text.split(":", 3);
      return new End(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
  }

  /** How many messages each lane has. */
  int perLane() {
    return messages / lanes;
  }

  /**
   * Reads {@code [--name number]… (--beside NAME SENDER RECEIVER)…}, where a bridge is {@code
   * XMPP-PORT:OPERATE-PORT:PID}.
   *
   * @throws IllegalArgumentException for a name or value that is not understood
   */
  static SignedSettings parse(List<String> arguments) {
    Map<String, Integer> values = new LinkedHashMap<>(DEFAULTS);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < arguments.size(); ) {
      if (arguments.get(i).equals(SEPARATOR)) {
        pairs.add(
            new Pair(
                arguments.get(i + 1),
                End.parse(arguments.get(i + 2)),
                End.parse(arguments.get(i + 3))));
        i += 4;
      } else {
        String name = arguments.get(i).replaceFirst("^--", "");
        if (values.replace(name, Integer.valueOf(arguments.get(i + 1))) == null) {
          throw new IllegalArgumentException(arguments.get(i) + " is none of " + values.keySet());
        }
        i += 2;
      }
    }
    return new SignedSettings(
        values.getOrDefault("messages", 0),
        values.getOrDefault("lanes", 0),
        values.getOrDefault("octets", 0),
        values.getOrDefault("open", 0),
        values.getOrDefault("rate", 0),
        values.getOrDefault("rounds", 0),
        pairs);
  }
}
