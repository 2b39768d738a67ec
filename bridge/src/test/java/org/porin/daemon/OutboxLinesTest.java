package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class OutboxLinesTest {
  private static JsonNode message(String direction, String waitsFor, Optional<Long> behind)
      throws MalformedException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", 12L);
    json.put("direction", direction);
    json.put("source", "im:juliet@capulet.example");
    json.put("destination", "im:romeo@montague.example");
    json.put("peer", "montague.example");
    json.put("state", "recorded");
    json.put("waits-for", waitsFor);
    json.put("behind", behind);
    json.put("due", "2026-11-27T03:00:00Z");
    json.put("tries", 0);
    json.put("recorded", "2026-11-27T02:00:00Z");
    json.put("trouble", Optional.empty());
    return Json.read(Octets.utf8(Json.text(json)));
  }

  @Test
  void aLineSaysWhatAMessageWaitsFor() throws Exception {
    assertThat(OutboxLines.line(message("xmpp-to-sip", "circuit", Optional.of(11L))))
        .isEqualTo(
            "12 im:juliet@capulet.example to im:romeo@montague.example: recorded, recorded"
                + " 2026-11-27T02:00:00Z, tries 0, behind 11, which waits for the circuit to"
                + " montague.example until 2026-11-27T03:00:00Z");
  }

  @Test
  void onTheWayInTheOwnServerLiesBehindTheCircuit() throws Exception {
    assertThat(OutboxLines.standing(message("sip-to-xmpp", "circuit", Optional.empty())))
        .isEqualTo("waits for the circuit to the XMPP server until 2026-11-27T03:00:00Z");
  }

  @Test
  void nothingInItMovesTheCursor() throws Exception {
    assertThat(OutboxLines.standing(message("xmpp-to-sip", "\u001b[2J", Optional.empty())))
        .isEqualTo("waits for ?[2J");
  }
}
