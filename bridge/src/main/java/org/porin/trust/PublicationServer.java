package org.porin.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the certificates of this bridge's keys over HTTPS to anybody (RFC 8224 §7.3, §7.4), each
 * at the path of its {@code x5u}. Whoever connects is given little: {@link #MAX_CONNECTIONS}
 * connections at a time, each with one request in work, {@value #REQUEST_SECONDS} seconds to send
 * it, TLS handshake included, and as many to read the answer. A connection more is closed at once.
 */
final class PublicationServer implements AutoCloseable {
  /** Connections open at a time. */
  static final int MAX_CONNECTIONS = 32;

  private static final int REQUEST_SECONDS = 5;
  private static final int IDLE_SECONDS = 5;

  /** A URL never has other contents; how long somebody keeps them is limited all the same. */
  private static final String CACHING = "public, max-age=3600, immutable";

  private static final Logger LOG = LoggerFactory.getLogger(PublicationServer.class);

  private final HttpsServer server;
  private final ThreadPoolExecutor threads;
  private final Contents contents;

  /** What is published. */
  interface Contents {
    /** What stands at a path at the moment. */
    Optional<Published> at(String path);
  }

  private PublicationServer(HttpsServer server, ThreadPoolExecutor threads, Contents contents) {
    this.server = server;
    this.threads = threads;
    this.contents = contents;
  }

  /**
   * Listens, and serves from then on.
   *
   * @throws IOException when the address cannot be listened on
   */
  static PublicationServer open(InetSocketAddress address, SSLContext tls, Contents contents)
      throws IOException {
    limitTheJdksServer();
    HttpsServer server = HttpsServer.create(address, MAX_CONNECTIONS);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            2 * MAX_CONNECTIONS, // the rest is for threads that are about to end theirs
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "publish-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    PublicationServer opened = new PublicationServer(server, threads, contents);
    server.setHttpsConfigurator(configurator(tls));
    server.setExecutor(threads);
    server.createContext("/", opened::handle);
    server.start();
    return opened;
  }

  /** As for the endpoint of the operator: the JDK has these limits once for the process. */
  private static void limitTheJdksServer() {
    limit("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
    limit("sun.net.httpserver.maxIdleConnections", MAX_CONNECTIONS / 2);
    limit("sun.net.httpserver.idleInterval", IDLE_SECONDS);
    limit("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    limit("sun.net.httpserver.maxRspTime", REQUEST_SECONDS);
    limit("sun.net.httpserver.maxReqHeaders", 50);
    limit("sun.net.httpserver.maxReqHeaderSize", 16 * 1024);
  }

  private static void limit(String name, int value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Integer.toString(value));
    }
  }

  private static HttpsConfigurator configurator(SSLContext tls) {
    return new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters usual = getSSLContext().getDefaultSSLParameters();
        usual.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"}); // RFC 8996
        parameters.setSSLParameters(usual);
      }
    };
  }

  /** Where it listens, with the port that was found. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      exchange.getResponseHeaders().set("Connection", "close"); // a fetch is one request
      String method = exchange.getRequestMethod();
      Optional<Published> found = contents.at(exchange.getRequestURI().getRawPath());
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, "text/plain", ascii("By GET, HEAD only.\n"));
      } else if (found.isEmpty()) {
        answer(exchange, 404, "text/plain", ascii("There is no such certificate.\n"));
      } else {
        exchange.getResponseHeaders().set("Cache-Control", CACHING);
        answer(exchange, 200, found.get().mediaType(), found.get().contents().toArray());
      }
    } catch (IOException e) {
      LOG.debug("who asked for a certificate is gone", e);
    } catch (RuntimeException e) {
      LOG.error("a certificate could not be served", e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String mediaType, byte[] body)
      throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Ends every connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
