package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@Timeout(60)
@ResourceLock(Resources.SYSTEM_OUT)
class LogWriterTest {
  private final LoggerContext context = new LoggerContext();
  private final PrintStream before = System.out;

  @AfterEach
  void giveTheOutputBack() {
    System.setOut(before);
  }

  @Test
  void whatWasLoggedBeforeTheStopIsWrittenInItsOrder() throws JoranException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Logger log = logTo(out);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) { // more than may wait
      log.info("line {}", i);
      expected.add("INFO  porin line " + i);
    }
    context.stop();
    assertThat(lines(out)).isEqualTo(expected);
  }

  @Test
  void whatWaitsIsWrittenAtOnce() throws JoranException, InterruptedException {
    Blocked out = new Blocked();
    Logger log = logTo(out);
    log.info("first");
    out.entered.await();
    for (int i = 0; i < 100; i++) {
      log.info("more");
    }
    out.go.countDown();
    context.stop();
    assertThat(out.writes).isEqualTo(2);
  }

  @Test
  void noPeerBeginsALine() throws JoranException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    logTo(out).info("a\r\n\nERROR b\rc\n");
    context.stop();
    assertThat(lines(out)).containsExactly("INFO  porin a | ERROR b | c | ");
  }

  @Test
  void aLineThatCannotBeMadeTakesNoOtherAlong() throws JoranException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Logger log = logTo(out);
    LogWriter writer = (LogWriter) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDOUT");
    writer.stop();
    writer.setEncoder(new Failing());
    writer.start();
    log.info("bad");
    log.info("deep");
    log.info("good");
    context.stop();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("good");
  }

  /** As the product does it. */
  private Logger logTo(OutputStream out) throws JoranException {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    JoranConfigurator configurator = new JoranConfigurator();
    context.setMDCAdapter(new LogbackMDCAdapter());
    configurator.setContext(context);
    configurator.doConfigure(LogWriterTest.class.getResource("/logback.xml"));
    return context.getLogger("org.porin");
  }

  /** What was written, without the time. */
  private static List<String> lines(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  private static final class Failing extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      if (event.getMessage().equals("bad")) {
        throw new IllegalStateException("no line can be made of it");
      }
      if (event.getMessage().equals("deep")) {
        throw new StackOverflowError();
      }
      return event.getMessage().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }
  }

  /** Holds up its first writer until it is let go. */
  private static final class Blocked extends ByteArrayOutputStream {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private int writes;

    @Override
    public void write(byte[] octets, int from, int length) {
      if (length > 0) {
        writes++;
        entered.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      super.write(Arrays.copyOfRange(octets, from, from + length), 0, length);
    }
  }
}
