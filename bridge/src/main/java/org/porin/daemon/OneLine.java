package org.porin.daemon;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * The word {@code %oneline} of {@code logback.xml}: the fields of an event as {@code key=value},
 * and its message behind them, on one line whatever a peer puts into them. By one class, as there
 * is a line for each message.
 */
public final class OneLine extends ClassicConverter {
  private static final String BREAK = " | ";

  /** What most lines take. */
  private static final int CHARS = 192;

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(CHARS);
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields != null) {
      for (KeyValuePair field : fields) {
        append(line, String.valueOf(field.key));
        line.append('=');
        append(line, String.valueOf(field.value));
        line.append(' ');
      }
    }
    append(line, String.valueOf(event.getFormattedMessage()));
    return line.toString();
  }

  private static void append(StringBuilder line, String text) {
    if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
      line.append(text);
      return;
    }
    boolean broken = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean breaks = c == '\n' || c == '\r';
      if (!breaks) {
        line.append(c);
      } else if (!broken) {
        line.append(BREAK);
      }
      broken = breaks;
    }
  }
}
