package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.ScriptedServer.attribute;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;

/** The commands of a gateway, asked stanza by stanza by Juliet. */
final class CommandFixture {
  static final Jid JULIET = new Jid("juliet", "capulet.example", "");
  static final String FORM = "<x xmlns='jabber:x:data' type='submit'>%s</x>";
  static final String ADDRESS = "<field var='address'><value>%s</value></field>";

  final InMemoryContacts directory = new InMemoryContacts();
  final SteppingClock clock = new SteppingClock();
  final Commands commands =
      new Commands(
          directory,
          new AddressMapping(
              Set.of("capulet.example"),
              Set.of("montague.example"),
              Optional.of("cpim.capulet.example")),
          new StanzaIds(new Random(7)),
          clock);
  final RecordingPath link = new RecordingPath();

  static final class SteppingClock extends Clock {
    Instant now = Instant.parse("2001-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  static IqStanza iq(String type, String payload) {
    return iq(type, "juliet@capulet.example/balcony", payload);
  }

  static IqStanza iq(String type, String from, String payload) {
    String text =
        "<iq type='%s' id='c1' from='%s' to='cpim.capulet.example'>%s</iq>"
            .formatted(type, from, payload);
    try {
      return (IqStanza) ((StreamElement.Routed) StanzaCodec.decode(text)).stanza();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  static String command(String attributes, String form) {
    return "<command xmlns='http://jabber.org/protocol/commands' "
        + attributes
        + ">"
        + form
        + "</command>";
  }

  /** The wire form of the answer, of which there is just one. */
  String ask(IqStanza request) {
    assertThat(Commands.areAsked(request)).isTrue();
    link.answers.clear();
    commands.answer(request, link);
    assertThat(link.answers).hasSize(1);
    return StanzaCodec.encode(link.answers.get(0));
  }

  String execute(String node) {
    return ask(iq("set", command("node='" + node + "'", "")));
  }

  String submit(String node, String session, String action, String form) {
    return ask(
        iq(
            "set",
            command(
                "node='" + node + "' sessionid='" + session + "' action='" + action + "'", form)));
  }

  static String session(String answer) {
    return attribute(answer.substring(answer.indexOf("<command")), "sessionid");
  }

  String block(String address) {
    return submit(
        "block", session(execute("block")), "complete", FORM.formatted(ADDRESS.formatted(address)));
  }

  List<Jid> blocks() {
    return directory.blocks(JULIET).toCompletableFuture().join().entries();
  }

  static void assertError(String answer, String type, String general, String specific) {
    assertThat(answer).contains("type='error'", "<error type='" + type + "'", "<" + general + " ");
    if (!specific.isEmpty()) {
      assertThat(answer)
          .contains("<" + specific + " xmlns='http://jabber.org/protocol/commands'/>");
    }
  }
}
