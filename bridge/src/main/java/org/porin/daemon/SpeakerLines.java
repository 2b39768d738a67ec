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
    if (!text(enforced, "assertions").equals("ignore")) {
      lines.add("  believed  " + believed(enforced));
    }
    if (enforced.path("tls").isObject()) {
      lines.add("  tls       " + tls(enforced.path("tls")));
    }
    JsonNode asserted = enforced.path("assertedIdentity");
    if (asserted.isArray()) {
      String from = list(asserted);
      lines.add(
          "  asserts   P-Asserted-Identity is believed, by its certificate"
              + (from.isEmpty() ? "" : " or from " + from));
    }
    String partners = list(enforced.path("transit"));
    if (!partners.isEmpty()) {
      lines.add("  transit   messages pass on to and from " + partners);
    }
    return lines;
  }

  /** By what the certificate of who signs is judged. */
  private static String believed(JsonNode enforced) {
    int pins = enforced.path("pins").asInt();
    if (pins > 0) {
      return pins + " pinned, and nobody else";
    }
    return enforced.path("anchors").asBoolean()
        ? "paths to trust.anchors"
        : "nobody: there are no trust.anchors and no pins";
  }

  private static String tls(JsonNode tls) {
    List<String> terms = new ArrayList<>();
    if (tls.path("mutual").asBoolean()) {
      terms.add("mutual, by its own certificate only");
    }
    if (tls.path("ownAuthorities").asBoolean()) {
      terms.add("authorities of its own");
    }
    int pins = tls.path("pins").asInt();
    if (pins > 0) {
      terms.add(pins + " pinned");
    }
    if (!tls.path("pinFile").isNull()) {
      terms.add("pins of " + text(tls, "pinFile"));
    }
    return terms.isEmpty() ? "as for all" : String.join("; ", terms);
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
