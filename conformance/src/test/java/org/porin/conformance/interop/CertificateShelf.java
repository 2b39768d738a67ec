package org.porin.conformance.interop;

import com.sun.net.httpserver.HttpServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A web server of the tests on loopback, from which certificates of signers are fetched. */
final class CertificateShelf implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> shelf = new ConcurrentHashMap<>();

  private CertificateShelf(HttpServer server) {
    this.server = server;
  }

  static CertificateShelf open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CertificateShelf shelf = new CertificateShelf(server);
    server.createContext(
        "/",
        exchange -> {
          byte[] found = shelf.shelf.get(exchange.getRequestURI().getPath());
          exchange.getResponseHeaders().add("Content-Type", "application/pkix-cert");
          exchange.sendResponseHeaders(
              found == null ? 404 : 200, found == null ? -1 : found.length);
          if (found != null) {
            exchange.getResponseBody().write(found);
          }
          exchange.close();
        });
    server.start();
    return shelf;
  }

  /** Where a certificate is found from now on. */
  String put(String name, X509Bundle bundle) throws Exception {
    shelf.put("/" + name, bundle.getCertificate().getEncoded());
    return url(name);
  }

  /** The URL of that name, whether there is something or not. */
  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
