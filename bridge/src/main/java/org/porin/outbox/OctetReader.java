package org.porin.outbox;

import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Reads what {@link OctetWriter} wrote; believes no length. Offsets count octets. */
final class OctetReader {
  private static final int MOST_SHIFT = 63;

  private final Octets octets;
  private int at;

  OctetReader(byte[] octets) {
    this.octets = Octets.copyOf(octets);
  }

  int octet() throws MalformedException {
    if (at == octets.length()) {
      throw fault("another octet");
    }
    return octets.at(at++);
  }

  boolean flag() throws MalformedException {
    int value = octet();
    if (value > 1) {
      throw fault("0 or 1");
    }
    return value == 1;
  }

  long number() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      int octet = octet();
      if (shift == MOST_SHIFT && octet > 1) {
        throw fault("a number of 64 bits");
      }
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw fault("the end of a number");
  }

  /** A number from zero to a bound. */
  int number(int most) throws MalformedException {
    long value = number();
    if (value < 0 || value > most) {
      throw fault("a number of at most " + most);
    }
    return (int) value;
  }

  Octets octets(int most) throws MalformedException {
    int length = number(most);
    if (length > octets.length() - at) {
      throw fault(length + " octets");
    }
    Octets value = octets.slice(at, at + length);
    at += length;
    return value;
  }

  String text(int mostOctets) throws MalformedException {
    Octets value = octets(mostOctets);
    try {
      return value.toUtf8();
    } catch (MalformedException e) {
      throw e.within(at - value.length());
    }
  }

  Optional<String> optionalText(int mostOctets) throws MalformedException {
    return flag() ? Optional.of(text(mostOctets)) : Optional.empty();
  }

  void end() throws MalformedException {
    if (at != octets.length()) {
      throw fault("the end");
    }
  }

  MalformedException fault(String expected) {
    return new MalformedException(expected, at);
  }
}
