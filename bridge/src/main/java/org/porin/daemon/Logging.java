package org.porin.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/** Sets what {@code logback.xml} lets through, and its form. */
final class Logging {
  private static final String OWN = "org.porin";

  private Logging() {}

  /** For {@code porin run}: libraries speak from WARN on, Porin from the level on. */
  static void to(Configuration.Log log) {
    logger(OWN).setLevel(Level.valueOf(log.level().name()));
    logger(WireTrace.LOGGER).setLevel(log.wire() ? Level.TRACE : Level.OFF);
    if (log.format() == Configuration.LogFormat.JSON) {
      writeJson();
    }
  }

  /** For commands whose standard output is their result. */
  static void off() {
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    logger(OWN).setLevel(Level.OFF);
  }

  /** Writes what is queued, and nothing from then on. */
  static void end() {
    context().stop();
  }

  /** One object a line, with the fields that a line of Porin names. */
  private static void writeJson() {
    LogWriter console = (LogWriter) logger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDOUT");
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context());
    encoder.setIncludeMdc(false);
    encoder.setIncludeContext(false);
    encoder.start();
    console.stop();
    console.setEncoder(encoder);
    console.start();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
