package org.porin.daemon;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar that this runs from. */
final class Version implements IVersionProvider {
  /** As the manifest has it. */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not run from a jar)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"porin " + text()};
  }
}
