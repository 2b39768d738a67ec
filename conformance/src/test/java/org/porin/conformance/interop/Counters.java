package org.porin.conformance.interop;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The metrics of a running Porin, as Prometheus reads them. */
record Counters(InetSocketAddress operate) {
  /** The value of a series, by its name with all its labels; 0 where there is none. */
  double of(String series) throws Exception {
    return text()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  String text() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + operate.getPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
