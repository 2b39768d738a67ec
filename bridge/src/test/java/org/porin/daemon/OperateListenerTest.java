package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.operate.Page;
import org.porin.operate.Reply;

@Timeout(60)
class OperateListenerTest {
  private static final Map<String, Page> PAGES =
      Map.of("/healthz", Page.of(() -> Reply.json(200, "{}")));

  @Test
  void aPortThatIsTakenForAWhileIsListenedOnOnceItIsFree() throws Exception {
    ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
    try (OperateListener listener = new OperateListener(address, PAGES, Duration.ofMillis(10))) {
      listener.start();
      assertThat(listener.listening()).isEmpty();
      taken.close();
      while (listener.listening().isEmpty()) {
        Thread.sleep(10);
      }
      assertThat(status(address)).isEqualTo(200);
    }
  }

  @Test
  void oneThatIsClosedBeforeItCouldListenListensNoMore() throws Exception {
    ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
    OperateListener listener = new OperateListener(address, PAGES, Duration.ofMillis(10));
    listener.start();
    listener.close();
    taken.close();
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(OperateListenerTest::tries)) {
      Thread.sleep(10);
    }
    assertThat(listener.listening()).isEmpty();
    try (ServerSocket free = new ServerSocket()) {
      free.bind(address);
    }
  }

  private static boolean tries(Thread thread) {
    return thread.getName().equals("operate-listen");
  }

  private static int status(InetSocketAddress address) throws IOException, InterruptedException {
    URI page = URI.create("http://127.0.0.1:" + address.getPort() + "/healthz");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
