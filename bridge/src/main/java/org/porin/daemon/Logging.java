package org.porin.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Sets what {@code logback.xml} lets through. */
final class Logging {
  private static final String OWN = "org.porin";

  private Logging() {}

  /** For {@code porin run}: libraries speak from WARN on, Porin from the level on. */
  static void to(Configuration.LogLevel level) {
    logger(OWN).setLevel(Level.valueOf(level.name()));
  }

  /** For commands whose standard output is their result. */
  static void off() {
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    logger(OWN).setLevel(Level.OFF);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
