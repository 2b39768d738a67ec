package org.porin.benchmark;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfDocument;
import org.porin.pidf.PidfLimits;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** A presence document of three resources, beside a bare scan of the same octets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PidfDecoding {
  private final byte[] document = Samples.octets(Samples.pidf());
  private final Octets octets = Octets.copyOf(document);
  private final XMLInputFactory woodstox = woodstox();

  @Benchmark
  public PidfDocument porinPidf() throws MalformedException {
    return PidfCodec.decode(octets, Optional.empty(), PidfLimits.DEFAULT);
  }

  /** Every event, with the text and the attributes that a document is made of. */
  @Benchmark
  public void woodstoxScan(Blackhole sink) throws XMLStreamException {
    XMLStreamReader reader = woodstox.createXMLStreamReader(new ByteArrayInputStream(document));
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
