package org.porin.pidf;

import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Octets of type {@code application/pidf+xml} to presence and back (RFC 3863). Stateless. */
public final class PidfCodec {
  private PidfCodec() {}

  /**
   * Reads a document.
   *
   * @param charset that parameter of the media type, if there is one: it goes before what the
   *     document says of itself (RFC 3863 §4.1)
   * @throws MalformedException with an offset in octets; {@link #verdict} tells the reason apart
   */
  public static PidfDocument decode(Octets octets, Optional<String> charset, PidfLimits limits)
      throws MalformedException {
    try {
      return read(octets, charset, limits, false);
    } catch (PidfFault fault) {
      throw new MalformedException(fault.reason().expected(), fault.offset());
    }
  }

  /**
   * Reads a document, and forgives what leaves no doubt: the namespace as RFC 3863 §4.1.1 prints it
   * by mistake; an entity that is missing, which the bearer has to say; a tuple without status,
   * which is ignored; an encoding that is declared and cannot be the one it is in.
   *
   * @param charset as for {@link #decode}
   * @throws MalformedException with an offset in octets
   */
  public static PidfDocument decodeLenient(
      Octets octets, Optional<String> charset, PidfLimits limits) throws MalformedException {
    try {
      return read(octets, charset, limits, true);
    } catch (PidfFault fault) {
      throw new MalformedException(fault.reason().expected(), fault.offset());
    }
  }

  /** What {@link #decode} says of these octets. Never throws on any input. */
  public static PidfVerdict verdict(Octets octets, Optional<String> charset, PidfLimits limits) {
    try {
      return new PidfVerdict.Valid(read(octets, charset, limits, false));
    } catch (PidfFault fault) {
      return new PidfVerdict.Invalid(fault.reason(), fault.offset());
    }
  }

  /**
   * The octets of a document, in UTF-8 and with an XML declaration that says so; elements are in
   * the order of the schema (RFC 3863 §4.4). Characters that XML cannot have become U+FFFD. Outside
   * of {@code <status/>} no extension keeps a mustUnderstand: the RFC has it nowhere else (§4.2.3).
   *
   * @throws IllegalArgumentException when a status is empty, which none may be (§4.1.3)
   */
  public static Octets encode(Presence presence) {
    return Octets.utf8(new PidfWriter(presence).write());
  }

  private static PidfDocument read(
      Octets octets, Optional<String> charset, PidfLimits limits, boolean lenient)
      throws PidfFault {
    if (octets.length() > limits.octets()) {
      throw new PidfFault(PidfReason.TOO_LARGE, limits.octets());
    }
    DocumentText document = DocumentText.of(octets.toArray(), charset);
    if (charset.isEmpty() && !lenient) {
      document.checkDeclaration();
    }
    try {
      return PidfReader.read(document.text(), limits, lenient);
    } catch (PidfFault fault) {
      throw new PidfFault(fault.reason(), document.octet(fault.offset()));
    }
  }
}
