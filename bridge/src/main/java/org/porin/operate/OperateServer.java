package org.porin.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link Page}s over HTTP to whom the address lets in. Whoever connects is given little:
 * {@link #MAX_CONNECTIONS} connections at a time, each with one request in work, {@value
 * #REQUEST_SECONDS} seconds to send it and {@value #RESPONSE_SECONDS} to read the answer. A
 * connection more is closed at once. Has threads of its own, so that what is slow here delays no
 * message.
 */
public final class OperateServer implements AutoCloseable {
  /** Connections open at a time. */
  static final int MAX_CONNECTIONS = 32;

  /** The largest body of a request. */
  public static final int MAX_BODY_OCTETS = 64 * 1024;

  private static final int REQUEST_SECONDS = 5;
  private static final int RESPONSE_SECONDS = 60;
  private static final int IDLE_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(OperateServer.class);

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Map<String, Page> pages;

  private OperateServer(HttpServer server, ThreadPoolExecutor threads, Map<String, Page> pages) {
    this.server = server;
    this.threads = threads;
    this.pages = pages;
  }

  /**
   * Listens, and serves from then on.
   *
   * @param pages by path
   * @throws IOException when the address cannot be listened on
   */
  public static OperateServer open(InetSocketAddress address, Map<String, Page> pages)
      throws IOException {
    limitTheJdksServer();
    probe(address);
    HttpServer server = HttpServer.create(address, MAX_CONNECTIONS);
    AtomicInteger number = new AtomicInteger();
    // Never more tasks than connections; the rest is for threads that are about to end theirs.
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            2 * MAX_CONNECTIONS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "operate-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    OperateServer opened = new OperateServer(server, threads, Map.copyOf(pages));
    server.setExecutor(threads);
    server.createContext("/", opened::handle);
    server.start();
    return opened;
  }

  /** The JDK's server would leave a descriptor open each time that it cannot listen. */
  private static void probe(InetSocketAddress address) throws IOException {
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true); // as a server does: ends of old connections are no hindrance
      probe.bind(address);
    }
  }

  /**
   * The JDK takes the limits of its server from system properties, once for the process, and has
   * none by default: a client that sends nothing would hold its thread for ever. What the operator
   * has set stands.
   */
  private static void limitTheJdksServer() {
    Map<String, Integer> limits =
        Map.of(
            "jdk.httpserver.maxConnections", MAX_CONNECTIONS,
            "sun.net.httpserver.maxIdleConnections", MAX_CONNECTIONS / 2,
            "sun.net.httpserver.idleInterval", IDLE_SECONDS,
            "sun.net.httpserver.maxReqTime", REQUEST_SECONDS,
            "sun.net.httpserver.maxRspTime", RESPONSE_SECONDS,
            "sun.net.httpserver.maxReqHeaders", 50,
            "sun.net.httpserver.maxReqHeaderSize", 16 * 1024);
    limits.forEach(
        (name, limit) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, limit.toString());
          }
        });
  }

  /** Where it listens, with the port that was found. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Ends every connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) {
    CompletableFuture<Reply> reply = reply(exchange).toCompletableFuture();
    if (reply.isDone()) {
      write(exchange, reply.getNow(null), null);
      return;
    }
    reply.whenComplete(
        (value, fault) -> {
          try { // not on the thread that completes it, which may be one that must not block
            threads.execute(() -> write(exchange, value, fault));
          } catch (RejectedExecutionException e) {
            exchange.close();
          }
        });
  }

  /** Never fails, neither by a throw nor later. */
  private CompletionStage<Reply> reply(HttpExchange exchange) {
    try {
      return answer(exchange).exceptionally(OperateServer::fault);
    } catch (RuntimeException | IOException e) {
      return CompletableFuture.completedFuture(fault(e));
    }
  }

  private static Reply fault(Throwable fault) {
    LOG.error("a page of the operate endpoint failed", fault);
    return Reply.text(500, "A fault of this bridge; its log has it.");
  }

  private CompletionStage<Reply> answer(HttpExchange exchange) throws IOException {
    Page page = pages.get(exchange.getRequestURI().getPath());
    if (page == null) {
      String there = "There are: " + String.join(" ", new TreeSet<>(pages.keySet()));
      return CompletableFuture.completedFuture(Reply.text(404, there));
    }
    String method = exchange.getRequestMethod();
    if (!method.equals(page.method()) && !(isRead(page) && method.equals("HEAD"))) {
      String allowed = isRead(page) ? "GET, HEAD" : page.method();
      exchange.getResponseHeaders().set("Allow", allowed);
      return CompletableFuture.completedFuture(Reply.text(405, "By " + allowed + " only."));
    }
    byte[] body =
        isRead(page) ? new byte[0] : exchange.getRequestBody().readNBytes(MAX_BODY_OCTETS + 1);
    if (body.length > MAX_BODY_OCTETS) {
      return CompletableFuture.completedFuture(Reply.text(413, "The body is too large."));
    }
    return page.content()
        .reply(
            new PageRequest(
                Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                new String(body, StandardCharsets.UTF_8)));
  }

  private static boolean isRead(Page page) {
    return page.method().equals("GET");
  }

  private static void write(
      HttpExchange exchange, @Nullable Reply made, @Nullable Throwable fault) {
    Reply reply = made == null ? fault(new IllegalStateException("no reply", fault)) : made;
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    try (exchange) {
      if (head) {
        headers.set("Content-Length", Integer.toString(body.length));
      }
      exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      LOG.debug("who asked the operate endpoint is gone", e);
    }
  }
}
