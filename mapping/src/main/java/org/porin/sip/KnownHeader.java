package org.porin.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header name that the standards have, in their spelling, with what a reader needs to know of it.
 *
 * @param name the standard's spelling
 * @param list whether commas separate its values (RFC 3261 §7.3.1)
 * @param single whether a second one is a fault
 * @param bit a bit of its own, for names of which a reader must know whether they were there; 0 for
 *     the others
 */
record KnownHeader(String name, boolean list, boolean single, int bit) {
  private static final int BUCKETS = 64;
  private static final Spelling[][] SPELLINGS = spellings();

  /** One way to write a name. */
  private record Spelling(byte[] octets, KnownHeader header) {}

  /** The header of a name in the standard's spelling; null for one that is not known. */
  static @Nullable KnownHeader of(String canonicalName) {
    byte[] octets = canonicalName.getBytes(StandardCharsets.UTF_8);
    return of(octets, 0, octets.length);
  }

  /** The header of a name that is written in a usual way; null for all other octets. */
  static @Nullable KnownHeader of(byte[] in, int from, int to) {
    if (from == to) {
      return null;
    }
    for (Spelling spelling : SPELLINGS[bucket(in[from], to - from)]) {
      if (is(spelling.octets, in, from, to)) {
        return spelling.header;
      }
    }
    return null;
  }

  private static boolean is(byte[] wanted, byte[] in, int from, int to) {
    if (wanted.length != to - from) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] != in[from + i]) {
        return false;
      }
    }
    return true;
  }

  private static int bucket(byte first, int length) {
    return (first * 7 + length) & (BUCKETS - 1);
  }

  private static Spelling[][] spellings() {
    List<List<Spelling>> buckets = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new ArrayList<>());
    }
    int bit = 1;
    for (String name : HeaderNames.known()) {
      boolean single = HeaderNames.isSingle(name);
      boolean counted = single || HeaderRules.MANDATORY.contains(name);
      KnownHeader header =
          new KnownHeader(name, HeaderNames.isList(name), single, counted ? bit : 0);
      bit <<= counted ? 1 : 0;
      for (String written : HeaderNames.spellings(name)) {
        byte[] octets = written.getBytes(StandardCharsets.US_ASCII);
        buckets.get(bucket(octets[0], octets.length)).add(new Spelling(octets, header));
      }
    }
    return buckets.stream()
        .map(spellings -> spellings.toArray(new Spelling[0]))
        .toArray(Spelling[][]::new);
  }
}
