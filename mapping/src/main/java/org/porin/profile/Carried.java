package org.porin.profile;

import java.util.List;
import org.porin.wire.Octets;

/**
 * A message as it came, for a bridge that stands between two others: what is signed holds for these
 * octets and for no translation of them, so they pass on unchanged (RFC 3862 §6, TRUST 3).
 *
 * @param fields what travels with the body from end to end, in the order in which it came
 * @param body of the message
 * @param proof how the one before on its way showed who it is
 * @param gateways the domains of the gateways that say they passed it on, oldest first; a claim
 */
public record Carried(List<Field> fields, Octets body, Proof proof, List<String> gateways) {
  public Carried {
    fields = List.copyOf(fields);
    gateways = List.copyOf(gateways);
  }

  /** How many octets, or chars, it holds. */
  public long length() {
    return body.length()
        + fields.stream().mapToLong(each -> each.name().length() + each.value().length()).sum();
  }

  /** One field of the carrier, unfolded; no text in it begins another line. */
  public record Field(String name, String value) {}

  /** What is known of the previous hop, the surest first. */
  public enum Proof {
    /** A certificate that is believed for the domain of the source. */
    MUTUAL_TLS,
    /** It could read what only we can, and showed no such certificate. */
    TLS,
    /** Nothing. */
    CLEAR_TEXT,
    /** The own XMPP server took it from another by s2s, and says nothing of how that was proved. */
    S2S
  }
}
