package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What a peer says cannot begin another line of the log. */
class OneLineTest {
  private final Logger logger = new LoggerContext().getLogger("test");
  private final OneLine converter = new OneLine();

  @Test
  void theFieldsStandBeforeTheMessageInTheirOrder() {
    LoggingEvent event = event("message: {}", "taken");
    event.addKeyValuePair(new KeyValuePair("op", "aaaabbbb"));
    event.addKeyValuePair(new KeyValuePair("ms", 12));
    assertThat(converter.convert(event)).isEqualTo("op=aaaabbbb ms=12 message: taken");
  }

  @Test
  void aLineWithoutFieldsIsItsMessage() {
    assertThat(converter.convert(event("ready"))).isEqualTo("ready");
  }

  @Test
  void lineBreaksInAFieldOrInTheMessageBreakNoLine() {
    LoggingEvent event = event("said {}", "one\r\n2026-01-01 ERROR forged\nthree");
    event.addKeyValuePair(new KeyValuePair("peer", "a\nb"));
    assertThat(converter.convert(event))
        .isEqualTo("peer=a | b said one | 2026-01-01 ERROR forged | three");
  }

  @Test
  void aFieldWithoutAValueIsThereAllTheSame() {
    LoggingEvent event = event("ready");
    event.addKeyValuePair(new KeyValuePair("key", null));
    assertThat(converter.convert(event)).isEqualTo("key=null ready");
  }

  private LoggingEvent event(String message, Object... arguments) {
    return new LoggingEvent("test", logger, Level.INFO, message, null, arguments);
  }
}
