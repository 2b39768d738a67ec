package org.porin.outbox;

import java.util.Locale;
import org.porin.membrane.Outcome;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each message that ends after its sender had an answer. Names no user. */
final class OutboxLog {
  private static final Logger LOG = LoggerFactory.getLogger(DurableOutbox.class);

  private OutboxLog() {}

  static void late(MessageOperation operation, Response response) {
    write(operation, response, "kept");
  }

  static void late(MessageOperation operation, Response response, Told told) {
    write(
        operation,
        response,
        switch (told) {
          case YES -> "its sender is told";
          case LATER -> "its sender cannot be told yet";
          case NEVER -> "its sender is not told";
        });
  }

  private static void write(MessageOperation operation, Response response, String words) {
    if (LOG.isInfoEnabled()) {
      Outcome outcome = Outcome.of(response);
      LOG.atInfo()
          .addKeyValue("op", operation.correlationId())
          .addKeyValue("by", word(operation.origin().side()))
          .addKeyValue("from", operation.source().domain())
          .addKeyValue("to", operation.destination().domain())
          .addKeyValue("outcome", word(outcome.status()))
          .addKeyValue("cause", outcome.cause())
          .log("message: {}", words);
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
