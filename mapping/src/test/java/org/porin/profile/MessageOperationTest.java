package org.porin.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Origin.Side;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

class MessageOperationTest {
  private static final ImUri JULIET = new ImUri("juliet", "capulet.example");
  private static final ImUri ROMEO = new ImUri("romeo", "montague.example");

  @Test
  @Requirement({"3860-3.1-1", "3860-3.1-2"})
  void itHasSourceDestinationHopsTransIdAndContent() {
    MessageOperation operation = operation(JULIET, ROMEO, "T1", "id1");
    assertThat(operation.source()).isEqualTo(JULIET);
    assertThat(operation.destination()).isEqualTo(ROMEO);
    assertThat(operation.maxForwards()).isEqualTo(70);
    assertThat(operation.transId()).isEqualTo(new TransId("T1"));
    assertThat(operation.content().entity().body()).isEqualTo(Octets.utf8("x"));
  }

  @Test
  @Requirement("3860-3.1-3")
  void aTransIdMayHaveFortyOctetsAndMore() {
    assertThat(new TransId("t".repeat(40)).value()).hasSize(40);
    assertThat(new TransId("t".repeat(256)).value()).hasSize(256);
  }

  @Test
  @Requirement("3860-3.1-6")
  void aResponseHasTransIdAndStatusAndNothingButAFailureHasACause() {
    TransId transId = new TransId("T1");
    assertThat(Response.success(transId))
        .isEqualTo(new Response(transId, Response.Status.SUCCESS, Optional.empty()));
    assertThat(Response.indeterminant(transId))
        .isEqualTo(new Response(transId, Response.Status.INDETERMINANT, Optional.empty()));
    Failure cause = new Failure.Refused(Failure.Reason.DENIED, "no");
    assertThat(Response.failure(transId, cause))
        .isEqualTo(new Response(transId, Response.Status.FAILURE, Optional.of(cause)));
    for (Response.Status status : Response.Status.values()) {
      Optional<Failure> wrong =
          status == Response.Status.FAILURE ? Optional.empty() : Optional.of(cause);
      assertThatThrownBy(() -> new Response(transId, status, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Response.Status.values())
        .extracting(Enum::name)
        .containsExactly("SUCCESS", "FAILURE", "INDETERMINANT");
  }

  @Test
  void itsCorrelationIdIsTheSameOnItsWayAndForARepeatAndAnotherOtherwise() {
    MessageOperation operation = operation(JULIET, ROMEO, "T1", "id1");
    String id = operation.correlationId();
    assertThat(id).matches("[0-9a-z]{8}");
    assertThat(operation.relayedBy("mark").correlationId()).isEqualTo(id);
    assertThat(operation(JULIET, ROMEO, "T1", "id1").correlationId()).isEqualTo(id);
    Set<String> others = new HashSet<>();
    others.add(operation(ROMEO, JULIET, "T1", "id1").correlationId());
    others.add(operation(JULIET, ROMEO, "T1i", "d1").correlationId());
    for (int i = 2; i < 10_000; i++) {
      others.add(operation(JULIET, ROMEO, "T" + i, "id1").correlationId());
    }
    assertThat(others).hasSize(10_000).doesNotContain(id);
  }

  private static MessageOperation operation(
      ImUri source, ImUri destination, String transId, String repeatKey) {
    return new MessageOperation(
        source,
        destination,
        new TransId(transId),
        MessageOperation.INITIAL_MAX_FORWARDS,
        List.of(),
        new Origin(Side.XMPP, "montague.example"),
        Optional.of(repeatKey),
        Conversation.NONE,
        new CpimMessage(
            List.of(),
            MimeEntity.of(List.of(new MimeHeader("Content-Type", "text/plain")), Octets.utf8("x"))),
        Optional.empty());
  }
}
