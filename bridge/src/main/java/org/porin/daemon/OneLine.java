package org.porin.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/**
 * The word {@code %oneline} of {@code logback.xml}: keeps what is in its parentheses on one line,
 * whatever a peer puts into it, and takes the blank off its beginning.
 */
public final class OneLine extends CompositeConverter<ILoggingEvent> {
  private static final String BREAK = " | ";

  @Override
  protected String transform(ILoggingEvent event, String in) {
    int start = in.startsWith(" ") ? 1 : 0;
    if (in.indexOf('\n') < 0 && in.indexOf('\r') < 0) {
      return in.substring(start);
    }
    StringBuilder line = new StringBuilder(in.length() + 16);
    boolean broken = false;
    for (int i = start; i < in.length(); i++) {
      char c = in.charAt(i);
      boolean breaks = c == '\n' || c == '\r';
      if (!breaks) {
        line.append(c);
      } else if (!broken) {
        line.append(BREAK);
      }
      broken = breaks;
    }
    return line.toString();
  }
}
