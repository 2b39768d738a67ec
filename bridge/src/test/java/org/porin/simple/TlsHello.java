package org.porin.simple;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A ClientHello octet by octet (RFC 5246 §7.4.1.2), for what no library of today says any more.
 *
 * @param version the highest that is offered: 0x0302 is TLS 1.1
 * @param suites the cipher suites that are offered
 * @param compressions the methods that are offered
 */
record TlsHello(int version, List<Integer> suites, List<Integer> compressions) {
  static final int TLS_1_0 = 0x0301;
  static final int TLS_1_1 = 0x0302;
  static final int TLS_1_2 = 0x0303;
  static final int FALLBACK = 0x5600; // RFC 7507
  static final int ECDHE_ECDSA_AES_128_GCM = 0xc02b;

  private static final int PATIENCE_MILLIS = 10_000;

  /** What a server says first: an alert, a ServerHello, or nothing before it ends. */
  record Answer(boolean alert, List<Integer> octets) {
    /** Whether there is no hello. */
    boolean refuses() {
      return alert || octets.isEmpty();
    }

    /** The number of the alert (RFC 8446 §6). */
    int alertNumber() {
      if (!alert) {
        throw new AssertionError("no alert but a hello");
      }
      return octets.get(1);
    }

    /** The compression that a ServerHello names. */
    int compression() {
      int sessionIdOctets = octets.get(4 + 2 + 32);
      return octets.get(4 + 2 + 32 + 1 + sessionIdOctets + 2);
    }
  }

  static TlsHello of(int version, Integer... suites) {
    return new TlsHello(version, List.of(suites), List.of(0));
  }

  /** Says it, and hears what comes. */
  Answer to(InetSocketAddress server) throws IOException {
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(octets());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int type = in.read();
      if (type < 0) {
        return new Answer(false, List.of());
      }
      in.readUnsignedShort();
      List<Integer> record = new ArrayList<>();
      for (byte each : in.readNBytes(in.readUnsignedShort())) {
        record.add(each & 0xff);
      }
      return new Answer(type == 21, record);
    }
  }

  private byte[] octets() throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    number(hello, version);
    hello.write(new byte[32]);
    hello.write(0); // no session
    number(hello, 2 * suites.size());
    suites.forEach(suite -> number(hello, suite));
    hello.write(compressions.size());
    compressions.forEach(hello::write);
    byte[] extensions = {
      0x00,
      0x0a,
      0x00,
      0x04,
      0x00,
      0x02,
      0x00,
      0x17, // groups: P-256
      0x00,
      0x0b,
      0x00,
      0x02,
      0x01,
      0x00, // points: uncompressed
      0x00,
      0x0d,
      0x00,
      0x04,
      0x00,
      0x02,
      0x04,
      0x03 // signatures: ECDSA with SHA-256
    };
    number(hello, extensions.length);
    hello.write(extensions);
    ByteArrayOutputStream handshake = new ByteArrayOutputStream();
    handshake.write(1);
    handshake.write(0);
    number(handshake, hello.size());
    handshake.write(hello.toByteArray());
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(22);
    number(record, TLS_1_0);
    number(record, handshake.size());
    record.write(handshake.toByteArray());
    return record.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
