package org.porin.operate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a bridge that runs on this host, by its {@link OperateServer}. Blocks. */
public final class OperateClient {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int MAX_REPLY_OCTETS = 1 << 20;

  private final InetSocketAddress address;

  /**
   * @param address where the bridge listens; the unspecified address stands for loopback
   */
  public OperateClient(InetSocketAddress address) {
    this.address =
        address.getAddress().isAnyLocalAddress()
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
            : address;
  }

  /**
   * Reads a page.
   *
   * @param waitMillis for the reply
   * @return empty when nothing listens there
   * @throws IOException when what listens there answers no HTTP, or nothing in time
   */
  public Optional<Reply> get(String path, int waitMillis) throws IOException {
    return exchange(connection("GET", path, waitMillis));
  }

  /**
   * Sends a text to a page that acts on it; the rest as in {@link #get}.
   *
   * @param authorization the header field of that name
   */
  public Optional<Reply> post(String path, String authorization, String body, int waitMillis)
      throws IOException {
    HttpURLConnection connection = connection("POST", path, waitMillis);
    connection.setRequestProperty("Authorization", authorization);
    connection.setRequestProperty("Content-Type", "text/plain; charset=utf-8");
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      return Optional.empty();
    }
    return exchange(connection);
  }

  private HttpURLConnection connection(String method, String path, int waitMillis)
      throws IOException {
    try {
      URI uri =
          new URI(
              "http",
              null,
              address.getAddress().getHostAddress(),
              address.getPort(),
              path,
              null,
              null);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(waitMillis);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Connection", "close");
      return connection;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a path", e);
    }
  }

  private static Optional<Reply> exchange(HttpURLConnection connection) throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("what listens there does not speak HTTP");
      }
      InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
      byte[] body = in == null ? new byte[0] : in.readNBytes(MAX_REPLY_OCTETS);
      String type = Optional.ofNullable(connection.getContentType()).orElse("");
      return Optional.of(new Reply(status, type, new String(body, StandardCharsets.UTF_8)));
    } catch (ConnectException e) {
      return Optional.empty();
    } finally {
      connection.disconnect();
    }
  }
}
