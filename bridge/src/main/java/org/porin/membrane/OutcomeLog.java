package org.porin.membrane;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each operation, with its fields apart, so that JSON has them too. At INFO it names
 * domains and no user: who writes to whom is nobody's business. At DEBUG a second line names them.
 */
final class OutcomeLog {
  private static final Logger LOG = LoggerFactory.getLogger(Membrane.class);

  private OutcomeLog() {}

  static void write(
      MessageOperation operation, Response response, Outcome outcome, Duration waited) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    String id = operation.correlationId();
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("op", id)
            .addKeyValue("by", word(operation.origin().side()))
            .addKeyValue("from", operation.source().domain())
            .addKeyValue("to", operation.destination().domain())
            .addKeyValue("outcome", word(outcome.status()))
            .addKeyValue("ms", waited.toMillis());
    if (response.failure().isPresent()) {
      line = line.addKeyValue("cause", outcome.cause());
    }
    Optional<String> why = response.failure().flatMap(OutcomeLog::ownWords);
    line.log(why.map(text -> "message: " + text).orElse("message"));
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("op", id)
          .addKeyValue("source", operation.source())
          .addKeyValue("destination", operation.destination())
          .addKeyValue("trans-id", operation.transId().value())
          .addKeyValue("peer", operation.origin().peer())
          .addKeyValue("repeat-key", operation.repeatKey().orElse(""))
          .log("message: {}", response.failure().map(Failure::text).orElse("no failure"));
    }
  }

  /** What this bridge itself says; a peer's words, and those about an address, may name a user. */
  private static Optional<String> ownWords(Failure failure) {
    return failure instanceof Refused refused && refused.reason() != Reason.INVALID_ADDRESS
        ? Optional.of(refused.text())
        : Optional.empty();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
