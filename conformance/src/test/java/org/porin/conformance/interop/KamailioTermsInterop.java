package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.conformance.interop.KamailioLog.Entry;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * Juliet on Prosody writes to domains behind a Kamailio that sets terms: one takes so many messages
 * a second (module ratelimit), one takes them from whom it knows (module auth).
 */
@RequiresDocker
class KamailioTermsInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration AFTER_THE_WAIT = Duration.ofSeconds(30);
  private static final int BURST = 40;
  private static final long RETRY_AFTER_MICROS = TimeUnit.SECONDS.toMicros(5); // as rate.cfg has it
  private static final long NONCE_SECONDS = 4; // as digest.cfg has it

  private static final Stage STAGE = new Stage();
  private static KamailioLog rate;
  private static KamailioLog digest;
  private static CapuletDomain capulet;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    NameServer names = STAGE.enter(NameServer.open());
    GenericContainer<?> slow = STAGE.enter(Containers.kamailioStrict("rate"));
    GenericContainer<?> suspicious = STAGE.enter(Containers.kamailioStrict("digest"));
    slow.start();
    suspicious.start();
    rate = new KamailioLog(slow);
    digest = new KamailioLog(suspicious);
    capulet =
        STAGE.enter(
            CapuletDomain.start(
                XmppServer.PROSODY,
                Loopback.freePort(),
                List.of("montague.example", "verona.example", "mantua.example", "padua.example"),
                names.address(),
                Map.of(
                    "montague.example", uri(slow),
                    "verona.example", uri(suspicious),
                    "mantua.example", uri(suspicious),
                    "padua.example", uri(suspicious)),
                """
                [peers."montague.example"]
                window = 1
                [peers."verona.example"]
                username = "porin"
                password = "s3cret"
                realm = "verona.example"
                [peers."mantua.example"]
                username = "porin"
                password = "a guess"
                """));
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void forget() {
    capulet.juliet().forget();
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void whoIsToldToWaitSendsNothingUntilThenAndEveryMessageHasItsEnd() throws Exception {
    for (int i = 0; i < BURST; i++) {
      capulet.juliet().send("user" + i + "@montague.example", "one of many");
    }
    Map<String, StanzaError> refused = new LinkedHashMap<>();
    Await.until(
        "an end for every message",
        SOON,
        () -> {
          refused.putAll(errors());
          return rate.taken().size() + refused.size() >= BURST;
        });

    assertThat(rate.taken())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(refused.keySet());
    Set<String> all =
        IntStream.range(0, BURST).mapToObj(i -> "user" + i).collect(Collectors.toSet());
    all.removeAll(rate.taken());
    assertThat(refused.keySet()).isEqualTo(all);
    assertThat(texts(refused)).anyMatch(text -> text.contains("503"));
    assertThat(texts(refused)).anyMatch(text -> text.contains("it wants no requests for another"));

    Await.until(
        "a message that is taken again",
        AFTER_THE_WAIT,
        () -> {
          capulet.juliet().send("later@montague.example", "is it over?");
          TimeUnit.MILLISECONDS.sleep(500);
          return rate.taken().contains("later");
        });
    assertThatNobodyAskedDuringAWait(rate.entries());
  }

  /** One request at a time goes there, so what follows a refusal was sent when that was known. */
  private static void assertThatNobodyAskedDuringAWait(List<Entry> entries) {
    assertThat(entries).anyMatch(entry -> entry.is("refused"));
    for (int i = 1; i < entries.size(); i++) {
      Entry before = entries.get(i - 1);
      if (before.is("refused")) {
        assertThat(entries.get(i).micros() - before.micros())
            .as(entries.toString())
            .isGreaterThanOrEqualTo(RETRY_AFTER_MICROS);
      }
    }
  }

  @Test
  void theCredentialsOfThePeerOpenItAndOneChallengeIsForManyMessages() throws Exception {
    int before = digest.taken().size();
    for (int i = 0; i < 5; i++) {
      capulet.juliet().send("romeo@verona.example", "it is I, " + i);
    }
    Await.until("five messages", SOON, () -> digest.taken().size() == before + 5);
    assertThat(digest.entries("verona.example").stream().filter(entry -> entry.is("challenged")))
        .hasSizeBetween(1, 3); // one, unless a nonce has become stale between two of them
    assertThat(errors()).isEmpty();
  }

  @Test
  void aNonceThatHasBecomeStaleIsReplacedAndTheMessagePasses() throws Exception {
    capulet.juliet().send("paris@verona.example", "before");
    Await.until("the first message", SOON, () -> digest.taken().contains("paris"));
    TimeUnit.SECONDS.sleep(NONCE_SECONDS + 1);
    capulet.juliet().send("mercutio@verona.example", "after");
    Await.until("the next message", SOON, () -> digest.taken().contains("mercutio"));
    assertThat(digest.entries("verona.example"))
        .filteredOn(entry -> entry.user().equals("mercutio"))
        .extracting(Entry::end)
        .containsExactly("challenged", "taken");
    assertThat(errors()).isEmpty();
  }

  @Test
  @Requirement("7247-7.2-14")
  void withWrongCredentialsTheSenderReadsWhyAndNobodyGuessesOn() throws Exception {
    assertThatTheProxyRefuses("mantua.example");
    Await.until("both requests", SOON, () -> digest.entries("mantua.example").size() >= 2);
    assertThat(digest.entries("mantua.example"))
        .extracting(Entry::end)
        .containsExactly("challenged", "challenged");
  }

  @Test
  @Requirement("7247-7.2-14")
  void withoutCredentialsTheSenderReadsWhy() throws Exception {
    assertThatTheProxyRefuses("padua.example");
    Await.until("the request", SOON, () -> !digest.entries("padua.example").isEmpty());
    assertThat(digest.entries("padua.example"))
        .extracting(Entry::end)
        .containsExactly("challenged");
  }

  private static void assertThatTheProxyRefuses(String domain) throws Exception {
    capulet.juliet().send("balthasar@" + domain, "let me in");
    Message message = capulet.juliet().awaitMessage(SOON);
    assertThat(message.getFrom().toString()).isEqualTo("balthasar@" + domain);
    assertThat(message.getError().getCondition()).isEqualTo(Condition.registration_required);
    assertThat(message.getError().getDescriptiveText()).contains("407");
  }

  /** What has come back, by the user that it was for. */
  private static Map<String, StanzaError> errors() {
    return capulet.juliet().takeMessages().stream()
        .collect(
            Collectors.toMap(
                message -> message.getFrom().getLocalpartOrThrow().toString(), Message::getError));
  }

  private static List<String> texts(Map<String, StanzaError> errors) {
    return errors.values().stream().map(StanzaError::getDescriptiveText).toList();
  }

  private static String uri(GenericContainer<?> kamailio) {
    return "sip:127.0.0.1:" + kamailio.getMappedPort(5060) + ";transport=tcp";
  }
}
