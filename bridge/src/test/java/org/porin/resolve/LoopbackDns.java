package org.porin.resolve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on a loopback port, over UDP and TCP, that answers from a few zone file lines. */
public final class LoopbackDns implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Record> zone = new CopyOnWriteArrayList<>();
  private final Set<Name> failing = ConcurrentHashMap.newKeySet();
  private final Set<Name> silent = ConcurrentHashMap.newKeySet();
  private final Set<Name> truncated = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private LoopbackDns(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  public static LoopbackDns open(String... zoneLines) throws IOException {
    LoopbackDns dns = bound();
    dns.add(zoneLines);
    start(dns::serveUdp, "dns-udp");
    start(dns::serveTcp, "dns-tcp");
    return dns;
  }

  /** On a port that is free for both: what one of them is given, another may have of the other. */
  private static LoopbackDns bound() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int attempt = 1; ; attempt++) {
      ServerSocket tcp = new ServerSocket(0, 10, loopback);
      try {
        return new LoopbackDns(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
      } catch (BindException e) {
        tcp.close();
        if (attempt == 50) {
          throw e;
        }
      }
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  public void add(String... zoneLines) {
    for (String line : zoneLines) {
      try (Master master =
          new Master(new ByteArrayInputStream(line.getBytes(US_ASCII)), Name.root, 300)) {
        zone.add(master.nextRecord());
      } catch (IOException e) {
        throw new UncheckedIOException(line, e);
      }
    }
  }

  void replaceBy(String... zoneLines) {
    zone.clear();
    add(zoneLines);
  }

  void failFor(String name) {
    failing.add(Name.fromConstantString(name + "."));
  }

  void failForAll() {
    failing.add(Name.root);
  }

  void keepSilentFor(String name) {
    silent.add(Name.fromConstantString(name + "."));
  }

  void truncateOverUdp(String name) {
    truncated.add(Name.fromConstantString(name + "."));
  }

  /** Every question so far: {@code udp SRV _im._sip.montague.example}. */
  List<String> asked() {
    return asked;
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] query = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] reply = reply(query, "udp");
        if (reply.length > 0) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (SocketException e) {
      // closed: the test is over
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        Socket socket = tcp.accept();
        start(() -> serve(socket), "dns-tcp-connection");
      }
    } catch (SocketException e) {
      // closed: the test is over
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream())) {
      while (true) {
        byte[] reply = reply(in.readNBytes(in.readUnsignedShort()), "tcp");
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
      }
    } catch (IOException e) {
      // the resolver has closed the connection
    }
  }

  private byte[] reply(byte[] octets, String transport) throws IOException {
    Message query = new Message(octets);
    Record question = query.getQuestion();
    Name name = question.getName();
    asked.add(transport + " " + Type.string(question.getType()) + " " + name.toString(true));
    if (silent.contains(name)) {
      return new byte[0];
    }
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question, Section.QUESTION);
    if (failing.contains(name) || failing.contains(Name.root)) {
      reply.getHeader().setRcode(Rcode.SERVFAIL);
    } else if (transport.equals("udp") && truncated.contains(name)) {
      reply.getHeader().setFlag(Flags.TC);
    } else {
      answer(name, question.getType(), reply);
    }
    return reply.toWire();
  }

  private void answer(Name name, int type, Message reply) {
    List<Record> here = of(name);
    List<Record> found = new ArrayList<>(ofType(here, type));
    List<Record> aliases = ofType(here, Type.CNAME);
    if (found.isEmpty() && !aliases.isEmpty()) {
      reply.addRecord(aliases.get(0), Section.ANSWER);
      answer(((org.xbill.DNS.CNAMERecord) aliases.get(0)).getTarget(), type, reply);
      return;
    }
    found.forEach(each -> reply.addRecord(each, Section.ANSWER));
    if (found.isEmpty()) {
      boolean exists = zone.stream().anyMatch(each -> each.getName().subdomain(name));
      reply.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
      reply.addRecord(
          new SOARecord(Name.root, DClass.IN, 300, Name.root, Name.root, 1, 300, 300, 300, 300),
          Section.AUTHORITY);
    }
  }

  private List<Record> of(Name name) {
    return zone.stream().filter(each -> each.getName().equals(name)).toList();
  }

  private static List<Record> ofType(List<Record> records, int type) {
    return records.stream().filter(each -> each.getType() == type).toList();
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
