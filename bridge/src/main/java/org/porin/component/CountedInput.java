package org.porin.component;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read. */
final class CountedInput extends FilterInputStream {
  private final LinkCounts counts;

  CountedInput(InputStream in, LinkCounts counts) {
    super(in);
    this.counts = counts;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    counts.octetsIn(Math.max(0, count));
    return count;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    counts.octetsIn(octet < 0 ? 0 : 1);
    return octet;
  }
}
