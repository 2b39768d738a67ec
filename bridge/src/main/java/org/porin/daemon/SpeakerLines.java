package org.porin.daemon;

import static org.porin.daemon.PeersCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What is enforced for a domain, and was seen of it, as lines of {@code porin peers}. */
final class SpeakerLines {
  private SpeakerLines() {}

  /** Those of an entry of {@link AssertionsPage}. */
  static List<String> of(JsonNode speaker) {
    JsonNode enforced = speaker.path("enforced");
    JsonNode seen = speaker.path("seen");
    List<String> lines = new ArrayList<>();
    lines.add(text(speaker, "domain") + ", who speaks for it");
    lines.add("  wanted    " + wanted(enforced));
    others(enforced).forEach(lines::add);
    if (!seen.isMissingNode() && !seen.isNull()) {
      lines.add(
          "  seen      %s verified, %s unsigned, %s refused"
              .formatted(text(seen, "verified"), text(seen, "unsigned"), text(seen, "refused")));
      last(seen).forEach(lines::add);
    }
    return lines;
  }

  private static String wanted(JsonNode enforced) {
    String demand = text(enforced, "assertions");
    if (demand.equals("require")) {
      return "signatures are required, attestation " + text(enforced, "minimumAttestation");
    }
    String unsigned = list(enforced.path("unsigned"));
    String taken = "; unsigned is taken: " + (unsigned.isEmpty() ? "nothing" : unsigned);
    return demand.equals("ignore")
        ? "signatures are not looked at" + taken
        : "signatures are verified, attestation " + text(enforced, "minimumAttestation") + taken;
  }

  private static List<String> others(JsonNode enforced) {
    List<String> lines = new ArrayList<>();
    String signers = list(enforced.path("signers"));
    String gateways = list(enforced.path("gateways"));
    if (!signers.isEmpty()) {
      lines.add("  signers   itself, " + signers);
    }
    if (!gateways.isEmpty()) {
      lines.add("  gateways  " + gateways);
    }
    int pins = enforced.path("pins").asInt();
    if (pins > 0) {
      lines.add("  pins      " + pins);
    }
    return lines;
  }

  private static List<String> last(JsonNode seen) {
    List<String> lines = new ArrayList<>();
    if (!seen.path("lastSigner").isNull()) {
      lines.add(
          "  last      %s by %s, signed %s"
              .formatted(
                  text(seen, "lastAttestation"),
                  text(seen, "lastSigner"),
                  text(seen, "lastSigned")));
    }
    if (!seen.path("lastRefusal").isNull()) {
      lines.add("  refused   " + text(seen, "lastRefused") + " " + text(seen, "lastRefusal"));
    }
    return lines;
  }

  private static String list(JsonNode names) {
    List<String> texts = new ArrayList<>();
    names.forEach(each -> texts.add(each.asText().replaceAll("\\p{Cntrl}", "?")));
    return String.join(", ", texts);
  }
}
