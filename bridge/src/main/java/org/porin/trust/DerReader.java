package org.porin.trust;

import java.nio.charset.StandardCharsets;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Reads values of DER, one after the other. Lengths are definite and fit into the octets; tags have
 * one octet.
 */
final class DerReader {
  private final Octets octets;
  private int at;

  DerReader(Octets octets) {
    this.octets = octets;
  }

  boolean hasMore() {
    return at < octets.length();
  }

  /** Whether the next value has this tag. */
  boolean isNext(int tag) {
    return hasMore() && octets.at(at) == tag;
  }

  /** The contents of the next value, which must have this tag. */
  Octets take(int tag) throws MalformedException {
    if (!isNext(tag)) {
      throw new MalformedException("the tag " + Integer.toHexString(tag), at);
    }
    at++;
    int length = length();
    if (length > octets.length() - at) {
      throw new MalformedException("as many octets as the length says", at);
    }
    at += length;
    return octets.slice(at - length, at);
  }

  /** As {@link #take}, to be read value by value. */
  DerReader enter(int tag) throws MalformedException {
    return new DerReader(take(tag));
  }

  /** The next value as ASCII. */
  String ascii(int tag) throws MalformedException {
    Octets contents = take(tag);
    for (int i = 0; i < contents.length(); i++) {
      if (contents.at(i) > 127) {
        throw new MalformedException("ASCII", at - contents.length() + i);
      }
    }
    return new String(contents.toArray(), StandardCharsets.US_ASCII);
  }

  /** Nothing may follow. */
  void end() throws MalformedException {
    if (hasMore()) {
      throw new MalformedException("the end", at);
    }
  }

  private int length() throws MalformedException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7F;
    if (count == 0 || count > 3) { // indefinite, or 16 MiB and more
      throw new MalformedException("a definite length", at - 1);
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | octet();
    }
    return length;
  }

  private int octet() throws MalformedException {
    if (!hasMore()) {
      throw new MalformedException("a length", at);
    }
    return octets.at(at++);
  }
}
