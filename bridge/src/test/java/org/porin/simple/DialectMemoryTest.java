package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.mapping.Dialect;

/** What is remembered about far ends (DESIGN 3.14), and for how long. */
class DialectMemoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final InetSocketAddress HOP =
      InetSocketAddress.createUnresolved("192.0.2.1", 5060);
  private static final FarEnd ROMEO = new FarEnd(HOP, new ImUri("romeo", "montague.example"));
  private static final FarEnd NURSE = new FarEnd(HOP, new ImUri("nurse", "montague.example"));

  private final DialectMemory memory = new DialectMemory(2, DAY);

  private Optional<Dialect> remembered(FarEnd farEnd, Instant at) {
    return memory.known(farEnd, at).map(DialectMemory.Known::dialect);
  }

  @Test
  void whatWasAcceptedIsRemembered() {
    memory.accepted(ROMEO, Dialect.CPIM_SIP, NOON);
    assertThat(remembered(ROMEO, NOON)).contains(Dialect.CPIM_SIP);
  }

  @Test
  void anotherUserBehindTheSameHopIsAnotherFarEnd() {
    memory.accepted(ROMEO, Dialect.CPIM_SIP, NOON);
    assertThat(remembered(NURSE, NOON)).isEmpty();
  }

  @Test
  void theSameUserBehindAnotherHopIsAnotherFarEnd() {
    memory.accepted(ROMEO, Dialect.CPIM_SIP, NOON);
    FarEnd moved =
        new FarEnd(InetSocketAddress.createUnresolved("192.0.2.2", 5060), ROMEO.destination());
    assertThat(remembered(moved, NOON)).isEmpty();
  }

  @Test
  void anAcceptanceIsBelievedUntilItsLifetimeIsOver() {
    memory.accepted(ROMEO, Dialect.TEXT_PLAIN, NOON);
    assertThat(remembered(ROMEO, NOON.plus(DAY).minusNanos(1))).contains(Dialect.TEXT_PLAIN);
    assertThat(remembered(ROMEO, NOON.plus(DAY))).isEmpty();
    assertThat(memory.size()).isZero();
  }

  @Test
  void aNewAcceptanceStartsTheLifetimeAnew() {
    memory.accepted(ROMEO, Dialect.TEXT_PLAIN, NOON);
    memory.accepted(ROMEO, Dialect.TEXT_PLAIN, NOON.plusSeconds(60));
    assertThat(remembered(ROMEO, NOON.plus(DAY))).contains(Dialect.TEXT_PLAIN);
  }

  @Test
  void whatIsKnownLivesOnWhenItIsProvenAgain() {
    memory.accepted(ROMEO, Dialect.TEXT_PLAIN, NOON);
    DialectMemory.Known known = memory.known(ROMEO, NOON).orElseThrow();
    memory.acceptedAgain(ROMEO, known, NOON.plusSeconds(60));
    assertThat(remembered(ROMEO, NOON.plus(DAY))).contains(Dialect.TEXT_PLAIN);
    assertThat(remembered(ROMEO, NOON.plus(DAY).plusSeconds(60))).isEmpty();
  }

  @Test
  void whatWasForgottenMeanwhileIsRememberedAnewWhenItIsProvenAgain() {
    memory.accepted(ROMEO, Dialect.TEXT_PLAIN, NOON);
    DialectMemory.Known known = memory.known(ROMEO, NOON).orElseThrow();
    memory.refused(ROMEO, Dialect.TEXT_PLAIN);
    memory.acceptedAgain(ROMEO, known, NOON);
    assertThat(remembered(ROMEO, NOON)).contains(Dialect.TEXT_PLAIN);
  }

  @Test
  void theLastOfTwoDialectsThatWereAcceptedAtOnceIsTheOneRemembered() {
    memory.accepted(ROMEO, Dialect.TEXT_PLAIN, NOON);
    DialectMemory.Known known = memory.known(ROMEO, NOON).orElseThrow();
    memory.accepted(ROMEO, Dialect.CPIM_IM, NOON);
    memory.acceptedAgain(ROMEO, known, NOON);
    assertThat(remembered(ROMEO, NOON)).contains(Dialect.TEXT_PLAIN);
  }

  @Test
  void aRefusalOfTheRememberedDialectForgetsIt() {
    memory.accepted(ROMEO, Dialect.CPIM_IM, NOON);
    memory.refused(ROMEO, Dialect.CPIM_IM);
    assertThat(remembered(ROMEO, NOON)).isEmpty();
  }

  @Test
  void aLateRefusalOfAnotherDialectLeavesTheMemoryAlone() {
    memory.accepted(ROMEO, Dialect.CPIM_SIP, NOON);
    memory.refused(ROMEO, Dialect.CPIM_IM);
    assertThat(remembered(ROMEO, NOON)).contains(Dialect.CPIM_SIP);
  }

  @Test
  void theFarEndUnusedForLongestMakesRoom() {
    FarEnd tybalt = new FarEnd(HOP, new ImUri("tybalt", "montague.example"));
    memory.accepted(ROMEO, Dialect.CPIM_IM, NOON);
    memory.accepted(NURSE, Dialect.CPIM_IM, NOON);
    assertThat(remembered(ROMEO, NOON)).isPresent();
    memory.accepted(tybalt, Dialect.CPIM_IM, NOON);
    assertThat(remembered(NURSE, NOON)).isEmpty();
    assertThat(remembered(ROMEO, NOON)).isPresent();
    assertThat(remembered(tybalt, NOON)).isPresent();
    assertThat(memory.size()).isEqualTo(2);
  }
}
