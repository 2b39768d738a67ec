package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dom4j.DocumentHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.component.TinderComponent;
import org.xmpp.component.Component;
import org.xmpp.component.ComponentManager;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

@Timeout(60)
class InProcessBridgeTest {
  @TempDir private Path directory;

  /** Takes what components send. */
  private static final class Server implements ComponentManager {
    final BlockingQueue<Packet> routed = new LinkedBlockingQueue<>();

    @Override
    public void addComponent(String subdomain, Component component) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeComponent(String subdomain) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sendPacket(Component from, Packet packet) {
      routed.add(packet);
    }

    @Override
    public IQ query(Component from, IQ packet, long timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void query(Component from, IQ packet, IQResultListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getProperty(String name) {
      return "";
    }

    @Override
    public void setProperty(String name, String value) {}

    @Override
    public String getServerName() {
      return "capulet.example";
    }

    @Override
    public boolean isExternalMode() {
      return false;
    }
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
    Server server = new Server();
    try (var bridge = InProcessBridge.start(file, Map.of())) {
      TinderComponent component = bridge.components().get(0);
      component.initialize(new JID(component.domain()), server);
      component.start();
      component.processPacket(
          new Message(
              DocumentHelper.parseText(
                      "<message from='juliet@capulet.example/balcony' id='m1'"
                          + " to='romeo\\40montague.example@cpim.capulet.example'>"
                          + "<body>Art thou not Romeo?</body></message>")
                  .getRootElement(),
              true));
      Packet error = server.routed.poll(30, TimeUnit.SECONDS);
      assertThat(error).isNotNull();
      assertThat(error.getElement().attributeValue("type")).isEqualTo("error");
      assertThat(error.getElement().attributeValue("id")).isEqualTo("m1");
      assertThat(error.getElement().attributeValue("from"))
          .isEqualTo("romeo\\40montague.example@cpim.capulet.example");
    }
  }
}
