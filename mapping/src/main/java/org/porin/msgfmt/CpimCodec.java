package org.porin.msgfmt;

import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Octets to Message/CPIM and back (RFC 3862). The octets begin with the message headers: the outer
 * MIME headers are those of the carrier, which also says where the object ends (§2). Stateless.
 */
public final class CpimCodec {
  private CpimCodec() {}

  /**
   * Reads by the letter of RFC 3862.
   *
   * @throws MalformedException with an offset in octets; {@link #verdict} tells the reason apart
   */
  public static CpimMessage decode(Octets octets, CpimLimits limits) throws MalformedException {
    return orThrow(verdict(octets, limits));
  }

  /** What the letter of RFC 3862 says of these octets. Never throws on any input. */
  public static CpimVerdict verdict(Octets octets, CpimLimits limits) {
    return read(octets, limits, CpimReading.STRICT);
  }

  /**
   * Reads what is not in doubt though wrong: bare LF at the end of header lines, no space or
   * several after the colon, trailing white space, a raw tab, a prefix that nothing binds (the
   * header is then in no namespace), and no blank line before the MIME headers (RFC 5438's
   * examples). Everything else is refused as by {@link #decode}.
   *
   * <p>{@link #encode} writes such an object with CR LF and the blank line and without the trailing
   * white space; what must be relayed unchanged is to be read by {@link #decode}.
   *
   * @throws MalformedException with an offset in octets
   */
  public static CpimMessage decodeLenient(Octets octets, CpimLimits limits)
      throws MalformedException {
    return orThrow(lenientVerdict(octets, limits));
  }

  /** What {@link #decodeLenient} says of these octets. Never throws on any input. */
  public static CpimVerdict lenientVerdict(Octets octets, CpimLimits limits) {
    CpimVerdict verdict = read(octets, limits, CpimReading.LENIENT);
    if (verdict instanceof CpimVerdict.Invalid) {
      CpimVerdict second = read(octets, limits, CpimReading.LENIENT_WITHOUT_BLANK_LINE);
      return second instanceof CpimVerdict.Valid ? second : verdict;
    }
    return verdict;
  }

  /** The octets of an object: those that {@link #decode} read, to the last one (RFC 3862 §2.2). */
  public static Octets encode(CpimMessage message) {
    return message.octets();
  }

  /**
   * Reads a bare MIME entity, as RFC 3923 §8 has it without Message/CPIM around it.
   *
   * @throws MalformedException with an offset in octets
   */
  public static MimeEntity decodeEntity(Octets octets, CpimLimits limits)
      throws MalformedException {
    try {
      if (octets.length() > limits.octets()) {
        throw new CpimFault(CpimReason.TOO_LARGE, limits.octets());
      }
      return MimeReader.read(octets, 0, limits, CpimReading.STRICT);
    } catch (CpimFault fault) {
      throw new MalformedException(fault.reason().expected(), fault.offset());
    }
  }

  private static CpimVerdict read(Octets octets, CpimLimits limits, CpimReading reading) {
    try {
      return new CpimVerdict.Valid(CpimReader.read(octets, limits, reading));
    } catch (CpimFault fault) {
      return new CpimVerdict.Invalid(fault.reason(), fault.offset());
    }
  }

  private static CpimMessage orThrow(CpimVerdict verdict) throws MalformedException {
    if (verdict instanceof CpimVerdict.Valid valid) {
      return valid.message();
    }
    CpimVerdict.Invalid invalid = (CpimVerdict.Invalid) verdict;
    throw new MalformedException(invalid.reason().expected(), invalid.offset());
  }
}
