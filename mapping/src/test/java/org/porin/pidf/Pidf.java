package org.porin.pidf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.porin.wire.Octets;

/** Documents of the tests, as text. */
final class Pidf {
  static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  static final String ROOT =
      "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:romeo@example.net\">";

  private Pidf() {}

  /** A document with this in its root. */
  static Octets document(String content) {
    return Octets.utf8(DECLARATION + ROOT + content + "</presence>");
  }

  /** A tuple {@code a} that is open, with this behind its status. */
  static String tuple(String content) {
    return "<tuple id=\"a\"><status><basic>open</basic></status>" + content + "</tuple>";
  }

  /** A tuple {@code a} whose status has these children. */
  static String status(String content) {
    return "<tuple id=\"a\"><status>" + content + "</status></tuple>";
  }

  static PidfVerdict verdict(Octets octets) {
    return PidfCodec.verdict(octets, Optional.empty(), PidfLimits.DEFAULT);
  }

  /** What is read of a document that must be valid. */
  static PidfDocument read(Octets octets) {
    PidfVerdict verdict = verdict(octets);
    assertThat(verdict).isInstanceOf(PidfVerdict.Valid.class);
    return ((PidfVerdict.Valid) verdict).document();
  }

  /** The presence of a document without any warning. */
  static Presence presence(String content) {
    PidfDocument document = read(document(content));
    assertThat(document.warnings()).isEmpty();
    return document.presence();
  }

  /** The only tuple of a document without any warning. */
  static Tuple onlyTuple(String content) {
    Presence presence = presence(content);
    assertThat(presence.tuples()).hasSize(1);
    return presence.tuples().get(0);
  }

  /** The codes of what is passed over. */
  static List<String> warnings(String content) {
    return read(document(content)).warnings().stream().map(PidfWarning::code).toList();
  }

  static PidfVerdict.Invalid invalid(Octets octets) {
    PidfVerdict verdict = verdict(octets);
    assertThat(verdict).isInstanceOf(PidfVerdict.Invalid.class);
    PidfVerdict.Invalid invalid = (PidfVerdict.Invalid) verdict;
    assertThat(invalid.offset()).isBetween(0, octets.length());
    return invalid;
  }
}
