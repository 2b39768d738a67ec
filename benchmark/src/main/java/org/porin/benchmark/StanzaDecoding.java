package org.porin.benchmark;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;

/** A stream of message stanzas, a stanza at a time, beside a bare scan of the same octets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StanzaDecoding {
  private static final int STANZAS = 1_000;

  private final byte[] stream = Samples.stream(0, STANZAS);
  private final XMLInputFactory woodstox = woodstox();

  @Benchmark
  @OperationsPerInvocation(STANZAS)
  public void porinStanza(Blackhole sink) throws IOException, MalformedException {
    StanzaReader reader = new StanzaReader(new ByteArrayInputStream(stream), StanzaLimits.DEFAULT);
    reader.open();
    for (Optional<StreamElement> next = reader.next(); next.isPresent(); next = reader.next()) {
      sink.consume(next.get());
    }
  }

  /** Every event, with the text and the attributes that a stanza is made of. */
  @Benchmark
  @OperationsPerInvocation(STANZAS)
  public void woodstoxScan(Blackhole sink) throws XMLStreamException {
    XMLStreamReader reader = woodstox.createXMLStreamReader(new ByteArrayInputStream(stream));
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamReader.START_ELEMENT) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
          sink.consume(reader.getAttributeValue(i));
        }
      } else if (event == XMLStreamReader.CHARACTERS) {
        sink.consume(reader.getText());
      }
    }
    reader.close();
  }

  private static XMLInputFactory woodstox() {
    XMLInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
