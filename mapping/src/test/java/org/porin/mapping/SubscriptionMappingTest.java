package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.PresUri;
import org.porin.mapping.SubscriptionMapping.SubscriptIds;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.PresenceOperation.Approve;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.Reason;
import org.porin.profile.SubscriptionState.State;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.porin.wire.MalformedException;

/** Subscriptions as both sides speak of them. */
class SubscriptionMappingTest {
  private static final SubscriptionMapping MAPPING =
      new SubscriptionMapping(PresenceOf.MAPPING, new ErrorMapping(PresenceOf.ADDRESSES));
  private static final TransId TRANS_ID = new TransId("t1");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  @Requirement({"3922-6.4-1", "8048-5.2.3-1"})
  void toUnsubscribeIsToSubscribeForNoTimeUnderTheSameId() throws Exception {
    PresenceStanza stanza = PresenceOf.juliet("", "type='unsubscribe'", "");

    assertThat(MAPPING.toOperation(stanza, TRANS_ID, HOUR, known("s7")))
        .hasValue(
            new Subscribe(
                PresenceOf.JULIET,
                PresenceOf.ROMEO,
                Duration.ZERO,
                new SubscriptId("s7"),
                TRANS_ID));
    assertThat(MAPPING.toOperation(stanza, TRANS_ID, HOUR, unknown())).isEmpty();
  }

  @Test
  @Requirement({"3922-6.1-1", "3922-6.1-2"})
  void resourcesDoNotSubscribeAndAreNotSubscribedTo() throws Exception {
    PresenceStanza stanza =
        PresenceOf.juliet("balcony", "type='subscribe' id='x'", "<status>please</status>");

    assertThat(MAPPING.toOperation(stanza, TRANS_ID, HOUR, unknown()))
        .hasValueSatisfying(
            operation -> {
              assertThat(operation.watcher()).isEqualTo(PresenceOf.JULIET);
              assertThat(operation.target()).isEqualTo(PresenceOf.ROMEO);
            });
  }

  @Test
  @Requirement("8048-7.1-1")
  void aProbeIsASubscriptionOfItsOwnEvenBesideAnother() throws Exception {
    PresenceStanza stanza = PresenceOf.juliet("", "type='probe'", "");

    assertThat(MAPPING.toOperation(stanza, TRANS_ID, HOUR, known("s7")))
        .hasValueSatisfying(
            operation ->
                assertThat(((Subscribe) operation).subscriptId().value()).isEqualTo("fresh"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "type='unavailable'", "type='error'", "type='whatever'"})
  void allElseIsNoSubscriptionMatter(String attributes) throws Exception {
    assertThat(
            MAPPING.toOperation(PresenceOf.juliet("a", attributes, ""), TRANS_ID, HOUR, unknown()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"subscribed,active;expires=3600", "unsubscribed,terminated;reason=rejected"})
  @Requirement({"3922-6.2-4", "3922-6.2-5", "8048-5.3.1-3", "8048-5.3.1-4"})
  void theAnswerOfATargetIsTheStateOfTheSubscription(String type, String state) throws Exception {
    PresenceStanza stanza = PresenceOf.juliet("", "type='" + type + "'", "");
    var operation = MAPPING.toOperation(stanza, TRANS_ID, HOUR, unknown()).orElseThrow();

    assertThat(operation.watcher()).isEqualTo(PresenceOf.ROMEO);
    assertThat(operation.target()).isEqualTo(PresenceOf.JULIET);
    assertThat(SubscriptionMapping.toState(operation, HOUR)).hasToString("Optional[" + state + "]");
  }

  @ParameterizedTest
  @CsvSource({"3600,false,subscribe", "3600,true,subscribe", "0,false,probe", "0,true,unavailable"})
  @Requirement({"3922-6.2-1", "3922-6.2-8", "8048-5.3.3-2", "8048-7.2-1"})
  void aSubscribeOperationIsWhatItsDurationSays(int seconds, boolean known, String type)
      throws Exception {
    Subscribe operation =
        new Subscribe(
            PresenceOf.ROMEO,
            PresenceOf.JULIET,
            Duration.ofSeconds(seconds),
            new SubscriptId("s"),
            TRANS_ID);
    PresenceStanza stanza = MAPPING.toStanza(operation, known);

    assertThat(stanza.type()).hasValue(type);
    assertThat(stanza.from()).hasToString("Optional[romeo@example.net]");
    assertThat(stanza.to()).hasToString("Optional[juliet@example.com]");
    assertThat(stanza.id()).hasValue("t1");
  }

  @ParameterizedTest
  @CsvSource({
    "active,false,subscribed",
    "active;expires=10,true,",
    "pending,false,",
    "terminated;reason=rejected,true,unsubscribed",
    "terminated;reason=noresource,true,unsubscribed",
    "terminated;reason=deactivated,true,",
    "terminated;reason=timeout,true,",
    "terminated;reason=giveup,false,",
    "terminated;reason=what-is-this,true,",
    "terminated,true,"
  })
  @Requirement({"8048-5.2.1-3", "8048-5.2.1-4", "3922-6.1-5", "3922-6.1-7"})
  void theStateInANotifyIsTheAnswerToTheWatcher(String state, boolean approved, String type)
      throws Exception {
    assertThat(
            MAPPING
                .toStanza(
                    SubscriptionState.parse(state), approved, PresenceOf.JULIET, PresenceOf.ROMEO)
                .flatMap(PresenceStanza::type))
        .isEqualTo(Optional.ofNullable(type));
  }

  @ParameterizedTest
  @ValueSource(ints = {423, 481})
  @Requirement("8048-5.2.2-5")
  void whatPassesIsNotTold(int status) throws Exception {
    assertThat(MAPPING.toStanza(new SipAnswer(status, "", Optional.empty()), subscribe()))
        .isEmpty();
  }

  @Test
  @Requirement({"3922-6.1-8", "3922-6.4-3"})
  void everyOtherFailureIsAnErrorThatNamesTheCauseUnderTheIdOfTheStanza() throws Exception {
    assertError(new SipAnswer(404, "", Optional.empty()), Condition.ITEM_NOT_FOUND);
    assertError(
        new Refused(Failure.Reason.DOMAIN_NOT_FOUND, "no such domain"),
        Condition.REMOTE_SERVER_NOT_FOUND);
  }

  private static void assertError(Failure failure, Condition condition) throws Exception {
    PresenceStanza stanza = MAPPING.toStanza(failure, subscribe()).orElseThrow();
    assertThat(stanza.from()).hasToString("Optional[romeo@example.net]");
    assertThat(stanza.to()).hasToString("Optional[juliet@example.com]");
    assertThat(stanza.id()).hasValue("t1");
    StanzaError error = stanza.error().orElseThrow();
    assertThat(error.condition()).isEqualTo(condition);
    assertThat(error.text()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "ITEM_NOT_FOUND,NORESOURCE",
    "GONE,NORESOURCE",
    "FORBIDDEN,REJECTED",
    "SERVICE_UNAVAILABLE,REJECTED",
    "REMOTE_SERVER_TIMEOUT,PROBATION",
    "RESOURCE_CONSTRAINT,PROBATION"
  })
  @Requirement("3922-6.2-6")
  void aSubscribeThatBouncedEndsTheSubscriptionWithTheCause(Condition condition, Reason reason) {
    assertThat(SubscriptionMapping.toState(StanzaError.of(condition, "")))
        .isEqualTo(SubscriptionState.terminated(reason));
  }

  @Test
  void anAddressThatIsNobodyOnTheOtherSideIsRefused() {
    PresUri nobody = new PresUri("a b", "elsewhere.example");

    assertThatThrownBy(
            () -> MAPPING.toStanza(new Approve(nobody, PresenceOf.JULIET, TRANS_ID), true))
        .isInstanceOf(UnmappableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "active;expires=3599",
        "pending;expires=0",
        "terminated;reason=probation;retry-after=60",
        "terminated"
      })
  @Requirement("6665-4.1.3-6")
  void aStateComesBackAsItWasWritten(String text) throws Exception {
    assertThat(SubscriptionState.parse(text)).hasToString(text);
  }

  @Test
  void aStateIsReadWithoutCaseAndWithWhatNobodyKnows() throws Exception {
    assertThat(SubscriptionState.parse(" Active ; EXPIRES = 99999999999 ;lr;x=y;reason="))
        .isEqualTo(
            new SubscriptionState(
                State.ACTIVE,
                Optional.of(Duration.ofSeconds(Integer.MAX_VALUE)),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "activity", "active,pending", "\u0000"})
  void whatIsNoStateIsMalformed(String text) {
    assertThatThrownBy(() -> SubscriptionState.parse(text)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> SubscriptionState.parse("active;" + "x".repeat(2_000)))
        .isInstanceOf(MalformedException.class);
  }

  private static Subscribe subscribe() {
    return new Subscribe(PresenceOf.JULIET, PresenceOf.ROMEO, HOUR, new SubscriptId("s"), TRANS_ID);
  }

  private static SubscriptIds known(String id) {
    return ids(Optional.of(new SubscriptId(id)));
  }

  private static SubscriptIds unknown() {
    return ids(Optional.empty());
  }

  private static SubscriptIds ids(Optional<SubscriptId> known) {
    return new SubscriptIds() {
      @Override
      public SubscriptId fresh() {
        return new SubscriptId("fresh");
      }

      @Override
      public Optional<SubscriptId> of(PresUri watcher, PresUri target) {
        return known;
      }
    };
  }
}
