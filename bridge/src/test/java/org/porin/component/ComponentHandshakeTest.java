package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.ComponentHandshake.Action;
import org.porin.component.ComponentHandshake.State;
import org.porin.component.LinkEnd.Cause;
import org.porin.requirement.Requirement;

class ComponentHandshakeTest {
  private static final String DOMAIN = "plays.shakespeare.lit";
  private static final String NAMESPACE = "jabber:component:accept";

  private final ComponentHandshake handshake =
      new ComponentHandshake(DOMAIN, new ComponentSecret("test"));

  @Test
  @Requirement("XEP-0114-3-1")
  void theProofIsTheLowerCaseHexOfSha1OverStreamIdAndSecret() {
    // XEP-0114 examples 2 and 3: the digest there is that of the secret "test".
    assertThat(handshake.streamOpened(NAMESPACE, Optional.of("3BF96D32")))
        .containsExactly(
            new Action.Send("<handshake>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>"));
    assertThat(handshake.acknowledged()).containsExactly(new Action.Open());
    assertThat(handshake.state()).isEqualTo(State.OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "ack", "stanza", "closed", "deadline"})
  void aStreamWithoutIdEndsWithThatCauseIfNoErrorFollows(String next) { // Openfire
    assertThat(handshake.streamOpened(NAMESPACE, Optional.empty())).isEmpty();
    Cause cause = end(input(next, handshake)).cause();
    assertThat(cause).isEqualTo(next.equals("stream") ? Cause.MALFORMED : Cause.NO_STREAM_ID);
  }

  @Test
  void theErrorAfterAStreamWithoutIdIsTheCause() { // Prosody
    assertThat(handshake.streamOpened(NAMESPACE, Optional.of(""))).isEmpty();
    assertThat(end(handshake.streamError("host-unknown", Optional.empty())).cause())
        .isEqualTo(Cause.HOST_UNKNOWN);
  }

  @Test
  void theClientPortIsRecognisedByItsNamespace() {
    LinkEnd end = end(handshake.streamOpened("jabber:client", Optional.of("a")));
    assertThat(end.cause()).isEqualTo(Cause.MALFORMED);
    assertThat(end.remedy()).hasValueSatisfying(text -> assertThat(text).contains("5347"));
  }

  @Test
  @Requirement("XEP-0114-3-3")
  void aWrongSecretIsNamedWithItsRemedy() {
    handshake.streamOpened(NAMESPACE, Optional.of("3BF96D32"));
    LinkEnd end = end(handshake.streamError("not-authorized", Optional.of("no match")));
    assertThat(end.cause()).isEqualTo(Cause.NOT_AUTHORIZED);
    assertThat(end.toString())
        .contains("no match", "component_secret of Component \"plays.shakespeare.lit\"")
        .doesNotContain("test\"");
  }

  @ParameterizedTest
  @MethodSource
  @Requirement("XEP-0114-3-3")
  void streamErrorsBecomeTheirCause(String condition, Cause cause) {
    assertThat(end(handshake.streamError(condition, Optional.empty())).cause()).isEqualTo(cause);
  }

  static Stream<Arguments> streamErrorsBecomeTheirCause() {
    return Stream.of(
        Arguments.of("conflict", Cause.CONFLICT),
        Arguments.of("host-unknown", Cause.HOST_UNKNOWN),
        Arguments.of("not-authorized", Cause.NOT_AUTHORIZED),
        Arguments.of("system-shutdown", Cause.STREAM_ERROR));
  }

  /** Every input in every state: what follows is an action, or the end with this cause. */
  @ParameterizedTest
  @MethodSource
  void everyInputInEveryState(State from, String input, Optional<Cause> end, State to) {
    ComponentHandshake machine = in(from);
    List<Action> actions = input(input, machine);
    assertThat(machine.state()).isEqualTo(to);
    assertThat(actions.stream().filter(Action.Close.class::isInstance).map(this::cause))
        .containsExactlyElementsOf(end.stream().toList());
  }

  static Stream<Arguments> everyInputInEveryState() {
    Optional<Cause> none = Optional.empty();
    return Stream.of(
        row(State.AWAIT_STREAM, "stream", none, State.AWAIT_ACK),
        row(State.AWAIT_STREAM, "ack", Optional.of(Cause.MALFORMED), State.CLOSED),
        row(State.AWAIT_STREAM, "stanza", Optional.of(Cause.MALFORMED), State.CLOSED),
        row(State.AWAIT_STREAM, "closed", Optional.of(Cause.CLOSED), State.CLOSED),
        row(State.AWAIT_STREAM, "deadline", Optional.of(Cause.HANDSHAKE_TIMEOUT), State.CLOSED),
        row(State.AWAIT_ACK, "stream", Optional.of(Cause.MALFORMED), State.CLOSED),
        row(State.AWAIT_ACK, "ack", none, State.OPEN),
        row(State.AWAIT_ACK, "stanza", Optional.of(Cause.MALFORMED), State.CLOSED),
        row(State.AWAIT_ACK, "closed", Optional.of(Cause.CLOSED), State.CLOSED),
        row(State.AWAIT_ACK, "deadline", Optional.of(Cause.HANDSHAKE_TIMEOUT), State.CLOSED),
        row(State.OPEN, "stream", Optional.of(Cause.MALFORMED), State.CLOSED),
        row(State.OPEN, "ack", Optional.of(Cause.MALFORMED), State.CLOSED),
        row(State.OPEN, "stanza", none, State.OPEN),
        row(State.OPEN, "closed", Optional.of(Cause.CLOSED), State.CLOSED),
        row(State.OPEN, "deadline", none, State.OPEN),
        row(State.CLOSED, "stream", none, State.CLOSED),
        row(State.CLOSED, "ack", none, State.CLOSED),
        row(State.CLOSED, "stanza", none, State.CLOSED),
        row(State.CLOSED, "closed", none, State.CLOSED),
        row(State.CLOSED, "deadline", none, State.CLOSED));
  }

  private static List<Action> input(String name, ComponentHandshake machine) {
    return switch (name) {
      case "stream" -> machine.streamOpened(NAMESPACE, Optional.of("id"));
      case "ack" -> machine.acknowledged();
      case "stanza" -> machine.stanza();
      case "closed" -> machine.streamClosed();
      default -> machine.deadlinePassed();
    };
  }

  private static ComponentHandshake in(State state) {
    var machine = new ComponentHandshake(DOMAIN, new ComponentSecret("test"));
    if (state == State.CLOSED) {
      machine.streamClosed();
    } else if (state != State.AWAIT_STREAM) {
      machine.streamOpened(NAMESPACE, Optional.of("id"));
      if (state == State.OPEN) {
        machine.acknowledged();
      }
    }
    return machine;
  }

  private static Arguments row(State from, String input, Optional<Cause> end, State to) {
    return Arguments.of(from, input, end, to);
  }

  private Cause cause(Action action) {
    return ((Action.Close) action).end().cause();
  }

  private static LinkEnd end(List<Action> actions) {
    assertThat(actions).singleElement().isInstanceOf(Action.Close.class);
    return ((Action.Close) actions.get(0)).end();
  }

  @Test
  void theSecretIsPrintedNowhere() {
    assertThat(new ComponentSecret("hush").toString()).doesNotContain("hush");
    assertThat(handshake.streamOpened(NAMESPACE, Optional.of("3BF96D32")).toString())
        .doesNotContain("aaee83c2");
  }
}
