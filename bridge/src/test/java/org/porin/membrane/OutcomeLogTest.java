package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.slf4j.LoggerFactory;

class OutcomeLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Membrane.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final MessageOperation operation = outward(JULIET, ROMEO, "Wherefore art thou?");

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void anOperationHasOneLineWithItsOutcomeAndNoUser() {
    write(new Refused(Reason.PEER_TIMEOUT, "sip.montague.example did not answer in time"));
    assertThat(lines.list).hasSize(1);
    assertThat(text(0))
        .isEqualTo(
            "op="
                + operation.correlationId()
                + " by=xmpp from=capulet.example to=montague.example outcome=failure ms=12"
                + " cause=peer-timeout message: sip.montague.example did not answer in time");
  }

  @Test
  void whatAPeerSaysIsNotInItSinceItMayNameAUser() {
    write(new SipAnswer(404, "No romeo here", Optional.empty()));
    write(new Refused(Reason.INVALID_ADDRESS, "romeo is no user"));
    assertThat(lines.list).hasSize(2);
    assertThat(text(0)).endsWith(" cause=sip-404 message");
    assertThat(text(1)).endsWith(" cause=invalid-address message");
  }

  @Test
  void atDebugASecondLineWithTheSameIdNamesThem() {
    logger.setLevel(Level.DEBUG);
    write(new SipAnswer(404, "No romeo here", Optional.empty()));
    assertThat(lines.list).hasSize(2);
    assertThat(text(1))
        .startsWith("op=" + operation.correlationId() + " source=im:juliet@capulet.example ")
        .endsWith("No romeo here")
        .doesNotContain("Wherefore");
  }

  private void write(Failure failure) {
    Response response = Response.failure(operation.transId(), failure);
    OutcomeLog.write(operation, response, Outcome.of(response), Duration.ofMillis(12));
  }

  private String text(int index) {
    ILoggingEvent line = lines.list.get(index);
    List<String> fields =
        line.getKeyValuePairs().stream().map(pair -> pair.key + "=" + pair.value).toList();
    return fields.stream().collect(Collectors.joining(" ")) + " " + line.getFormattedMessage();
  }
}
