package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;

/** Messages of the outbox, as {@link OutboxPage} tells them, in words for an operator. */
final class OutboxLines {
  private OutboxLines() {}

  /** All that matters of a message, in one line. */
  static String line(JsonNode message) {
    String line =
        "%s %s to %s: %s, recorded %s, tries %s, %s"
            .formatted(
                text(message, "id"),
                text(message, "source"),
                text(message, "destination"),
                text(message, "state"),
                text(message, "recorded"),
                text(message, "tries"),
                standing(message));
    return message.path("trouble").isNull()
        ? line
        : line + ", last error " + text(message, "trouble");
  }

  /** One value of a message, in a line of its own. */
  static String property(String name, JsonNode value) {
    return "%-12s %s".formatted(name, value.isNull() ? "-" : clean(value.asText()));
  }

  /** What keeps it from its end, and behind which other one it has its turn. */
  static String standing(JsonNode message) {
    String standing = ofFirst(message);
    return message.path("behind").isNumber()
        ? "behind " + text(message, "behind") + ", which " + standing
        : standing;
  }

  private static String ofFirst(JsonNode message) {
    return switch (text(message, "waits-for")) {
      case "answer" -> "is on its way";
      case "time" -> "waits until " + text(message, "due");
      case "circuit" ->
          "waits for the circuit to %s until %s".formatted(far(message), text(message, "due"));
      case "store" -> "waits for the store";
      case "other-bridge" -> "waits for another bridge, which may have older ones to that address";
      case "own-bridge" -> "waits for this bridge, which starts or stops";
      case "sender" -> "was given up, and its sender is to be told";
      default -> "waits for " + text(message, "waits-for");
    };
  }

  /** What lies behind the circuit; on the way in that is the own server. */
  private static String far(JsonNode message) {
    return text(message, "direction").equals("sip-to-xmpp")
        ? "the XMPP server"
        : text(message, "peer");
  }

  private static String text(JsonNode node, String name) {
    return clean(node.path(name).asText());
  }

  /** A peer may have written it: nothing in it moves a terminal's cursor. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
