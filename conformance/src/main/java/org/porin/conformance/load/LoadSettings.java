package org.porin.conformance.load;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one run of the harness is about.
 *
 * @param component the server's component port
 * @param domain the domain of our component, which the bridge has to serve
 * @param secret of our component
 * @param bridge where the bridge takes SIP over TCP
 * @param sink where the bridge finds {@code foreignDomain}
 * @param foreignDomain the domain beyond the bridge
 * @param addressing how each side writes to the other
 * @param sinkLog of a SIP server that takes the messages in place of a sink of ours
 * @param messages how many each way
 * @param lanes over how many pairs of source and destination
 * @param octets length of a text
 * @param rate how many to send out a second; 0 for full speed
 * @param sinkRate how many a second a sink of ours takes; 0 for all that come
 * @param rounds how often both ways are run: the first warms the bridge up
 * @param connections over how many TCP connections the way in goes
 * @param processes whose processor time to print: by a name, the pids to add up
 */
public record LoadSettings(
    InetSocketAddress component,
    String domain,
    String secret,
    InetSocketAddress bridge,
    InetSocketAddress sink,
    String foreignDomain,
    Addressing addressing,
    Optional<Path> sinkLog,
    int messages,
    int lanes,
    int octets,
    int rate,
    int sinkRate,
    int rounds,
    int connections,
    Map<String, List<Long>> processes) {
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("component", "127.0.0.1:5347"),
          Map.entry("domain", "load.capulet.example"),
          Map.entry("secret", "s3cret"),
          Map.entry("bridge", "127.0.0.1:5060"),
          Map.entry("sink", "127.0.0.1:5070"),
          Map.entry("foreign-domain", "montague.example"),
          Map.entry("foreign-jid", ""),
          Map.entry("own-address", ""),
          Map.entry("cpim", "true"),
          Map.entry("sink-log", ""),
          Map.entry("messages", "10000"),
          Map.entry("lanes", "100"),
          Map.entry("octets", "300"),
          Map.entry("rate", "0"),
          Map.entry("sink-rate", "0"),
          Map.entry("rounds", "1"),
          Map.entry("connections", "4"),
          Map.entry("processes", ""));

  /** Checks the numbers and copies the map. */
  public LoadSettings {
    if (lanes < 1 || messages % lanes != 0) {
      throw new IllegalArgumentException(messages + " messages cannot be dealt to " + lanes);
    }
    processes = Map.copyOf(processes);
  }

  /** The same with one message. */
  LoadSettings single() {
    return new LoadSettings(
        component,
        domain,
        secret,
        bridge,
        sink,
        foreignDomain,
        addressing,
        sinkLog,
        1,
        1,
        octets,
        rate,
        sinkRate,
        1,
        connections,
        processes);
  }

  /** How many messages each lane has. */
  public int perLane() {
    return messages / lanes;
  }

  /**
   * Reads {@code --name value} pairs; what is not given has its default.
   *
   * @throws IllegalArgumentException for a name or value that is not understood
   */
  public static LoadSettings parse(String... arguments) {
    Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    Set<String> known = DEFAULTS.keySet();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].replaceFirst("^--", "");
      if (!known.contains(name) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " is none of " + known);
      }
      values.put(name, arguments[i + 1]);
    }
    return new LoadSettings(
        address(get(values, "component")),
        get(values, "domain"),
        get(values, "secret"),
        address(get(values, "bridge")),
        address(get(values, "sink")),
        get(values, "foreign-domain"),
        addressing(values),
        Optional.of(get(values, "sink-log")).filter(name -> !name.isEmpty()).map(Path::of),
        Integer.parseInt(get(values, "messages")),
        Integer.parseInt(get(values, "lanes")),
        Integer.parseInt(get(values, "octets")),
        Integer.parseInt(get(values, "rate")),
        Integer.parseInt(get(values, "sink-rate")),
        Integer.parseInt(get(values, "rounds")),
        Integer.parseInt(get(values, "connections")),
        processes(get(values, "processes")));
  }

  private static String get(Map<String, String> values, String name) {
    return values.getOrDefault(name, "");
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(text + " is not host:port");
    }
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static Addressing addressing(Map<String, String> values) {
    Addressing plain = Addressing.transparent(get(values, "domain"), get(values, "foreign-domain"));
    String foreign = get(values, "foreign-jid");
    String own = get(values, "own-address");
    return new Addressing(
        foreign.isEmpty() ? plain.foreignJid() : foreign,
        own.isEmpty() ? plain.ownAddress() : own,
        Boolean.parseBoolean(get(values, "cpim")));
  }

  private static Map<String, List<Long>> processes(String text) {
    Map<String, List<Long>> processes = new LinkedHashMap<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] parts = each.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(each + " is not name=pid");
      }
      processes.put(
          parts[0], Arrays.stream(parts[1].split("\\+", -1)).map(Long::parseLong).toList());
    }
    return processes;
  }
}
