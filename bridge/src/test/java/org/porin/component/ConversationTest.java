package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.ScriptedServer.attribute;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.component.ScriptedServer.Peer;
import org.porin.profile.Conversation;
import org.porin.requirement.Requirement;

/** Threads and resources in stanzas (RFC 7572 §4, §5). */
@Timeout(60)
class ConversationTest {
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<thread>t-1</thread><body>Art thou not Romeo?</body></message>";

  @Test
  void threadAndResourceOfAStanzaGoAlong() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      assertThat(fixture.membrane.next().operation().conversation())
          .isEqualTo(new Conversation(Optional.of("t-1"), Optional.of("balcony")));
    }
  }

  @Test
  @Requirement({"7572-5-1", "7572-5-2"})
  void threadAndResourceOfAnOperationStandInTheStanza() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      Conversation conversation = new Conversation(Optional.of("call-1"), Optional.of("orchard"));
      fixture.links.message(fixture.operation("t1", "Hi").in(conversation));
      String message = peer.expect("</message>");
      assertThat(attribute(message, "from")).isEqualTo("romeo@montague.example/orchard");
      assertThat(message).contains("<thread>call-1</thread>");
    }
  }

  @Test
  void aBounceToTheFullJidSettlesTheMessage() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      Conversation conversation = new Conversation(Optional.empty(), Optional.of("orchard"));
      var sent =
          fixture
              .links
              .message(fixture.operation("t1", "Hi").in(conversation))
              .toCompletableFuture();
      String message = peer.expect("</message>");
      peer.send(
          "<message type='error' id='"
              + attribute(message, "id")
              + "' from='juliet@capulet.example' to='romeo@montague.example/orchard'>"
              + "<error type='cancel'>"
              + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
      assertThat(sent.get(30, TimeUnit.SECONDS).failure()).isPresent();
    }
  }

  @Test
  void whatIsNoResourceIsLeftOut() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      Conversation conversation =
          new Conversation(Optional.empty(), Optional.of("x".repeat(2_000)));
      fixture.links.message(fixture.operation("t1", "Hi").in(conversation));
      assertThat(attribute(peer.expect("</message>"), "from")).isEqualTo("romeo@montague.example");
    }
  }
}
