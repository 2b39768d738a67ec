package org.porin.conformance.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** A name server of the tests on a loopback port: knows what it is told and nothing else. */
final class NameServer implements AutoCloseable {

  private final DatagramSocket socket;
  private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();

  private final Set<Name> failing = ConcurrentHashMap.newKeySet();

  private int ttlSeconds = 60;
  private volatile boolean silent;

  private NameServer(DatagramSocket socket) {
    this.socket = socket;
  }

  static NameServer open() throws IOException {
    NameServer server = new NameServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(server::serve, "name-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** What it is told from now on is valid for so long. */
  NameServer lifetime(int seconds) {
    ttlSeconds = seconds;
    return this;
  }

  /** Whether it answers nothing, as one that is gone. */
  void beSilent(boolean now) {
    silent = now;
  }

  /** The domain takes SIP over TCP there (RFC 3263 §4.2). */
  NameServer sipOverTcp(String domain, InetSocketAddress target) throws IOException {
    Name host = name("sip." + domain);
    Name service = name("_sip._tcp." + domain);
    add(new SRVRecord(service, DClass.IN, ttlSeconds, 0, 0, target.getPort(), host));
    return this;
  }

  /** Its address and port. */
  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** A host that is this machine. */
  NameServer host(String name) throws IOException {
    add(new ARecord(name(name), DClass.IN, ttlSeconds, InetAddress.getLoopbackAddress()));
    return this;
  }

  /** The domain takes instant messages there (RFC 3861 §4). */
  NameServer instantMessages(String domain, InetSocketAddress target) throws IOException {
    return service("_im", domain, target);
  }

  /** The domain takes subscriptions to presence there (RFC 3861 §4). */
  NameServer presence(String domain, InetSocketAddress target) throws IOException {
    return service("_pres", domain, target);
  }

  private NameServer service(String label, String domain, InetSocketAddress target)
      throws IOException {
    Name host = name("sip." + domain);
    add(
        new SRVRecord(
            name(label + "._sip." + domain), DClass.IN, ttlSeconds, 0, 0, target.getPort(), host));
    add(new ARecord(host, DClass.IN, ttlSeconds, InetAddress.getLoopbackAddress()));
    return this;
  }

  /** The domain exists, and takes no messages. */
  NameServer silent(String domain) throws IOException {
    add(new TXTRecord(name(domain), DClass.IN, ttlSeconds, "no instant inbox here"));
    return this;
  }

  /** Every question about the domain is answered with SERVFAIL. */
  NameServer failing(String domain) throws IOException {
    failing.add(name(domain));
    return this;
  }

  @Override
  public void close() {
    socket.close();
  }

  private void add(Record record) {
    records.computeIfAbsent(record.getName(), each -> new CopyOnWriteArrayList<>()).add(record);
  }

  private void serve() {
    byte[] octets = new byte[4_096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(octets, octets.length);
        socket.receive(packet);
        if (silent) {
          continue;
        }
        byte[] answer = answer(new Message(Arrays.copyOf(octets, packet.getLength()))).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // closed, or a question that is none
      }
    }
  }

  private Message answer(Message query) {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    if (failing.stream().anyMatch(domain -> question.getName().subdomain(domain))) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
    } else if (records.keySet().stream().noneMatch(name -> name.subdomain(question.getName()))) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN); // a name above a known one exists (RFC 8020)
    }
    records.getOrDefault(question.getName(), List.of()).stream()
        .filter(record -> record.getType() == question.getType())
        .forEach(record -> answer.addRecord(record, Section.ANSWER));
    return answer;
  }

  private static Name name(String text) throws TextParseException {
    return Name.fromString(text, Name.root);
  }
}
