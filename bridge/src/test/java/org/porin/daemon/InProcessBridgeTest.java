package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.component.InProcessServer;
import org.porin.component.TinderComponent;
import org.porin.operate.OperateClient;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

@Timeout(60)
class InProcessBridgeTest {
  private static final int PATIENCE_MILLIS = 10_000;

  @TempDir private Path directory;

  @Test
  void aBridgeWhoseOldestMessageWaitsTooLongSaysThatItIsNotReady() throws Exception {
    int closed;
    int operate;
    try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = one.getLocalPort();
      operate = other.getLocalPort();
    }
    Path file =
        Files.writeString(
            directory.resolve("porin.toml"),
            """
            [component]
            domain = "cpim.capulet.example"
            [xmpp]
            served = ["capulet.example"]
            [outbox]
            alarm-seconds = 1
            [store]
            url = "memory"
            [sip]
            listen = ["tcp:127.0.0.1:0"]
            [operate]
            listen = "127.0.0.1:%d"
            [routes]
            "montague.example" = ["sip:127.0.0.1:%d;transport=tcp"]
            """
                .formatted(operate, closed));
    InProcessServer server = new InProcessServer();
    OperateClient client =
        new OperateClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), operate));
    try (var bridge = InProcessBridge.start(file, Map.of())) {
      TinderComponent component = bridge.components().get(0);
      server.addComponent(component.domain(), component);
      while (!isReady(client)) {
        Thread.sleep(20);
      }
      component.processPacket(toRomeo());
      while (isReady(client)) {
        Thread.sleep(20);
      }
      assertThat(client.get("/readyz", PATIENCE_MILLIS).orElseThrow().body())
          .contains("\"side\":\"outbox\"")
          .contains("\"state\":\"stuck\"")
          .contains("the oldest message has waited for ");
      assertThat(client.get("/metrics", PATIENCE_MILLIS).orElseThrow().body())
          .containsPattern(
              "porin_outbox_messages\\{direction=\"xmpp-to-sip\",peer=\"montague.example\","
                  + "state=\"(parked|in-flight)\"} 1.0");
    }
  }

  private static boolean isReady(OperateClient client) throws Exception {
    return client.get("/readyz", PATIENCE_MILLIS).filter(it -> it.status() == 200).isPresent();
  }

  private static Message toRomeo() throws DocumentException {
    return new Message(
        DocumentHelper.parseText(
                "<message from='juliet@capulet.example/balcony' id='m1'"
                    + " to='romeo\\40montague.example@cpim.capulet.example'>"
                    + "<body>Art thou not Romeo?</body></message>")
            .getRootElement(),
        true);
  }

  @Test
  void aMessageOfTheServerGoesThroughTheWholeBridgeAndItsFailureComesBack() throws Exception {
    int closed;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    Path file =
        Files.writeString(
            directory.resolve("porin.toml"),
            """
            [component]
            domain = "cpim.capulet.example"
            [xmpp]
            served = ["capulet.example"]
            [outbox]
            durable = false
            [store]
            url = "memory"
            [sip]
            listen = ["tcp:127.0.0.1:0"]
            [operate]
            listen = "none"
            [routes]
            "montague.example" = ["sip:127.0.0.1:%d;transport=tcp"]
            """
                .formatted(closed));
    InProcessServer server = new InProcessServer();
    try (var bridge = InProcessBridge.start(file, Map.of())) {
      TinderComponent component = bridge.components().get(0);
      server.addComponent(component.domain(), component);
      component.processPacket(toRomeo());
      Packet error = server.next();
      assertThat(error.getElement().attributeValue("type")).isEqualTo("error");
      assertThat(error.getElement().attributeValue("id")).isEqualTo("m1");
      assertThat(error.getElement().attributeValue("from"))
          .isEqualTo("romeo\\40montague.example@cpim.capulet.example");
    }
  }
}
