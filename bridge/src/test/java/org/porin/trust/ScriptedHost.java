package org.porin.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import org.porin.wire.Octets;

/** A web server that does what a test says, over TLS or without. */
final class ScriptedHost implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What it does with a request. */
  interface Script {
    void answer(OutputStream out) throws Exception;
  }

  ScriptedHost(ServerSocketFactory sockets, InetAddress address, int port, Script script)
      throws IOException {
    this.server = sockets.createServerSocket();
    this.script = script;
    server.bind(new InetSocketAddress(address, port));
    threads.execute(this::accept);
  }

  static Script text(String answer) {
    return out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Script certificate(Octets octets) {
    return out -> {
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: application/pkix-cert\r\nContent-Length: "
                  + octets.length()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(octets.toArray());
    };
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections that were made, whatever became of them. */
  int connections() {
    return sockets.size();
  }

  /** Waits until so many requests were read. */
  void awaitRequests(int count) {
    while (requests.size() < count) {
      Thread.onSpinWait();
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(head(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      script.answer(out);
      out.flush();
    } catch (Exception e) {
      // the client went away, as some tests want it to
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("no request");
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : sockets) {
      each.close();
    }
    threads.shutdownNow();
  }
}
