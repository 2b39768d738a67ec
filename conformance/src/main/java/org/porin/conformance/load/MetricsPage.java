package org.porin.conformance.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a bridge has counted, as Prometheus reads it. */
final class MetricsPage {
  private final int port;

  /**
   * @param port of {@code operate.listen} on loopback
   */
  MetricsPage(int port) {
    this.port = port;
  }

  /** The value of a series, by its name with all its labels; 0 where there is none. */
  long value(String series) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(uri.toURL().openStream(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length() + 1)))
          .sum();
    }
  }
}
